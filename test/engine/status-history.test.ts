// What a strip is made of: the worst status of each part of a span, and the numbers that stood in it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount } from '../../src/domain/amount.ts';
import { Series } from '../../src/domain/series.ts';
import { severity, type Status } from '../../src/domain/status.ts';
import { StatusHistory } from '../../src/engine/status-history.ts';
import { metricState } from '../support/wall-fixture.ts';

const start = Date.UTC(2026, 11, 1, 15, 0, 0);

const plans = [{ staleAfter: 15_000 }];

function historyOf(statuses: readonly (Status | null)[]): StatusHistory {
  const history = new StatusHistory();
  for (const [second, status] of statuses.entries())
    history.look(start + second * 1_000, [metricState({ id: 'm', status })], plans);
  return history;
}

function seriesOf(values: readonly (number | null)[]): Series {
  const series = new Series({ keep: 3_600_000 });
  for (const [second, value] of values.entries())
    if (value !== null) series.push({ at: start + second * 1_000, value: amount(value) });
  return series;
}

describe('the parts of a span', () => {
  it('are blank before the watch, and hold the worst of each', () => {
    const history = historyOf(['green', 'amber', 'green', 'green', 'red', 'green', 'unknown', 'green']);
    const span = { from: start - 3_000, to: start + 7_000 };
    expect(history.buckets('m', undefined, span, 5).map(({ status }) => status)).toEqual([
      null,
      'amber',
      'amber',
      'red',
      'unknown',
    ]);
  });

  it('hold the numbers seen in them, else the last one before', () => {
    const history = historyOf(['green', 'green', 'green', 'green', 'green', 'green']);
    const series = seriesOf([3, 9, 5, null, null, 1]);
    const span = { from: start - 1_000, to: start + 5_000 };
    expect(history.buckets('m', series, span, 3).map(({ low, high }) => [low, high])).toEqual([
      [3, 9],
      [5, 5],
      [1, 1],
    ]);
  });

  it('say nothing of numbers while the metric is unknown', () => {
    const history = historyOf(['green', 'unknown', 'unknown', 'unknown']);
    const span = { from: start - 1_000, to: start + 3_000 };
    expect(history.buckets('m', seriesOf([3, null, null, null]), span, 2)).toEqual([
      { status: 'unknown', low: null, high: null },
      { status: 'unknown', low: null, high: null },
    ]);
  });

  it('are what a look at each second tells', () => {
    const status = fc.constantFrom<Status>('green', 'amber', 'red', 'unknown');
    fc.assert(
      fc.property(
        fc.array(status, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        (statuses, cells) => {
          const [from, to] = [start - 1_000, start - 1_000 + cells * 5_000];
          const expected = Array.from({ length: cells }, (_, cell) => {
            const first = cell * 5 - 1;
            // What stood at its beginning stands in it too.
            const seen = Array.from({ length: 6 }, (__, at) => first + at).flatMap((second) =>
              second < 0 ? [] : (statuses[Math.min(second, statuses.length - 1)] ?? []),
            );
            return seen.length === 0
              ? null
              : seen.reduce((a, b) => (severity(b, null) < severity(a, null) ? b : a));
          });
          const told = historyOf(statuses).buckets('m', undefined, { from, to }, cells);
          expect(told.map(({ status: one }) => one)).toEqual(expected);
        },
      ),
    );
  });

  it('are kept although it flaps each second for long', () => {
    const statuses = Array.from({ length: 3_000 }, (_, second): Status =>
      second % 2 === 0 ? 'green' : 'red',
    );
    const end = start + 3_000 * 1_000;
    const told = historyOf(statuses).buckets('m', undefined, { from: end - 900_000, to: end }, 8);
    expect(told.every(({ status }) => status === 'red')).toBe(true);
  });

  it('are unknown for the time in which there was no board: a machine that slept saw nothing', () => {
    const history = new StatusHistory();
    const green = (second: number): void => {
      const at = start + second * 1_000;
      const sampledAt = new Date(at).toISOString();
      history.look(at, [metricState({ id: 'm', status: 'green', sampledAt })], plans);
    };
    for (const second of [0, 1, 2, 3, 603, 604]) green(second);
    const told = history.buckets('m', undefined, { from: start, to: start + 600_000 }, 10);
    expect(told.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'unknown'));
    const now = history.buckets('m', undefined, { from: start + 603_000, to: start + 604_000 }, 1);
    expect(now.map(({ status }) => status)).toEqual(['green']);
  });

  it('have no hole where boards come rarely from the start, as in a fast drill', () => {
    const history = new StatusHistory();
    for (const second of [0, 100, 200, 300]) {
      const at = start + second * 1_000;
      history.look(
        at,
        [metricState({ id: 'm', status: 'green', sampledAt: new Date(at).toISOString() })],
        plans,
      );
    }
    const told = history.buckets('m', undefined, { from: start, to: start + 300_000 }, 3);
    expect(told.every(({ status }) => status === 'green')).toBe(true);
  });

  it('are forgotten with what is watched no more', () => {
    const history = historyOf(['red']);
    history.look(start + 1_000, [metricState({ id: 'other', status: 'green' })], plans);
    expect(history.buckets('m', undefined, { from: start, to: start + 2_000 }, 1)).toEqual([
      { status: null, low: null, high: null },
    ]);
  });
});
