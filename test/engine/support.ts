// A source that a test answers by hand, and a runner or an engine around it under a clock that the test moves.
import type { Value } from '../../src/domain/value.ts';
import { gap, type GapReason } from '../../src/domain/gap.ts';
import { failedPoll, type PollResult, type Source, type SourceMemory } from '../../src/sources/source.ts';

export const start = Date.UTC(2026, 11, 1, 15);

/** Tells what the test says, and counts how often it is asked. */
export class HandMemory implements SourceMemory {
  asked = 0;
  doubts = 0;
  told: string | null;
  charsMax = 0;

  constructor(told: string | null) {
    this.told = told;
  }

  text(charsMax: number): string | null {
    this.asked++;
    this.charsMax = charsMax;
    return this.told;
  }
}

interface Poll {
  readonly signal: AbortSignal;
  answer(result: PollResult): void;
  fail(error: unknown): void;
}

/** Answers each poll at once with `reply`, or leaves it to the test while `reply` is null. */
export class HandSource implements Source {
  readonly polls: Poll[] = [];
  reply: ((signal: AbortSignal) => PollResult | Promise<PollResult>) | null;
  closed = 0;
  readonly memory?: HandMemory;

  constructor(reply: HandSource['reply'] = null, memory?: HandMemory) {
    this.reply = reply;
    if (memory) this.memory = memory;
  }

  poll(signal: AbortSignal): Promise<PollResult> {
    return new Promise((answer, fail) => {
      this.polls.push({ signal, answer, fail });
      if (this.reply !== null) answer(this.reply(signal));
    });
  }

  close(): Promise<void> {
    this.closed++;
    return Promise.resolve();
  }

  get last(): Poll {
    const last = this.polls.at(-1);
    if (!last) throw new Error('it has not been polled');
    return last;
  }
}

export function reading(
  metric: string,
  value: Value,
  at: number,
  more: Partial<PollResult> = {},
): PollResult {
  return {
    samples: [{ metric, sample: { at, value } }],
    gap: null,
    latencyMs: 1,
    note: null,
    retryAfter: null,
    ...more,
  };
}

export function failure(reason: GapReason, more: Partial<PollResult> = {}): PollResult {
  return { ...failedPoll(gap(reason, `it is ${reason}`, null)), ...more };
}
