// A series in one row of blocks: the newest value at the right.

import { levelsOf, type Plotted } from './levels.ts';

const blocks = '▁▂▃▄▅▆▇█';
const gapMark = '·';
const wordMark = '─';

/**
 * Exactly `width` cells. More values than cells are pooled, and the pool keeps its extreme, so that no peak is lost.
 * A gap (null, NaN) is `·`, and hides in a pool that has a value too; cells before the first value are blank.
 * A word has no height and is `─`. A constant series lies flat in the middle, one of zeros at the bottom; the infinite stands at the top or the bottom.
 * @param keep which extreme matters: `min` for a metric whose alert is below.
 */
export function sparkline(values: readonly Plotted[], width: number, keep: 'max' | 'min' = 'max'): string {
  if (width <= 0) return '';
  const { values: heights, words } = levelsOf(values, 1);
  const pooled = pool(heights, width, keep);
  if (words !== null)
    return pooled
      .map((level) => (level === null ? gapMark : wordMark))
      .join('')
      .padStart(width);
  const { low, high } = spanOf(pooled);
  const drawn = pooled.map((value) => (value === null ? gapMark : block(value, low, high))).join('');
  return drawn.padStart(width);
}

/** A curve that moves by less than this share of its size is drawn as nearly flat: noise must not look like a cliff. */
const flatShare = 0.1;
/** A curve whose lowest value is below this share of its highest begins at zero: heights are then shares of the value. */
const zeroShare = 0.7;

/** What a curve of these values spans. A nearly flat one lies in the middle of it; one of zeros at the bottom. */
export function spanOf(values: readonly (number | null)[]): { readonly low: number; readonly high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > 0 && low < high * zeroShare) low = 0;
  const size = Math.max(Math.abs(low), Math.abs(high)) * flatShare;
  const missing = size / 2 - (high / 2 - low / 2);
  return missing > 0 && Number.isFinite(missing)
    ? { low: low - missing, high: high + missing }
    : { low, high };
}

function block(value: number, low: number, high: number): string {
  return blocks.charAt(Math.min(7, Math.floor(shareOf(value, low, high) * 8)));
}

/** Where the value stands between the two, 0 to 1. Halved first, so that the span of the largest doubles stays finite. */
function shareOf(value: number, low: number, high: number): number {
  if (!Number.isFinite(value)) return value > 0 ? 1 : 0;
  const span = high / 2 - low / 2;
  return span > 0 ? (value / 2 - low / 2) / span : 0;
}

function pool(values: readonly (number | null)[], width: number, keep: 'max' | 'min'): (number | null)[] {
  const cells = Math.min(width, values.length);
  const pooled: (number | null)[] = Array.from({ length: cells }, () => null);
  for (const [index, value] of values.entries()) {
    if (value === null || Number.isNaN(value)) continue;
    const cell = Math.floor((index * cells) / values.length);
    const best = pooled[cell] ?? null;
    pooled[cell] = best === null ? value : Math[keep](best, value);
  }
  return pooled;
}
