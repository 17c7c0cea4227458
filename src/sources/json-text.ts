// JSON whose numbers keep their text. A double has already lost the ledger's last digit, so no number goes through one:
// the grammar is V8's (JSON.parse accepts or refuses the text as a whole), and a pointer is then followed over the text itself,
// which also shows a name that stands twice. (`context.source` of JSON.parse's reviver keeps the text too, but hides duplicates
// and overflows the stack on deep nesting.)

import { parseAmount, type Amount } from '../domain/amount.ts';
import type { Answer } from '../domain/answer.ts';
import { pointerNames, pointerStep } from '../domain/escapes.ts';
import { gap, type Gap } from '../domain/gap.ts';
import { didYouMean } from '../domain/nearest.ts';
import { plainText } from '../domain/text.ts';

/** Deepest nesting that is read: V8 takes a second for a few million brackets. */
const jsonDepthMax = 500;
/** Most names that a message looks through for the nearest one. */
const namesMax = 200;

/** What stands at a pointer. Objects and arrays are named, not opened. */
export type JsonPart =
  | { readonly type: 'number'; readonly text: string }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'null' | 'object' | 'array' };

/** A text that is known to be one JSON document. */
export class JsonText {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** @param what the text is called in messages. */
  static parse(text: string, what = 'the body'): Answer<JsonText> {
    const problem = problemOf(text, what);
    return problem ? { gap: problem } : { value: new JsonText(text) };
  }

