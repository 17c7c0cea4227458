// Polls one source at its own pace: one poll in flight, a deadline, and a count of everything that did not happen.

import { clockTime, type Cancel, type Instant, type Milliseconds } from '../domain/clock.ts';
import { exactDuration } from '../domain/duration.ts';
import { gap, isNetworkReason, reworded, type Gap } from '../domain/gap.ts';
import type { Iso, SourceState } from '../rules/board.ts';
import { holdOff } from '../rules/evaluate/hold-off.ts';
import { failedPoll, type PollResult, type Source } from '../sources/source.ts';
import { isRun, lookOf, type Look } from './look.ts';
import { hashOf, isLeftAlone, nextOnGrid } from './pace.ts';
import type { PolledSource, Remembered } from './poller.ts';
import type { Poll, RunnerSetup, RunnerShared } from './runner-setup.ts';
import { SourceTally } from './source-tally.ts';

/** What a source that was told to stop still has, in real milliseconds, before we go on without it. */
const graceMs: Milliseconds = 1_000;
/** A run that could not be made is tried again after this long, so often at the most (docs/judgement.md §8.10). */
const runRetryAfter: Milliseconds = 10_000;
const runRetriesMax = 4;
/** Every source is asked within this long when the watcher's own way out is back, in real milliseconds. */
const soonWithin: Milliseconds = 1_800;
/** Polls of one source that never ended; beyond it no new one is begun. */
const abandonedMax = 3;

export class SourceRunner implements PolledSource {
  readonly setup: RunnerSetup;
  readonly source: Source;
  readonly #shared: RunnerShared;
  readonly #tally: SourceTally;
  #appointment: Cancel | null = null;
  #inFlight: Poll | null = null;
  /** It is due, and waits until there is room for it. */
  #waiting = false;
  #abandoned = 0;
  #failures = 0;
  #stopped = false;
  #paused = false;
  #skipped = 0;
  #nextAt: Instant | null = null;
  #look: Look | null = null;
  /** It is to be asked again as soon as the poll that is under way has ended. */
  #askAgain = false;
  /** Until then it has asked to be left alone. */
  #heldUntil: Instant = Number.NEGATIVE_INFINITY;

  constructor(setup: RunnerSetup, source: Source, shared: RunnerShared) {
    this.setup = setup;
    this.source = source;
    this.#shared = shared;
    this.#tally = new SourceTally(setup, (text) => shared.events.redact(text));
  }

  get id(): string {
    return this.setup.id;
  }

  get polls(): number {
    return this.#tally.polls;
  }

  get gap(): Gap | null {
    return this.#tally.gap;
  }

  get lookedAt(): Iso | null {
    return this.#tally.lookedAt;
  }

  get hosts(): readonly string[] {
    return this.setup.hosts ?? [];
  }

  get look(): Look | null {
    return this.#look;
  }

  get isRun(): boolean {
    return isRun(this.setup);
  }

  get isDue(): boolean {
    const { clock } = this.#shared;
    return this.#inFlight !== null || this.#waiting || (this.#nextAt !== null && this.#nextAt <= clock.now());
  }

  get doubts(): number | null {
    return this.source.memory?.doubts ?? null;
  }

  get state(): SourceState {
    return this.#tally.state(this.#skipped, this.#nextAt);
  }

  /** Null for a source that holds nothing between its looks. */
  remembered(charsMax: number): Remembered | null {
    const { memory } = this.source;
    if (!memory) return null;
    try {
      return { text: memory.text(charsMax), doubts: memory.doubts };
    } catch (error) {
      this.#shared.events.fault(this.id, error);
      return { text: null, doubts: memory.doubts };
    }
  }

