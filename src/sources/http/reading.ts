// From an answer to the value of each read: exact where it is a number, a gap with its reason where there is none.

import { amount, parseAmount } from '../../domain/amount.ts';
import type { Answer, Given, Lacking, Reading } from '../../domain/answer.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { decodeBody, tooLargeGap, type CappedBody } from '../body.ts';
import type { BoundedRegex } from '../bounded-regex.ts';
import { aType, amountOfText, JsonText, shownPointer } from '../json-text.ts';
import type { StatusVerdict } from './answer-gap.ts';
import type { HttpAnswer } from './exchange.ts';
import type { Head } from './receiver.ts';
import { trustUnframed } from '../remedies.ts';

/** For `up`, with why it is down; a gap only where the answer speaks of us and not of the endpoint. */
export type UpReading = (Given<boolean> & { readonly why: Gap | null }) | Lacking;

/** The `match` option, made ready. */
export type Matcher = { readonly text: string } | { readonly regex: BoundedRegex };

/** Of what a body shows that may go on. */
const openEnd = gap(
  'partial_data',
  'neither a length nor a chunk tells that this is all of the body: if it always is, say `unframed: trust`',
  trustUnframed,
);

/** What says that a body is not coded; servers put the name of its character set there, too, by mistake. */
const noCodings: ReadonlySet<string> = new Set(['', 'identity', 'none', 'utf-8', 'utf8']);

/** One answer, its body decoded and parsed at most once, however many metrics read it. */
export class AnswerReader {
  readonly #answer: HttpAnswer;
  readonly #verdict: StatusVerdict;
  readonly #bodyMax: number;
  #text: Answer<string> | null = null;
  #json: Answer<JsonText> | null = null;

  constructor(answer: HttpAnswer, verdict: StatusVerdict, bodyMax: number) {
    this.#answer = answer;
    this.#verdict = verdict;
    this.#bodyMax = bodyMax;
  }

  /** Whether the endpoint answers as it should. */
  up(matcher: Matcher | null): UpReading {
    const { gap: problem, ours } = this.#verdict;
    if (problem) return ours ? { gap: problem } : { value: false, why: problem };
    const { bodyGap } = this.#answer;
    if (bodyGap) return { value: false, why: bodyGap };
    const cut = this.#cut();
    if (cut) return { gap: cut };
    return matcher ? this.#matched(matcher) : { value: true, why: null };
  }

