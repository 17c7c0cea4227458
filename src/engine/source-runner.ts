// Polls one source at its own pace: one poll in flight, a deadline, back-off, and a count of everything that did not happen.

import { isoInstant, type Cancel, type Clock, type Instant, type Milliseconds } from '../domain/clock.ts';
import { formatDuration } from '../domain/duration.ts';
import { gap, type Gap } from '../domain/gap.ts';
import { plainText } from '../domain/text.ts';
import type { SourceState } from '../rules/board.ts';
import { unpolledSource } from '../rules/unpolled-source.ts';
import type { Evidence } from '../rules/evidence.ts';
import type { PollResult, Source } from '../sources/source.ts';
import { failedPoll } from '../sources/source.ts';
import type { Agenda } from './agenda.ts';
import { backOff, nextOnGrid } from './pace.ts';

/** What a source that was told to stop still has, in real milliseconds, before we go on without it. */
const graceMs: Milliseconds = 1_000;
/** Polls of one source that never ended; beyond it no new one is begun. */
const abandonedMax = 3;

export interface RunnerSetup {
  readonly id: string;
  readonly kind: string;
  readonly every: Milliseconds;
  readonly timeout: Milliseconds;
  readonly metrics: readonly string[];
}

export interface RunnerEvents {
  /** A poll has ended: its samples, one or more a metric. */
  evidence(samples: readonly Evidence[]): void;
  /** A source has thrown: a bug of ours, which must not end the watch. */
  fault(source: string, error: unknown): void;
  redact(text: string): string;
}

export class SourceRunner {
  readonly setup: RunnerSetup;
  readonly source: Source;
  readonly #clock: Clock;
  readonly #agenda: Agenda;
  readonly #events: RunnerEvents;
  #appointment: Cancel | null = null;
  #inFlight: AbortController | null = null;
  #abandoned = 0;
  #failures = 0;
  #stopped = false;
  #paused = false;
  #state: SourceState;

  constructor(setup: RunnerSetup, source: Source, clock: Clock, agenda: Agenda, events: RunnerEvents) {
    this.setup = setup;
    this.source = source;
    this.#clock = clock;
    this.#agenda = agenda;
    this.#events = events;
    this.#state = unpolledSource(setup.id, setup.kind);
  }

  get state(): SourceState {
    return this.#state;
  }

  /** Polls at once, then on its grid. */
  start(): void {
    this.#schedule(this.#clock.now());
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    if (paused || this.#stopped) return;
    // The appointment may have passed unseen during the pause, also that of a poll which is still under way.
    if (this.#inFlight === null) this.#schedule(this.#clock.now());
    else this.#scheduleNext(null);
  }

  /** Polls once, now, outside the grid; ends when the poll has ended. */
  async pollOnce(): Promise<void> {
    await this.#poll();
  }

  /** Ends polling and lets go of the source, also of one that does not let go of itself; what still arrives is ignored. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#appointment?.();
    this.#inFlight?.abort();
    const closed = attempt(() => this.source.close()).catch((error: unknown) =>
      this.#events.fault(this.setup.id, error),
    );
    let cancel: Cancel = () => undefined;
    const given = new Promise<void>((resolve) => {
      cancel = this.#clock.after(graceMs * this.#clock.scale, resolve);
    });
    await Promise.race([closed, given]);
    cancel();
  }

  #schedule(at: Instant): void {
    this.#appointment?.();
    if (this.#stopped) return;
    this.#state = { ...this.#state, nextAt: isoInstant(at) };
    this.#appointment = this.#agenda.at(at, () => this.#due());
  }

  #due(): void {
    if (this.#stopped || this.#paused) return;
    if (this.#inFlight !== null || this.#abandoned >= abandonedMax) {
      this.#state = { ...this.#state, skipped: this.#state.skipped + 1 };
      this.#scheduleNext(null);
      return;
    }
    void this.#poll();
    this.#scheduleNext(null);
  }

  #scheduleNext(result: PollResult | null): void {
    const { id, every } = this.setup;
    const now = this.#clock.now();
    const wait =
      result === null ? 0 : Math.max(backOff(every, this.#failures, result.gap), result.retryAfter ?? 0);
    this.#schedule(nextOnGrid(id, every, now + Math.max(0, wait)));
  }

  async #poll(): Promise<void> {
    const controller = new AbortController();
    this.#inFlight = controller;
    const { timeout } = this.setup;
    const { scale } = this.#clock;
    // The other end's time is real time, also in a drill that runs faster.
    const deadline = this.#agenda.at(this.#clock.now() + timeout * scale, () => controller.abort());
    const result = await this.#settled(controller);
    deadline();
    if (this.#inFlight === controller) this.#inFlight = null;
    if (this.#stopped) return;
    this.#take(result);
    const needsDelay = result.gap !== null || result.retryAfter !== null;
    if (needsDelay && this.#appointment !== null && !this.#paused) this.#scheduleNext(result);
  }

  /** The poll's result, or the gap it amounts to when it does not end or throws. */
  async #settled(controller: AbortController): Promise<PollResult> {
    const late = failedPoll(gap('timeout', `no answer within ${formatDuration(this.setup.timeout)}`));
    let abandoned = false;
    const given = new Promise<PollResult>((resolve) => {
      controller.signal.addEventListener('abort', () => {
        this.#agenda.at(this.#clock.now() + graceMs * this.#clock.scale, () => {
          if (abandoned) return;
          resolve(late);
        });
      });
    });
    const polled = attempt(() => this.source.poll(controller.signal)).catch((error: unknown): PollResult => {
      this.#events.fault(this.setup.id, error);
      return failedPoll(gap('unavailable', 'the source failed inside Launchwall; see the notices'));
    });
    const result = await Promise.race([polled, given]);
    abandoned = true;
    if (result === late) {
      this.#abandoned++;
      void polled.then(() => this.#abandoned--);
    }
    return result;
  }

  #take(result: PollResult): void {
    const now = this.#clock.now();
    const resultGap = result.gap && this.#cleanGap(result.gap);
    const samples: Evidence[] = result.samples.map(({ metric, sample }) => {
      if (sample.gap) return { metric, sample: { at: sample.at, gap: this.#cleanGap(sample.gap) } };
      const { value } = sample;
      return typeof value === 'string'
        ? { metric, sample: { at: sample.at, value: this.#clean(value) } }
        : { metric, sample };
    });
    const given = new Set(samples.map(({ metric }) => metric));
    const missing = resultGap ?? gap('empty', 'the source answered without this reading');
    for (const metric of this.setup.metrics)
      if (!given.has(metric)) samples.push({ metric, sample: { at: now, gap: missing } });
    const failed = resultGap !== null;
    // A probe that says "down" is an answer: it must be looked at as often as one that says "up".
    const answered = result.samples.some(({ sample }) => sample.gap === undefined);
    this.#failures = failed && !answered ? this.#failures + 1 : 0;
    this.#state = {
      ...this.#state,
      ok: !failed,
      latencyMs: result.latencyMs,
      polls: this.#state.polls + 1,
      gaps: this.#state.gaps + (failed ? 1 : 0),
      gap: resultGap,
      lastOkAt: failed ? this.#state.lastOkAt : isoInstant(now),
      note: result.note === null ? null : this.#clean(result.note),
    };
    this.#events.evidence(samples);
  }

  #cleanGap({ reason, message }: Gap): Gap {
    return gap(reason, this.#clean(message));
  }

  #clean(text: string): string {
    return plainText(this.#events.redact(text));
  }
}

/** What throws instead of rejecting rejects. */
async function attempt<T>(work: () => Promise<T>): Promise<T> {
  return work();
}
