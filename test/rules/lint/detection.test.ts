// The worst case until a breach is told: its derivation, and that the judgement never takes longer.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricFacts } from '../../../src/rules/explain/states.ts';
import { boundWords, detectionOf, judgeEvery, unknownAfter } from '../../../src/rules/lint/detection.ts';
import { Judge } from '../../../src/rules/judge.ts';
import type { Plan } from '../../../src/rules/plan.ts';
import { planOf, ruleOf, sampleAt, type MetricSpec } from '../../support/plan.ts';

/** Polled every 10s, answers within 3s. */
function boundOf(text: string, metrics: Record<string, MetricSpec> = { m: {} }): string {
  const detection = detectionOf(ruleOf(text).condition, planOf({ metrics }));
  if (!detection) return 'none';
  expect(detection.parts.reduce((sum, { takes }) => sum + takes, 0)).toBe(detection.total);
  return detection.parts.map(({ takes }) => takes / 1_000).join(' + ');
}

const look = '10 + 1'; // the next look, and the spread of looks
const answer = '3 + 1'; // the answer, and judging

describe('the derivation', () => {
  it.each<[string, string]>([
    ['m > 5', `${look} + ${answer}`],
    ['m > 5 for 1 samples', `${look} + ${answer}`],
    ['m > 5 for 2 samples', `${look} + 10 + ${answer}`],
    ['m > 5 for 3 of 5 samples', `${look} + 20 + ${answer}`],
    // One late answer more than 30s need: 34s are four looks.
    ['m > 5 for 30s', `${look} + 40 + ${answer}`],
    ['m > 5 for 36s', `${look} + 40 + ${answer}`],
    ['m > 5 for 37s', `${look} + 50 + ${answer}`],
    ['m > 5 for 0s', `${look} + ${answer}`],
    ['avg(m, 5m) > 5', `300 + ${look} + ${answer}`],
    ['m absent', '25 + 1'],
    ['m absent for 1m', '25 + 61 + 1'],
    ['m absent for 3 samples', '25 + 3 + 1'],
    ['age(m) > 2m', '120 + 1'],
    ['m is unknown', '26 + 1'],
    ['m is red', 'none'],
    ['until(m, 5) < 1h', 'none'],
    ['until(m, 5) < 1h or m > 5', 'none'],
    ['m > 5 and m < 9 for 2 samples', `${look} + 10 + ${answer}`],
    ['not (m > 5 or m > 7 for 2 samples)', `${look} + 10 + ${answer}`],
  ])('%s', (text, expected) => {
    expect(boundOf(text)).toBe(expected);
  });

  it('what is held off after a failed login is told apart', () => {
    const everyOf = (every: number, plan: Plan): Plan => ({
      ...plan,
      sources: plan.sources.map((source) => ({ ...source, every })),
    });
    const held = (every: number, spec: MetricSpec = {}): number | undefined =>
      detectionOf(ruleOf('m > 5').condition, everyOf(every, planOf({ metrics: { m: spec } })))?.held;
    expect([held(1_000), held(10_000), held(30_000), held(60_000)]).toEqual([29_000, 20_000, 0, 0]);
  });

  it('a status takes as long as the rule that gives it', () => {
    const metrics = { m: { target: '< 3', alert: '> 5 for 2 samples' } };
    expect(boundOf('m is red', metrics)).toBe('25 + 1');
    expect(boundOf('m is amber for 1m', metrics)).toBe('15 + 61 + 1');
  });

  it('a status that rests on itself has no bound', () => {
    expect(boundOf('m is red', { m: { alert: '> 5' }, n: {} })).not.toBe('none');
    const plan = planOf({ metrics: { m: {} } });
    const [metric] = plan.metrics;
    const circle: Plan = { ...plan, metrics: metric ? [{ ...metric, alert: ruleOf('m is red') }] : [] };
    expect(detectionOf(ruleOf('m is red').condition, circle)).toBeNull();
  });

  it('a function of the metric itself comes on top', () => {
    expect(boundOf('m < 99%', { m: { use: 'success(1h)', unit: '%' } })).toBe(`3600 + ${look} + ${answer}`);
  });

  it('a window within the read comes on top, below whatever looks at it', () => {
    expect(boundOf('m > 5', { m: { readWindow: '30s' } })).toBe(`30 + ${look} + ${answer}`);
    expect(boundOf('avg(m, 5m) > 5', { m: { readWindow: '30s' } })).toBe(`300 + 30 + ${look} + ${answer}`);
    const metrics = { m: { readWindow: '30s' }, n: {}, sum: { expr: 'm + n' } };
    expect(boundOf('sum > 5', metrics)).toBe(`30 + ${look} + ${answer}`);
    expect(boundOf('m is red', { m: { readWindow: '30s', alert: '> 5' } })).toBe('45 + 1');
  });

  it('CloudWatch: two periods, settling, the next look', () => {
    const cloud = { m: { interval: '60s', aligned: { period: '60s', delay: '130s' }, unit: '%' } };
    expect(boundOf('m > 70%', cloud)).toBe(`120 + 120 + ${look} + ${answer}`);
    expect(boundOf('m > 70% for 5m', cloud)).toBe(`120 + 120 + ${look} + 300 + ${answer}`);
    expect(boundOf('m > 70% for 3 of 5 samples', cloud)).toBe(`120 + 120 + ${look} + 120 + ${answer}`);
  });

  it('a calculated metric is as slow as the slowest it is calculated from', () => {
    const metrics = { m: {}, n: { use: 'avg(1m)' }, sum: { expr: 'm + n' } };
    expect(boundOf('sum > 5', metrics)).toBe(`60 + ${look} + ${answer}`);
    expect(boundOf('avg(sum, 5m) > 5', metrics)).toBe(`300 + 60 + ${look} + ${answer}`);
  });

  it('of several comparisons the slowest decides', () => {
    expect(boundOf('m > 5 or avg(n, 1h) > 5', { m: {}, n: {} })).toBe(`3600 + ${look} + ${answer}`);
    expect(boundOf('m > n for 2 samples', { m: {}, n: { interval: '10s' } })).toBe(
      `${look} + 10 + ${answer}`,
    );
  });
});

