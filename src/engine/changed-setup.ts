// What of a changed profile's sources is what it was.

import { isDeepStrictEqual } from 'node:util';
import type { SourceSetup } from '../sources/source.ts';

/**
 * Whether two are one as they are used, values of the environment included: those are in no digest of the profile. In which order keys
 * were written does not matter.
 */
export function sameSetup<Part>(one: Part, other: Part): boolean {
  return isDeepStrictEqual(one, other);
}

/** The sources that are not exactly as they were, or are gone: of the others connections and timers are kept. */
export function changedSources(
  before: readonly SourceSetup[],
  after: readonly SourceSetup[],
): readonly SourceSetup[] {
  const known = new Map(after.map((source) => [source.id, source]));
  return before.filter((source) => !sameSetup(known.get(source.id), source));
}

/** Whether a metric still reads the same thing from the same place. */
export function sameReading(
  metric: string,
  before: readonly SourceSetup[],
  after: readonly SourceSetup[],
): boolean {
  return sameSetup(readingOf(metric, before), readingOf(metric, after));
}

/** What it reads without secrets, as text: a key, in a form that is kept from one program to the next. */
export function knownReadingOf(metric: string, sources: readonly SourceSetup[]): string {
  const source = sources.find(({ reads }) => reads.some((entry) => entry.metric === metric));
  if (!source?.known) return JSON.stringify(readingOf(metric, sources));
  return JSON.stringify([source.kind, source.known.options, source.known.reads[metric]]);
}

/** What a metric reads, and from where. */
function readingOf(metric: string, sources: readonly SourceSetup[]) {
  const source = sources.find(({ reads }) => reads.some((entry) => entry.metric === metric));
  const read = source?.reads.find((entry) => entry.metric === metric);
  return [source?.kind, source?.options, read?.read] as const;
}
