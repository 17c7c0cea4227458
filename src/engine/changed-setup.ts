// What of a changed profile's sources is what it was.

import type { SourceSetup } from '../sources/source.ts';

/** The sources that are not exactly as they were, or are gone: of the others connections and timers are kept. */
export function changedSources(
  before: readonly SourceSetup[],
  after: readonly SourceSetup[],
): readonly SourceSetup[] {
  const known = new Map(after.map((source) => [source.id, JSON.stringify(source)]));
  return before.filter((source) => known.get(source.id) !== JSON.stringify(source));
}

/** Whether a metric still reads the same thing from the same place. */
export function sameReading(
  metric: string,
  before: readonly SourceSetup[],
  after: readonly SourceSetup[],
): boolean {
  return readingOf(metric, before) === readingOf(metric, after);
}

/** The same without secrets: what tells one reading from another after a restart. */
export function knownReadingOf(metric: string, sources: readonly SourceSetup[]): string {
  const source = sources.find(({ reads }) => reads.some((entry) => entry.metric === metric));
  if (!source?.known) return readingOf(metric, sources);
  return JSON.stringify([source.kind, source.known.options, source.known.reads[metric]]);
}

/** What a metric reads, and from where, as text. */
function readingOf(metric: string, sources: readonly SourceSetup[]): string {
  const source = sources.find(({ reads }) => reads.some((entry) => entry.metric === metric));
  const read = source?.reads.find((entry) => entry.metric === metric);
  return JSON.stringify([source?.kind, source?.options, read?.read]);
}
