// Whether the server has data of all the time that a query's answer speaks of: PromQL answers from what there is, and does not say how
// little that is. It is told by a question of its own, which the profile writes, and never read out of the query.

import type { Answer } from '../../domain/answer.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { exactDuration } from '../../domain/duration.ts';
import { gap, reworded, type Gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { numericOf } from '../prometheus/aggregate.ts';
import { toNumber } from '../../domain/value.ts';
import { instantData, type InstantData } from './answer-schema.ts';
import type { ApiAnswer, PromqlApi } from './api.ts';
import type { Covers } from './options.ts';

/** It looks at data of weeks: seldom. */
const askEvery: Milliseconds = 3_600_000;
/** After a failure sooner, and not at each look. */
const askAgain: Milliseconds = 60_000;
/** A word on it counts for as long as two of them may be apart. */
const countsFor: Milliseconds = 2 * askEvery;

/** Instants of the span at which there must be data. */
const instantsMax = 720;
const stepMin: Milliseconds = 1_000;

export interface Coverage {
  /** Why what the query answers is of less than the profile says; null where it is of all of it. */
  readonly gap: Gap | null;
  readonly retryAfter: Milliseconds | null;
}

export class CoverageReader {
  readonly #span: Milliseconds;
  readonly #of: string;
  readonly #step: Milliseconds;
  #told: { readonly at: Instant; readonly gap: Gap | null } | null = null;
  /** The newest question, and when the next one is due. */
  #asked: { readonly at: Instant; readonly wait: Milliseconds } | null = null;
  #failure: Gap | null = null;
  #underWay: Promise<Milliseconds | null> | null = null;

  constructor({ span, of }: Covers) {
    this.#span = span;
    this.#of = of;
    this.#step = Math.max(stepMin, Math.ceil(span / instantsMax / stepMin) * stepMin);
  }

  /** Never rejects. */
  async told(api: PromqlApi, now: Instant, signal: AbortSignal): Promise<Coverage> {
    const since = this.#asked ? now - this.#asked.at : Number.POSITIVE_INFINITY;
    const isDue = since < 0 || since >= (this.#asked?.wait ?? 0);
    // Queries that run beside each other wait for one answer.
    if (isDue) this.#underWay ??= this.#ask(api, now, signal);
    const retryAfter = await this.#underWay;
    this.#underWay = null;
    const told = this.#told && now - this.#told.at <= countsFor ? this.#told.gap : this.#failure;
    return { gap: told, retryAfter };
  }

  async #ask(api: PromqlApi, now: Instant, signal: AbortSignal): Promise<Milliseconds | null> {
    this.#asked = { at: now, wait: askEvery };
    // A comment at the end of what the profile writes ends with its line.
    const query = `count_over_time(count(\n${this.#of}\n)[${this.#span}ms:${this.#step}ms])`;
    const result = await api.ask('query', { query }, instantData, signal);
    const seen = seenIn(result);
    if (!seen.gap) {
      this.#told = { at: now, gap: this.#judge(seen.value) };
      return null;
    }
    this.#asked = { at: now, wait: askAgain };
    this.#failure = reworded(seen.gap, (words) => `how much data there is could not be asked: ${words}`);
    return result.gap ? result.retryAfter : null;
  }

  /** One in a hundred may lack: a restart of the server is no beginning. */
  #judge(seen: number): Gap | null {
    const instants = Math.max(1, Math.floor(this.#span / this.#step));
    if (seen >= instants - Math.floor(instants / 100)) return null;
    const much =
      seen === 0 ? `less than ${exactDuration(this.#step)}` : `about ${exactDuration(seen * this.#step)}`;
    const words = `the server has ${much} of ${exactDuration(this.#span)} of ${plainText(this.#of, 80)}`;
    return gap('partial_data', `${words}: the answer is of that`);
  }
}

/** At how many instants there were data. */
function seenIn(result: ApiAnswer<InstantData>): Answer<number> {
  if (result.gap) return result;
  const { data } = result.value;
  if (data.resultType !== 'vector') return { gap: gap('wrong_type', 'it gives no series') };
  const [first] = data.result;
  if (!first) return { value: 0 };
  const value = numericOf(first.value?.[1] ?? '');
  return value === null ? { gap: gap('nan', 'it gives no number') } : { value: toNumber(value) };
}
