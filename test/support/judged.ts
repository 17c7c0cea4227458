// Judges a table of looks at the metrics of a plan, as the properties write it.
import { isoInstant } from '../../src/domain/clock.ts';
import { gapState, type Gap } from '../../src/domain/gap.ts';
import type { Value } from '../../src/domain/value.ts';
import type { Board, SourceState } from '../../src/rules/board.ts';
import { Judge } from '../../src/rules/judge.ts';
import { planOf, sampleAt, type PlanSpec } from './plan.ts';

export const judgedFrom = Date.UTC(2026, 11, 1, 15, 0, 0);

/** What is seen at `at` seconds: readings (`null` is a timeout) of this instant, or of the instant given with them. */
export interface Look {
  readonly at: number;
  readonly seen?: Readonly<Record<string, Value | null>>;
  /** Seconds of which the readings speak, where they do not speak of `at`. */
  readonly of?: number;
  /** The sources that fail because there is no way to them from here. */
  readonly failing?: readonly string[];
}

/** One board for each look. */
export function judged(spec: PlanSpec, looks: readonly Look[]): readonly Board[] {
  const plan = planOf(spec);
  const judge = new Judge(plan, judgedFrom);
  return looks.map(({ at, seen = {}, of = at, failing = [] }) => {
    const samples = Object.entries(seen).map(([metric, value]) => ({
      metric,
      sample: sampleAt(judgedFrom + of * 1_000, value),
    }));
    const sources = plan.sources.map(({ id }) => sourceState(id, failing.includes(id)));
    const now = judgedFrom + at * 1_000;
    const health = sources.map((source) => ({ ...source, lookedAt: isoInstant(now), hosts: [source.id] }));
    return judge.advance({ now, samples, sources, health, loopLagMs: 0 }).board;
  });
}

const cutOff: Gap = { reason: 'unreachable', message: 'no way leads there', way: 'ours', reached: 'name' };

function sourceState(id: string, fails: boolean): SourceState {
  return {
    id,
    kind: 'http',
    ok: !fails,
    latencyMs: 1,
    polls: 3,
    gaps: 0,
    skipped: 0,
    gap: fails ? gapState(cutOff) : null,
    lookedAt: null,
    lastOkAt: null,
    nextAt: null,
    note: null,
    warning: null,
  };
}
