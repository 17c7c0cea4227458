// What counts as evidence: each reading once, in its own time, and nothing that speaks of ourselves.
import { describe, expect, it } from 'vitest';
import type { Value } from '../../../src/domain/value.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { judged, judgedFrom, type Look } from '../../support/judged.ts';
import { planOf, sampleAt, type PlanSpec } from '../../support/plan.ts';

const twice: PlanSpec = { metrics: { m: { alert: '!= 0 for 2 samples' } } };
const statuses = (spec: PlanSpec, looks: readonly Look[]): (string | null | undefined)[] =>
  judged(spec, looks).map(({ metrics }) => metrics[0]?.status);

describe('told twice is not seen twice', () => {
  const first: readonly Look[] = [
    { at: 0, seen: { m: 0 } },
    { at: 10, seen: { m: 5 } },
  ];

  it.each<[string, Look, string]>([
    ['the same reading told again', { at: 12, seen: { m: 5 }, of: 10 }, 'amber'],
    ['a reading that is corrected', { at: 12, seen: { m: 6 }, of: 10 }, 'amber'],
    ['a late reading that is well', { at: 12, seen: { m: 0 }, of: 5 }, 'amber'],
    ['another reading', { at: 20, seen: { m: 5 } }, 'red'],
  ])('%s', (_name, look, expected) => {
    expect(statuses(twice, [...first, look])).toEqual(['green', 'amber', expected]);
  });

  it('a source whose clock is ahead tells its reading again when we have caught up', () => {
    const looks: readonly Look[] = [
      { at: 0, seen: { m: 0 } },
      { at: 10, seen: { m: 5 }, of: 14 },
      { at: 16, seen: { m: 5 }, of: 14 },
      { at: 20, seen: { m: 5 }, of: 24 },
    ];
    expect(statuses(twice, looks)).toEqual(['green', 'amber', 'amber', 'red']);
  });
});

describe('a gap and a value of the same instant', () => {
  it.each(['gap first', 'value first'])('%s: the value stays', (order) => {
    const value: Look = { at: 10, seen: { m: 600 } };
    const none: Look = { at: 10, seen: { m: null } };
    const looks = order === 'gap first' ? [none, value] : [value, none];
    const boards = judged({ metrics: { m: { alert: '> 500' } } }, [{ at: 0, seen: { m: 5 } }, ...looks]);
    expect(boards.at(-1)?.metrics[0]).toMatchObject({ status: 'red', exact: '600', ageMs: 0 });
  });
});

describe('a red that recovers', () => {
  it('begins its hold again when the alert holds in between, although not for long enough to fire', () => {
    const values: readonly Value[] = [600, 600, 600, 600, 10, 600, 10, 10, 10];
    const looks = values.map((m, index) => ({ at: index * 10, seen: { m } }));
    const seen = statuses({ metrics: { m: { alert: '> 500 for 30s', hold: '20s' } } }, looks);
    expect(seen.join(' ')).toBe('amber amber amber red red red red red green');
  });
});

describe('offline ourselves', () => {
  it('time is no evidence: what is absent, old or unknown opens nothing', () => {
    const spec: PlanSpec = {
      metrics: {
        m: { alert: '> 5', source: 's1' },
        n: { alert: 'age(n) > 30s', source: 's2' },
        o: { alert: '> 5', source: 's3' },
      },
      incidents: {
        absent: { when: 'm absent for 20s' },
        unknown: { when: 'm is unknown for 20s' },
        old: { when: 'age(o) > 20s' },
      },
    };
    const online = { at: 0, seen: { m: 1, n: 1, o: 1 } };
    const offline = Array.from({ length: 60 }, (_, index) => ({
      at: 1 + index,
      failing: ['s1', 's2', 's3'],
    }));
    const boards = judged(spec, [online, ...offline]);
    expect(boards.at(-1)?.observer.offline).toBe(true);
    expect(boards.flatMap(({ incidents }) => incidents)).toEqual([]);
    expect(boards.at(-1)?.metrics.map(({ was }) => was)).toEqual(['green', 'green', 'green']);
  });
});

