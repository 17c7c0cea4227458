// Derived metrics over time: they follow their inputs, and are as doubtful as the most doubtful of them.
import { describe, expect, it } from 'vitest';
import type { Value } from '../../../src/domain/value.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { planOf, sampleAt, type MetricSpec, type PlanSpec } from '../../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15, 0, 0);

type Looks = Record<string, Value | null>;

/** One look every ten seconds; null is a look that failed, a name left out no look at all. */
function boards(spec: PlanSpec, looks: readonly Looks[]) {
  const judge = new Judge(planOf(spec), start);
  return looks.map((look, index) => {
    const now = start + index * 10_000;
    const samples = Object.entries(look).map(([metric, value]) => ({ metric, sample: sampleAt(now, value) }));
    return judge.advance({ now, samples, sources: [], loopLagMs: 0 });
  });
}

function shown(metrics: Record<string, MetricSpec>, looks: readonly Looks[], id = 'share'): string[] {
  return boards({ metrics }, looks).map(({ board }) => {
    const metric = board.metrics.find((one) => one.id === id);
    return `${metric?.status} ${metric?.display ?? '-'}`;
  });
}

const share: Record<string, MetricSpec> = {
  // Before its inputs, as a profile may have it.
  share: { expr: 'errors / requests * 100', unit: '%', target: '<= 1%', alert: '> 10%' },
  errors: {},
  requests: {},
};

describe('a derived metric', () => {
  it('follows each new sample of an input', () => {
    expect(
      shown(share, [
        { errors: 1, requests: 100 },
        { errors: 5, requests: 100 },
        { errors: 5 },
        { requests: 20 },
        { errors: 0, requests: 20 },
      ]),
    ).toEqual(['green 1%', 'amber 5%', 'amber 5%', 'red 25%', 'green 0%']);
  });

  it('is of the instant of its oldest input', () => {
    const judged = boards({ metrics: share }, [
      { errors: 1, requests: 100 },
      { errors: 3 },
      { requests: 50 },
    ]);
    expect(judged.map(({ board }) => board.metrics[0]?.sampledAt)).toEqual(
      [0, 0, 10].map((second) => new Date(start + second * 1_000).toISOString()),
    );
  });

  it('is told from the first look, though its inputs are never of the same instant', () => {
    const judge = new Judge(planOf({ metrics: share }), start);
    const looks = [0, 10_000, 20_000].map((at) => {
      const samples = [
        { metric: 'errors', sample: sampleAt(start + at, 1) },
        { metric: 'requests', sample: sampleAt(start + at + 900, 100) },
      ];
      return judge.advance({ now: start + at + 1_000, samples, sources: [], loopLagMs: 0 }).board.metrics[0];
    });
    expect(looks.map((metric) => `${metric?.status} ${metric?.display}`)).toEqual([
      'green 1%',
      'green 1%',
      'green 1%',
    ]);
  });

  it('counts its samples, as others do', () => {
    const judge = new Judge(
      planOf({ metrics: { ...share, share: { ...share['share'], alert: '> 10% for 2 samples' } } }),
      start,
    );
    const statuses = [0, 10_000, 20_000].map((at) => {
      const samples = [
        { metric: 'errors', sample: sampleAt(start + at, 50) },
        { metric: 'requests', sample: sampleAt(start + at + 900, 100) },
      ];
      const { board } = judge.advance({ now: start + at + 1_000, samples, sources: [], loopLagMs: 0 });
      return `${board.metrics[0]?.status} ${board.metrics[0]?.detail}`;
    });
    expect(statuses.at(-1)).toBe('red null');
    expect(statuses[0]).toBe('amber pending');
  });

  it('is unknown from the moment that one input is no longer fresh, and says which', () => {
    const judged = boards({ metrics: share }, [
      { errors: 1, requests: 100 },
      { errors: 1, requests: null },
      { errors: 1, requests: null },
      { errors: 1, requests: null },
      { errors: 1, requests: 100 },
    ]);
    const metrics = judged.map(({ board }) => board.metrics[0]);
    expect(metrics.map((metric) => metric?.status)).toEqual(['green', 'green', 'green', 'unknown', 'green']);
    expect(metrics[3]?.reason).toContain('needs requests, which has no fresh value');
  });

  it('without any request has no share: not zero, not green', () => {
    expect(
      shown(share, [
        { errors: 0, requests: 0 },
        { errors: 0, requests: 0 },
      ]),
    ).toEqual(['unknown -', 'unknown -']);
  });

  it('has no share for a moment without requests, and says why', () => {
    const judged = boards({ metrics: share }, [
      { errors: 0, requests: 10 },
      { errors: 0, requests: 0 },
      { errors: 0, requests: 10 },
    ]);
    const metrics = judged.map(({ board }) => board.metrics[0]);
    expect(metrics.map((metric) => metric?.status)).toEqual(['green', 'unknown', 'green']);
    expect(metrics[1]?.reason).toContain('divides by zero');
  });

  it('divides by nothing while its windows warm', () => {
    const ratio = {
      bad: { interval: '10s' },
      all: { interval: '10s' },
      share: { expr: 'rate(bad, 10m) / rate(all, 10m)', target: '< 0.5' },
    };
    const judged = boards({ metrics: ratio }, [
      { bad: 1, all: 5 },
      { bad: 1, all: 5 },
    ]);
    const share = judged.at(-1)?.board.metrics[2];
    expect(share?.reason).not.toContain('divides by zero');
    expect(share?.reason).toContain('rate(bad, 10m) cannot be told yet');
  });

  it('that was red stays so while its inputs are not known', () => {
    const judged = boards({ metrics: share }, [
      { errors: 50, requests: 100 },
      { errors: null, requests: null },
      { errors: null, requests: null },
      { errors: null, requests: null },
    ]);
    expect(judged.at(-1)?.board.metrics[0]).toMatchObject({ status: 'unknown', was: 'red' });
  });

  it('may stand on others, whatever their order', () => {
    const metrics: Record<string, MetricSpec> = {
      good: { expr: '100% - share', unit: '%', alert: '< 90%' },
      ...share,
    };
    expect(
      shown(
        metrics,
        [
          { errors: 1, requests: 100 },
          { errors: 30, requests: 100 },
        ],
        'good',
      ),
    ).toEqual(['green 99%', 'red 70%']);
  });

  it('is unknown where an input is blocked by what it needs', () => {
    const metrics: Record<string, MetricSpec> = {
      ...share,
      requests: { needs: ['api'] },
      api: { alert: '== false' },
    };
    const looks = [
      { errors: 1, requests: 100, api: true },
      { errors: 1, requests: 100, api: false },
    ];
    expect(shown(metrics, looks)).toEqual(['green 1%', 'unknown 1%']);
  });

  it('with rates: per second first, then the share', () => {
    const metrics: Record<string, MetricSpec> = {
      share: { expr: 'rate(errors, 1m) / rate(requests, 1m)', unit: '%', alert: '> 10%' },
      errors: {},
      requests: {},
    };
    const looks = [0, 1, 2, 3].map((n) => ({ errors: n * 2, requests: n * 10 }));
    expect(shown(metrics, looks).at(-1)).toBe('red 20%');
  });

  it('a hint over it cannot be told either while an input is missing', () => {
    const spec: PlanSpec = {
      metrics: { ...share, slow: { staleAfter: '5m' }, mixed: { expr: 'errors + slow', staleAfter: '5m' } },
      gate: { required: { few: 'mixed < 100' } },
    };
    const judged = boards(spec, [
      { errors: 1, slow: 1 },
      { errors: 1 },
      { errors: null },
      { errors: null },
      { errors: null },
    ]);
    expect(judged.map(({ board }) => board.gate.criteria[0]?.status)).toEqual([
      'pass',
      'pass',
      'pass',
      'pass',
      'unknown',
    ]);
  });

  it('a changed formula is a changed metric: nothing of it is taken up', () => {
    const before = new Judge(planOf({ metrics: share }), start);
    const samples = [
      { metric: 'errors', sample: sampleAt(start, 1) },
      { metric: 'requests', sample: sampleAt(start, 100) },
    ];
    before.advance({ now: start, samples, sources: [], loopLagMs: 0 });
    for (const [expr, display] of [
      ['errors / requests * 100', '1%'],
      ['errors / requests', null],
    ]) {
      const after = new Judge(
        planOf({ metrics: { ...share, share: { ...share['share'], expr: expr ?? '' } } }),
        start,
      );
      after.adopt(before, () => true);
      const { board } = after.advance({ now: start + 1_000, samples: [], sources: [], loopLagMs: 0 });
      expect(board.metrics[0]?.display).toBe(display);
    }
  });
});

