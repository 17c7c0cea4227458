// The problems of the sheet as the contract's pictures have them, and the laws of their order.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemLines, problemsOf, planProblems } from '../../../../src/ui/views/wall/problems.ts';
import { Widths, type HomesView } from '../../../../src/ui/views/wall/homes.ts';
import type { MetricState } from '../../../../src/rules/board.ts';
import { metricState, wallBoard, wallSnapshot } from '../../../support/wall-fixture.ts';
import { anySnapshot } from '../../../support/any-snapshot.ts';
import { groupsOfSituations, picture } from '../../../support/situations.ts';
import { situationSnapshot, widestValues, type SituationName } from '../../../support/situation-wall.ts';

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

function drawn(name: SituationName, columns: number, rows: number): readonly string[] {
  const view = viewOf(name);
  return problemLines(problemsOf(view.snapshot), view, columns, rows).map((line) =>
    line.map(({ text }) => text).join(''),
  );
}

/** A part of a picture. */
function cells(name: string, from: number, to: number, columns: number): readonly string[] {
  return picture(name)
    .slice(from, to)
    .map((row) => Array.from(row).slice(0, columns).join('').trimEnd());
}

const trimmed = (rows: readonly string[]): readonly string[] => rows.map((row) => row.trimEnd());

describe('the problems of a picture', () => {
  it.each<[SituationName, string, number, number, number]>([
    ['eight', 'eight-120x36', 71, 3, 18],
    ['eight', 'eight-80x24', 79, 6, 10],
    ['p0', 'p0-80x24', 79, 6, 10],
    ['dead', 'dead-80x24', 79, 6, 10],
  ])('%s, %s', (name, file, columns, from, to) => {
    expect(trimmed(drawn(name, columns, to - from))).toEqual(cells(file, from, to, columns));
  });
});

describe('one cause', () => {
  const cause = metricState({ id: 'up', status: 'red' });
  const waiting = metricState({ id: 'latency', status: 'unknown', was: 'green', blockedBy: 'up' });
  const told = (metrics: readonly MetricState[]): readonly unknown[] =>
    problemsOf(wallSnapshot({ board: wallBoard({ metrics, incidents: [] }) })).map(
      ({ metric, dependants }) => [metric.id, dependants.map(({ id }) => id)],
    );
  const mute = { by: 'ana', at: '2026-12-01T14:00:00.000Z', until: '2026-12-01T16:00:00.000Z', note: '' };

  it('has what waits for it', () => {
    expect(told([waiting, cause])).toEqual([['up', ['latency']]]);
  });

  it('hides nothing that was red, and nothing that counts under what is muted', () => {
    expect(told([{ ...waiting, was: 'red' }, cause])).toEqual([
      ['up', []],
      ['latency', []],
    ]);
    expect(told([waiting, { ...cause, mute }])).toEqual([
      ['latency', []],
      ['up', []],
    ]);
  });
});

describe('for every board', () => {
  it('they stand worst first, each once, counted or shown, and no red smaller than an amber', () => {
    fc.assert(
      fc.property(anySnapshot, fc.integer({ min: 0, max: 40 }), (snapshot, rows) => {
        const problems = problemsOf(snapshot);
        const { shown, counted } = planProblems(problems, rows);
        expect([...shown.map(({ problem }) => problem), ...counted]).toEqual(problems);
        const used =
          shown.reduce((sum, { rows: own }) => sum + own, 0) + (counted.length > 0 && rows > 0 ? 1 : 0);
        expect(used).toBeLessThanOrEqual(rows);
        const all = problems.flatMap(({ metric, dependants }) => [
          metric.id,
          ...dependants.map(({ id }) => id),
        ]);
        const wanted = snapshot.board.metrics
          .filter(({ status }) => status !== null && status !== 'green')
          .map(({ id }) => id);
        expect(all.toSorted()).toEqual(wanted.toSorted());
        const firstSmall = shown.findIndex(({ form }) => form === 'S');
        if (firstSmall >= 0) expect(shown.slice(firstSmall).every(({ form }) => form === 'S')).toBe(true);
      }),
    );
  });
});
