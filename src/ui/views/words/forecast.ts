// When something is expected to cross a bound, in words.

import type { MetricState } from '../../../rules/board.ts';
import { fineAge } from '../../text/age.ts';

const minute = 60_000;

/** `18m to 25m`: whole minutes, rounded away from each other, so that it does not change with each look. */
export function forecastSpan({ fromMs, toMs }: NonNullable<MetricState['forecast']>): string {
  const from = Math.floor(fromMs / minute) * minute;
  const to = Math.ceil(toMs / minute) * minute;
  if (from === 0) return `less than ${fineAge(Math.max(minute, to))}`;
  return from === to ? fineAge(from) : `${fineAge(from)} to ${fineAge(to)}`;
}
