// What holds of an answer, whatever was read: sentences a terminal only shows, values of the kinds that there are.

import { cleanLine, remoteTextMax } from '../../src/domain/text.ts';
import { gapReasons, type Gap } from '../../src/domain/gap.ts';
import type { Sample } from '../../src/domain/sample.ts';
import { exactText } from '../../src/domain/value.ts';
import type { PollResult } from '../../src/sources/source.ts';
import { leaksIn } from '../support/hostile-text.ts';

/** A law that does not hold. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Broken(otherwise);
}

/** Bytes that are no UTF-8 become U+FFFD, which is a character like any other. */
function leaks(text: string): readonly string[] {
  return leaksIn(text.replaceAll('\uFFFD', '?'));
}

/** One line that can be shown as it is. */
export function demandPlain(text: string, what: string): void {
  const found = text.includes('\n') ? ['a newline'] : leaks(text);
  demand(found.length === 0, `${what} has ${found.join('; ')}: ${JSON.stringify(text.slice(0, 200))}`);
}

/** The same of a text that a writer cleans when it is printed. */
export function demandPrintable(text: string, what: string): void {
  demandPlain(cleanLine(text), what);
}

/** A sentence of the program's about something else. */
function demandSentence(text: string, what: string): void {
  demand(text !== '', `${what} is empty`);
  demandPlain(text, what);
  demand(text.length <= remoteTextMax * 2, `${what} has ${text.length} characters`);
}

function demandGap({ reason, message, bare }: Gap, what: string): void {
  demand(gapReasons.includes(reason), `${what} has the reason ${reason}`);
  demandSentence(message, `${what}'s message`);
  demand(!/\[object|undefined/.test(message), `${what} says ${message}`);
  if (bare !== undefined) demandSentence(bare, `${what} without what it quotes`);
}

function demandSample(sample: Sample, what: string): void {
  demand(Number.isFinite(sample.at), `${what} is of the instant ${sample.at}`);
  if (sample.gap) return demandGap(sample.gap, what);
  const { value } = sample;
  demand(!Number.isNaN(value), `${what} is NaN`);
  if (typeof value === 'string') demandSentence(value === '' ? '-' : value, what);
  else
    demand(
      /^(?:true|false|[+-]Inf|-?\d+(?:\.\d+)?|-?\d+\/\d+)$/.test(exactText(value)),
      `${what} is ${exactText(value).slice(0, 100)}`,
    );
}

/**
 * What a look came to is readings, or why there are none.
 * @returns `value` when there is one, else the first gap's reason.
 */
export function demandPoll(result: PollResult, metrics: readonly string[]): string {
  const { samples, gap, note, warning, latencyMs, retryAfter } = result;
  for (const { metric, sample } of samples) {
    demand(metrics.includes(metric), `there is a sample of ${metric}`);
    demandSample(sample, metric);
  }
  if (gap) demandGap(gap, 'the look');
  demand(
    gap !== null || metrics.every((one) => samples.some(({ metric }) => metric === one)),
    'a metric has neither sample nor gap',
  );
  if (note !== null) demandSentence(note, 'the note');
  if (warning !== undefined) demandSentence(warning, 'the warning');
  for (const span of [latencyMs, retryAfter])
    demand(span === null || (Number.isFinite(span) && span >= 0), `a span is ${span}`);
  const first = samples.find(({ sample }) => sample.gap === undefined);
  return first && gap === null
    ? 'value'
    : `gap ${gap?.reason ?? samples.find(({ sample }) => sample.gap)?.sample.gap?.reason}`;
}
