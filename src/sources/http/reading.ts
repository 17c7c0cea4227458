// From an answer to the value of each read: exact where it is a number, a gap with its reason where there is none.

import { amount, parseAmount } from '../../domain/amount.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import type { Value } from '../../domain/value.ts';
import { decodeBody, tooLargeGap, type CappedBody, type TextResult } from '../body.ts';
import type { BoundedRegex } from '../bounded-regex.ts';
import { aType, amountOfText, JsonText, shownPointer, type JsonTextResult } from '../json-text.ts';
import type { StatusVerdict } from './answer-gap.ts';
import type { Answer } from './exchange.ts';
import type { Head } from './receiver.ts';

export type Reading = { readonly value: Value } | { readonly gap: Gap };

/** For `up`, with why it is down; a gap only where the answer speaks of us and not of the endpoint. */
export type UpReading = { readonly value: boolean; readonly why: Gap | null } | { readonly gap: Gap };

/** The `match` option, made ready. */
export type Matcher = { readonly text: string } | { readonly regex: BoundedRegex };

/** Of what a body shows that may go on. */
const openEnd = gap(
  'partial_data',
  'neither a length nor a chunk tells that this is all of the body: if it always is, say `unframed: trust`',
);

/** What says that a body is not coded; servers put the name of its character set there, too, by mistake. */
const noCodings: ReadonlySet<string> = new Set(['', 'identity', 'none', 'utf-8', 'utf8']);

/** One answer, its body decoded and parsed at most once, however many metrics read it. */
export class AnswerReader {
  readonly #answer: Answer;
  readonly #verdict: StatusVerdict;
  readonly #bodyMax: number;
  #text: TextResult | null = null;
  #json: JsonTextResult | null = null;

  constructor(answer: Answer, verdict: StatusVerdict, bodyMax: number) {
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
    if ('gap' in age) return { gap: age.gap };
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
  head(): { readonly head: Head } | { readonly gap: Gap } {
    const { gap: problem } = this.#verdict;
    return problem ? { gap: problem } : { head: this.#answer.response };
  }

  /** The whole body as text, or why there is none. */
  text(): TextResult {
    const problem = this.#bodyProblem() ?? this.#cut();
    return problem ? { ok: false, gap: problem } : this.#decode();
  }

  /** The whole body as JSON, or why it is none. */
  document(): JsonTextResult {
    const problem = this.#bodyProblem() ?? this.#cut();
    if (problem) return { ok: false, gap: problem };
    const text = this.#decode();
    // A number has no end of its own.
    if (text.ok && !this.#answer.endTold && /^\s*-?\d/.test(text.text)) return { ok: false, gap: openEnd };
    return this.#parse();
  }

  /** @param exact a decimal in a JSON string counts as a number. */
  json(pointer: string, exact: boolean): Reading {
    const document = this.document();
    if (!document.ok) return { gap: document.gap };
    return jsonReading(document.json, pointer, exact);
  }

  /** The pattern's one group: a decimal is exact, true and false are what they say, anything else is a word. */
  body(regex: BoundedRegex): Reading {
    const problem = this.#bodyProblem();
    if (problem) return { gap: problem };
    const text = this.#decode();
    if (!text.ok) return { gap: text.gap };
    const open = this.#openEnd();
    if (open) return { gap: open };
    const found = regex.exec(text.text);
    if (typeof found === 'string') return { gap: gap('parse', regex.sentence(found, 'over the body')) };
    const group = found?.[1] ?? null;
    if (group === null)
      return { gap: this.#cut() ?? gap('not_found', `nothing in the body matches ${shownRegex(regex)}`) };
    const isAtEnd = text.text.endsWith(found?.[0] ?? '');
    const half = isAtEnd ? this.#cut() : null;
    return half ? { gap: half } : groupReading(group, shownRegex(regex));
  }

  /** What was not read to its end says nothing: a match that was broken off, or that what follows could take back or bring. */
  #matched(matcher: Matcher): UpReading {
    const text = this.#decode();
    if (!text.ok) return { value: false, why: text.gap };
    const found = 'text' in matcher ? text.text.includes(matcher.text) : matcher.regex.exec(text.text);
    if ('regex' in matcher && typeof found === 'string')
      return { gap: gap('parse', matcher.regex.sentence(found, 'over the body')) };
    const isFound = found !== false && found !== null;
    const isOpen =
      !isFound ||
      ('regex' in matcher && Array.isArray(found) && mayBeTakenBack(matcher.regex, found, text.text));
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
    return text.ok && /^\s*[[{]/.test(text.text) && this.#parse().ok ? null : openEnd;
  }

  #decode(): TextResult {
    this.#text ??= this.#answer.response.body
      ? this.#decoded(this.#answer.response.body)
      : { ok: true, text: '' };
    return this.#text;
  }

  #decoded(body: CappedBody): TextResult {
    const { fields } = this.#answer.response;
    const listed = (name: string): string[] =>
      fields(name).flatMap((field) => field.split(',').map((one) => one.trim().toLowerCase()));
    // Chunks have been read; whatever else the body is coded with on its way, it comes so.
    const onItsWay = listed('transfer-encoding').filter((one) => one !== 'chunked');
    const coding = [...listed('content-encoding'), ...onItsWay].find((one) => !noCodings.has(one));
    if (coding === undefined || body.bytes.length === 0)
      return decodeBody({ ...body, cut: body.cut || !this.#answer.endTold });
    return {
      ok: false,
      gap: gap('parse', `the body is ${plainText(coding, 20)}-coded, which was not asked for`),
    };
  }

  #parse(): JsonTextResult {
    const text = this.#decode();
    this.#json ??= text.ok ? JsonText.parse(text.text) : text;
    return this.#json;
  }
}

/** What stands at the pointer as a value. @param exact a decimal in a JSON string counts as a number. */
export function jsonReading(json: JsonText, pointer: string, exact: boolean): Reading {
  const found = json.at(pointer);
  if (!found.ok) return { gap: found.gap };
  const { part } = found;
  switch (part.type) {
    case 'number':
      return exactReading(part.text, pointer);
    case 'string':
      return wordReading(part.value, pointer, exact);
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
  return wordReading(group.trim(), place, true);
}

function exactReading(text: string, pointer: string): Reading {
  const read = amountOfText(text, pointer);
  return 'amount' in read ? { value: read.amount } : { gap: read.gap };
}

export function wordReading(word: string, place: string, decimals: boolean): Reading {
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
