// A small world for properties of the judgement: two metrics looked at every ten seconds, and rules of every form over them.

import fc from 'fast-check';
import type { Plan } from '../../src/rules/plan.ts';
import type { Evidence, Judgement } from '../../src/rules/evaluate/input.ts';
import type { Judge } from '../../src/rules/judge.ts';
import { planOf, sampleAt } from './plan.ts';

export const start = Date.UTC(2026, 11, 1, 15, 0, 0);
export const step = 10_000;

/** What a metric with a rhythm of its own tells is this old. */
const settle = 10_000;

/** What one look gives: a value, NaN, or nothing. */
const look = fc.option(fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.constant(Number.NaN)), { freq: 4 });
export type Look = number | null;

/** Alerts of the metric m: every form of `for`, `until`, windows. */
export const alertForms = [
  '> 500',
  '> 500 for 30s',
  '> 500 for 2 samples',
  '> 500 for 2 of 3 samples',
  '> 500 until < 300',
  '> 500 until < 300 for 20s',
  '> 500 until < 300 for 2 samples',
  'avg(30s) > 500',
  'max(30s) > 700 for 20s',
  'not in 100..600',
].filter((text) => !text.startsWith('not'));

/** Rules over m and n whose truth changes with samples only. */
export const sampledForms = [
  'm > 500 for 20s and n > 400',
  'm > 500 or not n < 300',
  'not (m < 300 or n < 300)',
  'm > n for 2 samples',
  'm > 50% of n for 20s',
  'm > 500 until < 200 for 3 of 4 samples and n >= 10',
  'm in 100..400 for 30s',
  'avg(m, 40s) > 500 for 2 samples',
  'delta(m, 30s) > 100',
];

/** Rules that time itself moves. */
export const timedForms = [
  'm is red',
  'not m is green',
  'm is amber for 20s',
  'm absent for 20s',
  'age(n) > 20s',
];

export interface World {
  readonly target: string;
  readonly alert: string;
  readonly rule: string;
  readonly hold: string;
  readonly aligned: boolean;
  readonly looks: readonly (readonly [Look, Look])[];
}

export function worlds(forms: readonly string[], maxLength = 40): fc.Arbitrary<World> {
  return fc.record({
    target: fc.constantFrom('< 100', '< 400'),
    alert: fc.constantFrom(...alertForms),
    rule: fc.constantFrom(...forms),
    hold: fc.constantFrom('0s', '20s'),
    aligned: fc.boolean(),
    looks: fc.array(fc.tuple(look, look), { minLength: 1, maxLength }),
  });
}

export function worldPlan({ target, alert, rule, hold, aligned }: World): Plan {
  const rhythm = aligned ? { aligned: { period: '10s', delay: '20s' }, staleAfter: '45s' } : {};
  return planOf({
    metrics: { m: { target, alert, hold, ...rhythm }, n: { target: '< 900' } },
    hints: { hint: { when: rule } },
    incidents: { incident: { when: rule, respond: '1m' } },
    gate: { required: { criterion: rule } },
  });
}

/** What each look brings, by its index. */
export function evidenceOf({ looks, aligned }: World, index: number): readonly Evidence[] {
  const now = start + index * step;
  const [m, n] = looks[index] ?? [null, null];
  // A source with periods tells the value of the last settled one; that it tells none has no instant of its own.
  const told = aligned && m !== null && !Number.isNaN(m) ? now - settle : now;
  return [
    { metric: 'm', sample: sampleAt(told, m) },
    { metric: 'n', sample: sampleAt(now, n) },
  ];
}

/** Judges the whole world look by look. */
export function walkWorld(world: World, judge: Judge): readonly Judgement[] {
  return world.looks.map((_, index) =>
    judge.advance({
      now: start + index * step,
      samples: evidenceOf(world, index),
      sources: [],
      loopLagMs: 0,
    }),
  );
}
