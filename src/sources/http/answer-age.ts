// What an answer says of itself: how old it is (RFC 9111 §4.2.3), and that it is a part (206, RFC 9110 §15.3.7).

import type { Answer } from '../../domain/answer.ts';
import type { Clock, Instant, Milliseconds } from '../../domain/clock.ts';
import { formatDuration } from '../../domain/duration.ts';
import { usualStaleAfter } from '../../domain/freshness.ts';
import { fromFuture } from '../../domain/future.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { clockSkewMax } from '../../domain/lineage.ts';
import type { Sample } from '../../domain/sample.ts';
import { plainText } from '../../domain/text.ts';

/** What a cache says that cannot count further (RFC 9111 §1.2.2). */
const ageSecondsMax = 2 ** 31;

/** What a cache warns of that could not ask anew; 113 tells that it kept its copy for more than a day (RFC 7234 §5.5). */
const staleWarnings = /(?:^|,)\s*(11[0-3])(?!\d)/g;
const heuristicAge: Milliseconds = 24 * 3_600_000;

/** How old an answer is, in real milliseconds, `dated` where only its `Date` says so; or why that cannot be told. */
export type AnswerAge = Answer<{ readonly ms: Milliseconds; readonly dated: boolean }>;

/** What has just come into being. */
export const noAge = { value: { ms: 0, dated: false } } as const;

/**
 * @param fields the values of a field of the answer, as many as there are.
 * @param arrivedAt when its headers came, on the clock by which others date theirs.
 */
export function answerAge(fields: (name: string) => readonly string[], arrivedAt: Instant): AnswerAge {
  const counted = countedAge(fields('age'));
  if (counted.gap) return counted;
  const warnings = staleCodes(fields('warning'));
  const least = warnings.includes('113') ? heuristicAge : 0;
  const ms = Math.max(counted.value.ms, least);
  const age = apparentAge(fields('date'), arrivedAt);
  // Date and Age count whole seconds that have passed; beyond that the clocks may differ a little.
  const rounding = ms === 0 ? 1_000 : 2_000;
  if (age - rounding - ms > clockSkewMax) return { value: { ms: age, dated: true } };
  // What is stale at once (`max-age=0`) may have come this second.
  const isTold = ms > 0 || fields('age').length > 0;
  if (isTold || warnings.length === 0) return { value: { ms, dated: false } };
  const message = `how old the answer is cannot be told: a cache warns that it is stale (Warning: ${warnings[0]}), and tells no Age`;
  return { gap: gap('parse', message) };
}

/** Of several ages the largest counts; one of them that is no whole number of seconds may be any. */
export function countedAge(fields: readonly string[]): AnswerAge {
  let seconds = 0;
  for (const text of fields.flatMap((field) => field.split(','))) {
    const age = text.trim();
    if (!/^\d+$/.test(age)) {
      const message = `how old the answer is cannot be told: its Age is "${plainText(age, 20)}", not a number of seconds`;
      return { gap: gap('parse', message) };
    }
    seconds = Math.max(seconds, Math.min(Number(age), ageSecondsMax));
  }
  return { value: { ms: seconds * 1_000, dated: false } };
}

/** By the oldest Date that can be read; a clock that is ahead of ours makes nothing younger than it is. */
function apparentAge(dates: readonly string[], arrivedAt: Instant): Milliseconds {
  // The obsolete form of asctime names no zone, and means GMT as all do.
  const instants = dates.map((date) => Date.parse(/(?:\d{4}|\d:\d\d)\s*$/.test(date) ? `${date} GMT` : date));
  return Math.max(0, ...instants.filter(Number.isFinite).map((instant) => arrivedAt - instant));
}

function staleCodes(fields: readonly string[]): readonly string[] {
  // A text that does not end is looked at once as well: from each of its quotes anew it would take minutes.
  const withoutTexts = (field: string): string =>
    field.replaceAll(/"(?:[^"\\]|\\.)*("|\\?$)/gs, (text, end: string) => (end === '"' ? '""' : text));
  const codes = (field: string): string[] =>
    Array.from(withoutTexts(field).matchAll(staleWarnings), ([, code = '']) => code);
  return fields.flatMap(codes);
}

/** The launch's instant that an answer speaks of which has just arrived; of one that may be of any age, its arrival. */
export function answerInstant(age: AnswerAge, clock: Clock): Instant {
  return clock.now() - (age.gap ? 0 : age.value.ms * clock.scale);
}

/** What an answer out of a cache tells is no newer than that, whatever instant it gives itself; one from the future stays there. */
export function agedSample(sample: Sample, age: AnswerAge, clock: Clock): Sample {
  if (age.gap || age.value.ms === 0 || fromFuture(sample.at, clock.now()) !== null) return sample;
  return { ...sample, at: Math.min(sample.at, answerInstant(age, clock)) };
}

/** What an on-call should know of it; null of what has just come into being. */
export function ageNote(age: AnswerAge): string | null {
  if (age.gap || age.value.ms === 0) return null;
  const old = formatDuration(age.value.ms);
  return age.value.dated
    ? `by its own Date the answer is ${old} old: it is a copy, or one of the two clocks is wrong`
    : `answered from a cache, ${old} old`;
}

/** The oldest of those whose age can be told. */
export function oldestAge(ages: readonly AnswerAge[]): AnswerAge {
  return ages.reduce<AnswerAge>(
    (oldest, age) => (!oldest.gap && !age.gap && age.value.ms > oldest.value.ms ? age : oldest),
    noAge,
  );
}

interface Pace {
  readonly every: Milliseconds;
  readonly timeout: Milliseconds;
  readonly clock: Clock;
}

/** What somebody should mend where answers come too old to count until the next one, as long as no metric says otherwise. */
export function ageWarning(age: AnswerAge, { every, timeout, clock }: Pace): { readonly warning?: string } {
  const warning = ageNote(age);
  const endsTooSoon = !age.gap && age.value.ms * clock.scale + every > usualStaleAfter(every, timeout);
  return endsTooSoon && warning !== null ? { warning } : {};
}

/** Why an answer with this status is not the whole thing, or null. `bytes 0-99/100` is all of it. */
export function partGap(status: number, contentRange: string | null): Gap | null {
  if (status !== 206) return null;
  const [, from = '', to = '', size = ''] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(contentRange ?? '') ?? [];
  if (size !== '' && Number(from) === 0 && Number(to) + 1 === Number(size)) return null;
  const which = contentRange === null ? '' : ` (${plainText(contentRange, 40)})`;
  return gap('partial_data', `HTTP 206: a part of the answer${which}, which was not asked for`);
}
