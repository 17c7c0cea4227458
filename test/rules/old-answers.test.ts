// What comes too old accuses at its own instant, and never says that all was well: a cache that answers with each look is no news each time.
import { expect, test } from 'vitest';
import { amount } from '../../src/domain/amount.ts';
import { Judge } from '../../src/rules/judge.ts';
import { planOf, type PlanSpec } from '../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15, 0, 0);

/** Answers each second that are 100 s old; what was told, and the last status. */
function told(spec: PlanSpec, value: number) {
  const judge = new Judge(planOf(spec), start);
  const transitions: string[] = [];
  let status = null;
  for (let at = 0; at <= 30; at++) {
    const now = start + at * 1_000;
    const sample = { at: now - 100_000, value: amount(value) };
    const judged = judge.advance({
      now,
      samples: [{ metric: 'm', sample, seenAt: now }],
      sources: [],
      loopLagMs: 0,
    });
    transitions.push(...judged.transitions.map(({ from, to }) => `${from} ${to}`));
    status = judged.board.metrics.map((metric) => metric.status);
  }
  return { transitions, status };
}

const metric = { target: '< 9', interval: '1s', staleAfter: '7s' };

test('nothing is told of a metric that is well in answers that are too old', () => {
  const spec = { metrics: { m: metric, twice: { ...metric, expr: 'm * 2' } } };
  expect(told(spec, 1)).toEqual({ transitions: [], status: ['unknown', 'unknown'] });
});

test('an answer that is old says when it came, and how old it was then; the end of a period does not', () => {
  const reasonOf = (sample: { at: number; value: ReturnType<typeof amount> }, aligned = false) => {
    const plan = planOf({ metrics: { m: metric } });
    const period = { period: 60_000, delay: 0 };
    const judge = new Judge(
      aligned ? { ...plan, metrics: plan.metrics.map((one) => ({ ...one, aligned: period })) } : plan,
      start,
    );
    const samples = [{ metric: 'm', sample, seenAt: start + 1_000 }];
    judge.advance({ now: start + 1_000, samples, sources: [], loopLagMs: 0 });
    const { board } = judge.advance({ now: start + 9_000, samples: [], sources: [], loopLagMs: 0 });
    return board.metrics[0]?.reason;
  };
  const value = amount(3);
  expect(reasonOf({ at: start - 4_000, value })).toBe(
    'last 3 13s ago, told 8s ago as 5s old; a value counts for 7s',
  );
  expect(reasonOf({ at: start + 1_000, value })).toBe('last 3 8s ago; a value counts for 7s');
  expect(reasonOf({ at: start - 4_000, value }, true)).toBe('last 3 13s ago; a value counts for 7s');
});

test('a metric that is not is told once', () => {
  const { transitions, status } = told({ metrics: { m: metric } }, 50);
  expect(status).toEqual(['unknown']);
  expect(transitions.filter((one) => one.endsWith('green'))).toEqual([]);
});

test('sixty metrics, each calculated from the two before it, are judged at once', () => {
  const metrics: PlanSpec['metrics'] = {
    m: { interval: '10s' },
    d0: { expr: 'm + 1' },
    d1: { expr: 'm + 1' },
  };
  for (let one = 2; one < 60; one++) metrics[`d${one}`] = { expr: `d${one - 1} + d${one - 2}` };
  const phases = { after: { at: '0s', items: { line: 'd59 > 0', gone: 'not (d59 absent)' } } };
  const judge = new Judge(
    planOf({ metrics, phases, t0: start, hints: { off: { when: 'd59 absent' } } }),
    start,
  );
  const samples = [{ metric: 'm', sample: { at: start + 1_000, value: amount(1) } }];
  const { board } = judge.advance({ now: start + 1_000, samples, sources: [], loopLagMs: 0 });
  expect(board.phases[0]?.items.map(({ status }) => status)).toEqual(['pass', 'pass']);
});
