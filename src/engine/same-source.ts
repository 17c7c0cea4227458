// Whether a source, or what a metric reads, is the same in a changed profile: then its connections and samples are kept.

import type { SourceSetup } from '../sources/source.ts';

export function sameSource(left: SourceSetup | undefined, right: SourceSetup): boolean {
  return left !== undefined && JSON.stringify(left) === JSON.stringify(right);
}

/** What a metric reads, and where, as a text that is equal where both are. */
export function readingKey(metric: string, sources: readonly SourceSetup[]): string {
  const source = sources.find(({ reads }) => reads.some((entry) => entry.metric === metric));
  const read = source?.reads.find((entry) => entry.metric === metric);
  return JSON.stringify([source?.kind, source?.options, read?.read]);
}
