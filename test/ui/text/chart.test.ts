// The chart: curve, thresholds, gaps and axes, at any size.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Point, Threshold } from '../../../src/engine/snapshot.ts';
import { axisNumber, valueSpan } from '../../../src/ui/text/chart-scale.ts';
import { chart, type ChartInput } from '../../../src/ui/text/chart.ts';
import type { Plotted } from '../../../src/ui/text/levels.ts';
import { columnsOf } from '../../../src/ui/text/columns.ts';
import { anyPoints, anyThresholds } from '../../support/any-snapshot.ts';
import { narrowText } from '../../support/any-text.ts';

const start = Date.parse('2026-12-01T14:30:00.000Z');
const alert500: Threshold = { kind: 'alert', value: 500, text: '> 500' };
const target100: Threshold = { kind: 'target', value: 100, text: '< 100' };

/** One sample each five seconds. */
function points(values: readonly Plotted[]): readonly Point[] {
  return values.map((value, index) => ({ at: start + index * 5_000, value, text: String(value) }));
}

function drawn(values: readonly Plotted[], input: Partial<ChartInput> = {}): string {
  const samples = points(values);
  const rows = chart({
    points: samples,
    thresholds: [],
    unit: null,
    until: samples.at(-1)?.at ?? start,
    staleAfter: 15_000,
    columns: 40,
    rows: 7,
    ...input,
  });
  // The fence keeps blanks at the ends of rows in the snapshot.
  return rows.map((runs) => `${runs.map(({ text }) => text).join('')}|`).join('\n');
}

test('rises through its thresholds', () => {
  const values = Array.from({ length: 60 }, (_, index) => 50 + index * 10);
  expect(drawn(values, { thresholds: [target100, alert500], columns: 60, rows: 10 })).toMatchInlineSnapshot(`
    "640┤                                   ⢀⣀⡤⠴⠒● now 640       |
    500┤━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━⣀⣠⠤⠖⠚⠉━━━━━ alert > 500   |
       │                        ⢀⣀⡤⠴⠒⠋⠁                         |
       │                   ⣀⣠⠤⠖⠚⠉                               |
       │             ⣀⣠⠤⠖⠋⠉⠁                                    |
       │       ⢀⣀⡤⠴⠚⠉⠁                                          |
    100┤┄┄⣀⣠⠤⠖⠋⠉┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ target < 100  |
      0┤⠚⠉⠁                                                     |
       └─────────────────────────────────────────               |
        14:30:00                         14:34:55               |"
  `);
});

test('a gap stays a gap, and is marked on the axis', () => {
  expect(drawn([1, 2, 3, 3, 3, null, null, null, 8, 8, 9])).toMatchInlineSnapshot(`
    "9┤                              ⠤⠤⠤⠤⠤⠤⠤●|
     │                                      |
     │                                      |
     │    ⣀⣀⣀⣰⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒                   |
    0┤⠒⠒⠒⠒⠃                                 |
     └───────────────────·──·───·───────────|
      14:30:00                      14:30:50|"
  `);
});

test('the line ends where the value is no longer fresh', () => {
  expect(drawn([5, 6, 7, 8], { until: start + 120_000 })).toMatchInlineSnapshot(`
    "8┤    ○⠉⠉⠉⠉⠉                            |
     │   ⡤⠼                                 |
     │   ⡇                                  |
     │ ⢰⠒⠃                                  |
    5┤⣀⣸                                    |
     └──────────────────────────────────────|
      14:30:00                      14:32:00|"
  `);
});

test('samples that were never taken are no line either', () => {
  const samples = [...points([5, 5]), { at: start + 120_000, value: 5, text: '5' }];
  expect(drawn([], { points: samples, until: start + 120_000, rows: 5 })).toMatchInlineSnapshot(`
    "5.5┤                                    |
       │⠤⠤⠤⠤⠤⠤⠄                            ●|
    4.5┤                                    |
       └────────────────────────────────────|
        14:30:00                    14:32:00|"
  `);
});

test('one short peak among a thousand samples is seen', () => {
  const values = Array.from({ length: 1_000 }, (_, index) => (index === 777 ? 90 : 10));
  expect(drawn(values)).toMatchInlineSnapshot(`
    "90┤                            ⢸        |
      │                            ⢸        |
      │                            ⢸        |
      │                            ⢸        |
     0┤⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠚⠒⠒⠒⠒⠒⠒⠒●|
      └─────────────────────────────────────|
       14:30:00                     15:53:15|"
  `);
});

test('a threshold that would flatten the data is named at the edge', () => {
  const far: Threshold = { kind: 'alert', value: 10_000, text: '> 10s' };
  const shown = drawn([180, 182, 181, 183], { thresholds: [target100, far], columns: 60 });
  expect(shown).toContain('↑ alert > 10s');
  expect(shown).not.toContain('━');
});

