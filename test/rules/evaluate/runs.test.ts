// Consecutive runs: what completes the row, what breaks it, what is tried again, and that nothing but fresh runs in a row passes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gap, type GapReason } from '../../../src/domain/gap.ts';
import type { Sample } from '../../../src/domain/sample.ts';
import type { Value } from '../../../src/domain/value.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { lintPlan } from '../../../src/rules/lint/lint.ts';
import type { RunsPlan } from '../../../src/rules/plan.ts';
import { judged, judgedFrom, type Look } from '../../support/judged.ts';
import { planOf, sampleAt, type PlanSpec } from '../../support/plan.ts';

const minute = 60;
const runs: RunsPlan = { of: 'smoke', count: 3, maxAge: 60 * minute * 1_000, same: null };
const metric = { interval: '10m', staleAfter: '25m', source: 'script' };

function specOf(when: string, more: Partial<RunsPlan> = {}): PlanSpec {
  return {
    metrics: { smoke: metric, ledger: metric, build: metric, other: { interval: '5s', source: 'api' } },
    gate: { required: { three: when } },
    runs: { three: { ...runs, ...more } },
  };
}

/** A run every ten minutes; null is one that could not be made. */
function every10m(
  values: readonly (Value | null)[],
  more: Record<string, readonly (Value | null)[]> = {},
): Look[] {
  return values.map((value, index) => ({
    at: index * 10 * minute,
    seen: {
      smoke: value,
      ...Object.fromEntries(Object.entries(more).map(([id, all]) => [id, all[index] ?? null])),
    },
  }));
}

function told(spec: PlanSpec, looks: readonly Look[]): readonly string[] {
  return judged(spec, looks).map(({ gate }) => {
    const [criterion] = gate.criteria;
    return `${criterion?.status}: ${criterion?.evidence}`;
  });
}

const statuses = (spec: PlanSpec, looks: readonly Look[]): readonly string[] =>
  told(spec, looks).map((line) => line.slice(0, line.indexOf(':')));

describe('why there is a form of its own', () => {
  it('`for 3 samples` passes over a run that nobody can judge; runs does not', () => {
    const looks = every10m([0, 0, Number.NaN, 0]);
    const samples = { ...specOf('smoke == 0 for 3 samples'), runs: {} };
    expect(statuses(samples, looks).at(-1)).toBe('pass');
    expect(statuses(specOf('smoke == 0'), looks).at(-1)).toBe('unknown');
  });
});

