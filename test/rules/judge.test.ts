// The judgement over time: each case is one metric polled every ten seconds, and what the wall says after each look.
import { describe, expect, it } from 'vitest';
import { gapState } from '../../src/domain/gap.ts';
import type { Value } from '../../src/domain/value.ts';
import type { SourceState } from '../../src/rules/board.ts';
import { Judge } from '../../src/rules/judge.ts';
import { planOf, sampleAt, type MetricSpec, type PlanSpec } from '../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15, 0, 0);
const step = 10_000;

/** One letter a look: g, a, r, u; `p` amber pending, `h` red recovering, `w` unknown that was red. */
function walk(spec: MetricSpec, values: readonly (Value | null | undefined)[]): string {
  const judge = new Judge(planOf({ metrics: { m: spec } }), start);
  return values
    .map((value, index) => {
      const now = start + index * step;
      const samples = value === undefined ? [] : [{ metric: 'm', sample: sampleAt(now, value) }];
      const state = judge.advance({ now, samples, sources: [], loopLagMs: 0 }).board.metrics[0];
      if (state?.detail === 'pending') return 'p';
      if (state?.detail === 'recovering') return 'h';
      if (state?.status === 'unknown') return state.was === 'red' ? 'w' : 'u';
      return (state?.status ?? '-')[0];
    })
    .join('');
}

const _ = undefined; // no look at all
const x = null; // a look that failed

