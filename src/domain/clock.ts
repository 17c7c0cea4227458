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

const daySeconds = 86_400;
/** 0001-01-01 and 9999-12-31 in seconds since 1970: beyond them years are not written with four digits. */
const [firstSecond, lastSecond] = [-719_162 * daySeconds, 2_932_897 * daySeconds - 1];

/** The instant as the board and the records write it: ISO 8601, UTC, milliseconds. */
export function isoInstant(instant: Instant): string {
  const second = Math.floor(instant / 1_000);
  if (!(second >= firstSecond && second <= lastSecond) || !Number.isInteger(instant))
    return new Date(instant).toISOString();
  const ms = instant - second * 1_000;
  return secondText(second) + (msTexts[ms] ??= `${`${1_000 + ms}`.slice(1)}Z`);
}

/** `000Z` to `999Z`, as far as they have been asked for. */
const msTexts: string[] = [];

/** Texts of seconds, each in the place that its last digits give it: a board's instants lie in few of them. */
const seconds: { readonly second: number; readonly text: string }[] = [];
const secondsKept = 64;

/** `2026-11-22T14:31:25.` */
function secondText(second: number): string {
  const place = Math.abs(second % secondsKept);
  const known = seconds[place];
  if (known?.second === second) return known.text;
  const day = Math.floor(second / daySeconds);
  const text = `${isoDay(day)}T${timeOfDay(second - day * daySeconds)}.`;
  seconds[place] = { second, text };
  return text;
}

/** `14:31:25`, UTC. */
export function clockTime(instant: Instant): string {
  return isoInstant(instant).slice(11, 19);
}

function timeOfDay(secondOfDay: number): string {
  const minutes = Math.floor(secondOfDay / 60);
  const [hour, minute, second] = [Math.floor(minutes / 60), minutes % 60, secondOfDay % 60];
  return `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}`;
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