describe('a row of three runs', () => {
  it('is complete with the third, and fails while one of the last three has failed', () => {
    expect(told(specOf('smoke == 0'), every10m([0, 0, 0, 2, 0, 0, 0]))).toEqual([
      'unknown: smoke: 1 of 3 runs in a row; the last 0s ago',
      'unknown: smoke: 2 of 3 runs in a row; the last 0s ago',
      'pass: smoke: 3 of 3 runs in a row; the last 0s ago',
      'fail: smoke: 0 of 3 runs in a row; the last 0s ago; it failed: smoke 2, not == 0',
      'fail: smoke: 1 of 3 runs in a row; the last 0s ago; the one at 15:30:00 failed: smoke 2, not == 0',
      'fail: smoke: 2 of 3 runs in a row; the last 0s ago; the one at 15:30:00 failed: smoke 2, not == 0',
      'pass: smoke: 3 of 3 runs in a row; the last 0s ago',
    ]);
  });
  it('a look that could not be made is tried again with the next four; meanwhile nothing passes', () => {
    expect(told(specOf('smoke == 0'), every10m([0, 0, 0, null, null, 0]))).toEqual([
      'unknown: smoke: 1 of 3 runs in a row; the last 0s ago',
      'unknown: smoke: 2 of 3 runs in a row; the last 0s ago',
      'pass: smoke: 3 of 3 runs in a row; the last 0s ago',
      'unknown: smoke: 3 of 3 runs in a row; the last 10m ago; the one at 15:30:00 gave no reading (timeout): no answer within 3s; tried again with the next look, 1 of 4',
      'unknown: smoke: 3 of 3 runs in a row; the last 20m ago; the one at 15:40:00 gave no reading (timeout): no answer within 3s; tried again with the next look, 2 of 4',
      'pass: smoke: 3 of 3 runs in a row; the last 0s ago',
    ]);
  });
  it('the fifth failed attempt ends the run without a result: the row begins anew', () => {
    const four = every10m([0, 0, null, null, null, null, 0]);
    expect(statuses(specOf('smoke == 0'), four).at(-1)).toBe('pass');
    const five = every10m([0, 0, null, null, null, null, null, 0, 0, 0]);
    expect(told(specOf('smoke == 0'), five).slice(5)).toEqual([
      'unknown: smoke: 2 of 3 runs in a row; the last 40m ago; the one at 15:50:00 gave no reading (timeout): no answer within 3s; tried again with the next look, 4 of 4',
      'unknown: smoke: 0 of 3 runs in a row; the last 0s ago; it gave no reading in 5 attempts (timeout): no answer within 3s',
      'unknown: smoke: 1 of 3 runs in a row; the last 0s ago; the one at 16:00:00 gave no reading in 5 attempts (timeout): no answer within 3s',
      'unknown: smoke: 2 of 3 runs in a row; the last 0s ago; the one at 16:00:00 gave no reading in 5 attempts (timeout): no answer within 3s',
      'pass: smoke: 3 of 3 runs in a row; the last 0s ago',
    ]);
  });
  it.each<[GapReason, 'pass' | 'unknown']>([
    ['timeout', 'pass'],
    ['refused', 'pass'],
    ['throttled', 'pass'],
    // It was run, and what it says cannot be read: no second try makes that good.
    ['exit_code', 'unknown'],
    ['http_status', 'unknown'],
    ['parse', 'unknown'],
    ['empty', 'unknown'],
    ['auth', 'unknown'],
    ['not_trusted', 'unknown'],
  ])('after a look that failed with %s the row is %s', (reason, expected) => {
    const plan = planOf(specOf('smoke == 0'));
    const judge = new Judge(plan, judgedFrom);
    const boards = [0, 0, null, 0].map((value, index) => {
      const now = judgedFrom + index * 10 * minute * 1_000;
      const sample: Sample =
        value === null ? { at: now, gap: gap(reason, 'it failed', null) } : sampleAt(now, value);
      return judge.advance({ now, samples: [{ metric: 'smoke', sample }], sources: [], loopLagMs: 0 }).board;
    });
    expect(boards.at(-1)?.gate.criteria[0]?.status).toBe(expected);
  });
  it('counts only while the newest run is younger than maxAge, to the millisecond', () => {
    const looks = [
      ...every10m([0, 0, 0]),
      { at: 24 * minute },
      { at: 80 * minute - 0.001 },
      { at: 80 * minute },
      { at: 95 * minute },
    ];
    expect(told(specOf('smoke == 0'), looks).slice(2)).toEqual([
      'pass: smoke: 3 of 3 runs in a row; the last 0s ago',
      'pass: smoke: 3 of 3 runs in a row; the last 4m ago',
      'pass: smoke: 3 of 3 runs in a row; the last 59m ago',
      'unknown: smoke: 3 of 3 runs in a row; the last 1h ago, no longer within 1h',
      'unknown: smoke: 3 of 3 runs in a row; the last 1h15m ago, no longer within 1h',
    ]);
  });
  it('says so when nothing has been run', () => {
    expect(told(specOf('smoke == 0'), [{ at: 0 }])).toEqual([
      'unknown: smoke: 0 of 3 runs in a row; no run yet',
    ]);
  });
  it('NaN is no run that can be judged', () => {
    expect(statuses(specOf('smoke == 0'), every10m([0, Number.NaN, 0, 0]))).not.toContain('pass');
  });
});

describe('several readings of one run', () => {
  const both = specOf('smoke == 0 and ledger == 0');
  it('must all be there: an earlier value does not stand in for one that is missing', () => {
    const looks = every10m([0, 0, 0, 0, 0], { ledger: [0, null, 0, 0, 0] });
    expect(statuses(both, looks)).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'pass']);
    expect(told(both, looks)[1]).toBe(
      'unknown: smoke: 0 of 3 runs in a row; the last 0s ago; it cannot be judged: ledger cannot be told',
    );
  });
  it('one that speaks against the run decides, as everywhere', () => {
    expect(statuses(both, every10m([0, 0, 0], { ledger: [0, 1, null] }))).toEqual([
      'unknown',
      'fail',
      'unknown',
    ]);
  });
  it('what another source says counts as it was at that run, however often it is asked', () => {
    const spec = specOf('smoke == 0 and other < 5');
    const looks: Look[] = [];
    for (let at = 0; at <= 30 * minute; at += 5)
      looks.push({
        at,
        seen: { other: at === 15 * minute ? 9 : 1, ...(at % (10 * minute) === 0 && { smoke: 0 }) },
      });
    expect(statuses(spec, looks).at(-1)).toBe('pass');
    const late = looks.map((look) =>
      look.at === 10 * minute ? { ...look, seen: { smoke: 0, other: 9 } } : look,
    );
    expect(statuses(spec, late).at(-1)).toBe('fail');
  });
});

