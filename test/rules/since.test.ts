// Since is the start of the trouble: no gap, pause, restart or recovery that did not end moves it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSavedRules } from '../../src/record/saved-rules-schema.ts';
import type { Board, MetricState, Transition } from '../../src/rules/board.ts';
import { Judge } from '../../src/rules/judge.ts';
import { resumeRules, savedRules } from '../../src/rules/evaluate/saved.ts';
import { judgedFrom } from '../support/judged.ts';
import { planOf, sampleAt, type PlanSpec } from '../support/plan.ts';

/** A reading, a failed look (`null`), no look at all, or another program that goes on after so many seconds. */
type Step = number | null | 'silent' | { readonly awayS: number };

interface Seen {
  readonly boards: readonly Board[];
  readonly transitions: readonly Transition[];
}

/** Each step is ten seconds after the one before. */
function walk(spec: PlanSpec, steps: readonly Step[]): Seen {
  const plan = planOf(spec);
  let judge = new Judge(plan, judgedFrom);
  let now = judgedFrom - 10_000;
  const transitions: Transition[] = [];
  const boards = steps.map((step) => {
    now += 10_000;
    if (typeof step === 'object' && step !== null) {
      const saved =
        readSavedRules(JSON.stringify(savedRules(judge))) ?? expect.fail('it cannot be read back');
      const downAt = now - 10_000;
      now = downAt + step.awayS * 1_000;
      judge = new Judge(plan, now);
      resumeRules(judge, saved, downAt, now);
    }
    const value = typeof step === 'number' || step === null ? step : undefined;
    const samples = value === undefined ? [] : [{ metric: 'm', sample: sampleAt(now, value) }];
    const judged = judge.advance({ now, samples, sources: [], loopLagMs: 0 });
    transitions.push(...judged.transitions);
    return judged.board;
  });
  return { boards, transitions };
}

const at = (seconds: number): string => new Date(judgedFrom + seconds * 1_000).toISOString();
const metricOf = (board: Board | undefined): MetricState => board?.metrics[0] ?? expect.fail('no metric');
const last = ({ boards }: Seen): MetricState => metricOf(boards.at(-1));
const told = ({ transitions }: Seen): readonly string[] =>
  transitions.map(({ from, to, new: isNew }) => `${from} → ${to}${isNew ? ' new' : ''}`);

const plain: PlanSpec = {
  metrics: { m: { target: '< 100', alert: '> 500', hold: '1m' } },
  hints: { more: { when: 'm > 500' } },
  incidents: { deep: { when: 'm > 500', class: 'P1' } },
  gate: { required: { calm: 'm < 100' } },
};
const gaps: readonly Step[] = [null, null, null, null];
const pause: readonly Step[] = ['silent', 'silent', 'silent', 'silent'];
const between: readonly (readonly [string, readonly Step[]])[] = [
  ['a gap', gaps],
  ['a pause', pause],
  ['a restart', [{ awayS: 10 }]],
  ['a long restart', [{ awayS: 600 }]],
  ['a restart after a day', [{ awayS: 86_400 }]],
  ['a restart while it could not be told', [...gaps, { awayS: 10 }, null]],
  ['two of them', [...gaps, { awayS: 40 }, null, { awayS: 40 }]],
];

describe.each(between)('over %s', (_, away) => {
  it.each<[string, number]>([
    ['red', 600],
    ['amber', 200],
  ])('%s is so since it began', (status, value) => {
    const seen = walk(plain, [10, value, value, ...away, value]);
    expect(last(seen)).toMatchObject({ status, since: at(10) });
    expect(last(seen).reason).toContain('since 15:00:10');
    const again = told(seen).filter((line) => line.startsWith(`unknown → ${status}`));
    expect(again.filter((line) => line.endsWith('new'))).toEqual([]);
  });
  it('what was red is red since it began while it cannot be told', () => {
    const seen = walk(plain, [10, 600, 600, ...away, 'silent']);
    for (const board of seen.boards.slice(1)) expect(metricOf(board)).toMatchObject({ since: at(10) });
    expect(last(seen)).toMatchObject({ status: 'unknown', was: 'red', confirmedAt: at(20) });
    expect(last(seen).reason).toContain('was red since 15:00:10, confirmed last at 15:00:20');
  });
  it('a hint, an incident and what fails at the gate are so since they began', () => {
    const [board] = walk(plain, [10, 600, 600, ...away, 600]).boards.slice(-1);
    expect(board?.hints[0]?.since).toBe(at(10));
    expect(board?.incidents[0]).toMatchObject({ since: at(10), state: 'open' });
    expect(board?.incidents[0]?.reason).toMatch(/^m 600 > 500 since 15:00:10( \(\S+\))?; ends/);
    expect(board?.gate.criteria[0]?.evidence).toContain('fails since 15:00:10');
  });
  it('what is green again is green since it was seen to be', () => {
    const seen = walk(plain, [10, 10, 10, ...away, 10]);
    const unknown = seen.boards.some((board) => metricOf(board).status === 'unknown');
    expect(last(seen)).toMatchObject({ status: 'green', since: unknown ? seen.boards.at(-1)?.at : at(0) });
  });
});