  /** Polls at once, then on its grid. */
  start(): void {
    this.#schedule(this.#shared.clock.now());
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    if (paused || this.#stopped) return;
    // The appointment may have passed unseen during the pause, also that of a poll which is still under way.
    if (this.#inFlight === null) this.#schedule(this.#shared.clock.now());
    else this.#scheduleNext(null);
  }

  /**
   * Polls once more as soon as that may be, beside the grid: after the poll that is under way, and not while the other end is to
   * be left alone. What runs something is not run for it.
   */
  askAgain(): void {
    if (this.#stopped || this.#paused || this.#waiting) return;
    if (this.isRun) return;
    this.#askAgain = this.#inFlight !== null;
    const now = this.#shared.clock.now();
    if (!this.#askAgain && (this.#look?.leftAloneUntil ?? now) <= now) this.#schedule(now);
  }

  /** Our own way out is back: it is asked soon, unless it asks to be left alone or each look is a run of something. */
  lookSoon(): void {
    const { clock } = this.#shared;
    const { id } = this.setup;
    const [now, within] = [clock.now(), soonWithin * clock.scale];
    if (this.#appointment === null || this.isRun || now < this.#heldUntil) return;
    if (this.#paused || this.#inFlight !== null || (this.#nextAt ?? now) <= now + within) return;
    this.#schedule(now + (hashOf(id) % within));
  }

  /** Polls once, as soon as there is room, outside the grid; ends when the poll has ended. */
  pollOnce(): Promise<void> {
    return new Promise((resolve) =>
      this.#shared.starts.admit(() => (this.#stopped ? resolve() : this.#poll(resolve))),
    );
  }

  /** Ends polling and lets go of the source, also of one that does not let go of itself; what still arrives is ignored. */
  async stop(): Promise<void> {
    const { clock, events } = this.#shared;
    this.#stopped = true;
    this.#appointment?.();
    this.#inFlight?.controller.abort();
    const closed = attempt(() => this.source.close()).catch((error: unknown) =>
      events.fault(this.setup.id, error),
    );
    let cancel: Cancel = () => undefined;
    const given = new Promise<void>((resolve) => {
      cancel = clock.after(graceMs * clock.scale, resolve);
    });
    await Promise.race([closed, given]);
    cancel();
  }

  #schedule(at: Instant): void {
    this.#appointment?.();
    if (this.#stopped) return;
    this.#nextAt = at;
    this.#appointment = this.#shared.agenda.at(at, () => this.#due());
  }

  #due(): void {
    if (this.#stopped || this.#paused) return;
    if (this.#inFlight !== null || this.#abandoned >= abandonedMax) {
      this.#skipped++;
      this.#scheduleNext(null);
      return;
    }
    if (this.#waiting) return;
    this.#waiting = true;
    this.#shared.starts.admit(() => this.#begin());
  }

  #begin(): void {
    this.#waiting = false;
    if (this.#stopped || this.#paused) return;
    this.#poll(nobody);
    this.#scheduleNext(null);
  }

  #scheduleNext(result: PollResult | null): void {
    const { id, every } = this.setup;
    const now = this.#shared.clock.now();
    const wait = result === null ? 0 : this.#waitAfter(result);
    const next = nextOnGrid(id, every, now + Math.max(0, wait));
    this.#schedule(this.#triesAgain(result) ? Math.min(next, now + runRetryAfter) : next);
  }

  #waitAfter({ gap, retryAfter }: PollResult): Milliseconds {
    return Math.max(holdOff(this.setup.every, this.#failures, gap), retryAfter ?? 0);
  }

  /** @param result null when it is only its next round that is planned. */
  #triesAgain(result: PollResult | null): boolean {
    const { gap } = result ?? { gap: null };
    return (
      this.setup.runs === true &&
      gap !== null &&
      isNetworkReason(gap.reason) &&
      this.#failures <= runRetriesMax
    );
  }

  #poll(ended: () => void): void {
    const { clock, agenda } = this.#shared;
    const poll: Poll = {
      controller: new AbortController(),
      begunAt: clock.now(),
      ended,
      deadline: noDeadline,
      over: false,
    };
    this.#inFlight = poll;
    // The other end's time is real time, also in a drill that runs faster.
    poll.deadline = agenda.at(clock.now() + this.setup.timeout * clock.scale, () => this.#breakOff(poll));
    try {
      this.source.poll(poll.controller.signal).then(
        (result) => this.#end(poll, result),
        (error: unknown) => this.#endBroken(poll, error),
      );
    } catch (error) {
      this.#endBroken(poll, error);
    }
  }

  #breakOff(poll: Poll): void {
    const { clock, agenda } = this.#shared;
    poll.controller.abort();
    agenda.at(clock.now() + graceMs * clock.scale, () => this.#abandon(poll));
  }

  /** It does not end although it was told to: its time is over all the same. */
  #abandon(poll: Poll): void {
    if (poll.over) return;
    this.#abandoned++;
    this.#end(poll, failedPoll(gap('timeout', `no answer within ${exactDuration(this.setup.timeout)}`)));
  }

  #endBroken(poll: Poll, error: unknown): void {
    this.#shared.events.fault(this.setup.id, error);
    this.#end(poll, failedPoll(gap('unavailable', 'the source failed inside Launchwall; see the notices')));
  }

  #end(poll: Poll, result: PollResult): void {
    if (poll.over) {
      this.#abandoned--;
      return;
    }
    poll.over = true;
    poll.deadline();
    if (this.#inFlight === poll) this.#inFlight = null;
    if (!this.#stopped) {
      const { clock, events } = this.#shared;
      const samples = this.#tally.take(this.#planned(result), poll.begunAt, clock.now());
      const look = lookOf(poll.begunAt, samples);
      this.#look = isLeftAlone(result) ? { ...look, leftAloneUntil: this.#nextAt } : look;
      events.samples(samples, [this.setup.id]);
      if (this.#askAgain) this.askAgain();
    }
    poll.ended();
  }

  /** The result, which says when the next look is where that is put off. */
  #planned(result: PollResult): PollResult {
    // A probe that says "down" is an answer: it must be looked at as often as one that says "up".
    const answered = result.samples.some(({ sample }) => sample.gap === undefined);
    this.#failures = result.gap !== null && !answered ? this.#failures + 1 : 0;
    const now = this.#shared.clock.now();
    this.#heldUntil =
      now + (result.gap?.reason === 'throttled' ? this.#waitAfter(result) : (result.retryAfter ?? 0));
    const needsDelay = result.gap !== null || result.retryAfter !== null;
    if (!needsDelay || this.#appointment === null || this.#paused) return result;
    this.#scheduleNext(result);
    if (result.gap === null || this.#nextAt === null || this.#waitAfter(result) === 0) return result;
    const next = `; next look at ${clockTime(this.#nextAt)}`;
    return { ...result, gap: reworded(result.gap, (message) => `${message}${next}`) };
  }
}

const nobody = (): void => undefined;
const noDeadline: Cancel = () => undefined;

/** What throws instead of rejecting rejects. */
async function attempt<T>(work: () => Promise<T>): Promise<T> {
  return work();
}
