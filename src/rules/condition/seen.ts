// When enough of a window has been seen for an estimate of it (docs/conditions.md §8.3).

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { Coverage } from '../../domain/coverage.ts';

/** One look never decides. */
const looksLeast = 2;
/** Below this many looks nothing is told of a window that has room for them. */
const looksMin = 4;
const windowShare = 0.1;
/** A look is up to a twentieth of its interval early or late, so two are up to a tenth further apart. */
const jitterShare = 0.1;
/** A window is told, and lost again by a hole, so often at the most before it is asked no further. */
const holesMax = 8;

/** What must have been seen. */
export interface MinSeen {
  readonly looks: number;
  /** The time in which so many looks are made for certain: seen that long, fewer are as good. */
  readonly looksMs: Milliseconds;
  readonly ms: Milliseconds;
}

/** How much of a window its pace fills at least: an interval, and the jitter, are always missing at its beginning. */
function filled(length: Milliseconds, interval: Milliseconds): Milliseconds {
  return Math.max(0, length - (1 + jitterShare) * interval);
}

/** Four looks and a tenth of the window, never more than the window as its pace fills it; or what is written. */
export function minSeenOf(
  length: Milliseconds,
  interval: Milliseconds,
  written: Milliseconds | null = null,
): MinSeen {
  const needed = (looks: number, ms: Milliseconds): MinSeen => {
    const looksMs = (looks - 1) * (1 + jitterShare) * interval;
    return { looks, looksMs, ms };
  };
  if (written !== null) return needed(looksLeast, Math.min(written, length));
  const most = filled(length, interval);
  const looks = most < (looksMin - 1 - jitterShare) * interval ? Math.floor(most / interval) + 1 : looksMin;
  return needed(Math.max(looksLeast, looks), Math.min(windowShare * length, most));
}

export function isEnough(seenMs: Milliseconds, looks: number, min: MinSeen): boolean {
  return seenMs >= min.ms && (looks >= min.looks || (looks >= looksLeast && seenMs >= min.looksMs));
}

/** Once told, a window is untold only below half of what it takes to be told. */
export function isHalf(seenMs: Milliseconds, interval: Milliseconds, min: MinSeen): boolean {
  return 2 * seenMs >= Math.max(min.ms, (min.looks - 1) * interval);
}

interface Asked {
  readonly coverage: Coverage;
  readonly min: MinSeen;
  /** Looks within the window that ends at this instant. */
  readonly looks: (until: Instant) => number;
  readonly seen: (until: Instant) => Milliseconds;
  /** The first looks within (after, until], and the last one; no more than so many, and it. */
  readonly looksAfter: (after: Instant, until: Instant, count: number) => readonly Instant[];
}

/**
 * Whether the window that ends at `at` is told. What was seen of a window shrinks only in holes: it is told when enough was
 * seen, or when it was told at the last look before the hole and half was left of it at the first look after. A function of
 * the looks alone: nobody has to remember it.
 */
export function isTold(asked: Asked, at: Instant, depth = 0): boolean {
  const { coverage, min, looks, seen } = asked;
  if (isEnough(seen(at), looks(at), min)) return true;
  if (depth >= holesMax || !isHalf(seen(at), coverage.pace.interval, min)) return false;
  const hole = coverage.lastHole(at);
  // Since the hole some may have left the window that were in it: once there are as many as it takes, they are in this one.
  const since = asked.looksAfter((hole?.to ?? Number.NEGATIVE_INFINITY) - 1, at, min.looks);
  if (since.some((look) => look < at && isEnough(seen(look), looks(look), min))) return true;
  return (
    hole !== null && isHalf(seen(hole.to), coverage.pace.interval, min) && isTold(asked, hole.from, depth + 1)
  );
}
