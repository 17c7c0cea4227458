// What of a series' time was seen (docs/conditions.md §8.3), from its looks: values, and answers that there is nothing. And what is
// known of a counter beyond its values: that its process is the same as before, that it began anew, that it came to be.

import type { Instant, Milliseconds } from './clock.ts';
import { saysGone } from './gap.ts';
import { beginningOf, hasBegunSince, lineageOf, runsAlong, type Beginning } from './lineage.ts';
import { LookRuns, type Hole } from './runs-of-looks.ts';
import { isValueSample, type Part, type Sample, type ValueSample } from './sample.ts';
import { compareNumeric, isNumeric } from './value.ts';

/** What is expected of a series' looks. */
export interface Pace {
  /** How far apart they are. */
  readonly interval: Milliseconds;
  /** For how long one counts: further apart, what lies between them was not seen. */
  readonly staleAfter: Milliseconds;
  /** How much of a window must have been seen before it is told, where the profile says so. */
  readonly minSeen: Milliseconds | null;
  /** Its values are never below zero: lengths, counts, latencies, ages, sizes, shares. */
  readonly neverNegative: boolean;
}

/** A counter of which more is known at this look than its value. */
export interface CounterEvent extends Beginning {
  readonly at: Instant;
  /**
   * `born`: it was not there before, or is another than was, so that its value is at most its growth since.
   * `begun`: it, or its process, began at `since`: its value is its growth from then on.
   */
  readonly kind: 'born' | 'begun';
  /** Nothing came before it. */
  readonly first: boolean;
}

/** Values of windows that were seen in part: estimates that were told, some that were not yet, or some that only have bounds. */
export type PartsTold = 'told' | 'untold' | 'open';

export class Coverage {
  readonly pace: Pace;
  readonly #levels: LookRuns;
  readonly #counters: LookRuns;
  readonly #polls: LookRuns;
  /** Looks that told that there is nothing, oldest first. */
  readonly #nothings: Instant[] = [];
  readonly #events: CounterEvent[] = [];
  /** Longer times between two looks over which a counter's growth is known, oldest first. */
  readonly #longSteps: Hole[] = [];
  /** Values that rest on windows of their own that were seen in part, and whether those were told; oldest first. */
  readonly #parts: { readonly at: Instant; readonly told: PartsTold }[] = [];
  #newest: { readonly at: Instant; readonly sample: ValueSample | null } | null = null;
  /** The first look after the newest one above that failed. */
  #failedAt = Number.POSITIVE_INFINITY;

  #lastFailedAt = Number.NEGATIVE_INFINITY;

  constructor(pace: Pace) {
    this.pace = pace;
    this.#levels = new LookRuns(pace.staleAfter);
    this.#counters = new LookRuns(pace.staleAfter);
    this.#polls = new LookRuns(pace.staleAfter);
  }

  /** Goes on where that of an earlier version of the series stands: the same looks, at the same pace. */
  takeUp(before: Coverage): void {
    const { interval, staleAfter } = this.pace;
    if (before.pace.interval !== interval || before.pace.staleAfter !== staleAfter) return;
    this.#levels.takeUp(before.#levels);
    this.#counters.takeUp(before.#counters);
    this.#polls.takeUp(before.#polls);
    this.#nothings.splice(0, this.#nothings.length, ...before.#nothings);
    this.#events.splice(0, this.#events.length, ...before.#events);
    this.#longSteps.splice(0, this.#longSteps.length, ...before.#longSteps);
    this.#parts.splice(0, this.#parts.length, ...before.#parts);
    this.#newest = before.#newest;
    this.#failedAt = before.#failedAt;
    this.#lastFailedAt = before.#lastFailedAt;
  }

