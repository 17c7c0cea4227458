// How far a value has gone: from its ideal to its target, and from there to its alert. It is the height of a strip, and the order
// of what is nearest to a limit.

/** On which side of its limits a metric should be. */
export type Side = 'below' | 'above' | 'between';

/** A metric's limits as numbers, in its own unit. */
export interface Approach {
  readonly side: Side;
  /** The target's limit; both ends where the side is `between`; null for an alert without a target. */
  readonly target: number | readonly [number, number] | null;
  /** The alert's limit; null where there is none, or where it is no single number. */
  readonly alert: number | null;
  /** The best that there is: 0 below a target, 100 % above one; the target itself where it is an exact count; null: the farther the better. */
  readonly ideal: number | null;
}

/**
 * How much of the way a value has gone: 0 at its ideal, 1 at its target, 2 at its alert and beyond. Where there is no target, 1 is the
 * alert; where there is no alert, nothing beyond the target is nearer to one: 2 from there on.
 */
export function shareGone(approach: Approach, value: number): number {
  const { target, alert } = approach;
  if (target === null) return alert === null ? 0 : share(approach, value, alert);
  const limit = typeof target === 'number' ? target : nearerEnd(target, value);
  const gone = typeof target === 'number' ? share(approach, value, target) : fromMiddle(target, value);
  if (gone <= 1) return Math.max(0, gone);
  if (alert === null) return 2;
  // The other side of a range has no alert.
  const beyond = alert === limit ? 1 : (value - limit) / (alert - limit);
  if (beyond < 0 && typeof target !== 'number') return 2;
  return 1 + Math.min(1, Math.max(justMissed, beyond));
}

/** What has missed its target has gone more than all of the way to it. */
const justMissed = 1e-6;

function share({ side, ideal }: Approach, value: number, limit: number): number {
  if (ideal !== null && ideal !== limit) return (value - ideal) / (limit - ideal);
  // The limit is the ideal itself, as in `== 0`: whatever is off it has missed it.
  if (ideal !== null) return value === ideal ? 0 : 1 + Math.abs(value - ideal);
  if (side === 'below') return value <= limit ? 0 : 1 + Math.abs(value - limit);
  if (limit <= 0) return value >= limit ? 0 : 1 + Math.abs(value - limit);
  return value <= 0 ? 2 : limit / value;
}

function nearerEnd([low, high]: readonly [number, number], value: number): number {
  return value < (low + high) / 2 ? low : high;
}

function fromMiddle([low, high]: readonly [number, number], value: number): number {
  const half = (high - low) / 2;
  const off = Math.abs(value - (low + high) / 2);
  return half === 0 ? (off === 0 ? 0 : 2) : off / half;
}
