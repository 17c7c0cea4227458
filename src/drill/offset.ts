// Offsets from T-0 as scenarios write them: `T-10m`, `T-0`, `T+1h5m`.

import { parseDuration, printDuration } from '../domain/duration.ts';

/** @returns launch milliseconds from T-0, negative before it; null when the text is no offset. */
export function parseOffset(text: string): number | null {
  const match = /^T([-+])(.+)$/.exec(text.trim());
  if (!match) return null;
  const [, sign, span = ''] = match;
  const duration = span === '0' ? 0 : parseDuration(span);
  if (duration === null || duration === 0) return duration;
  return sign === '-' ? -duration : duration;
}

/** The text that `parseOffset` reads back. */
export function printOffset(offset: number): string {
  if (offset === 0) return 'T-0';
  return `T${offset < 0 ? '-' : '+'}${printDuration(Math.abs(offset))}`;
}
