// What of a changed profile's sources is what it was.

import type { SourceSetup } from '../sources/source.ts';

/** The sources that are exactly as they were: their connections and timers are kept. */
export function unchangedSources(
  before: readonly SourceSetup[],
  after: readonly SourceSetup[],
): ReadonlySet<string> {
  const known = new Map(before.map((source) => [source.id, JSON.stringify(source)]));
  return new Set(
    after.filter((source) => known.get(source.id) === JSON.stringify(source)).map(({ id }) => id),
  );
}

/** Whether a metric still reads the same thing from the same place. */
export function sameReading(
  metric: string,
  before: readonly SourceSetup[],
  after: readonly SourceSetup[],
): boolean {
  return readingOf(metric, before) === readingOf(metric, after);
}

/** What a metric reads, and from where, as text. */
export function readingOf(metric: string, sources: readonly SourceSetup[]): string {
  const source = sources.find(({ reads }) => reads.some((entry) => entry.metric === metric));
  const read = source?.reads.find((entry) => entry.metric === metric);
  return JSON.stringify([source?.kind, source?.options, read?.read]);
}
