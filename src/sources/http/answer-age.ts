// What an answer says of itself: how old it is (`Age`, RFC 9111 §5.1), and that it is a part (206, RFC 9110 §15.3.7).

import type { Clock, Instant, Milliseconds } from '../../domain/clock.ts';
import { formatDuration } from '../../domain/duration.ts';
import { fromFuture } from '../../domain/future.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import type { Sample } from '../../domain/sample.ts';
import { plainText } from '../../domain/text.ts';

/** What a cache says that cannot count further (RFC 9111 §1.2.2). */
const ageSecondsMax = 2 ** 31;

/** How old an answer is, in real milliseconds; or why that cannot be told. */
export type AnswerAge = { readonly ms: Milliseconds } | { readonly gap: Gap };

/**
 * @param fields the values of `Age`, as many as there are. Of several ages the largest counts; one of them that is no whole number
 *   of seconds may be any.
 */
export function answerAge(fields: readonly string[]): AnswerAge {
  let seconds = 0;
  for (const text of fields.flatMap((field) => field.split(','))) {
    const age = text.trim();
    if (!/^\d+$/.test(age)) {
      const message = `how old the answer is cannot be told: its Age is "${plainText(age, 20)}", not a number of seconds`;
      return { gap: gap('parse', message) };
    }
    seconds = Math.max(seconds, Math.min(Number(age), ageSecondsMax));
  }
  return { ms: seconds * 1_000 };
}

/** The launch's instant that an answer speaks of which has just arrived; of one that may be of any age, its arrival. */
export function answerInstant(age: AnswerAge, clock: Clock): Instant {
  return clock.now() - ('gap' in age ? 0 : age.ms * clock.scale);
}

/** What an answer out of a cache tells is no newer than that, whatever instant it gives itself; one from the future stays there. */
export function agedSample(sample: Sample, age: AnswerAge, clock: Clock): Sample {
  if ('gap' in age || age.ms === 0 || fromFuture(sample.at, clock.now()) !== null) return sample;
  return { ...sample, at: Math.min(sample.at, answerInstant(age, clock)) };
}

/** What an on-call should know of it; null of what comes from no cache. */
export function cacheNote(age: AnswerAge): string | null {
  if ('gap' in age || age.ms === 0) return null;
  return `answered from a cache, ${formatDuration(age.ms)} old`;
}

/** Why an answer with this status is not the whole thing, or null. `bytes 0-99/100` is all of it. */
export function partGap(status: number, contentRange: string | null): Gap | null {
  if (status !== 206) return null;
  const [, from = '', to = '', size = ''] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(contentRange ?? '') ?? [];
  if (size !== '' && Number(from) === 0 && Number(to) + 1 === Number(size)) return null;
  const which = contentRange === null ? '' : ` (${plainText(contentRange, 40)})`;
  return gap('partial_data', `HTTP 206: a part of the answer${which}, which was not asked for`);
}
