// What is nearest to a limit while all is green, as the contract's pictures have it.

import { describe, expect, it } from 'vitest';
import { nearestLine, nearestOf } from '../../../../src/ui/views/wall/nearest.ts';
import { Widths, type HomesView } from '../../../../src/ui/views/wall/homes.ts';
import type { WallSnapshot } from '../../../../src/engine/snapshot.ts';
import { groupsOfSituations, picture } from '../../../support/situations.ts';
import { situationBoard, situationSnapshot } from '../../../support/situation-wall.ts';

const minute = 60_000;
/** What was forecast in the picture, and the values as numbers. */
const forecasts: Readonly<Record<string, readonly [number, number]>> = {
  'db-connections': [18 * minute, 25 * minute],
  'reconciliation-age': [679 * minute, 679 * minute],
};

function greenSnapshot(): WallSnapshot {
  const snapshot = situationSnapshot('green');
  const metrics = situationBoard('green').metrics.map((metric) => {
    const [from, to] = forecasts[metric.id] ?? [];
    const values = snapshot.history(metric.id, { from: 0, to: 1 }, 90);
    const forecast =
      from === undefined || to === undefined
        ? null
        : { to: 'target' as const, bound: metric.target ?? '', fromMs: from, toMs: to };
    return { ...metric, value: values.at(-1)?.high ?? null, forecast };
  });
  return { ...snapshot, board: { ...snapshot.board, metrics } };
}

describe('what is nearest to a limit', () => {
  const snapshot = greenSnapshot();

  it('is what heads for one, then what has gone farthest', () => {
    expect(nearestOf(snapshot, 6).map(({ title }) => title)).toEqual([
      'Database connections',
      'Newest reconciliation report',
      'Redis memory',
      'API CPU',
      'Settlement latency (p95)',
      'Queue depth',
    ]);
  });

  it.each([
    ['green-120x36', 71, 6, 4],
    ['green-80x24', 79, 6, 3],
  ])('%s: name, value and history', (file, columns, from, count) => {
    const view: HomesView = {
      snapshot,
      groups: groupsOfSituations,
      widths: new Widths(),
      history: (id, cells) => snapshot.history(id, { from: 0, to: 1 }, cells),
      selected: null,
    };
    const lines = nearestOf(snapshot, count).map((metric) =>
      nearestLine(metric, view, columns)
        .map(({ text }) => text)
        .join(''),
    );
    // The words behind the strip are ours.
    const upTo = (row: string): string => row.replace(/([▁▂▃▄]) .*$/, '$1');
    const wanted = picture(file)
      .slice(from, from + count)
      .map((row) => row.slice(0, columns));
    expect(lines.map(upTo)).toEqual(wanted.map(upTo));
    expect(lines[0]).toContain('<= 80%  in 18m to 25m');
  });
});