test.each([
  ['empty', []],
  ['only gaps', [null, null, null]],
  ['one point', [5]],
  ['constant', [5, 5, 5]],
  ['all zero', [0, 0]],
  ['negative', [-3, -1, -2]],
  ['all doubles', [-Number.MAX_VALUE, 0, Number.MAX_VALUE]],
  ['infinite', [Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY]],
  ['not a number', [Number.NaN, 1]],
  ['tiny', [1e-12, 2e-12]],
])('%s: has its size, and no label that is not a number', (_, values) => {
  const shown = drawn(values, { thresholds: [alert500] });
  expect(shown.split('\n').map((row) => row.length)).toEqual(Array.from({ length: 7 }, () => 41));
  expect(shown).not.toMatch(/NaN|undefined|Infinity/);
});

test.each([
  [0.172, 0.1, 0.5, '0.172'],
  [1_200, 0, 5_000, '1200'],
  [1_250_000, 0, 2_000_000, '1.25M'],
  [0, -1, 1, '0'],
  [-0.0001, -1, 1, '0'],
  [99.95, 99.9, 100, '99.95'],
  [3e20, 0, 3e20, '3.0e+20'],
])('%d on an axis from %d to %d is %s', (value, low, high, text) => {
  expect(axisNumber(value, { low, high, unit: null })).toBe(text);
});

test.each([
  [44_529, 0, 90_000, '12h22m'],
  [90_000, 0, 90_000, '25h'],
  [0, 0, 90_000, '0'],
  [86_410, 86_400, 86_420, '86410'],
])('%d of %d to %d seconds is %s', (value, low, high, text) => {
  expect(axisNumber(value, { low, high, unit: 's' })).toBe(text);
});

test('the axis spans the data and the nearest threshold', () => {
  expect(valueSpan(points([450, 480]), [alert500])).toEqual({ low: 450, high: 500 });
  expect(valueSpan(points([10, 480]), [alert500, target100])).toEqual({ low: 0, high: 500 });
  expect(valueSpan([], [])).toEqual({ low: 0, high: 1 });
  expect(valueSpan(points([5]), [])).toEqual({ low: 4.5, high: 5.5 });
});

test('whatever the data and the size: exactly its rows and columns, in glyphs that cost nothing to measure', () => {
  fc.assert(
    fc.property(
      anyPoints,
      anyThresholds,
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 0, max: 80 }),
      (samples, thresholds, columns, rows) => {
        const until = (samples.at(-1)?.at ?? start) + 7_000;
        const drawnRows = chart({
          points: samples,
          thresholds,
          unit: null,
          until,
          staleAfter: 15_000,
          columns,
          rows,
        });
        expect(drawnRows).toHaveLength(rows);
        // What a profile or a far end has named is as wide as it is.
        const isOfWords = samples.some(({ value }) => typeof value === 'string');
        const named = new Set<string>(['alert', 'target', 'now', ...(isOfWords ? ['axis'] : [])]);
        for (const runs of drawnRows) {
          expect(runs.reduce((sum, { text }) => sum + columnsOf(text), 0)).toBe(columns);
          for (const { text, role } of runs) if (!named.has(role)) expect(text).toMatch(narrowText);
        }
      },
    ),
  );
});

test('the newest value is marked: where it is fresh with its number, else where it was', () => {
  const wide = { columns: 60, thresholds: [alert500] };
  expect(drawn([100, 200, 300], wide)).toMatch(/●.*now 300/);
  const gone = drawn([100, 200, null, null, null, null], wide);
  expect(gone).toContain('○');
  expect(gone).not.toContain('now');
  expect(
    drawn(
      Array.from({ length: 10_000 }, (_, index) => index % 480),
      wide,
    ),
  ).toMatch(/●.*now 399/);
});

test('where there was a value, there is a dot', () => {
  const value = fc.double({ noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 50 }), (values) => {
      expect(drawn(values, { columns: 140 })).toMatch(/[\u2801-\u28FF●○]/);
    }),
  );
});

test('words have a level each, which says the word, and only what was not read is a gap', () => {
  const values = ['replica', 'replica', null, 'replica', 'primary', 'primary', 'primary'];
  expect(drawn(values, { columns: 44, rows: 6 })).toMatchInlineSnapshot(`
    "primary┤                       ⢸⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉●|
           │                       ⢸            |
           │                       ⢸            |
    replica┤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀      ⣀⣀⣀⣀⣀⣸            |
           └────────────·───────────────────────|
            14:30:00                    14:30:30|"
  `);
  expect(drawn(['primary', 'primary'], { columns: 44, rows: 5 })).toMatchInlineSnapshot(`
    "       │                                    |
    primary┤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤●|
           │                                    |
           └────────────────────────────────────|
            14:30:00                    14:30:05|"
  `);
  expect(drawn(['', 'a'], { columns: 44, rows: 5 })).toContain('""┤');
});