  /** @param blocked what it says does not count as a look: something that it needs is down. */
  note(sample: Sample, blocked = false): void {
    const { at } = sample;
    this.#polls.add(at);
    this.#notePart(sample);
    if (blocked || !isLook(sample)) {
      this.#lastFailedAt = Math.max(this.#lastFailedAt, at);
      if (at > (this.#newest?.at ?? Number.NEGATIVE_INFINITY)) this.#failedAt = Math.min(this.#failedAt, at);
      return;
    }
    this.#levels.add(at);
    const value = isValueSample(sample) ? sample : null;
    if (value === null) this.#nothings.splice(this.#nothings.findLastIndex((one) => one <= at) + 1, 0, at);
    const before = this.#newest;
    if (before !== null && at <= before.at) {
      this.#counters.add(at);
      return;
    }
    const isKnown = before !== null && value !== null && this.#isKnownBetween(before, value);
    if (isKnown && at - before.at > this.pace.staleAfter) this.#longSteps.push({ from: before.at, to: at });
    this.#counters.add(at, isKnown);
    if (value !== null) this.#noteCounter(before, value);
    this.#newest = { at, sample: value };
    // Which of the others were the first after it is not known: any doubt speaks against it.
    if (this.#failedAt < at) this.#failedAt = this.#lastFailedAt > at ? at : Number.POSITIVE_INFINITY;
  }

  /** How much of (after, until] was seen of what has a value at each instant. */
  seen(after: Instant, until: Instant): Milliseconds {
    return this.#levels.seen(after, until);
  }

  /** The same of a counter: what it has grown by between two looks is known where its process is the same. */
  seenOfCounter(after: Instant, until: Instant): Milliseconds {
    return this.#counters.seen(after, until);
  }

  /** Whether this instant lies in a time that was seen. */
  hasLookAt(at: Instant): boolean {
    return this.#levels.has(at);
  }

  /** How much of (after, until] lies in a time in which we looked, whatever came of it. */
  polled(after: Instant, until: Instant): Milliseconds {
    return this.#polls.seen(after, until);
  }

  counterHoles(after: Instant, until: Instant): ReturnType<LookRuns['holes']> {
    return this.#counters.holes(after, until);
  }

  /** The time without looks that this instant lies in, where a counter's growth over it is known; when in it that came is not. */
  longStepOver(instant: Instant): Hole | null {
    return this.#longSteps.find(({ from, to }) => from <= instant && instant < to) ?? null;
  }

  lastHole(until: Instant): ReturnType<LookRuns['lastHole']> {
    return this.#levels.lastHole(until);
  }

  /** Looks within (after, until] that told that there is nothing. */
  nothings(after: Instant, until: Instant): number {
    let count = 0;
    for (let index = this.#nothings.length - 1; index >= 0; index--) {
      const at = this.#nothings[index];
      if (at === undefined || at <= after) break;
      if (at <= until) count++;
    }
    return count;
  }

  /** What the values within (after, until] that rest on windows seen in part say together; null where there is none. */
  partsTold(after: Instant, until: Instant): PartsTold | null {
    const inside = this.#parts.filter(({ at }) => at > after && at <= until);
    if (inside.length === 0) return null;
    const some = (wanted: PartsTold): boolean => inside.some(({ told }) => told === wanted);
    return some('open') ? 'open' : some('untold') ? 'untold' : 'told';
  }

  /** What became known of a counter within (after, until], newest first. */
  *events(after: Instant, until: Instant): Generator<CounterEvent> {
    for (let index = this.#events.length - 1; index >= 0; index--) {
      const event = this.#events[index];
      if (!event || event.at <= after) return;
      if (event.at <= until) yield event;
    }
  }

  forget(before: Instant): void {
    for (const runs of [this.#levels, this.#counters, this.#polls]) runs.forget(before);
    while ((this.#nothings[0] ?? before) < before) this.#nothings.shift();
    while ((this.#events[0]?.at ?? before) < before) this.#events.shift();
    while ((this.#longSteps[0]?.to ?? before) < before) this.#longSteps.shift();
    while ((this.#parts[0]?.at ?? before) < before) this.#parts.shift();
  }

  #notePart(sample: Sample): void {
    const { at } = sample;
    const known = this.#parts.findLastIndex((one) => one.at === at);
    if (known >= 0 && isValueSample(sample)) this.#parts.splice(known, 1);
    if (!isValueSample(sample) || !sample.part) return;
    this.#parts.splice(this.#parts.findLastIndex((one) => one.at <= at) + 1, 0, {
      at,
      told: toldOf(sample.part),
    });
  }

  /** Only we were away, or the process is shown to be the same. */
  #isKnownBetween(
    { at, sample: earlier }: { at: Instant; sample: ValueSample | null },
    value: ValueSample,
  ): boolean {
    if (earlier === null || isLess(value, earlier)) return false;
    const lineage = lineageOf({ ...earlier, at }, value);
    return lineage === 'same' || (lineage === 'unsaid' && this.#failedAt >= value.at);
  }

  /** What the look was told at which it began was no evidence: what that showed may have been there before. */
  #doubtBeginning(value: ValueSample): void {
    const last = this.#events.at(-1);
    // What a run shows needs no clock.
    if (last?.kind !== 'begun' || value.run !== undefined) return;
    if (runsAlong({ at: last.at, begunAt: last.since }, value))
      this.#events.splice(-1, 1, { ...last, kind: 'born' });
  }

  #noteCounter(before: { at: Instant; sample: ValueSample | null } | null, value: ValueSample): void {
    const { at, begunAt } = value;
    this.#doubtBeginning(value);
    const lineage = before?.sample ? lineageOf({ ...before.sample, at: before.at }, value) : null;
    const isBegun =
      lineage === 'begun' || (lineage === null && hasBegunSince(before?.at ?? -Infinity, value));
    if (isBegun && begunAt !== undefined)
      this.#events.push({
        at,
        kind: 'begun',
        first: before === null,
        ...beginningOf(begunAt, before?.at ?? null),
      });
    else if (before !== null && (before.sample === null || lineage === 'another'))
      this.#events.push({ at, kind: 'born', since: before.at, notBefore: before.at, first: false });
  }
}

/** An estimate is one number; what grows with what is seen is open on one side. */
function toldOf({ from, to, told }: Part): PartsTold {
  if (compareNumeric(from, to) !== 0) return 'open';
  return told ? 'told' : 'untold';
}

/** Then it began anew in between, and what it had grown by until then is not known. */
function isLess({ value }: ValueSample, { value: earlier }: ValueSample): boolean {
  return isNumeric(value) && isNumeric(earlier) && compareNumeric(value, earlier) < 0;
}

/** A value, or a positive answer that there is none. */
function isLook(sample: Sample): boolean {
  return isValueSample(sample) || saysGone(sample.gap.reason);
}
