// Which layout a size of terminal gets.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { worstFirst } from '../../../src/ui/views/words/metric.ts';
import { reasonLinesWanted } from '../../../src/ui/views/wall/rows.ts';
import { tileRowsWanted } from '../../../src/ui/views/wall/tiles.ts';
import { layoutRows, layoutTiles, shapeOf, type MetricsLayout } from '../../../src/ui/views/spread.ts';
import { everyStatus, manyMetrics, metricState } from '../../support/wall-fixture.ts';

const statusesOf = fc.array(fc.constantFrom(...everyStatus), { maxLength: 120 });
const areas = fc.record({
  columns: fc.integer({ min: 40, max: 220 }),
  rows: fc.integer({ min: 7, max: 77 }),
});

test.each([
  [39, 24, 'line'],
  [80, 9, 'line'],
  [40, 10, 'list'],
  [80, 24, 'list'],
  [100, 29, 'list'],
  [99, 60, 'list'],
  [100, 30, 'tiles'],
  [300, 80, 'tiles'],
])('%i×%i has the shape %s', (columns, rows, shape) => {
  expect(shapeOf({ columns, rows })).toBe(shape);
});

/** What is wrong with the layout, or null. */
function problem(
  layout: MetricsLayout,
  ids: readonly string[],
  rows: number,
  selected: string | null,
): string | null {
  const placed = layout.bands.flatMap(({ metrics }) => metrics.map(({ id }) => id));
  if (placed.join() !== ids.join()) return `placed ${placed.join()}`;
  const used = layout.shown.reduce((sum, band) => sum + band.rows, 0);
  const room = layout.pages > 1 ? Math.max(rows - 1, layout.shown[0]?.rows ?? 0) : rows;
  if (used > room) return `${used} rows in ${room}`;
  const shown = layout.shown.flatMap(({ metrics }) => metrics.map(({ id }) => id));
  return selected === null || shown.includes(selected) ? null : `${selected} is not shown`;
}

test('every metric has one place, what is shown fits, and the selected one is shown', () => {
  fc.assert(
    fc.property(statusesOf, areas, fc.nat(), (statuses, area, pick) => {
      const metrics = worstFirst(statuses.map((status, index) => metricState({ id: `m${index}`, status })));
      const ids = metrics.map(({ id }) => id);
      const selected = ids.length === 0 ? null : (ids[pick % ids.length] ?? null);
      expect(
        problem(layoutTiles(metrics, area, selected, tileRowsWanted), ids, area.rows, selected),
      ).toBeNull();
      expect(
        problem(layoutRows(metrics, area, selected, reasonLinesWanted), ids, area.rows, selected),
      ).toBeNull();
    }),
  );
});

test('a change of status never changes how many tiles stand beside each other', () => {
  fc.assert(
    fc.property(statusesOf, statusesOf, areas, (before, after, area) => {
      const count = Math.min(before.length, after.length);
      const across = (statuses: typeof before): Set<number> =>
        new Set(
          layoutTiles(
            worstFirst(
              statuses.slice(0, count).map((status, index) => metricState({ id: `m${index}`, status })),
            ),
            area,
            null,
            tileRowsWanted,
          )
            .bands.filter(({ kind }) => kind === 'tiles')
            .map((band) => band.across),
        );
      expect(new Set([...across(before), ...across(after)]).size).toBeLessThanOrEqual(1);
    }),
  );
});

test('equals stay in the order of the profile', () => {
  const order = worstFirst([
    metricState({ id: 'a' }),
    metricState({ id: 'b', status: 'amber' }),
    metricState({ id: 'c', status: 'unknown', was: 'red' }),
    metricState({ id: 'd', status: 'red' }),
    metricState({ id: 'e', status: null }),
    metricState({ id: 'f', status: 'amber' }),
    metricState({ id: 'g', status: 'unknown' }),
    metricState({ id: 'h' }),
  ]);
  expect(order.map(({ id }) => id).join('')).toBe('dcgbfahe');
});

test('500 metrics: the worst are tiles on the first page, the healthy ones compact lines', () => {
  const layout = layoutTiles(worstFirst(manyMetrics(500)), { columns: 133, rows: 57 }, null, tileRowsWanted);
  expect(layout.pages).toBeGreaterThan(1);
  expect(layout.shown[0]?.kind).toBe('tiles');
  expect(layout.shown[0]?.metrics[0]?.status).toBe('red');
  expect(layout.shown.at(-1)?.kind).toBe('compact');
});

test('where the problems alone are too many, none is asked how long its sentence is', () => {
  const metrics = manyMetrics(2_000).map((metric) => ({ ...metric, status: 'amber' as const }));
  const refuse = (): number => {
    throw new Error('asked');
  };
  const layout = layoutTiles(metrics, { columns: 133, rows: 57 }, null, refuse);
  expect(layout.bands.every(({ rows }) => rows === 4)).toBe(true);
});
