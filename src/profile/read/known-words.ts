// What may stand where an unknown name stood.

import { didYouMean } from '../../domain/nearest.ts';

/** Most known words that a finding lists. */
const listedMax = 12;

/** ` (did you mean "api"?)`, or the list of what there is. */
export function knownWords(word: string, known: readonly string[]): string {
  const near = didYouMean(word, known);
  if (near !== '' || known.length === 0) return near;
  const more = known.length > listedMax ? ` and ${known.length - listedMax} more` : '';
  return `; there are ${known.slice(0, listedMax).join(', ')}${more}`;
}
