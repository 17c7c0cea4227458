// Who asks for a window that was seen in part, and how it is taken then (docs/conditions.md §8.3): an estimate may speak on the wall once enough
// was seen; at the gate only what no completion of the holes could change, unless the profile has written how much is enough.

import { between, type Bounds } from '../../domain/bounds.ts';
import type { Milliseconds } from '../../domain/clock.ts';
import type { Pace } from '../../domain/coverage.ts';
import type { Part } from '../../domain/sample.ts';
import type { Value } from '../../domain/value.ts';
import type { Operand } from './ast.ts';

/** What asks. */
export interface Asker {
  /**
   * `alert`: a metric's own; `wall`: a hint, an incident. `target`: a metric's own, which may speak of what grows from a
   * written minimum on. `line`: an item or a criterion, which decides.
   */
  readonly by: 'alert' | 'wall' | 'target' | 'line';
  /** How much of a window must have been seen, where the line, hint or incident has written it. */
  readonly minSeen: Milliseconds | null;
}

export const onTheWall: Asker = { by: 'wall', minSeen: null };

/**
 * How much must have been seen of what this asks of an operand, where that is written. What a metric has written is for its own
 * value and its own rules; a window that others lay over it is none of it.
 */
export function writtenFor(
  { by, minSeen }: Asker,
  { call }: Operand,
  pace: Pace | null,
): Milliseconds | null {
  if (minSeen !== null) return minSeen;
  const isOwn = call === null || by === 'alert' || by === 'target';
  return isOwn ? (pace?.minSeen ?? null) : null;
}

/** A window's value for people, and what it rests on. */
interface Read {
  readonly value: Value | null;
  readonly part: Part;
  /** The condition's own window, told by the minimum of the line that asks; else the metric's. */
  readonly isOwn: boolean;
}

/** @param written how much must have been seen of it, where that is written. */
export function taken(
  { value, part, isOwn }: Read,
  { by, minSeen }: Asker,
  written: Milliseconds | null,
): Value | Bounds | null {
  const isWritten = written !== null && part.looks > 1 && part.seenMs >= Math.min(written, part.windowMs);
  // What grows is so far what was seen of it; where that itself is not known, or it is an estimate, its bounds speak.
  const isOpen = part.from === Number.NEGATIVE_INFINITY || part.to === Number.POSITIVE_INFINITY;
  if (by === 'target' && isWritten && isOpen && part.born !== true) return value;
  const isTold = by === 'line' || (minSeen !== null && !isOwn) ? isWritten : part.told;
  return isTold ? between(part.from, part.to) : between(part.atLeast, part.atMost);
}
