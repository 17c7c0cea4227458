// Strips: those of the contract's pictures, cell by cell.

import { describe, expect, it } from 'vitest';
import { stripText } from '../../../src/ui/text/strip.ts';
import { bucketsOf, picture, situations, approachOfSituation } from '../../support/situations.ts';

/** The strip behind a name in the homes of a picture. */
function drawnStrip(rows: readonly string[], title: string): string {
  const words = title.split(' ');
  const at = rows.flatMap((row) => {
    const found = [...row.matchAll(/[●▲✖◌] (.{27}) ([▁▂▃▄▅▆▇█─✖▲· ]{8})/g)];
    return found.flatMap(([, name = '', strip = '']) =>
      name.startsWith(words[0] ?? '') && isNameOf(name, title) ? [strip] : [],
    );
  });
  return at[0] ?? `no ${title}`;
}

function isNameOf(cell: string, title: string): boolean {
  const [head = '', tail] = cell.split('…');
  if (tail === undefined) return cell.startsWith(`${title} `);
  return title.startsWith(head) && title.includes(tail.split(/ {1,}[^ ]+$/)[0] ?? '');
}

describe.each(Object.keys(situations.situations))('the strips of %s at 120×36', (name) => {
  const rows = picture(`${name}-120x36`).slice(19);
  const states = situations.situations[name] ?? {};
  it.each(situations.metrics.map(({ id, title }) => [title, id] as const))('%s', (title, id) => {
    const state = states[id];
    if (!state) throw new Error(`${id} is not there`);
    expect(stripText(bucketsOf(id, state, 8), approachOfSituation(id))).toBe(drawnStrip(rows, title));
  });
});
