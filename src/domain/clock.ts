// Time as the program sees it: integer milliseconds, handed in, never read from the machine by the rules.

/** Milliseconds since the Unix epoch, UTC, an integer. */
export type Instant = number;

/** A span in milliseconds, never negative. */
export type Milliseconds = number;

/** Takes back a timer; calling it twice, or after the timer ran, does nothing. */
export type Cancel = () => void;

/**
 * The one way to ask for the time or to wait. The live program uses the machine's clock, a drill one that runs faster,
 * a test one that it moves by hand.
 */
export interface Clock {
  /** The launch's time. In a drill it runs `scale` times as fast as the machine's. */
  now(): Instant;
  /** Real milliseconds from an arbitrary origin; never goes back. For measuring how long a thing took. */
  monotonic(): number;
  /** Launch milliseconds in one real millisecond; 1 outside a drill. */
  readonly scale: number;
  /** Runs `run` once, after `delay` launch milliseconds. */
  after(delay: Milliseconds, run: () => void): Cancel;
}

/** The instant as the board and the records write it: ISO 8601, UTC, milliseconds. */
export function isoInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** `14:31:25`, UTC. */
export function clockTime(instant: Instant): string {
  return isoInstant(instant).slice(11, 19);
}
