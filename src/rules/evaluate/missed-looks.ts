// The looks at a metric that gave no value: the newest, and what it said.

import type { Instant } from '../../domain/clock.ts';
import { saysNone, type Gap } from '../../domain/gap.ts';
import { isValueSample, type Sample } from '../../domain/sample.ts';

export class MissedLooks {
  /** The newest look, when it gave no value. */
  gap: Gap | null = null;
  /** Its instant. */
  gapAt: Instant | null = null;
  /** The first look in this watch that gave no value; of what is calculated nobody looks. */
  firstAt: Instant | null = null;
  /** Its name is right: there was a value once. */
  #isNameProven = false;

  /** @returns whether it is a value. */
  note(sample: Sample, isCalculated: boolean): boolean {
    const evidence = isValueSample(sample);
    if (!evidence && !isCalculated && sample.gap.reason !== 'unsettled') this.firstAt ??= sample.at;
    this.#isNameProven ||= evidence;
    this.gap = evidence ? null : sample.gap;
    this.gapAt = evidence ? null : sample.at;
    return evidence;
  }

  /** What failed before a restart is no answer to a look of now. */
  forget(): void {
    this.gap = null;
    this.gapAt = null;
    this.firstAt = null;
  }

  takeUp(old: MissedLooks): void {
    this.gap = old.gap;
    this.firstAt = old.firstAt;
    this.gapAt = old.gapAt;
    this.#isNameProven = old.#isNameProven;
  }

  /** The instant of the newest look if it said that there is nothing. */
  get emptyAt(): Instant | null {
    return this.gap && saysNone(this.gap.reason) ? this.gapAt : null;
  }

  /**
   * The instant of the newest look if it said that the thing is not there. A name that never had a value may be written
   * wrongly: that it is not found says nothing of the thing.
   */
  get goneAt(): Instant | null {
    return this.gap?.reason === 'not_found' && this.#isNameProven ? this.gapAt : this.emptyAt;
  }
}
