// How long after a start it takes until something is told: what is said of it is when the judge tells it.
import { describe, expect, it } from 'vitest';
import { gateWaits } from '../../../src/rules/lint/gate-warm-up.ts';
import { lineWarmUp, metricWarmUp, warmUpWords } from '../../../src/rules/lint/warm-up.ts';
import { judged } from '../../support/judged.ts';
import { planOf, type MetricSpec, type PlanSpec } from '../../support/plan.ts';

const looks = Array.from({ length: 420 }, (_, index) => ({ at: index * 10, seen: { m: index } }));

/** Seconds until the first board of which this is so. */
function firstWhere(spec: PlanSpec, so: (board: ReturnType<typeof judged>[number]) => boolean): number {
  return looks[judged(spec, looks).findIndex(so)]?.at ?? Number.NaN;
}

describe('a metric', () => {
  it.each<[string, MetricSpec, string | null]>([
    ['no window', { target: '>= 0' }, null],
    ['an estimate', { target: 'avg(1h) >= 0' }, 'm needs 6m of its 1h seen'],
    ['an estimate, written', { target: 'avg(1h) >= 0', minSeen: '2m' }, 'm needs 2m of its 1h seen'],
    ['growth below a limit', { target: 'increase(1h) < 1000' }, 'm needs its whole 1h seen'],
    ['the same so far', { target: 'increase(1h) < 1000', minSeen: '2m' }, 'm needs 2m of its 1h seen'],
    [
      'growth that must not be above',
      { target: '>= 0', alert: 'increase(1h) > 1000' },
      'm needs its whole 1h seen',
    ],
    ['the same by use', { use: 'increase(1h)', alert: '> 1000' }, 'm needs its whole 1h seen'],
    ['one of two that suffices', { target: 'avg(1h) >= 0 or avg(10m) >= 0' }, 'm needs 1m of its 10m seen'],
    ['two', { target: 'avg(1h) >= 0 and avg(10m) >= 0' }, 'm needs 6m of its 1h seen'],
    [
      'readings that are demanded',
      { use: 'avg(1h)', target: '>= 0', samplesMin: 60 },
      'm needs 9m50s of its 1h seen',
    ],
    ['a for', { target: 'avg(10m) >= 0 for 5m' }, 'm needs 1m of its 10m seen, and then to hold for 5m'],
  ])('%s', (_, metric, words) => {
    const spec = { metrics: { m: metric } };
    const plan = planOf(spec);
    const [m] = plan.metrics;
    const wait = m ? metricWarmUp(m, plan) : null;
    expect(wait && warmUpWords(wait)).toBe(words);
    expect((wait?.takes ?? 0) / 1_000).toBe(
      firstWhere(spec, ({ metrics }) => metrics[0]?.status === 'green'),
    );
  });
});

describe('a line', () => {
  it.each([
    ['m >= 0', null],
    ['avg(m, 10m) >= 0', 'm needs its whole 10m seen'],
    ['increase(m, 10m) < 1000', 'm needs its whole 10m seen'],
    ['not increase(m, 10m) > 1000', 'm needs its whole 10m seen'],
    ['m >= 0 for 5m', 'm needs to hold for 5m'],
    ['m >= 0 for 3 samples', 'm needs to hold for 20s'],
    ['not m < 0 for 5m', null],
    ['avg(m, 10m) >= 0 or m >= 0', null],
  ])('%s', (when, words) => {
    const spec = { metrics: { m: { target: '>= 0' } }, gate: { required: { c: when } } };
    const plan = planOf(spec);
    const [criterion] = plan.gate;
    const wait = criterion ? lineWarmUp(criterion, plan) : null;
    expect(wait && warmUpWords(wait)).toBe(words);
    const passes = firstWhere(spec, ({ gate }) => gate.criteria[0]?.status === 'pass');
    expect((wait?.takes ?? 0) / 1_000).toBe(passes);
  });

  it('that growth above a limit is told as soon as it was seen', () => {
    const plan = planOf({ metrics: { m: {} }, gate: { required: { c: 'increase(m, 1h) > 0' } } });
    expect(gateWaits(plan, 0)).toEqual([]);
  });
});

describe('the gate', () => {
  const incident = (when: string, minSeen?: string) => ({
    metrics: { m: { target: '>= 0' } },
    incidents: { i: { when, class: 'P0', ...(minSeen !== undefined && { minSeen }) } },
    gate: { required: { c: 'm >= 0' } },
  });

  it.each([
    ['increase(m, 1h) > 1000', undefined, 'm needs its whole 1h seen'],
    ['avg(m, 1h) > 1000', undefined, 'm needs 6m of its 1h seen'],
    ['avg(m, 1h) > 1000', '2m', 'm needs 2m of its 1h seen'],
  ])('waits until P0 incident %s, minSeen %s, is told not to be open', (when, minSeen, words) => {
    const spec = incident(when, minSeen);
    const [first, ...others] = gateWaits(planOf(spec), 60_000);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ path: ['incidents', 'i', 'when'] });
    expect(first && warmUpWords(first.wait)).toBe(words);
    expect((first?.wait.takes ?? 0) / 1_000).toBe(firstWhere(spec, ({ gate }) => gate.verdict === 'go'));
  });

  it('waits for as many runs as are asked for', () => {
    const plan = planOf({
      metrics: { m: { interval: '10m' } },
      gate: { required: { c: 'm >= 0' } },
      runs: { c: { of: 'm', count: 3, maxAge: 3_600_000, same: null } },
    });
    expect(gateWaits(plan, 0).map(({ wait }) => warmUpWords(wait))).toEqual(['m needs 20m of looks']);
  });
});