describe('what needs something that is down', () => {
  const spec: PlanSpec = {
    metrics: {
      a: { alert: '== false', source: 's1' },
      b: { target: '== true', alert: '== false', source: 's2', needs: ['a'] },
    },
    incidents: { down: { when: 'b == false', class: 'P1' } },
    gate: { required: { 'b is up': 'b == true' } },
  };

  it('raises nothing of its own', () => {
    const [board] = judged(spec, [{ at: 0, seen: { a: false, b: false } }]);
    expect(board?.metrics.map(({ status }) => status)).toEqual(['red', 'unknown']);
    expect(board?.incidents).toEqual([]);
  });

  it('passes nothing either: what the wall shows as unknown is no pass at the gate', () => {
    const boards = judged(spec, [
      { at: 0, seen: { a: false, b: true } },
      { at: 10, seen: { a: true, b: true } },
    ]);
    expect(boards.map(({ gate }) => [gate.verdict, gate.criteria[0]?.status])).toEqual([
      ['no-go', 'unknown'],
      ['go', 'pass'],
    ]);
  });
});

describe('a status that is unknown', () => {
  it('is not "not red": the gate does not pass on doubt', () => {
    const spec: PlanSpec = {
      metrics: { m: { alert: '> 500' } },
      gate: { required: { calm: 'not (m is red)' } },
    };
    const boards = judged(spec, [{ at: 0 }, { at: 10, seen: { m: 5 } }, { at: 50 }]);
    expect(boards.map(({ gate }) => gate.verdict)).toEqual(['no-go', 'go', 'no-go']);
  });

  it('does not end an incident that a red has opened', () => {
    const spec: PlanSpec = {
      metrics: { m: { alert: '> 500' } },
      incidents: { hot: { when: 'm is red' } },
    };
    const gap = Array.from({ length: 240 }, (_, index) => ({ at: 1 + index }));
    const well = Array.from({ length: 60 }, (_, index) => ({ at: 241 + index, seen: { m: 5 } }));
    const boards = judged(spec, [{ at: 0, seen: { m: 600 } }, ...gap, ...well]);
    expect(boards.slice(0, 241).every(({ incidents }) => incidents[0]?.state === 'open')).toBe(true);
    expect(boards.at(-1)?.incidents).toEqual([]);
  });
});

describe('the instant at which a pending alert turns red', () => {
  it.each([
    ['> 500 for 60s or > 800 for 20s', 20],
    ['> 500 for 60s and > 800 for 20s', 60],
    ['(> 500 for 40s or > 2000 for 10s) and > 800 for 20s', 40],
  ])('%s', (alert, due) => {
    const looks = Array.from({ length: 8 }, (_, index) => ({ at: index * 10, seen: { m: 900 } }));
    const boards = judged({ metrics: { m: { alert } } }, looks);
    const redAt = boards.find(({ metrics }) => metrics[0]?.status === 'red')?.at;
    expect(redAt).toBe(new Date(judgedFrom + due * 1_000).toISOString());
    for (const { metrics } of boards)
      if (metrics[0]?.detail === 'pending') expect(metrics[0].turnsRedAt).toBe(redAt);
  });
});

describe('a reload', () => {
  it('of the same profile changes nothing, however long ago the red began', () => {
    const plan = planOf({
      metrics: { m: { alert: '> 500 until < 300' } },
      incidents: { hot: { when: 'm > 500 until < 300' } },
    });
    const boardsOf = (reloadAt: number | null): unknown[] => {
      let judge = new Judge(plan, judgedFrom);
      return Array.from({ length: 1_000 }, (_, index) => {
        const now = judgedFrom + index * 20_000;
        if (index === reloadAt) {
          const next = new Judge(plan, now);
          next.adopt(judge, () => true);
          judge = next;
        }
        const samples = [{ metric: 'm', sample: sampleAt(now, index === 0 ? 600 : 400) }];
        return judge.advance({ now, samples, sources: [], loopLagMs: 0 }).board;
      });
    };
    expect(boardsOf(900)).toEqual(boardsOf(null));
  });

  it('to a longer window keeps what the longer window needs from then on', () => {
    const plan = (window: string) => planOf({ metrics: { m: { alert: `avg(${window}) > 500` } } });
    const first = new Judge(plan('5m'), judgedFrom);
    const reloaded = new Judge(plan('1h'), judgedFrom);
    reloaded.adopt(first, () => true);
    const fresh = new Judge(plan('1h'), judgedFrom);
    for (let at = 0; at <= 3_600; at += 10) {
      const now = judgedFrom + at * 1_000;
      const samples = [{ metric: 'm', sample: sampleAt(now, at < 2_400 ? 900 : 10) }];
      const [one, other] = [reloaded, fresh].map((judge) =>
        judge.advance({ now, samples, sources: [], loopLagMs: 0 }),
      );
      expect(one?.board.metrics[0]?.status).toBe(other?.board.metrics[0]?.status);
    }
  });
});