describe('status over time', () => {
  it.each<[string, MetricSpec, (Value | null | undefined)[], string]>([
    ['target only', { target: '< 100' }, [50, 150, 50], 'gag'],
    ['alert only', { alert: '> 500' }, [50, 501, 500], 'grg'],
    ['both', { target: '< 100', alert: '> 500' }, [50, 100, 499, 501, 20], 'gaarg'],
    [
      'range: both ends belong to it',
      { target: '0.2..0.5 ETH', unit: 'ETH' },
      [0.2, 0.5, 0.19, 0.51],
      'ggaa',
    ],
    ['exactly zero: once is a suspicion', { alert: '!= 0', exact: true }, [0, 1e-18, 0], 'gpg'],
    ['exactly zero: twice is a fact', { alert: '!= 0', exact: true }, [0, 1e-18, 2, 0], 'gprg'],
    ['exactly zero, said otherwise', { alert: '!= 0 for 1 samples', exact: true }, [0, 1e-18, 0], 'grg'],
    ['for a duration', { alert: '> 500 for 30s' }, [600, 600, 600, 600, 600, 10], 'ppprrg'],
    ['a dip restarts it', { alert: '> 500 for 20s' }, [600, 600, 10, 600, 600, 600], 'ppgppr'],
    ['for 2 samples', { alert: '!= 0 for 2 samples' }, [1, 0, 1, 1, 0], 'pgprg'],
    ['for 2 of 3 samples', { alert: '> 5 for 2 of 3 samples' }, [9, 1, 9, 1, 1], 'pgrgg'],
    ['hold', { alert: '> 500', hold: '20s' }, [600, 10, 10, 10, 600, 10], 'rhhgrh'],
    [
      'hysteresis',
      { alert: '< 0.1 ETH until >= 0.12 ETH', unit: 'ETH' },
      [0.2, 0.09, 0.11, 0.119, 0.12, 0.11],
      'grrrgg',
    ],
    ['a short gap changes nothing', { target: '< 100' }, [50, x, x, 50], 'gggg'],
    ['a longer one is unknown', { target: '< 100' }, [50, x, x, x, 50], 'gggug'],
    ['no look at all is a gap too', { target: '< 100' }, [50, _, _, _, 50], 'gggug'],
    ['a short gap neither restarts nor ripens', { alert: '> 500 for 30s' }, [600, x, 600, x, 600], 'ppppr'],
    [
      'a longer gap restarts it',
      { alert: '> 500 for 30s' },
      [600, 600, x, x, x, 600, 600, 600, 600],
      'ppppupppr',
    ],
    ['a gap never ends a red', { alert: '> 500' }, [600, x, x, x, x, 600, 10], 'rrrwwrg'],
    ['never polled', { target: '< 100' }, [_, _], 'uu'],
    ['NaN is a gap', { target: '< 100' }, [Number.NaN, 5], 'ug'],
    ['infinity is a value', { alert: '> 500' }, [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 'rg'],
    ['a word', { target: '== "OK"', alert: '== "ALARM"' }, ['OK', 'ALARM', 'INSUFFICIENT_DATA'], 'gra'],
    ['a word where a number belongs', { target: '< 100' }, ['many', 5], 'ug'],
    ['success share', { use: 'success(1m)', unit: '%', alert: '< 50%' }, [true, false, false, false], 'uuur'],
    [
      'warming',
      { use: 'success(1m)', unit: '%', target: '> 90%', samplesMin: 5 },
      [true, true, true, true, true],
      'uuuug',
    ],
    ['missing is bad', { target: '< 5', missing: 'bad' }, [1, x, x, x, 1], 'gggrg'],
    ['missing keeps', { target: '< 5', missing: 'keep' }, [9, x, x, x, 1], 'aaaag'],
  ])('%s', (_name, spec, values, expected) => {
    expect(walk(spec, values)).toBe(expected);
  });

  it('a plain reading has no status and no part in the verdict', () => {
    const judge = new Judge(planOf({ metrics: { m: {} } }), start);
    const { board } = judge.advance({
      now: start,
      samples: [{ metric: 'm', sample: sampleAt(start, 5) }],
      sources: [],
      loopLagMs: 0,
    });
    expect(board.metrics[0]).toMatchObject({ status: null, display: '5' });
    expect(board.verdict).toBe('unknown');
  });

  it('a sample from the future is a gap', () => {
    const judge = new Judge(planOf({ metrics: { m: { target: '< 5' } } }), start);
    const { board } = judge.advance({
      now: start,
      samples: [{ metric: 'm', sample: sampleAt(start + 60_000, 1) }],
      sources: [],
      loopLagMs: 0,
    });
    expect(board.metrics[0]).toMatchObject({ status: 'unknown', gap: { reason: 'clock_skew' } });
  });
});

describe('sentences', () => {
  function reasons(spec: MetricSpec, values: readonly (Value | null)[]): (string | undefined)[] {
    const judge = new Judge(planOf({ metrics: { m: spec } }), start);
    return values.map((value, index) => {
      const now = start + index * step;
      const input = {
        now,
        samples: [{ metric: 'm', sample: sampleAt(now, value) }],
        sources: [],
        loopLagMs: 0,
      };
      return judge.advance(input).board.metrics[0]?.reason;
    });
  }

  it('say value, threshold, since when, and what ends it', () => {
    expect(
      reasons({ target: '< 100', alert: '> 500 for 20s', hold: '20s' }, [
        50,
        150,
        640,
        640,
        640,
        10,
        10,
        null,
        null,
        null,
      ]),
    ).toMatchInlineSnapshot(`
      [
        "50, target < 100",
        "150 misses the target < 100 since 15:00:10; red at > 500 for 20s",
        "640 > 500 for 0s of 20s; red at 15:00:40 unless it ends",
        "640 > 500 for 10s of 20s; red at 15:00:40 unless it ends",
        "640 > 500 for 20s since 15:00:20 (20s); ends at or below 500",
        "10, not > 500: recovering for 0s of 20s; red since 15:00:40 (10s)",
        "10, not > 500: recovering for 10s of 20s; red since 15:00:40 (20s)",
        "10, not > 500: recovering for 10s of 20s; red since 15:00:40 (30s)",
        "10, not > 500: recovering for 10s of 20s; red since 15:00:40 (40s)",
        "no answer within 3s; last 10 30s ago; a value counts for 25s; was red since 15:00:40, confirmed last at 15:00:40, and stays so until fresh data end it",
      ]
    `);
  });

  it('tell hours as hours, on both sides', () => {
    expect(reasons({ unit: 's', target: '< 24h', alert: '> 180000s' }, [44_529, 94_200, 200_000]))
      .toMatchInlineSnapshot(`
      [
        "12h22m, target < 24h",
        "26h10m misses the target < 24h since 15:00:10; red at > 2d2h",
        "2d7h > 2d2h since 15:00:20; ends at or below 2d2h",
      ]
    `);
    expect(reasons({ unit: 's', target: '< 90061s' }, [900])).toMatchInlineSnapshot(`
      [
        "900s, target < 90061s",
      ]
    `);
  });
});

describe('hints, incidents, gate', () => {
  const spec: PlanSpec = {
    metrics: { depth: { target: '< 100' }, ledger: { alert: '!= 0 for 2 samples', exact: true } },
    hints: { up: { when: 'depth > 1000 for 20s' } },
    incidents: { imbalance: { when: 'ledger != 0 for 2 samples', respond: '15m' }, exploit: {} },
    gate: { required: { 'ledger is zero': 'ledger == 0' }, recommended: { signed: null } },
    phases: { 'T-0': { at: '0s', items: { 'depth small': 'depth < 50', look: null } } },
    t0: start + 20_000,
  };

  function boards(rows: readonly { depth: number | null; ledger: number | null }[]) {
    const judge = new Judge(planOf(spec), start);
    return rows.map(({ depth, ledger }, index) => {
      const now = start + index * step;
      const samples = [
        { metric: 'depth', sample: sampleAt(now, depth) },
        { metric: 'ledger', sample: sampleAt(now, ledger) },
      ];
      return judge.advance({ now, samples, sources: [], loopLagMs: 0 });
    });
  }

  it('a hint waits for its time, an incident for its samples, and each says so', () => {
    const seen = boards([
      { depth: 2000, ledger: 0 },
      { depth: 2000, ledger: 5 },
      { depth: 2000, ledger: 5 },
    ]);
    expect(seen[0]?.board.hints).toMatchObject([
      { id: 'up', state: 'pending', reason: 'depth 2,000 > 1,000 for 0s of 20s' },
    ]);
    expect(seen[2]?.board.hints).toMatchObject([{ id: 'up', state: 'active' }]);
    expect(seen[1]?.board.incidents).toMatchObject([{ id: 'imbalance', state: 'pending', respondBy: null }]);
    expect(seen[2]?.board.incidents).toMatchObject([
      {
        id: 'imbalance',
        state: 'open',
        since: new Date(start + 20_000).toISOString(),
        respondBy: new Date(start + 920_000).toISOString(),
      },
    ]);
    expect(
      seen.flatMap((judged) => judged.transitions.map(({ metric, from, to }) => `${metric} ${from} ${to}`)),
    ).toEqual([
      'depth unknown amber',
      'up ended pending',
      'ledger green amber',
      'imbalance ended pending',
      'ledger amber red',
      'up pending active',
      'imbalance pending open',
    ]);
  });

  it('the gate is a go only on fresh passes', () => {
    const seen = boards([
      { depth: 1, ledger: 0 },
      { depth: 1, ledger: null },
      { depth: 1, ledger: null },
      { depth: 1, ledger: null },
      { depth: 1, ledger: 0 },
      { depth: 1, ledger: 1 },
    ]);
    expect(seen.map(({ board }) => board.gate.verdict)).toEqual(['go', 'go', 'go', 'no-go', 'go', 'no-go']);
    expect(seen[3]?.board.gate.criteria.map(({ status }) => status)).toEqual(['unknown', 'todo', 'unknown']);
  });

  it('an empty gate is no go, and an empty profile no green', () => {
    const { board } = new Judge(planOf({ metrics: {} }), start).advance({
      now: start,
      samples: [],
      sources: [],
      loopLagMs: 0,
    });
    expect(board).toMatchObject({ verdict: 'unknown', gate: { verdict: 'no-go' } });
  });

  it('the launch clock and the phase', () => {
    const seen = boards([
      { depth: 1, ledger: 0 },
      { depth: 1, ledger: 0 },
      { depth: 1, ledger: 0 },
    ]);
    expect(seen.map(({ board }) => [board.launch.clock, board.launch.phase])).toEqual([
      ['T-00:00:20', null],
      ['T-00:00:10', null],
      ['T+00:00:00', 'T-0'],
    ]);
    expect(seen[2]?.board.phases[0]?.items.map(({ status }) => status)).toEqual(['pass', 'todo']);
  });
});

function source(id: string, reason: 'timeout' | null, polls = 3): SourceState {
  const gap = reason && gapState({ reason, message: 'no answer within 3s' });
  return {
    id,
    kind: 'http',
    ok: gap === null,
    latencyMs: 1,
    polls,
    gaps: 0,
    skipped: 0,
    gap,
    lookedAt: null,
    lastOkAt: null,
    nextAt: null,
    note: null,
    warning: null,
  };
}

describe('one cause is one alarm', () => {
  const spec: PlanSpec = {
    metrics: {
      a: { target: '< 5', source: 's1' },
      b: { target: '< 5', source: 's2', needs: ['a'] },
      c: { alert: '== false', source: 's3' },
    },
    incidents: { down: { when: 'c == false' } },
    gate: { required: { 'a is fine': 'a is green' } },
  };

  it('what needs something that is down is unknown because of it', () => {
    const judge = new Judge(planOf(spec), start);
    const at = start;
    const samples = [
      { metric: 'b', sample: sampleAt(at, 1) },
      { metric: 'c', sample: sampleAt(at, true) },
    ];
    const { board } = judge.advance({
      now: at,
      samples,
      sources: [source('s1', 'timeout'), source('s2', null), source('s3', null)],
      loopLagMs: 0,
    });
    expect(board.metrics.map(({ status, reason }) => [status, reason])).toEqual([
      ['unknown', 'no reading yet'],
      ['unknown', 'needs a, which is unknown'],
      ['green', 'true, no alert == false'],
    ]);
  });

  it('offline ourselves: one banner, everything unknown, no incident, no go', () => {
    const judge = new Judge(planOf(spec), start);
    const fine = ['a', 'b', 'c'].map((metric) => ({
      metric,
      sample: sampleAt(start, metric === 'c' ? true : 1),
    }));
    judge.advance({
      now: start,
      samples: fine,
      sources: ['s1', 's2', 's3'].map((id) => source(id, null)),
      loopLagMs: 0,
    });
    const now = start + 5_000;
    const { board, transitions } = judge.advance({
      now,
      samples: [{ metric: 'c', sample: sampleAt(now, false) }],
      sources: ['s1', 's2', 's3'].map((id) => source(id, 'timeout')),
      health: ['s1', 's2', 's3'].map((id) => ({
        ...source(id, 'timeout'),
        gap: { reason: 'timeout', message: 'our resolver is silent', way: 'ours', reached: null },
        hosts: [`${id}.example`],
      })),
      loopLagMs: 0,
    });
    expect(board.observer).toMatchObject({ offline: true, grade: 'certain' });
    expect(board.metrics.map(({ status }) => status)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(board.incidents).toEqual([]);
    expect(board.gate.verdict).toBe('no-go');
    expect(transitions.map(({ metric, to }) => [metric, to])).toEqual([['observer', 'offline']]);
  });
});
