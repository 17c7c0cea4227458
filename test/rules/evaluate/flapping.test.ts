// Flap damping: what is shown is never better than the last results, and a way up is never held back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { severity } from '../../../src/domain/status.ts';
import type { Judgement } from '../../../src/rules/evaluate/input.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { planOf, sampleAt } from '../../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15, 0, 0);
const step = 10_000;

function walk(values: readonly (number | null)[]): readonly Judgement[] {
  const judge = new Judge(planOf({ metrics: { m: { target: '< 100', alert: '> 500' } } }), start);
  return values.map((value, index) => {
    const now = start + index * step;
    const samples = [{ metric: 'm', sample: sampleAt(now, value) }];
    return judge.advance({ now, samples, sources: [], loopLagMs: 0 });
  });
}

function statuses(seen: readonly Judgement[]): string {
  return seen.map(({ board }) => board.metrics[0]?.status?.[0]).join('');
}

function marks(seen: readonly Judgement[]): string {
  return seen.map(({ board }) => (board.metrics[0]?.detail === 'flapping' ? '~' : '.')).join('');
}

const restless = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 10 : 600));

describe('flap damping', () => {
  it('a red does not blink green, and is calm only after a while', () => {
    const seen = walk([...restless, ...Array<number>(18).fill(10)]);
    expect(statuses(seen)).toBe('grgrgrrrrrrrrrgggggggggggggggg');
    expect(marks(seen)).toBe('......~~~~~~~~~~~~~~~~~~~~~...');
  });

  it('is told once when it begins and once when it ends', () => {
    const seen = walk([...restless, ...Array<number>(18).fill(10)]);
    const told = seen.flatMap(({ transitions }) => transitions.map(({ from, to }) => `${from} ${to}`));
    expect(told).toEqual([
      'green red',
      'red green',
      'green red',
      'red green',
      'green red',
      'red flapping',
      'flapping green',
    ]);
    expect(seen[6]?.board.metrics[0]?.reason).toMatchInlineSnapshot(
      `"10 now, flapping: 6 of the last 7 readings changed it; red counts until "> 500" is steady"`,
    );
  });

  it('the way up is not delayed: a red is shown and told at once, however restless it was', () => {
    const amberAndGreen = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 10 : 150));
    const seen = walk([...amberAndGreen, 600]);
    expect(marks(seen).at(-1)).toBe('~');
    expect(seen.at(-1)?.board.metrics[0]?.status).toBe('red');
    expect(seen.at(-1)?.transitions.map(({ to }) => to)).toEqual(['red']);
  });

  it('what cannot be told is unknown while it flaps too, and was red', () => {
    const seen = walk([...restless, null, null, null]);
    expect(seen.at(-1)?.board.metrics[0]).toMatchObject({ status: 'unknown', detail: 'stale', was: 'red' });
  });

  it('is never better than the newest evidence alone', () => {
    const look = fc.option(fc.constantFrom(10, 150, 600), { freq: 6 });
    fc.assert(
      fc.property(fc.array(look, { maxLength: 40 }), (values) => {
        let newest: number | null = null;
        for (const [index, { board }] of walk(values).entries()) {
          newest = values[index] ?? newest;
          const state = board.metrics[0];
          if (!state || state.status === 'unknown' || newest === null) continue;
          const alone = newest > 500 ? 'red' : newest < 100 ? 'green' : 'amber';
          expect(severity(state.status, null)).toBeLessThanOrEqual(severity(alone, null));
        }
      }),
    );
  });
});
