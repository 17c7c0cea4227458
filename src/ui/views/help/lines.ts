// The help screen's words: the keys as the key table has them, what the glyphs mean, and what the wall promises.

import { statusGlyph, type Status } from '../../../domain/status.ts';
import { statusToken, type Style } from '../../theme.ts';
import { columnsOf, fit, wrap } from '../../text/columns.ts';
import { part, type Line } from '../../text/line.ts';
import type { KeyBinding } from '../../keys/binding.ts';
import { keyTable } from '../../keys/table.ts';
import { screenNames, type ScreenName } from '../../keys/view.ts';

export interface HelpKey {
  readonly keys: string;
  readonly title: string;
  /** Where they work, as the heading over them: `everywhere`, `wall`. */
  readonly screen: string;
}

const faint: Style = { dim: true };
const allRows = Number.POSITIVE_INFINITY;

export const statusMeaning: Readonly<Record<Status, string>> = {
  red: 'its alert has held long enough',
  amber: 'target missed, or its alert is pending',
  unknown: 'nothing fresh to judge by: never a go',
  green: 'meets its target, on fresh readings',
};

export const statusesWorstFirst: readonly Status[] = ['red', 'unknown', 'amber', 'green'];

const words: readonly (readonly [word: string, meaning: string])[] = [
  ['pending', 'the alert holds, not yet for its whole time'],
  ['recovering', 'was red; what would end it is not yet complete'],
  ['warming', 'too few readings so far'],
  ['stale', 'the newest reading is too old'],
  ['was red', 'unknown now; its incident stays open'],
  ['[y]  ▸ y', 'the command that y copies; nothing is ever run from here'],
  ['━━  ┄┄', 'in a chart: the alert, and the target'],
  ['·', 'in a chart or a curve: a gap, no value was read'],
];

const promises: readonly string[] = [
  'Doubt never helps the launch: what is not freshly known is never green.',
  'Every status says why: value, threshold, since when, what would end it.',
  'It only reads. Steps and commands are shown and copied, never run.',
  'A red ends only on fresh readings. A gap ends nothing.',
  'The verdict is the worst status; a go needs every required criterion.',
];

export function keyLines(keys: readonly HelpKey[], columns: number): readonly Line[] {
  const keyColumns = Math.min(16, Math.max(0, ...keys.map((entry) => columnsOf(entry.keys)))) + 2;
  const screens = [...new Set(keys.map(({ screen }) => screen))];
  return screens.flatMap((screen, index) => [
    ...(index === 0 ? [] : [[]]),
    heading(index === 0 ? `Keys: ${screen}` : screen),
    ...keys
      .filter((entry) => entry.screen === screen)
      .flatMap((entry) =>
        definition(entry.keys, entry.title, keyColumns, columns, { token: 'accent', bold: true }),
      ),
  ]);
}

export function legendLines(columns: number): readonly Line[] {
  return [
    heading('Statuses, worst first'),
    ...statusesWorstFirst.flatMap((status) =>
      definition(`${statusGlyph[status]} ${status}`, statusMeaning[status], 12, columns, {
        token: statusToken(status),
        bold: true,
      }),
    ),
  ];
}

export function wordLines(columns: number): readonly Line[] {
  return [
    heading('Words and signs'),
    ...words.flatMap(([word, meaning]) => definition(word, meaning, 12, columns, { bold: true })),
  ];
}

export function promiseLines(columns: number): readonly Line[] {
  return [
    heading('What it promises'),
    ...promises.flatMap((promise) => definition('–', promise, 2, columns, faint)),
  ];
}

function heading(text: string): Line {
  return [part(' '), part(text, { bold: true, underline: true })];
}

function definition(
  word: string,
  meaning: string,
  wordColumns: number,
  columns: number,
  style: Style,
): readonly Line[] {
  return wrap(meaning, Math.max(8, columns - wordColumns - 2), allRows).map((row, index) => [
    part(` ${fit(index === 0 ? word : '', wordColumns)}`, style),
    part(row),
  ]);
}

const everywhere = 'everywhere';

const screenWords: Readonly<Record<ScreenName, string>> = {
  wall: 'the wall',
  metric: 'a metric',
  help: 'help',
  profiles: 'profiles',
  sources: 'sources',
  do: 'do now',
  timeline: 'the timeline',
  gate: 'the gate',
  faults: 'faults',
};

/** Those that work on most screens first, then those of single screens. */
export const helpKeys: readonly HelpKey[] = keyTable
  .map((binding) => ({ keys: binding.key, title: binding.title, screen: screensOf(binding) }))
  .sort((a, b) => Number(b.screen === everywhere) - Number(a.screen === everywhere));

function screensOf({ screens }: KeyBinding): string {
  // All but the wall itself: Esc, which goes back to it.
  if (screens.length >= screenNames.length - 1) return everywhere;
  return screens.map((screen) => screenWords[screen]).join(', ');
}
