// What reads one metric from a page, and the gaps that all such readers share.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { formatDuration, printDuration } from '../../domain/duration.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import type { Sample } from '../../domain/sample.ts';
import type { Scrape } from './scrape.ts';

/** What one look gave for one metric. */
export interface Looked {
  readonly sample: Sample;
  /** What an on-call should know besides. */
  readonly note: string | null;
}

export interface Reader {
  /** The series that it needs from the page. */
  readonly name: string;
  read(scrape: Scrape, now: Instant): Looked;
  /** There was no page that could be read. */
  fail?(): void;
  /** Left out where each page stands for itself. */
  readonly memory?: TrackMemory;
}

/** What a reader holds between its looks, for those that come after this program. */
export interface TrackMemory {
  /** Looks at which nothing was seen, of several in a row the first. */
  readonly failures: number;
  /** How many numbers it has with at most so many points of each series. */
  numbersWithin(pointsMax: number): number;
  /** As plain JSON; null before the first look. */
  told(pointsMax: number): unknown;
  /** Goes on from there; what cannot be read, is older than the window or from the future is left alone. */
  recall(told: unknown, now: Instant): void;
}

/** A page was read well, whether or not it has what is read: only then it says something of the time since the last one. */
export function saysNothing(problem: Gap): boolean {
  return problem.reason === 'empty' || problem.reason === 'not_found';
}

export function missing(at: Instant, problem: Gap): Looked {
  return { sample: { at, gap: problem }, note: null };
}

/**
 * A growth takes two looks, and there is but one in the window.
 *
 * @param age of what that one showed, by its own timestamps.
 */
export function oneLook(window: Milliseconds, age: Milliseconds = 0): Gap {
  const old = age > 0 ? `, and its samples' own timestamps are ${formatDuration(age)} old` : '';
  return gap(
    'unsettled',
    `growth needs two looks within ${printDuration(window)}; so far there is one${old}`,
  );
}
