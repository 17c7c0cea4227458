// A metric that reads something else after a reload or a restart begins anew: nothing passes by what was read before, and nothing ends.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSavedRules } from '../../src/record/saved-rules-schema.ts';
import type { Board, Transition } from '../../src/rules/board.ts';
import { Judge } from '../../src/rules/judge.ts';
import { resumeRules, savedRules } from '../../src/rules/evaluate/saved.ts';
import { judgedFrom } from '../support/judged.ts';
import { planOf, sampleAt, type PlanSpec } from '../support/plan.ts';

/** Readings of v and w; null: the look gave none; undefined: nobody looked. */
type Look = Readonly<Partial<Record<'v' | 'w', number | null>>>;
type Change = 'reload' | 'restart';
interface Step {
  readonly look: Look;
  readonly change?: Change;
}

const step = 10_000;
const readingsOf = (v: string): ReadonlyMap<string, string> =>
  new Map([
    ['v', v],
    ['w', 'w'],
    ['n', 'n'],
    ['d', `d of ${v}`],
    ['u', `u of ${v}`],
  ]);

/** Each step is ten seconds after the one before; what v reads changes before a step with a change. */
function walk(spec: PlanSpec, steps: readonly Step[], after: PlanSpec = spec) {
  let judge = new Judge(planOf(spec), judgedFrom);
  const transitions: Transition[] = [];
  const boards = steps.map(({ look, change }, index) => {
    const now = judgedFrom + index * step;
    if (change) judge = changed(judge, after, change, now);
    const samples = Object.entries(look).flatMap(([metric, value]) =>
      [metric, ...(metric === 'v' ? ['u'] : ['n'])]
        .filter((id) => id in spec.metrics)
        .map((id) => ({ metric: id, sample: sampleAt(now, value) })),
    );
    const judged = judge.advance({ now, samples, sources: [], loopLagMs: 0 });
    transitions.push(...judged.transitions);
    return judged.board;
  });
  return { boards, transitions, last: boards.at(-1) ?? expect.fail('nothing was shown') };
}

function changed(judge: Judge, spec: PlanSpec, change: Change, now: number): Judge {
  const next = new Judge(planOf(spec), now);
  const isV = (metric: string): boolean => metric === 'v' || metric === 'u';
  if (change === 'reload') next.adopt(judge, (metric) => !isV(metric));
  else {
    const text = JSON.stringify(savedRules(judge, readingsOf('old')));
    const saved = readSavedRules(text) ?? expect.fail('it cannot be read back');
    resumeRules(next, saved, now - step, now, readingsOf('new'));
  }
  return next;
}

const metrics: PlanSpec['metrics'] = {
  v: { target: '< 10', alert: '> 20', source: 'a', staleAfter: '5m' },
  w: { target: '< 10', alert: '> 20', source: 'b', staleAfter: '5m' },
  n: { target: '< 10', source: 'b', staleAfter: '5m', needs: ['v'] },
  d: { expr: 'v + w', target: '< 15', alert: '> 30', staleAfter: '5m' },
  u: { use: 'max(1m)', target: '< 10', alert: '> 20', source: 'a', staleAfter: '5m' },
};
/** Each rests on v alone, or on v whatever w is. */
const lines = [
  'v < 10',
  'v < 10 for 20s',
  'v < 10 for 2 samples',
  'not (v > 10 for 20s)',
  'not (v > 10 until < 5)',
  'not (v is red)',
  'v is green',
  'v < w',
  'w > v',
  'd < 15',
  'd is green',
  'u < 10',
  'n < 10',
  'max(v, 30s) < 10',
  'age(v) < 4m',
  'v < 10 and w < 10',
];
const warnings = [
  'v > 20',
  'v > 20 until < 10',
  'v > 20 for 20s',
  'd > 30',
  'u > 20',
  'v > w',
  'v > 20 and w > 5',
];

const spec: PlanSpec = {
  metrics,
  hints: Object.fromEntries(warnings.map((when, index) => [`h${index}`, { when }])),
  incidents: Object.fromEntries(warnings.map((when, index) => [`p${index}`, { when }])),
  gate: { required: Object.fromEntries(lines.map((when) => [when, when])) },
};

