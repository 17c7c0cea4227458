// Windows across a restart (docs/conditions.md §8.3): what was seen before it stays seen, the time in which we were away does not.
import { describe, expect, it } from 'vitest';
import { amountFromNumber } from '../../../src/domain/amount.ts';
import { gap } from '../../../src/domain/gap.ts';
import type { Value } from '../../../src/domain/value.ts';
import { packLooks, unpackLooks } from '../../../src/record/look-codec.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { resumeLooks } from '../../../src/rules/evaluate/look-log.ts';
import { planOf, type MetricSpec, type PlanSpec } from '../../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15);
const second = 1_000;

interface Shown {
  readonly judge: Judge;
  readonly board: ReturnType<Judge['advance']>['board'];
}

/** Shows the metric `m` each second of [from, to]. */
function show(judge: Judge, from: number, to: number, value: (at: number) => Value | null): Shown {
  let board: Shown['board'] | null = null;
  for (let at = from; at <= to; at++) {
    const now = start + at * second;
    const read = value(at);
    const sample =
      read === null
        ? { at: now, gap: gap('timeout', 'no answer') }
        : { at: now, value: typeof read === 'number' ? amountFromNumber(read) : read };
    ({ board } = judge.advance({ now, samples: [{ metric: 'm', sample }], sources: [], loopLagMs: 0 }));
  }
  return { judge, board: board ?? expect.fail('nothing was shown') };
}

function watch(spec: PlanSpec): Judge {
  const judge = new Judge(planOf(spec), start);
  judge.looks.begin();
  return judge;
}

/** Another program with this profile at a later second, which has what the first one kept. */
function restarted(before: Judge, spec: PlanSpec, at: number): Judge {
  const now = start + at * second;
  const kept = before.looks.take().map(({ metric, ...look }) => ({ ...look, reading: metric }));
  const judge = new Judge(planOf(spec), now);
  const looks = unpackLooks(packLooks(kept)) ?? expect.fail('they cannot be read back');
  resumeLooks(
    judge,
    looks.map(({ reading, ...look }) => ({ ...look, metric: reading })),
    now,
  );
  return judge;
}

/** The first metric after a look at second 130, after a restart; away from 120 on. */
function across(
  m: MetricSpec,
  before: (at: number) => Value | null,
  after: (at: number) => Value | null,
  at = 130,
) {
  const spec = { metrics: { m: { interval: '1s', staleAfter: '7s', ...m } } };
  const { judge } = show(watch(spec), 0, 120, before);
  return show(restarted(judge, spec, at), at, at, after).board.metrics[0];
}

describe('after a restart', () => {
  it('a counter goes on: only we were away, and what it has grown by meanwhile is known', () => {
    const grows = (at: number): number => 5_000 + 100 * at;
    expect(across({ use: 'increase(1m)', target: '< 10' }, grows, grows)).toMatchObject({
      status: 'amber',
      value: 6_000,
      window: { ms: 60_000, seenMs: 60_000 },
    });
    expect(across({ use: 'rate(1m)', target: '< 1000' }, grows, grows)).toMatchObject({ status: 'green' });
  });

  it('a counter that is less than it was: its growth is a bound, and no green', () => {
    const began = across(
      { use: 'increase(1m)', target: '< 100000' },
      (at) => 5_000 + 100 * at,
      () => 10,
    );
    expect(began).toMatchObject({ status: 'unknown', window: { ms: 60_000, seenMs: 50_000 } });
  });

  it('a counter whose looks failed before we left: its growth is a bound', () => {
    const failed = (at: number): number | null => (at > 115 ? null : 5_000);
    expect(across({ use: 'increase(1m)', target: '< 100' }, failed, () => 5_010)?.status).toBe('unknown');
  });

  it('a level was not seen while we were away', () => {
    const level = across(
      { use: 'max(1m)', target: '< 10' },
      () => 1,
      () => 1,
    );
    expect(level).toMatchObject({ status: 'unknown', window: { ms: 60_000, seenMs: 50_000 } });
    expect(
      across(
        { use: 'max(1m)', target: '< 10' },
        (at) => (at === 100 ? 50 : 1),
        () => 1,
      )?.status,
    ).toBe('amber');
  });

  it('what estimates is told at once', () => {
    const success = across(
      { use: 'success(1m)', target: '> 90%', unit: '%' },
      () => true,
      () => true,
    );
    expect(success).toMatchObject({ status: 'green', window: { ms: 60_000, seenMs: 50_000 } });
  });

  it('what no window reaches any more is no part of it', () => {
    const later = across(
      { use: 'max(1m)', target: '< 10' },
      () => 50,
      () => 1,
      200,
    );
    expect(later).toMatchObject({ status: 'unknown', window: { seenMs: 0 } });
  });

  it('nothing is green before it was looked at again', () => {
    const spec = { metrics: { m: { interval: '1s', staleAfter: '7s', use: 'max(1m)', target: '< 10' } } };
    const { judge } = show(watch(spec), 0, 120, () => 1);
    const next = restarted(judge, spec, 121);
    const now = start + 121 * second;
    const { board } = next.advance({ now, samples: [], sources: [], loopLagMs: 0 });
    expect(board.metrics[0]?.status).toBe('unknown');
  });

  it('what is calculated goes on too', () => {
    const spec: PlanSpec = {
      metrics: {
        m: { interval: '1s', staleAfter: '7s' },
        twice: { expr: 'm * 2', interval: '1s', staleAfter: '7s' },
      },
      gate: { required: { c: 'max(twice, 1m) < 10' } },
      minSeen: { c: '50s' },
    };
    const { judge, board: before } = show(watch(spec), 0, 120, () => 1);
    expect(before.gate.criteria[0]?.status).toBe('pass');
    const next = restarted(judge, spec, 125);
    expect(show(next, 125, 125, () => 1).board.gate.criteria[0]?.status).toBe('pass');
    expect(show(next, 126, 126, () => 7).board.gate.criteria[0]?.status).toBe('fail');
  });

  it('nothing is collected for nobody, and nothing of what no window reads', () => {
    const spec = { metrics: { m: { target: '< 10' } } };
    const judge = watch(spec);
    show(judge, 0, 5, () => 1);
    expect(judge.looks.take()).toEqual([]);
    const idle = new Judge(planOf({ metrics: { m: { use: 'max(1m)' } } }), start);
    show(idle, 0, 5, () => 1);
    expect(idle.looks.take()).toEqual([]);
  });

  it('are kept as far back as the look from which the window is seen whole', () => {
    const spec: PlanSpec = {
      metrics: { m: { use: 'increase(1m)', interval: '1s', staleAfter: '5s' } },
    };
    expect(watch(spec).looks.spans).toEqual(new Map([['m', 65 * second]]));
  });
});
