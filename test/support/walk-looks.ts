// Judges rows of looks, one board a second.

import { gap, type GapReason } from '../../src/domain/gap.ts';
import type { Evidence } from '../../src/rules/evaluate/input.ts';
import { Judge } from '../../src/rules/judge.ts';
import { planOf, sampleAt, type MetricSpec, type PlanSpec } from './plan.ts';

const start = Date.UTC(2026, 11, 1, 15, 0, 0);
const second = 1_000;

/** A value, why there is none, or no look at all. */
export type Look = number | GapReason | '-';

function evidence(metric: string, at: number, look: Look): readonly Evidence[] {
  if (look === '-') return [];
  if (typeof look === 'number') return [{ metric, sample: sampleAt(at, look) }];
  return [{ metric, sample: { at, gap: gap(look, `it is ${look}`, null) } }];
}

/** One board a second. Values count for ten seconds, and each is looked at every second. */
export function walk(spec: PlanSpec, looks: Readonly<Record<string, readonly Look[]>>, last?: number) {
  const metrics = Object.fromEntries(
    Object.entries(spec.metrics).map(([id, metric]): [string, MetricSpec] => [
      id,
      { interval: '1s', staleAfter: '10s', hold: '3s', because: 'it is so', ...metric },
    ]),
  );
  const judge = new Judge(planOf({ ...spec, metrics }), start);
  const length = last ?? Math.max(...Object.values(looks).map((row) => row.length));
  return Array.from({ length }, (_, index) => {
    const now = start + index * second;
    const samples = Object.entries(looks).flatMap(([id, row]) => evidence(id, now, row[index] ?? '-'));
    return judge.advance({ now, samples, sources: [], loopLagMs: 0 });
  });
}

export const none = (count: number, reason: GapReason = 'not_found'): Look[] =>
  Array<Look>(count).fill(reason);