const value = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 40 }) },
  { weight: 3, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const looks = fc.array(fc.record({ v: value, w: value }, { requiredKeys: [] }), {
  minLength: 1,
  maxLength: 8,
});
const silent = fc.array(fc.record({ v: fc.constant(null), w: value }, { requiredKeys: [] }), {
  minLength: 1,
  maxLength: 6,
});

function onOf(board: Board): readonly string[] {
  const reds = board.metrics.filter(({ status, was }) => status === 'red' || was === 'red');
  const open = board.incidents.filter(({ state }) => state === 'open');
  const active = board.hints.filter(({ state }) => state === 'active');
  return [...reds, ...open, ...active].map(({ id }) => id);
}

describe.each<Change>(['reload', 'restart'])(
  'after a %s in which what a metric reads has changed',
  (change) => {
    it('nothing passes by its old readings, and no red, incident or hint ends, until it has a value', () => {
      fc.assert(
        fc.property(looks, silent, (before, after) => {
          const steps = [
            ...before.map((look) => ({ look })),
            ...after.map((look, index) => ({ look, ...(index === 0 && { change }) })),
          ];
          const { boards } = walk(spec, steps);
          const on = onOf(boards[before.length - 1] ?? expect.fail('nothing was shown'));
          for (const board of boards.slice(before.length)) {
            expect(board.gate.verdict).toBe('no-go');
            expect(board.gate.criteria.filter(({ status }) => status === 'pass')).toEqual([]);
            const still = onOf(board);
            // What rests on w too may end by that.
            for (const id of on.filter((one) => !['w', 'h6', 'p6'].includes(one)))
              expect(still).toContain(id);
          }
        }),
        { numRuns: 300 },
      );
    }, 60_000);

    it('a `for` begins anew, and what is pending waits', () => {
      const held: PlanSpec = {
        metrics: { v: { alert: '> 20 for 30s', staleAfter: '5m' } },
        incidents: { deep: { when: 'v > 20 for 30s' } },
      };
      const high = { look: { v: 25 } };
      const waiting = walk(held, [
        { look: { v: 1 } },
        high,
        high,
        { look: {}, change },
        { look: {} },
        { look: {} },
      ]);
      expect(waiting.last.incidents[0]?.state).toBe('pending');
      expect(waiting.last.metrics[0]?.status).toBe('unknown');
      const again = walk(held, [{ look: { v: 1 } }, high, high, { look: {}, change }, high, high, high]);
      expect(again.last.incidents[0]?.state).toBe('pending');
      const whole = walk(held, [
        { look: { v: 1 } },
        high,
        high,
        { look: {}, change },
        high,
        high,
        high,
        high,
      ]);
      expect(whole.last.incidents[0]?.state).toBe('open');
    });

    it('a red is red since it began while it cannot be told, and a reading ends it', () => {
      const steps = [{ look: { v: 1 } }, { look: { v: 25 } }, { look: {}, change }];
      const plain = { metrics: { v: { target: '< 10', alert: '> 20' } } };
      const since = new Date(judgedFrom + step).toISOString();
      expect(walk(plain, steps).last.metrics[0]).toMatchObject({ status: 'unknown', was: 'red', since });
      const still = walk(plain, [...steps, { look: { v: 30 } }]);
      expect(still.last.metrics[0]).toMatchObject({ status: 'red', since });
      expect(still.transitions.filter((one) => one.new).map(({ to }) => to)).toEqual(['red']);
      expect(walk(plain, [...steps, { look: { v: 2 } }]).last.metrics[0]).toMatchObject({
        status: 'green',
        was: null,
      });
    });

    it('a red with a way out ends by that alone', () => {
      const way = {
        metrics: { v: { alert: '> 20 until < 10' } },
        incidents: { deep: { when: 'v > 20 until < 10' } },
      };
      const steps = [{ look: { v: 1 } }, { look: { v: 25 } }, { look: {}, change }, { look: { v: 15 } }];
      const { last } = walk(way, steps);
      expect([last.metrics[0]?.status, last.incidents[0]?.state]).toEqual(['red', 'open']);
      const ended = walk(way, [...steps, ...Array.from({ length: 5 }, () => ({ look: { v: 5 } }))]).last;
      expect([ended.metrics[0]?.status, ended.incidents]).toEqual(['green', []]);
    });

    it('what rests on another metric too passes by that where it is enough', () => {
      const either = { metrics, gate: { required: { either: 'v < 10 or w < 10' } } };
      const { last } = walk(either, [{ look: { v: 1, w: 1 } }, { look: { w: 1 }, change }]);
      expect(last.gate.verdict).toBe('go');
    });
  },
);

it('that it cannot be told any more is told, and what it is then', () => {
  const plain = { metrics: { v: { target: '< 10', alert: '> 20' } } };
  const steps: Step[] = [
    { look: { v: 12 } },
    { look: {}, change: 'reload' },
    { look: {} },
    { look: { v: 1 } },
  ];
  const told = walk(plain, steps).transitions.map(({ from, to }) => `${from} → ${to}`);
  expect(told).toEqual(['unknown → amber', 'amber → unknown', 'unknown → green']);
  const never = [{ look: {} }, ...steps.slice(1)];
  expect(walk(plain, never).transitions).toEqual([]);
});

it('what is calculated is well since it was seen to be, and no transition goes back in time', () => {
  const sum = {
    metrics: {
      w: { source: 'b', staleAfter: '5m' },
      v: { source: 'a' },
      d: { expr: 'v + w', target: '< 15' },
    },
  };
  for (const v of [1, 20]) {
    const steps: Step[] = [
      { look: { v: 1, w: 1 } },
      { look: {}, change: 'reload' },
      { look: {} },
      { look: { v } },
    ];
    const { last, boards, transitions } = walk(sum, steps);
    expect(boards[1]?.metrics[2]?.status).toBe('unknown');
    expect(Date.parse(last.metrics[2]?.since ?? '')).toBeGreaterThanOrEqual(judgedFrom + step);
    const told = transitions.map(({ at }) => at);
    expect(told).toEqual(told.toSorted());
  }
});

it('rules that an earlier version of this program has kept were told of nobody knows which reading', () => {
  const plain = { metrics: { v: { alert: '> 20' } }, incidents: { deep: { when: 'v > 20 for 30s' } } };
  const judge = new Judge(planOf(plain), judgedFrom);
  judge.advance({
    now: judgedFrom,
    samples: [{ metric: 'v', sample: sampleAt(judgedFrom, 25) }],
    sources: [],
    loopLagMs: 0,
  });
  const text = JSON.stringify(savedRules(judge), (key, kept: unknown) =>
    key === 'readings' ? undefined : kept,
  );
  const next = new Judge(planOf(plain), judgedFrom + step);
  resumeRules(next, readSavedRules(text) ?? [], judgedFrom, judgedFrom + step, readingsOf('new'));
  const { board } = next.advance({ now: judgedFrom + step, samples: [], sources: [], loopLagMs: 0 });
  expect(board.metrics[0]).toMatchObject({ status: 'unknown', was: 'red' });
  expect(next.incidents.get('deep')?.memory.leaves[0]?.state.activeAt).toBeNull();
});
