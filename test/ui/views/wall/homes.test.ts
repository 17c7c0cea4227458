// The homes of the wall, cell by cell as in the contract's pictures.

import { describe, expect, it } from 'vitest';
import { homesLines, mapLines, Widths, type HomesView } from '../../../../src/ui/views/wall/homes.ts';
import { homesOf, mapOf } from '../../../../src/ui/views/wall/places.ts';
import type { Line } from '../../../../src/ui/text/line.ts';
import { groupsOfSituations, picture } from '../../../support/situations.ts';
import { situationSnapshot, widestValues, type SituationName } from '../../../support/situation-wall.ts';

const names: readonly SituationName[] = ['green', 'p0', 'eight', 'dead'];

function viewOf(name: SituationName): HomesView {
  const snapshot = situationSnapshot(name);
  const widths = new Widths();
  for (const metric of widestValues().flat()) widths.of(metric);
  return {
    snapshot,
    groups: groupsOfSituations,
    widths,
    history: (id, cells) => snapshot.history(id, { from: 0, to: 1 }, cells),
    selected: null,
  };
}

function text(lines: readonly Line[]): readonly string[] {
  return lines.map((line) => line.map((part) => part.text).join(''));
}

describe.each(names)('the homes of %s', (name) => {
  it.each([
    [80, 24, 10],
    [120, 36, 19],
    [200, 60, 40],
  ])('at %i×%i', (columns, rows, from) => {
    const homes = homesOf(groupsOfSituations, { columns, rows }, rows - 4);
    if (!homes) throw new Error('no homes');
    const drawn = text(homesLines(homes, viewOf(name), columns));
    expect(drawn).toEqual(picture(`${name}-${columns}x${rows}`).slice(from, from + homes.rows));
  });

  it('as a map at 40×12', () => {
    const map = mapOf(groupsOfSituations, 38, 2);
    const drawn = text(mapLines(map, viewOf(name), 40));
    expect(drawn[0]).toBe(picture(`${name}-40x12`)[9]);
    expect(drawn[1]?.trimEnd()).toBe(picture(`${name}-40x12`)[10]?.replace('·17', '').trimEnd());
  });
});

it('no value is so long that it moves the column beside it', () => {
  const homes = homesOf(groupsOfSituations, { columns: 200, rows: 60 }, 56);
  if (!homes) throw new Error('no homes');
  const view = viewOf('green');
  const metrics = view.snapshot.board.metrics.map((metric) => ({ ...metric, display: '1'.repeat(300) }));
  const wide = { ...view, snapshot: { ...view.snapshot, board: { ...view.snapshot.board, metrics } } };
  const [before, after] = [text(homesLines(homes, view, 200)), text(homesLines(homes, wide, 200))];
  expect(after.every((row) => row.length === 200)).toBe(true);
  for (const [row, line] of before.entries())
    for (const column of [51, 101, 151])
      if (line[column] === '●') expect(after[row]?.[column], `row ${row}`).toBe('●');
});