it('a red that evidence has ended while its target cannot be told is over, and the next one is new', () => {
  const spec = {
    metrics: { m: { target: 'avg(15s) < 100', alert: '> 500', staleAfter: '25s', hold: '0s' } },
  };
  const seen = walk(spec, [10, 10, 600, null, null, null, 300, 600]);
  expect(metricOf(seen.boards.at(-2))).toMatchObject({ status: 'unknown', was: null });
  expect(last(seen)).toMatchObject({ status: 'red', since: at(70) });
  expect(told(seen).at(-1)).toBe('unknown → red new');
});

describe('a recovery that did not end', () => {
  const held: PlanSpec = { metrics: { m: { alert: '> 500 for 30s', hold: '1m' } } };
  it('leaves one clock in the sentence, that of the red', () => {
    const seen = walk(held, [10, 600, 600, 600, 600, 10, 10, 600]);
    expect(last(seen)).toMatchObject({
      status: 'red',
      since: at(40),
      endsAt: null,
      reason: '600 > 500 for 30s since 15:00:10 (1m); ends at or below 500',
    });
  });
  it('says when the red ends if nothing changes', () => {
    const seen = walk(held, [10, 600, 600, 600, 600, 10, 10]);
    expect(last(seen)).toMatchObject({ status: 'red', detail: 'recovering', endsAt: at(110), since: at(40) });
    const ended = walk(held, [10, 600, 600, 600, 600, 10, 10, 10, 10, 10, 10, 10]);
    expect(ended.boards.map((board) => metricOf(board).status)).toEqual([
      'green',
      'amber',
      'amber',
      'amber',
      'red',
      'red',
      'red',
      'red',
      'red',
      'red',
      'red',
      'green',
    ]);
  });
});

describe('a transition says whether the trouble is new', () => {
  it.each<[string, readonly Step[], readonly string[]]>([
    [
      'a red that could not be told for a while',
      [10, 600, ...gaps, 600, ...gaps, 600],
      ['green → red new', 'red → unknown', 'unknown → red', 'red → unknown', 'unknown → red'],
    ],
    [
      'a red that was amber before',
      [10, 200, ...gaps, 600],
      ['green → amber new', 'amber → unknown new', 'unknown → red new'],
    ],
    [
      'an amber that was red before',
      [10, 600, ...gaps, 200, 200, 200, 200, 200, 200, 200],
      ['green → red new', 'red → unknown', 'unknown → red', 'red → amber'],
    ],
    ['what is red at the first look', [600], ['unknown → red new']],
    ['what could not be told, and was green', [10, ...gaps, 10], ['green → unknown new', 'unknown → green']],
  ])('%s', (_, steps, expected) => {
    expect(told(walk({ metrics: plain.metrics }, steps))).toEqual(expected);
  });
  it('unknown has a time of its own, and says what it was', () => {
    const seen = walk(plain, [10, 200, ...gaps]);
    expect(last(seen)).toMatchObject({ status: 'unknown', was: 'amber', since: at(35), confirmedAt: at(10) });
    const green = walk(plain, [10, 10, ...gaps]);
    expect(last(green)).toMatchObject({ status: 'unknown', was: 'green', since: at(35) });
  });
});

it('whatever comes between, since moves only where the trouble was seen to end', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<Step>(600, 600, 200, 10) },
    { weight: 3, arbitrary: fc.constantFrom<Step>(null, 'silent') },
    { weight: 1, arbitrary: fc.integer({ min: 10, max: 5_000 }).map((awayS): Step => ({ awayS })) },
  );
  const specs = ['> 500', '> 500 for 20s', '> 500 for 2 samples', '> 500 until < 150'].map(
    (alert): PlanSpec => ({ ...plain, metrics: { m: { target: '< 100', alert, hold: '20s' } } }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...specs), fc.array(step, { maxLength: 60 }), (spec, steps) => {
      const { boards } = walk(spec, steps);
      let red: string | null = null;
      let amber: string | null = null;
      let open: string | null = null;
      for (const board of boards) {
        const { status, was, since } = metricOf(board);
        if (status === 'red' || was === 'red') expect((red ??= since)).toBe(since);
        else red = null;
        if (status === 'amber') expect((amber ??= since)).toBe(since);
        else if (status !== 'unknown' || was !== 'amber') amber = null;
        const [incident] = board.incidents.filter(({ state }) => state === 'open');
        if (incident) expect((open ??= incident.since)).toBe(incident.since);
        else open = null;
      }
    }),
    { numRuns: 500 },
  );
}, 60_000);