  /** What a JSON pointer (RFC 6901) points to, or why nothing is there. Empty points to the whole document. */
  at(pointer: string): Answer<JsonPart> {
    const start = this.#startOf(pointer);
    return start.gap ? start : { value: partAt(this.#text, start.value) };
  }

  /** The entries of the list that the pointer points to, each a document of its own; null when it is no list. */
  entriesAt(pointer: string): readonly JsonText[] | null {
    const start = this.#startOf(pointer);
    const text = this.#text;
    if (start.gap || text.charAt(start.value) !== '[') return null;
    const entries: JsonText[] = [];
    let at = afterBlank(text, start.value + 1);
    while (text.charAt(at) !== ']') {
      const end = afterValue(text, at);
      entries.push(new JsonText(text.slice(at, end)));
      at = afterBlank(text, end);
      if (text.charAt(at) === ',') at = afterBlank(text, at + 1);
    }
    return entries;
  }

  /** Where what the pointer points to begins, or why nothing is there. */
  #startOf(pointer: string): Answer<number> {
    const tokens = pointerNames(pointer);
    let start = afterBlank(this.#text, 0);
    for (const [depth, token] of tokens.entries()) {
      const step = stepInto(this.#text, start, token);
      if (typeof step === 'number') {
        start = step;
        continue;
      }
      const parent = tokens.slice(0, depth);
      return { gap: missing(pointer, parent, step) };
    }
    return { value: start };
  }
}

/** The exact amount of a JSON number's text, or of a decimal in a JSON string. */
export function amountOfText(text: string, pointer: string): Answer<Amount> {
  const value = parseAmount(text);
  if (value) return { value };
  const shown = plainText(text, 40);
  if (/^[-+]?(?:nan|inf(?:inity)?)$/i.test(text.trim()))
    return { gap: gap('nan', `${shownPointer(pointer)} is not a number: "${shown}"`) };
  return { gap: gap('parse', `${shownPointer(pointer)} cannot be read as a decimal: "${shown}"`) };
}

/** The pointer for people: the empty one is the whole document. */
export function shownPointer(pointer: string): string {
  return pointer === '' ? 'the document' : plainText(pointer, 120);
}

function problemOf(text: string, what: string): Gap | null {
  const start = text.charAt(afterBlank(text, 0));
  if (start === '') return gap('parse', `${what} is empty where JSON was expected`);
  if (start === '<') return quoting(`${what} is HTML or XML, not JSON`, plainText(text.trim(), 60));
  if (tooDeep(text)) return gap('parse', `the JSON is nested more than ${jsonDepthMax} levels deep`);
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    // V8 quotes a stretch of a long body; a secret that was repeated there would be cut in two, and not be known any more.
    const detail = (error instanceof Error ? error.message : '').replace(
      /, (?:\.{3}".*"(?:\.{3})?|".*"\.{3}) is not valid JSON$/s,
      '',
    );
    return quoting(`${what} is not JSON`, plainText(detail, 160));
  }
}

function quoting(bare: string, quote: string): Gap {
  return { ...gap('parse', `${bare}: ${quote}`), bare };
}

type Miss =
  | { readonly kind: 'leaf'; readonly type: JsonPart['type'] }
  | { readonly kind: 'name'; readonly token: string; readonly names: readonly string[] }
  | { readonly kind: 'index'; readonly token: string; readonly length: number }
  | { readonly kind: 'twice'; readonly token: string };

function missing(pointer: string, parent: readonly string[], miss: Miss): Gap {
  const nearest = shownPointer(parent.map((token) => `/${pointerStep(token)}`).join(''));
  switch (miss.kind) {
    case 'leaf':
      return gap('not_found', `nothing at ${shownPointer(pointer)}: ${nearest} is ${aType(miss.type)}`);
    case 'name': {
      const hint = didYouMean(miss.token, miss.names);
      return gap(
        'not_found',
        plainText(`nothing at ${shownPointer(pointer)}: ${nearest} has no "${miss.token}"${hint}`),
      );
    }
    case 'index': {
      const size = miss.length === 1 ? '1 entry' : `${miss.length} entries`;
      return gap(
        'not_found',
        plainText(`nothing at ${shownPointer(pointer)}: ${nearest} is a list of ${size}`),
      );
    }
    case 'twice':
      return gap(
        'parse',
        plainText(`"${miss.token}" stands twice in ${nearest}: which one is meant cannot be told`),
      );
  }
}

/** `a number`, `an object`. */
export function aType(type: JsonPart['type']): string {
  if (type === 'null') return 'null';
  return type === 'object' || type === 'array' ? `an ${type}` : `a ${type}`;
}

/** Where the value of this member or entry begins. The text is valid JSON, so nothing else can stand there. */
function stepInto(text: string, start: number, token: string): number | Miss {
  const open = text.charAt(start);
  if (open === '{') return memberOf(text, start, token);
  if (open === '[') return entryOf(text, start, token);
  return { kind: 'leaf', type: partAt(text, start).type };
}

function memberOf(text: string, start: number, token: string): number | Miss {
  const names: string[] = [];
  let found: number | null = null;
  let at = afterBlank(text, start + 1);
  while (text.charAt(at) !== '}') {
    const nameEnd = afterString(text, at);
    const name = stringOf(text, at, nameEnd);
    const valueStart = afterBlank(text, afterBlank(text, nameEnd) + 1);
    if (name === token) {
      if (found !== null) return { kind: 'twice', token };
      found = valueStart;
    } else if (names.length < namesMax) names.push(name);
    at = afterBlank(text, afterValue(text, valueStart));
    if (text.charAt(at) === ',') at = afterBlank(text, at + 1);
  }
  return found ?? { kind: 'name', token, names };
}

function entryOf(text: string, start: number, token: string): number | Miss {
  const wanted = /^(?:0|[1-9]\d*)$/.test(token) ? Number(token) : null;
  let length = 0;
  let at = afterBlank(text, start + 1);
  while (text.charAt(at) !== ']') {
    if (length === wanted) return at;
    length++;
    at = afterBlank(text, afterValue(text, at));
    if (text.charAt(at) === ',') at = afterBlank(text, at + 1);
  }
  return { kind: 'index', token, length };
}

function partAt(text: string, start: number): JsonPart {
  switch (text.charAt(start)) {
    case '{':
      return { type: 'object' };
    case '[':
      return { type: 'array' };
    case '"':
      return { type: 'string', value: stringOf(text, start, afterString(text, start)) };
    case 't':
      return { type: 'boolean', value: true };
    case 'f':
      return { type: 'boolean', value: false };
    case 'n':
      return { type: 'null' };
    default:
      return { type: 'number', text: text.slice(start, afterScalar(text, start)) };
  }
}

function stringOf(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end - 1);
  if (!inner.includes('\\')) return inner;
  const value: unknown = JSON.parse(text.slice(start, end));
  return typeof value === 'string' ? value : inner;
}

function afterBlank(text: string, start: number): number {
  let at = start;
  while (at < text.length && ' \n\r\t'.includes(text.charAt(at))) at++;
  return at;
}

/** Behind the closing quotation mark of the string that begins at `start`. */
function afterString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\') at++;
    else if (char === '"') return at + 1;
  }
  return text.length;
}

function afterScalar(text: string, start: number): number {
  let at = start;
  while (at < text.length && !',]} \n\r\t'.includes(text.charAt(at))) at++;
  return at;
}

/** Behind the value that begins at `start`; counts brackets instead of recursing. */
function afterValue(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === '"') return afterString(text, start);
  if (first !== '{' && first !== '[') return afterScalar(text, start);
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') at = afterString(text, at) - 1;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function tooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') at = afterString(text, at) - 1;
    else if (char === '{' || char === '[') {
      depth++;
      if (depth > jsonDepthMax) return true;
    } else if (char === '}' || char === ']') depth--;
  }
  return false;
}
