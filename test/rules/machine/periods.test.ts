// M of N over aligned periods: what holds whatever the points are, and how our judgement differs from CloudWatch on purpose.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MissingData } from '../../../src/rules/plan.ts';
import { judgePeriods } from '../../../src/rules/machine/periods.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { planOf, sampleAt } from '../../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15, 0, 0);
const period = 60_000;
const point = fc.option(fc.boolean(), { freq: 3 });
const form = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat({ max: 4 })).map(([m, more]) => [m, m + more]);
const treatment = fc.constantFrom('missing', 'ignore', 'breaching', 'notBreaching');

describe('one look at a range', () => {
  it('with N points or more, only the newest N count, and neither holes nor their treatment do', () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 12 }), form, treatment, (points, [m = 1, n = 1], missing) => {
        const real = points.filter((value) => value !== null);
        if (real.length < n) return;
        const breaching = real.slice(-n).filter(Boolean).length;
        expect(judgePeriods(points, m, n, missing)).toBe(breaching >= m ? 'alarm' : 'ok');
        expect(judgePeriods([true, ...points], m, n, missing)).toBe(judgePeriods(points, m, n, missing));
      }),
    );
  });

  it('M breaching points are an alarm and a good newest point is never a premature one', () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 8 }), form, treatment, (points, [m = 1, n = 1], missing) => {
        const verdict = judgePeriods(points, m, n, missing);
        const breaching = points.filter((value) => value === true).length;
        if (points.length <= n && breaching >= m) expect(verdict).toBe('alarm');
        if (points.includes(false)) expect(verdict).not.toBe('premature');
        if (points.every((value) => value === false) && missing !== 'breaching' && points.length > 0)
          expect(verdict).toBe('ok');
      }),
    );
  });
});

type Point = number | null;

/** One letter a minute, as each minute's point comes in (`null`: none does): r, a, p, g, u, w as on the wall. */
function walk(
  alert: string,
  missing: MissingData,
  points: readonly Point[],
  hold = '0s',
  staleAfter = '4m',
): string {
  const plan = planOf({
    metrics: {
      cpu: {
        alert,
        hold,
        missing,
        because: 'it says nothing when idle',
        interval: '1m',
        staleAfter,
        aligned: { period: '1m', delay: '2m' },
      },
    },
  });
  const judge = new Judge(plan, start);
  return points
    .map((value, index) => {
      // A point is told one minute after its period has ended.
      const now = start + (index + 1) * period;
      const sample = value === null ? sampleAt(now, null) : sampleAt(now - period, value);
      const { board } = judge.advance({
        now,
        samples: [{ metric: 'cpu', sample }],
        sources: [],
        loopLagMs: 0,
      });
      const state = board.metrics[0];
      if (state?.status === 'unknown') return state.was === 'red' ? 'w' : 'u';
      return state?.detail === 'pending' ? 'p' : (state?.status ?? '-')[0];
    })
    .join('');
}

describe('for M of N samples on a metric with a rhythm', () => {
  it.each<[string, string, MissingData, Point[], string]>([
    ['fills up', '> 5 for 3 samples', 'unknown', [1, 1, 1, 9, 9, 9, 1, 1], 'gggpprgg'],
    ['a hole is passed over', '> 5 for 3 samples', 'unknown', [1, 1, 9, 9, null, 9, 1], 'ggppprg'],
    ['2 of 3', '> 5 for 2 of 3 samples', 'unknown', [1, 9, 1, 9, 1, 1], 'gpgrgg'],
    [
      'too old is unknown, and was red',
      '> 5 for 2 samples',
      'unknown',
      [1, 9, 9, null, null, null, null, 1, 1],
      'gprrrwwgg',
    ],
    [
      'missing is bad',
      '> 5 for 3 samples',
      'bad',
      [1, 1, 1, null, null, null, null, null, null, null],
      'gggggrrrrr',
    ],
    [
      'a hole never ends a red',
      '> 5 for 2 of 3 samples',
      'unknown',
      [1, 9, null, 9, null, 1, null, null, 1],
      'gpprrrrrg',
    ],
    [
      'its way out is not forgotten in a long hole',
      '> 5 until < 3 for 1 of 2 samples',
      'unknown',
      [9, null, null, null, null, null, null, null, null, null, null, 4, 2, 2],
      'rrrwwwwwwwwrrg',
    ],
    ['missing keeps', '> 5 for 2 samples', 'keep', [1, 9, 9, null, null, null, null, null], 'gprrrrrr'],
  ])('%s', (_name, alert, missing, points, expected) => {
    expect(walk(alert, missing, points)).toBe(expected);
  });

  it('nor does its hold run out in a hole', () => {
    expect(walk('> 5 for 2 samples', 'unknown', [9, 9, 1, null, null, 1], '90s')).toBe('prrrrg');
  });

  it('nor by a reading of which its function can tell nothing', () => {
    const points = [0, 600, 1_200, 1_800, 1_800, 1_800, null, 1_800, 1_800, 1_800];
    expect(walk('rate(cpu, 110s) > 2/s for 2 samples', 'unknown', points, '100s', '8m')).toBe('uprrrrrrgg');
  });

  it('the premature alarm of CloudWatch is pending here, never red', () => {
    const seen = walk('> 5 for 3 samples', 'unknown', [9, null, null]);
    expect(seen).toBe('ppp');
  });

  it('a point that changes afterwards is judged again, with all after it', () => {
    const plan = planOf({
      metrics: {
        cpu: {
          alert: '> 5 for 3 samples',
          interval: '1m',
          staleAfter: '5m',
          aligned: { period: '1m', delay: '2m' },
        },
      },
    });
    const judge = new Judge(plan, start);
    const tell = (now: number, at: number, value: number) =>
      judge.advance({
        now: start + now * period,
        samples: [{ metric: 'cpu', sample: sampleAt(start + at * period, value) }],
        sources: [],
        loopLagMs: 0,
      }).board.metrics[0];
    tell(2, 0, 1);
    tell(3, 1, 9);
    tell(4, 2, 4);
    expect(tell(5, 3, 9)).toMatchObject({ status: 'amber', detail: 'pending' });
    // The second of the three was told too early: it is 7 by now.
    expect(tell(5, 2, 7)).toMatchObject({ status: 'red' });
    expect(tell(5, 2, 7)).toMatchObject({ status: 'red' });
  });
});
