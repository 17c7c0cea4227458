// The judgement over time: each case is one metric polled every ten seconds, and what the wall says after each look.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
    ['success share', { use: 'success(1m)', unit: '%', alert: '< 50%' }, [true, false, false, false], 'ggrr'],
    [
      'warming',
      { use: 'success(1m)', unit: '%', target: '> 90%', samplesMin: 3 },
      [true, true, true, true],
      'uugg',
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
        "640 > 500 since 15:00:40; ends at or below 500",
        "10, not > 500: recovering for 0s of 20s; red since 15:00:40 (10s)",
        "10, not > 500: recovering for 10s of 20s; red since 15:00:40 (20s)",
        "10, not > 500: recovering for 10s of 20s; red since 15:00:40 (30s)",
        "10, not > 500: recovering for 10s of 20s; red since 15:00:40 (40s)",
        "no answer within 3s; last 10 30s ago; a value counts for 25s; was red, and stays so until fresh data end it",
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
  const gap = reason && { reason, message: 'no answer within 3s' };
  return {
    id,
    kind: 'http',
    ok: gap === null,
    latencyMs: 1,
    polls,
    gaps: 0,
    skipped: 0,
    gap,
    lastOkAt: null,
    nextAt: null,
    note: null,
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
      ['green', 'up, no alert == false'],
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
      loopLagMs: 0,
    });
    expect(board.observer.offline).toBe(true);
    expect(board.metrics.map(({ status }) => status)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(board.incidents).toEqual([]);
    expect(board.gate.verdict).toBe('no-go');
    expect(transitions.map(({ metric, to }) => [metric, to])).toEqual([['observer', 'offline']]);
  });
});

const look = fc.option(fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.constant(Number.NaN)), { freq: 3 });
const rule = fc.record({
  alert: fc.constantFrom(
    '> 500',
    '> 500 for 30s',
    '> 500 for 2 samples',
    '> 500 until < 300',
    'avg(30s) > 500',
  ),
  target: fc.constantFrom('< 100', '< 400'),
  hold: fc.constantFrom('0s', '20s'),
});

describe('properties', () => {
  it('no sequence of samples and gaps shows green while the newest fresh truth is beyond target or alert', () => {
    fc.assert(
      fc.property(rule, fc.array(look, { maxLength: 40 }), (spec, looks) => {
        const judge = new Judge(planOf({ metrics: { m: spec } }), start);
        let newest: { at: number; value: number } | null = null;
        for (const [index, value] of looks.entries()) {
          const now = start + index * step;
          const sample = sampleAt(now, value);
          if (value !== null && !Number.isNaN(value)) newest = { at: now, value };
          const { board } = judge.advance({
            now,
            samples: [{ metric: 'm', sample }],
            sources: [],
            loopLagMs: 0,
          });
          const green = board.metrics[0]?.status === 'green';
          const limit = spec.target === '< 100' ? 100 : 400;
          if (green && (newest === null || now - newest.at >= 25_000 || newest.value >= limit)) return false;
        }
        return true;
      }),
    );
  });

  it('a red ends only with a fresh sample', () => {
    fc.assert(
      fc.property(rule, fc.array(look, { maxLength: 40 }), (spec, looks) => {
        const judge = new Judge(planOf({ metrics: { m: spec } }), start);
        let red = false;
        for (const [index, value] of looks.entries()) {
          const now = start + index * step;
          const { board } = judge.advance({
            now,
            samples: [{ metric: 'm', sample: sampleAt(now, value) }],
            sources: [],
            loopLagMs: 0,
          });
          const state = board.metrics[0];
          const isRed = state?.status === 'red' || state?.was === 'red';
          if (red && !isRed && (value === null || Number.isNaN(value))) return false;
          red = isRed;
        }
        return true;
      }),
    );
  });

  it('the order in which sources answer does not matter, nor in how many pieces the samples come', () => {
    const spec: PlanSpec = {
      metrics: { a: { alert: '> 500 for 20s', hold: '20s' }, b: { target: '< 400', alert: '> 700' } },
      hints: { up: { when: 'a > 500 for 20s and b > 400' } },
    };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(look, look), { minLength: 1, maxLength: 15 }),
        fc.boolean(),
        (looks, swap) => {
          const evidence = looks.flatMap(([a, b], index) => {
            const at = start + index * step;
            const pair = [
              { metric: 'a', sample: sampleAt(at, a) },
              { metric: 'b', sample: sampleAt(at, b) },
            ];
            return swap ? pair.toReversed() : pair;
          });
          const end = start + (looks.length - 1) * step;
          const oneGo = new Judge(planOf(spec), start).advance({
            now: end,
            samples: evidence,
            sources: [],
            loopLagMs: 0,
          });
          const pieces = new Judge(planOf(spec), start);
          for (let at = start; at < end; at += step) {
            const samples = evidence.filter(({ sample }) => sample.at === at);
            pieces.advance({ now: at, samples, sources: [], loopLagMs: 0 });
          }
          const last = pieces.advance({ now: end, samples: evidence.slice(-2), sources: [], loopLagMs: 0 });
          expect(last.board.hints).toEqual(oneGo.board.hints);
          const settled = ({ metrics }: typeof last.board) =>
            metrics.map(({ status, detail, was }) => ({ status, detail, was }));
          expect(settled(last.board)).toEqual(settled(oneGo.board));
        },
      ),
    );
  });

  it('a reload of the same profile changes nothing', () => {
    fc.assert(
      fc.property(
        rule,
        fc.array(look, { minLength: 2, maxLength: 20 }),
        fc.nat({ max: 19 }),
        (spec, looks, cut) => {
          const plan = planOf({ metrics: { m: spec } });
          const run = (reloadAt: number | null) => {
            let judge = new Judge(plan, start);
            return looks.map((value, index) => {
              const now = start + index * step;
              if (index === reloadAt) {
                const next = new Judge(plan, now);
                next.adopt(judge, () => true);
                judge = next;
              }
              return judge.advance({
                now,
                samples: [{ metric: 'm', sample: sampleAt(now, value) }],
                sources: [],
                loopLagMs: 0,
              }).board;
            });
          };
          expect(run(Math.min(cut, looks.length - 1))).toEqual(run(null));
        },
      ),
    );
  });
});
