// The time that all patterns of one source have together: each of them is bounded by itself, and sixty that use up their bound would
// stop the wall for seconds.

import type { Context, Script } from 'node:vm';
import type { Clock, Milliseconds } from '../domain/clock.ts';
import { plainText } from '../domain/text.ts';
import { runBounded, type BoundedResult } from './bounded-script.ts';

/** Longest that a source's patterns may take in one second, in milliseconds of the processor. */
export const patternMsMax = 200;

/** Below this nothing is begun: a pattern that is made ready and broken off at once costs more. */
const leftMsMin = 2;

/** `slow`: it has had its own time; `spent`: the source's others have left it none. */
export type BrokenOff = 'slow' | 'spent';

export class PatternBudget {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #msMax: number;
  /** What was spent and has not been made up for yet. */
  #spentMs = 0;
  #endedAt: Milliseconds = Number.NEGATIVE_INFINITY;

  /** @param msMax milliseconds of the processor a second. */
  constructor(clock: Pick<Clock, 'monotonic'>, msMax: number = patternMsMax) {
    this.#clock = clock;
    this.#msMax = msMax;
  }

  /** Runs a script over a pattern, for at most as long as it may take itself and as is left of this second. */
  run(script: Script, context: Context, cpuMs: number): Exclude<BoundedResult, 'slow'> | BrokenOff {
    // Only time in which none of them runs makes up for it: on a busy machine a second goes by while one is broken off.
    const idleMs = this.#clock.monotonic() - this.#endedAt;
    this.#spentMs = Math.max(0, this.#spentMs - (idleMs / 1_000) * this.#msMax);
    const left = Math.floor(this.#msMax - this.#spentMs);
    if (left < leftMsMin) {
      this.#endedAt += idleMs;
      return 'spent';
    }
    const before = process.cpuUsage();
    try {
      const result = runBounded(script, context, Math.min(cpuMs, left));
      return result === 'slow' && left < cpuMs ? 'spent' : result;
    } finally {
      const { user, system } = process.cpuUsage(before);
      this.#spentMs += (user + system) / 1_000;
      this.#endedAt = this.#clock.monotonic();
    }
  }

  /** @param over what it was held against: `over the body`. */
  sentence(why: BrokenOff, source: string, cpuMs: number, over: string): string {
    const shown = plainText(source, 80);
    return why === 'slow'
      ? `${shown} took more than ${cpuMs}ms ${over} and was broken off`
      : `${shown} had no time left ${over}: this source's patterns have ${this.#msMax}ms of the processor a second together`;
  }
}