describe('the same build in all of them', () => {
  const spec = specOf('smoke == 0', { same: 'build' });
  it('begins the row anew with another one', () => {
    const looks = every10m([0, 0, 0, 0, 0, 0], { build: ['v1', 'v1', 'v1', 'v2', 'v2', 'v2'] });
    expect(statuses(spec, looks)).toEqual(['unknown', 'unknown', 'pass', 'unknown', 'unknown', 'pass']);
    expect(told(spec, looks)[3]).toBe(
      'unknown: smoke: 1 of 3 runs in a row; the last 0s ago; before that build was another',
    );
  });
  it('a failure of another build is not this one’s', () => {
    const looks = every10m([2, 0], { build: ['v1', 'v2'] });
    expect(statuses(spec, looks)).toEqual(['fail', 'unknown']);
  });
  it('a run of which nobody knows the build does not count', () => {
    const looks = every10m([0, 0, 0], { build: ['v1', null, 'v1'] });
    expect(statuses(spec, looks).at(-1)).toBe('unknown');
  });
});

it('no script of runs passes unless its last three are successes in a row, each after four failed attempts at the most', () => {
  const run = fc.constantFrom<number | null>(0, 0, 0, 1, null, null, Number.NaN);
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 24 }), (values) => {
      const passes = statuses(specOf('smoke == 0'), every10m(values)).map((status) => status === 'pass');
      // As a word: five failed attempts are a run without a result, fewer before another look are nothing.
      const word = (upTo: number): string =>
        values
          .slice(0, upTo + 1)
          .map((value) => (value === null ? 'e' : value === 0 ? 's' : 'x'))
          .join('')
          .replaceAll('eeeee', 'x')
          .replaceAll(/e+(?=[sx])/g, '');
      expect(passes).toEqual(values.map((_, index) => word(index).endsWith('sss')));
    }),
  );
});

it('a reload goes on with the row, a restart begins anew', () => {
  const plan = planOf(specOf('smoke == 0'));
  const before = new Judge(plan, judgedFrom);
  const advance = (judge: Judge, at: number) =>
    judge.advance({
      now: judgedFrom + at * minute * 1_000,
      samples: [{ metric: 'smoke', sample: sampleAt(judgedFrom + at * minute * 1_000, 0) }],
      sources: [],
      loopLagMs: 0,
    }).board.gate.criteria[0]?.status;
  advance(before, 0);
  advance(before, 10);
  const reloaded = new Judge(plan, judgedFrom);
  reloaded.adopt(before, () => true);
  expect(advance(reloaded, 20)).toBe('pass');
  expect(advance(new Judge(plan, judgedFrom), 20)).toBe('unknown');
});

it('an item that passed keeps how many runs there were', () => {
  const { gate: _, ...spec } = specOf('smoke == 0');
  const plan = planOf({
    ...spec,
    t0: judgedFrom,
    phases: { launch: { at: '0s', items: { three: 'smoke == 0' } } },
  });
  const judge = new Judge(plan, judgedFrom);
  const said = [0, 10, 20].flatMap((at) => {
    const now = judgedFrom + at * minute * 1_000;
    const samples = [{ metric: 'smoke', sample: sampleAt(now, 0) }];
    return judge.advance({ now, samples, sources: [], loopLagMs: 0 }).said;
  });
  expect(said).toMatchObject([{ kind: 'latch', subject: 'three', sentence: 'smoke: 3 of 3 runs in a row' }]);
});

it('lint: a row that is lost before the next run can be there', () => {
  const of = (maxAge: number) =>
    lintPlan(planOf(specOf('smoke == 0', { maxAge: maxAge * 1_000 }))).map(
      ({ severity, message }) => `${severity}: ${message}`,
    );
  expect(of(20 * minute)).toEqual([]);
  expect(of(10 * minute + 1)).toEqual([
    'warning: a run counts for 10m1s, and the next may be 10m3s after it: one slow run takes the go away; write 20m6s, or look more often',
  ]);
  expect(of(10 * minute)).toEqual([
    'error: a run counts for 10m, and the next may be 10m3s after it: it cannot be told before each run; write 20m6s, or look more often',
  ]);
});