it('an answer that may take longer than the interval costs looks', () => {
  const plan = planOf({ metrics: { m: {} } });
  const slow: Plan = { ...plan, sources: plan.sources.map((source) => ({ ...source, timeout: 25_000 })) };
  expect(detectionOf(ruleOf('m > 5').condition, slow)?.total).toBe(30_000 + 1_000 + 25_000 + 1_000);
});

it('an answer that looks back over a time of its own holds the breach out until nothing older is in it', () => {
  const plan = planOf({ metrics: { m: {} } });
  const long: Plan = {
    ...plan,
    sources: plan.sources.map((source) => ({ ...source, covers: { m: 86_400_000 } })),
  };
  const detection = detectionOf(ruleOf('m > 5').condition, long);
  expect((detection?.total ?? 0) - (detectionOf(ruleOf('m > 5').condition, plan)?.total ?? 0)).toBe(
    86_400_000,
  );
  expect(detection?.parts[0]?.what).toBe('its answer is over 1d: until nothing older is in it');
  expect(metricFacts(long, long.metrics[0] ?? expect.fail('no metric'))).toContain(
    'covers: 1d; while the source has data of less, there is no value',
  );
});

it('a query that looks back holds it out likewise, by the longer of what it and its read say', () => {
  const plan = planOf({ metrics: { m: {} } });
  const partsOf = (spans: object) => {
    const sources = plan.sources.map((source) => ({ ...source, ...spans }));
    return detectionOf(ruleOf('m > 5').condition, { ...plan, sources })?.parts[0];
  };
  expect(partsOf({ lookBack: { m: 300_000 } })).toEqual({
    what: 'its query looks back over 5m: until nothing older is in it',
    takes: 300_000,
  });
  expect(partsOf({ lookBack: { m: 300_000 }, covers: { m: 60_000 } })?.takes).toBe(300_000);
  expect(partsOf({ lookBack: { m: 300_000 }, covers: { m: 600_000 } })?.what).toBe(
    'its answer is over 10m: until nothing older is in it',
  );
});

it('is said rounded up, never down', () => {
  expect([9_500, 9_001, 9_000, 3_609_500].map(boundWords)).toEqual(['10s', '10s', '9s', '1h10s']);
});

it('silence is unknown after the freshness, unless it is kept', () => {
  const [metric] = planOf({ metrics: { m: { staleAfter: '25s' } } }).metrics;
  if (!metric) throw new Error('no metric');
  expect(unknownAfter(metric)).toBe(26_000);
  expect(unknownAfter({ ...metric, missing: 'keep' })).toBeNull();
});

// The world turns bad at some instant; looks are spread by a twentieth of their interval, and answers take what they take.
it('the judgement never takes longer', () => {
  const every = 10_000;
  const timeout = 3_000;
  const conditions = fc.constantFrom(
    '> 5',
    '> 5 for 2 samples',
    '> 5 for 3 of 5 samples',
    '> 5 for 10s',
    '> 5 for 30s',
    '> 5 for 47s',
    'avg(1m) > 5',
    'p95(1m) > 5 for 20s',
    'min(1m) > 5',
  );
  const spread = fc.array(
    fc.record({ jitter: fc.integer({ min: -500, max: 500 }), takes: fc.integer({ min: 0, max: timeout }) }),
    {
      minLength: 40,
      maxLength: 40,
    },
  );
  fc.assert(
    fc.property(conditions, spread, fc.integer({ min: 150_000, max: 170_000 }), (alert, looks, onset) => {
      const plan = planOf({ metrics: { m: { alert } } });
      const bound = detectionOf(ruleOf(alert, 'm').condition, plan)?.total ?? 0;
      const judge = new Judge(plan, 0);
      const samples = looks.map(({ jitter, takes }, round) => {
        const start = (round + 1) * every + jitter;
        // What is read is the world as it was when the look began.
        return { metric: 'm', sample: sampleAt(start + takes, start >= onset ? 9 : 1) };
      });
      let redAt = Number.POSITIVE_INFINITY;
      for (let now = 0; now <= onset + bound && redAt === Number.POSITIVE_INFINITY; now += judgeEvery) {
        const arrived = samples.filter(({ sample }) => sample.at <= now && sample.at > now - judgeEvery);
        const { board } = judge.advance({ now, samples: arrived, sources: [], loopLagMs: 0 });
        if (board.metrics[0]?.status === 'red') redAt = now;
      }
      expect(redAt).toBeGreaterThanOrEqual(onset);
      expect(redAt).toBeLessThanOrEqual(onset + bound);
    }),
    { numRuns: 200 },
  );
}, 60_000);
