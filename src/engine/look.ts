// What one look of a source has come to: of which metrics it gave a value.

import type { Instant, Milliseconds } from '../domain/clock.ts';
import type { Gap } from '../domain/gap.ts';
import type { MetricSample, SourceSetup } from '../sources/source.ts';

/** Plain data. */
export interface Look {
  /** The other end has asked to be left alone, or must be: until then it is not asked again, whatever for. */
  readonly leftAloneUntil: Instant | null;
  readonly begunAt: Instant;
  /** The metrics whose newest sample in it is a gap. */
  readonly gaps: readonly ({ readonly metric: string } & Gap)[];
  /** The metrics whose newest sample in it is of an instant before the look began, and by how much. */
  readonly older: readonly { readonly metric: string; readonly ms: Milliseconds }[];
}

/** Its looks run something, or are runs that are counted. */
export function isRun({ kind, runs }: Pick<SourceSetup, 'kind' | 'runs'>): boolean {
  return kind === 'exec' || runs === true;
}

/** Each source gives its samples oldest first. */
export function lookOf(begunAt: Instant, samples: readonly MetricSample[]): Look {
  if (!samples.some(({ sample }) => sample.gap !== undefined || sample.at < begunAt))
    return { begunAt, gaps: [], older: [], leftAloneUntil: null };
  const newest = new Map(samples.map(({ metric, sample }) => [metric, sample]));
  const gaps = [...newest].flatMap(([metric, { gap }]) => (gap ? [{ ...gap, metric }] : []));
  const older = [...newest].flatMap(([metric, { at }]) =>
    at < begunAt ? [{ metric, ms: begunAt - at }] : [],
  );
  return { begunAt, gaps, older, leftAloneUntil: null };
}
