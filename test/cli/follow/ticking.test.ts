// What differs between two boards of which only the instant differs is what is said to tick, and no more; and all of it is seen to.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boardWords, withoutTicks } from '../../../src/cli/follow/ticking.ts';
import { isoInstant } from '../../../src/domain/clock.ts';
import type { Board } from '../../../src/rules/board.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { boardFixture } from '../../support/board-fixture.ts';
import { planOf, sampleAt, type PlanSpec } from '../../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15);

const spec: PlanSpec = {
  t0: start + 60_000,
  metrics: {
    m: { alert: '> 500 for 10m', target: '< 100' },
    n: { alert: 'avg(10m) > 500' },
    o: { use: 'increase(10m)', alert: '> 500' },
  },
  hints: { busy: { when: 'm > 300' }, soon: { when: 'm > 300 for 10m' } },
  incidents: { lost: { when: 'n > 700 for 10m' }, open: { when: 'n > 700' } },
  phases: { early: { at: '-1h', items: { low: 'm < 600', backup: null } } },
  gate: { required: { fine: 'n < 600', 'lead says go': null } },
};

/** Where two boards differ, by fields: `metrics.reason`. */
function differing(before: unknown, after: unknown, place = ''): readonly string[] {
  if (Object.is(before, after)) return [];
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null)
    return [place];
  const inList = Array.isArray(before);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((field) =>
    differing(
      Reflect.get(before, field),
      Reflect.get(after, field),
      inList ? place : place === '' ? field : `${place}.${field}`,
    ),
  );
}

function ticking(words: object, place = ''): readonly string[] {
  return Object.entries(words).flatMap(([field, word]: [string, unknown]) => {
    const here = place === '' ? field : `${place}.${field}`;
    if (typeof word === 'object' && word !== null) return ticking(word, here);
    return word === 'ticks' ? [here] : [];
  });
}

/** Where the instant itself has changed a judgement: something is late, or has ripened. */
const judgementOf = (board: Board): string =>
  JSON.stringify([
    board.verdict,
    board.launch.phase,
    board.metrics.map(({ status, detail, was }) => [status, detail, was]),
    [...board.hints, ...board.incidents].map(({ id, state }) => [id, state]),
    [...board.phases.flatMap(({ items }) => items), ...board.gate.criteria].map(({ status }) => status),
  ]);

const reading = fc.integer({ min: 0, max: 1_000 });

describe('two boards of one state', () => {
  test('differ in what ticks alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(reading), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 8_000 }),
        (readings, later) => {
          const judge = new Judge(planOf(spec), start);
          const board = (now: number, samples: Parameters<Judge['advance']>[0]['samples']): Board =>
            judge.advance({ now, samples, sources: [], health: [], loopLagMs: now % 7 }).board;
          let now = start;
          for (const value of readings) {
            now += 5_000;
            const sample = sampleAt(now, value);
            board(
              now,
              ['m', 'n', 'o'].map((metric) => ({ metric, sample })),
            );
          }
          const before = board(now, []);
          const after = board(now + later, []);
          if (judgementOf(before) !== judgementOf(after)) return;
          const ticks = ticking(boardWords);
          expect(differing(before, after).filter((place) => !ticks.includes(place))).toEqual([]);
          expect(withoutTicks(after)).toBe(withoutTicks(before));
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('a look that gives what the one before gave is no news', () => {
  const board = boardFixture();
  const later = isoInstant(Date.parse(board.at) + 5_000);
  const again: Board = {
    ...board,
    sources: board.sources.map((source) => ({
      ...source,
      polls: source.polls + 1,
      latencyMs: 3,
      lookedAt: later,
      lastOkAt: later,
      nextAt: later,
    })),
    metrics: board.metrics.map((metric) => ({ ...metric, sampledAt: later, confirmedAt: later, ageMs: 0 })),
  };
  expect(withoutTicks(again)).toBe(withoutTicks(board));
});

test('what is marked at an instant is news, wherever another instant ticks', () => {
  const board = boardFixture();
  const [phase] = board.phases;
  const ticked: Board = {
    ...board,
    phases: board.phases.map((one) =>
      one === phase ? { ...one, items: one.items.map((item) => ({ ...item, at: board.at })) } : one,
    ),
  };
  expect(board.phases[0]?.items.length).toBeGreaterThan(0);
  expect(withoutTicks(ticked)).not.toBe(withoutTicks(board));
});
