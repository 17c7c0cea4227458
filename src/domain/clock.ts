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

const dayMs = 86_400_000;
/** 0001-01-01 and 9999-12-31 in days since 1970: beyond them years are not written with four digits. */
const [firstDay, lastDay] = [-719_162, 2_932_896];

/** The instant as the board and the records write it: ISO 8601, UTC, milliseconds. */
export function isoInstant(instant: Instant): string {
  const day = Math.floor(instant / dayMs);
  if (!(day >= firstDay && day <= lastDay) || !Number.isInteger(instant))
    return new Date(instant).toISOString();
  return `${isoDay(day)}T${timeOfDay(instant - day * dayMs)}Z`;
}

/** `14:31:25`, UTC. */
export function clockTime(instant: Instant): string {
  return isoInstant(instant).slice(11, 19);
}

function timeOfDay(ms: Milliseconds): string {
  const seconds = Math.floor(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  const [hour, minute, second] = [Math.floor(minutes / 60), minutes % 60, seconds % 60];
  return `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}.${`${1_000 + (ms % 1_000)}`.slice(1)}`;
}

/**
 * The date of a day since 1970-01-01 in the proleptic Gregorian calendar: H. Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms", civil_from_days. A board writes hundreds of instants a second, and a Date for each was a tenth of its cost.
 */
function isoDay(day: number): string {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const dayOfMonth = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  return `${`${10_000 + year}`.slice(1)}-${twoDigits(month)}-${twoDigits(dayOfMonth)}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}
