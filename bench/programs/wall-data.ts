// Walls of any number of metrics for the bench, and the updates that are measured.
import type { MetricState } from '../../src/rules/board.ts';
import type { Point, WallSnapshot } from '../../src/engine/snapshot.ts';
import { ago, fixtureAt, metricState, wallBoard, wallSnapshot } from '../../test/support/wall-fixture.ts';

const pointsMax = 240;
const newestAt = Date.parse(fixtureAt);

/** Made once: writing 2,000 instants would be a good part of what is measured. */
const sinces = Array.from({ length: 60 }, (_, index) => ago(index * 7));

/** A wall with a red metric, some amber and unknown, the rest green. */
export function wallOf(count: number): WallSnapshot {
  return snapshotOf(
    Array.from({ length: count }, (_, index) => metricAt(index, 100 + index)),
    0,
  );
}

function metricAt(index: number, value: number): MetricState {
  const status = index === 0 ? 'red' : index % 9 === 1 ? 'amber' : index % 23 === 2 ? 'unknown' : 'green';
  return metricState({
    id: `metric-${index}`,
    title: `Service ${index} latency`,
    group: `Group ${index % 9}`,
    status,
    value,
    exact: `${value}`,
    display: `${value}ms`,
    unit: 'ms',
    target: '< 500ms',
    alert: '> 900ms for 5m',
    reason: `${value}ms against < 500ms since 14:12:00 (20m)`,
    since: sinces[index % sinces.length] ?? fixtureAt,
  });
}

function snapshotOf(metrics: readonly MetricState[], seconds: number): WallSnapshot {
  const histories = new Map(metrics.map(({ id, value }) => [id, value ?? 0]));
  const board = wallBoard({ metrics });
  return wallSnapshot({
    board: {
      ...board,
      at: ago(-seconds),
      launch: {
        ...board.launch,
        clock: `T+00:${`${42 + Math.floor(seconds / 60)}`.padStart(2, '0')}:${`${seconds % 60}`.padStart(2, '0')}`,
      },
    },
    points: (id, wanted) => pointsOf(histories.get(id) ?? 0, wanted),
    thresholds: () => [],
  });
}

function pointsOf(value: number, wanted: number): readonly Point[] {
  const count = Math.min(wanted, pointsMax);
  return Array.from({ length: count }, (_, index) => {
    const drawn = index === count - 1 ? value : 100 + 40 * Math.sin((value + index) / 4);
    return { at: newestAt - (count - 1 - index) * 5_000, value: drawn, text: `${drawn}` };
  });
}

export type Update = 'nothing' | 'clock' | 'one' | 'all';

/** The snapshot after the `turn`th update of this kind. */
export function updated(snapshot: WallSnapshot, kind: Update, turn: number): WallSnapshot {
  const { metrics } = snapshot.board;
  switch (kind) {
    case 'nothing':
      return { ...snapshot };
    case 'clock':
      return snapshotOf(metrics, turn);
    case 'one':
      // The red one is at the top of any wall.
      return snapshotOf(metrics.with(0, metricAt(0, valueAt(0, turn))), 0);
    case 'all':
      return snapshotOf(
        metrics.map((_, index) => metricAt(index, valueAt(index, turn))),
        0,
      );
  }
}

/** Never the value before, and always of three digits. */
function valueAt(index: number, turn: number): number {
  return 100 + ((index * 13 + turn * 37) % 800);
}