describe('what the simulator found', () => {
  const now = (judge: Judge, at: number, values: Readonly<Record<string, readonly [number, number]>>) =>
    judge.advance({
      now: start + at,
      samples: Object.entries(values).map(([metric, [stamp, value]]) => ({
        metric,
        sample: sampleAt(start + stamp, value),
      })),
      sources: [],
      loopLagMs: 0,
    }).board;

  it('seed 4025: the age of a calculated value grows while an input is silent', () => {
    const spec: PlanSpec = {
      metrics: { a: {}, b: {}, c: { expr: 'a + b', staleAfter: '25s' } },
      incidents: { old: { when: 'age(c) > 30s' } },
    };
    const judge = new Judge(planOf(spec), start);
    expect(now(judge, 0, { a: [0, 1], b: [0, 1] }).incidents).toEqual([]);
    for (let at = 10_000; at <= 30_000; at += 10_000)
      expect(now(judge, at, { a: [at, 1] }).incidents).toEqual([]);
    expect(now(judge, 31_000, {}).incidents[0]?.state).toBe('open');
  });

  it('seed 137: a rule never sees a new reading beside what was calculated from the one before it', () => {
    const spec: PlanSpec = {
      metrics: { a: {}, twice: { expr: 'a * 2' } },
      incidents: { torn: { when: 'twice != 200% of a' } },
    };
    const judge = new Judge(planOf(spec), start);
    for (const [index, value] of [10, 500, 3].entries())
      expect(now(judge, index * 10_000, { a: [index * 10_000, value] }).incidents).toEqual([]);
  });

  it('seed 4142: a criterion over two metrics is unknown from when the first of them is too old', () => {
    const spec: PlanSpec = { metrics: { a: {}, b: {} }, gate: { required: { less: 'a < b' } } };
    const judge = new Judge(planOf(spec), start);
    const criterion = (at: number, values: Readonly<Record<string, readonly [number, number]>>) =>
      now(judge, at, values).gate.criteria[0]?.status;
    expect(criterion(0, { a: [0, 1], b: [0, 2] })).toBe('pass');
    expect(criterion(24_000, { b: [24_000, 2] })).toBe('pass');
    expect(criterion(25_000, {})).toBe('unknown');
  });

  it('seed 4241: an input whose clock is behind the other’s does not make it untold', () => {
    const spec: PlanSpec = { metrics: { a: {}, b: {}, c: { expr: 'a + b', alert: '> 100' } } };
    const judge = new Judge(planOf(spec), start);
    now(judge, 5_000, { a: [-300, 1], b: [5_000, 1] });
    expect(now(judge, 6_000, { a: [3_700, 2] }).metrics[2]).toMatchObject({ status: 'green', display: '3' });
  });
});
