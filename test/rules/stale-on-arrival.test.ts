// A reading that is already too old when it arrives tells of its own instant: it may accuse, it never acquits.
import { expect, test } from 'vitest';
import { Judge } from '../../src/rules/judge.ts';
import { planOf, sampleAt } from '../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15);
const second = 1_000;

/** Each look: [seconds at which it is seen, seconds at which it was taken, value]. */
function walk(
  alert: string,
  looks: readonly (readonly [seen: number, taken: number, value: number] | number)[],
) {
  const plan = planOf({
    metrics: { m: { target: '< 100', alert, staleAfter: '25s' } },
    incidents: { i: { when: `m ${alert}` } },
  });
  const judge = new Judge(plan, start);
  return looks.map((look) => {
    const [seen, taken, value] = typeof look === 'number' ? [look, look, null] : look;
    const seenAt = start + seen * second;
    const samples =
      value === null ? [] : [{ metric: 'm', sample: sampleAt(start + taken * second, value), seenAt }];
    const { board } = judge.advance({ now: seenAt, samples, sources: [], loopLagMs: 0 });
    const [m] = board.metrics;
    return `${m?.status}${m?.was === 'red' ? ' was red' : ''} ${board.incidents[0]?.state ?? '-'}`;
  });
}

test('it ends no red and closes no incident; fresh ones do', () => {
  const fresh = [70, 80, 90, 100, 110, 120].map((at) => [at, at, 50] as const);
  expect(walk('> 500', [[0, 0, 600], 30, [60, 20, 50], ...fresh])).toEqual([
    'red open',
    'unknown was red open',
    'unknown was red open',
    ...fresh.map(([at]) => (at < 110 ? 'green open' : 'green -')),
  ]);
});

test('it still counts against', () => {
  const looks = [
    [0, 0, 50],
    [10, 10, 50],
    [70, 40, 600],
    [80, 50, 600],
    [81, 81, 600],
  ] as const;
  expect(walk('> 500 for 2 samples', looks)).toEqual([
    'green -',
    'green -',
    'unknown pending',
    'unknown was red open',
    'red open',
  ]);
});

test('where all of it is judged in one go, each reading has come when it came', () => {
  const plan = planOf({ metrics: { m: { target: '< 100', alert: '> 500', staleAfter: '25s' } } });
  const looks = [
    [0, 0, 600],
    [60, 20, 50],
  ] as const;
  const samples = looks.map(([seen, taken, value]) => ({
    metric: 'm',
    sample: sampleAt(start + taken * second, value),
    seenAt: start + seen * second,
  }));
  const { board } = new Judge(plan, start).advance({
    now: start + 60_000,
    samples,
    sources: [],
    loopLagMs: 0,
  });
  expect(board.metrics[0]).toMatchObject({ status: 'unknown', was: 'red' });
});
