// The picker: every profile that could be watched, and why one cannot be.

import type { ReactElement } from 'react';
import type { ProfileChoice } from '../../controls.ts';
import { Lines } from '../../text/rows.tsx';
import { columnsOf, fit, wrap } from '../../text/columns.ts';
import { part, type Line } from '../../text/line.ts';
import { environmentToken } from '../../theme.ts';
import type { ProfilesScreenProps } from '../../keys/view.ts';

/** A blank row, the heading, another blank row, and the row that says how many there are. */
const fixedRows = 4;
const nameColumnsMax = 40;
const whyRowsMax = 6;

/** The choices whose name, title or environment contains what was typed; case does not matter. */
export function matchingProfiles(choices: readonly ProfileChoice[], typed: string): readonly ProfileChoice[] {
  const wanted = typed.trim().toLowerCase();
  return choices.filter(({ name, title, environment }) =>
    [name, title, environment].some((text) => text.toLowerCase().includes(wanted)),
  );
}

/** Draws the choices that it is given, in that order: `view.cursor` counts in them, and so does the one who takes a choice. */
export function ProfilesScreen(props: ProfilesScreenProps): ReactElement {
  const { choices, looking, view, size, theme, current } = props;
  if (choices === null)
    return <Lines lines={[[], heading, [], [part(' Looking for profiles …')]]} size={size} theme={theme} />;
  const typed = view.filter;
  if (choices.length === 0 && !looking)
    return <Lines lines={[[], heading, [], ...noneLines(typed)]} size={size} theme={theme} />;
  const cursor = Math.max(0, Math.min(view.cursor, choices.length - 1));
  const why = whyLines(choices[cursor], size.columns);
  const rows = Math.max(1, size.rows - fixedRows - why.length);
  const first = Math.max(0, Math.min(cursor - Math.floor(rows / 2), choices.length - rows));
  const nameColumns = Math.min(nameColumnsMax, Math.max(...choices.map(({ name }) => columnsOf(name)))) + 2;
  const shown = choices
    .slice(first, first + rows)
    .map((choice, index) =>
      choiceLine(choice, first + index === cursor, choice.name === current, nameColumns),
    );
  const place = choices.length > rows ? `${cursor + 1} of ${choices.length}` : '';
  const count = looking ? `${place === '' ? '' : `${place} · `}looking for more …` : place;
  return (
    <Lines
      lines={[[], heading, [], ...shown, [part(`   ${count}`, { dim: true })], ...why]}
      size={size}
      theme={theme}
    />
  );
}

/** The whole sentence about the one that is picked out, where it cannot be watched: its own row may cut it. */
function whyLines(choice: ProfileChoice | undefined, columns: number): readonly Line[] {
  if (choice === undefined || choice.problem === null) return [];
  const text = `${choice.name} cannot be watched: ${choice.problem}`;
  return wrap(text, columns - 4, whyRowsMax).map((words, row) => [
    part(row === 0 ? ' ✖ ' : '   ', { token: 'red', bold: true }),
    part(words, { token: 'red' }),
  ]);
}

const heading: Line = [
  part(' Watch another profile', { bold: true }),
  part('   the running one is let go when the new one has loaded', { dim: true }),
];

function noneLines(typed: string): readonly Line[] {
  if (typed !== '') return [[part(` No profile matches "${typed}".`, { token: 'amber' })]];
  return [
    [part(' No profile was found.', { token: 'amber' })],
    [part(' `launchwall init` writes a first one.', { dim: true })],
  ];
}

function choiceLine(choice: ProfileChoice, picked: boolean, isCurrent: boolean, nameColumns: number): Line {
  const { name, title, environment, problem } = choice;
  const cannot = problem !== null;
  return [
    part(picked ? ' ▸ ' : '   ', { token: 'accent', bold: true }),
    part(fit(name, nameColumns), { bold: picked, inverse: picked, dim: cannot && !picked }),
    part(' '),
    part(fit(environment, 14), { token: environmentToken(environment), bold: !cannot }),
    part(isCurrent ? '● watched now  ' : '', { token: 'green', bold: true }),
    ...(cannot ? [part(picked ? '✖ cannot be watched' : `✖ ${problem}`, { token: 'red' })] : [part(title)]),
  ];
}