  /** Of an answer that may be of any age the status is, too. */
  status(): Reading {
    const { age } = this.#answer;
    if (age.gap) return age;
    return { value: amount(this.#answer.response.status) };
  }

  /** Only of an answer as expected: how fast an error page comes says nothing good. */
  latency(): Reading {
    const { gap: problem } = this.#verdict;
    return problem ? { gap: problem } : { value: Math.round(this.#answer.latencyMs * 1_000) / 1_000 };
  }

  bytes(): Reading {
    const problem = this.#bodyProblem() ?? this.#cut() ?? this.#openEnd();
    return problem ? { gap: problem } : { value: amount(this.#answer.response.body?.bytes.length ?? 0) };
  }

  /** The answer's fields; an error page's say nothing of the endpoint's own. */
  head(): Answer<Head> {
    const { gap: problem } = this.#verdict;
    return problem ? { gap: problem } : { value: this.#answer.response };
  }

  /** The whole body as text, or why there is none. */
  text(): Answer<string> {
    const problem = this.#bodyProblem() ?? this.#cut();
    return problem ? { gap: problem } : this.#decode();
  }

  /** The whole body as JSON, or why it is none. */
  document(): Answer<JsonText> {
    const problem = this.#bodyProblem() ?? this.#cut();
    if (problem) return { gap: problem };
    const text = this.#decode();
    // A number has no end of its own.
    if (!text.gap && !this.#answer.endTold && /^\s*-?\d/.test(text.value)) return { gap: openEnd };
    return this.#parse();
  }

  /** @param exact a decimal in a JSON string counts as a number. */
  json(pointer: string, options: { readonly exact: boolean }): Reading {
    const document = this.document();
    return document.gap ? document : jsonReading(document.value, pointer, options);
  }

  /** The pattern's one group: a decimal is exact, true and false are what they say, anything else is a word. */
  body(regex: BoundedRegex): Reading {
    const problem = this.#bodyProblem();
    if (problem) return { gap: problem };
    const text = this.#decode();
    if (text.gap) return text;
    const open = this.#openEnd();
    if (open) return { gap: open };
    const found = regex.exec(text.value);
    if (typeof found === 'string') return { gap: gap('parse', regex.sentence(found, 'over the body')) };
    const group = found?.[1] ?? null;
    if (group === null)
      return { gap: this.#cut() ?? gap('not_found', `nothing in the body matches ${shownRegex(regex)}`) };
    const isAtEnd = text.value.endsWith(found?.[0] ?? '');
    const half = isAtEnd ? this.#cut() : null;
    return half ? { gap: half } : groupReading(group, shownRegex(regex));
  }

  /** What was not read to its end says nothing: a match that was broken off, or that what follows could take back or bring. */
  #matched(matcher: Matcher): UpReading {
    const text = this.#decode();
    if (text.gap) return { value: false, why: text.gap };
    const found = 'text' in matcher ? text.value.includes(matcher.text) : matcher.regex.exec(text.value);
    if ('regex' in matcher && typeof found === 'string')
      return { gap: gap('parse', matcher.regex.sentence(found, 'over the body')) };
    const isFound = found !== false && found !== null;
    const isOpen =
      !isFound ||
      ('regex' in matcher && Array.isArray(found) && mayBeTakenBack(matcher.regex, found, text.value));
    const open = isOpen ? this.#openEnd() : null;
    if (open) return { gap: open };
    return isFound
      ? { value: true, why: null }
      : { value: false, why: gap('not_found', missSentence(matcher)) };
  }

  #bodyProblem(): Gap | null {
    return this.#verdict.gap ?? this.#answer.bodyGap;
  }

  #cut(): Gap | null {
    return this.#answer.response.body?.cut === true ? tooLargeGap(this.#bodyMax) : null;
  }

  /** A body may go on unless it is told where it ends, or a JSON object or list says so itself. */
  #openEnd(): Gap | null {
    if (this.#answer.endTold) return null;
    const text = this.#decode();
    return !text.gap && /^\s*[[{]/.test(text.value) && !this.#parse().gap ? null : openEnd;
  }

  #decode(): Answer<string> {
    this.#text ??= this.#answer.response.body ? this.#decoded(this.#answer.response.body) : { value: '' };
    return this.#text;
  }

  #decoded(body: CappedBody): Answer<string> {
    const { fields } = this.#answer.response;
    const listed = (name: string): string[] =>
      fields(name).flatMap((field) => field.split(',').map((one) => one.trim().toLowerCase()));
    // Chunks have been read; whatever else the body is coded with on its way, it comes so.
    const onItsWay = listed('transfer-encoding').filter((one) => one !== 'chunked');
    const coding = [...listed('content-encoding'), ...onItsWay].find((one) => !noCodings.has(one));
    if (coding === undefined || body.bytes.length === 0)
      return decodeBody({ ...body, cut: body.cut || !this.#answer.endTold });
    return { gap: gap('parse', `the body is ${plainText(coding, 20)}-coded, which was not asked for`) };
  }

  #parse(): Answer<JsonText> {
    const text = this.#decode();
    this.#json ??= text.gap ? text : JsonText.parse(text.value);
    return this.#json;
  }
}

/** What stands at the pointer as a value. @param exact a decimal in a JSON string counts as a number. */
export function jsonReading(
  json: JsonText,
  pointer: string,
  { exact }: { readonly exact: boolean },
): Reading {
  const found = json.at(pointer);
  if (found.gap) return found;
  const part = found.value;
  switch (part.type) {
    case 'number':
      return amountOfText(part.text, pointer);
    case 'string':
      return wordReading(part.value, pointer, { decimals: exact });
    case 'boolean':
      return { value: part.value };
    case 'null':
      return { gap: gap('empty', `${shownPointer(pointer)} is null`) };
    case 'object':
    case 'array':
      return { gap: gap('wrong_type', `${shownPointer(pointer)} is ${aType(part.type)}, not a value`) };
  }
}

/** A pattern's one group: a decimal is exact, true and false are what they say, anything else is a word. */
export function groupReading(group: string, place: string): Reading {
  if (group === 'true' || group === 'false') return { value: group === 'true' };
  return wordReading(group.trim(), place, { decimals: true });
}

export function wordReading(
  word: string,
  place: string,
  { decimals }: { readonly decimals: boolean },
): Reading {
  if (/^[-+]?nan$/i.test(word))
    return { gap: gap('nan', `${shownPointer(place)} is not a number: "${word}"`) };
  const exact = decimals ? parseAmount(word) : null;
  return { value: exact ?? plainText(word) };
}

/** Whether more text could take the match away: it looks at the end, or at what is not there. */
function mayBeTakenBack(regex: BoundedRegex, found: readonly (string | null)[], text: string): boolean {
  const bare = regex.source.replaceAll(/\\[^bB]/gs, '').replaceAll(/\[[^\]]*\]/g, '');
  return /\$|\(\?<?!/.test(bare) || (/\\b/i.test(bare) && text.endsWith(found[0] ?? ''));
}

function missSentence(matcher: Matcher): string {
  return 'text' in matcher
    ? plainText(`the body does not hold "${matcher.text}"`)
    : `the body does not match ${shownRegex(matcher.regex)}`;
}

function shownRegex(regex: BoundedRegex): string {
  return plainText(regex.source, 80);
}
