// The launch of the wall's pictures: its metrics, and how each stands in four situations, at 14:42:17 on launch day.

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Status } from '../../src/domain/status.ts';
import type { Approach } from '../../src/domain/approach.ts';
import type { Bucket } from '../../src/engine/snapshot.ts';
import type { WallGroup } from '../../src/ui/views/wall/places.ts';

const folder = new URL('../fixtures/wall/', import.meta.url);
const status = z.enum(['green', 'amber', 'red', 'unknown']);

const stateSchema = z.object({
  value: z.string(),
  status,
  /** 90 of them over 15 minutes; null: no answer. Not there for what has no number. */
  points: z.array(z.number().nullable()).optional(),
  /** From which point on it is red; not there where it is by its newest points alone. */
  redfrom: z.number().optional(),
  gapfrom: z.number().optional(),
  states: z.string().optional(),
  since: z.string().optional(),
  age: z.string().optional(),
  word: z.string().optional(),
  reason: z.string().optional(),
  /** The class of the incident that is open for it. */
  badge: z.string().optional(),
});
const schema = z.object({
  groups: z.array(z.string()),
  readings: z.record(z.string(), z.number()),
  metrics: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      group: z.string(),
      target: z.string().nullable(),
      alert: z.string().nullable(),
      side: z.enum(['below', 'above', 'floor', 'range', 'truth', 'equal']),
      targetValue: z.union([z.number(), z.tuple([z.number(), z.number()])]).nullable(),
      alertValue: z.number().nullable(),
      ideal: z.number().nullable(),
    }),
  ),
  situations: z.record(z.string(), z.record(z.string(), stateSchema)),
});

export type SituationState = z.infer<typeof stateSchema>;

export const situations = schema.parse(JSON.parse(readFileSync(new URL('situations.json', folder), 'utf8')));

/** A picture, a row each. */
export function picture(name: string): readonly string[] {
  return readFileSync(new URL(`${name}.txt`, folder), 'utf8').split('\n');
}

export const groupsOfSituations: readonly WallGroup[] = situations.groups.map((title) => ({
  title,
  judged: situations.metrics.filter(({ group }) => group === title).map(({ id }) => id),
  readings: situations.readings[title] ?? 0,
}));

const pointsInAll = 90;

/** What was seen of a metric, in so many parts of the quarter of an hour. */
export function bucketsOf(id: string, state: SituationState, cells: number): readonly Bucket[] {
  return Array.from({ length: cells }, (_, cell) => {
    const from = Math.floor((cell * pointsInAll) / cells);
    const to = Math.floor(((cell + 1) * pointsInAll) / cells);
    const values = (state.points ?? []).slice(from, to);
    const numbers = values.filter((value) => value !== null);
    return {
      status: statusIn(id, state, from, to),
      low: numbers.length === 0 ? null : Math.min(...numbers),
      high: numbers.length === 0 ? null : Math.max(...numbers),
    };
  });
}

function statusIn(id: string, state: SituationState, from: number, to: number): Status {
  const { redfrom, gapfrom, points = [], states = '' } = state;
  if (states.slice(from, to).includes('X') || (redfrom !== undefined && to > redfrom)) return 'red';
  if (gapfrom !== undefined && to > gapfrom) return 'unknown';
  const metric = situations.metrics.find((one) => one.id === id);
  const numbers = points.slice(from, to).filter((value) => value !== null);
  const approach = metric && approachOfSituation(id);
  const misses = (value: number): boolean => {
    const { target = null } = approach ?? {};
    if (typeof target !== 'number') return false;
    // Points are noise around what was judged: below none is none.
    return approach?.side === 'above' ? value < target : value > target;
  };
  return numbers.some(misses) ? 'amber' : 'green';
}

export function approachOfSituation(id: string): Approach | null {
  const metric = situations.metrics.find((one) => one.id === id);
  if (!metric || metric.targetValue === null) return null;
  const { side, targetValue: target, alertValue: alert } = metric;
  switch (side) {
    case 'below':
      return { side: 'below', target, alert, ideal: 0 };
    case 'above':
      return { side: 'above', target, alert, ideal: metric.ideal };
    case 'floor':
      return { side: 'above', target, alert, ideal: null };
    case 'range':
      return { side: 'between', target, alert, ideal: null };
    case 'truth':
    case 'equal':
      return null;
  }
}
