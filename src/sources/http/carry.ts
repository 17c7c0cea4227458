// What one step keeps for later ones, and how a later request is made with it. Kept values are secrets: no message holds one.

import type { Answer, Given } from '../../domain/answer.ts';
import { gap, reworded, unquoted } from '../../domain/gap.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { plainText } from '../../domain/text.ts';
import { aType, shownPointer } from '../json-text.ts';
import type { Request } from './connection.ts';
import { requestHeaders, type Headers } from './headers.ts';
import { noField } from './header-reading.ts';
import type { AnswerReader } from './reading.ts';
import { fillIn, placeholdersIn } from './step-names.ts';
import { isWholePlaceholder, type KeepFrom } from './step-schema.ts';
import type { Head } from './receiver.ts';

/** Longest value that is kept, in characters: a token is shorter, a page is not one. */
const keptLengthMax = 16_384;

export interface Kept {
  readonly value: string;
  /** Where it came from, after redirects: a kept Location is relative to this. */
  readonly base: URL;
  /** The origin that the step named, to which alone a kept Location may lead. */
  readonly origin: string;
}

export type KeptValues = ReadonlyMap<string, Kept>;

export interface RequestPlan {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | null;
}

/** A request into which nothing is put is made once; null for one that must be made anew at each poll. */
export function fixedRequest(plan: RequestPlan): Given<Request> | null {
  const texts = [plan.url, ...Object.values(plan.headers), plan.body ?? ''];
  if (texts.some((text) => placeholdersIn(text).length > 0)) return null;
  const request = requestOf(plan, new Map());
  return request.gap ? null : request;
}

/** The request with the kept values in it, or why they do not make one. */
export function requestOf(plan: RequestPlan, kept: KeptValues): Answer<Request> {
  const found = urlOf(plan.url, kept);
  if (found.gap) return found;
  const url = found.value;
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(plan.headers)) {
    const value = fillIn(text, (one) => kept.get(one)?.value ?? '');
    // oxlint-disable-next-line no-control-regex -- a header value must not carry control characters (header injection)
    if (/[\u0000-\u0008\u000A-\u001F\u007F\u0100-\uFFFF]/.test(value))
      return { gap: gap('parse', `what was kept as ${listed(text)} cannot stand in a header`) };
    headers[name] = value;
  }
  const encode = plan.body === null ? null : encoderOf(plan.body, headers);
  const body =
    plan.body === null || encode === null
      ? null
      : fillIn(plan.body, (one) => encode(kept.get(one)?.value ?? ''));
  return { value: { url, method: plan.method, headers: requestHeaders(headers, url), body } };
}

function urlOf(text: string, kept: KeptValues): Answer<URL> {
  if (isWholePlaceholder(text)) return keptUrl(text, kept);
  // A segment of dots would be another path than the one that was written.
  const dots = placeholdersIn(text).find((name) => /^\.{1,2}$/.test(kept.get(name)?.value ?? ''));
  if (dots !== undefined) return { gap: gap('parse', `what was kept as "${dots}" cannot stand in a URL`) };
  const filled = fillIn(text, (name) => encodeSafely(kept.get(name)?.value ?? ''));
  return URL.canParse(filled)
    ? { value: new URL(filled) }
    : { gap: gap('parse', 'no URL comes of the kept values') };
}

/** Another origin was never named in the profile: nothing is sent there, least of all credentials. */
function keptUrl(text: string, kept: KeptValues): Answer<URL> {
  const [name = ''] = placeholdersIn(text);
  const found = kept.get(name);
  if (!found || !URL.canParse(found.value, found.base))
    return { gap: gap('parse', `what was kept as "${name}" is no URL`) };
  const url = new URL(found.value, found.base);
  if (url.origin === found.origin) return { value: url };
  return { gap: gap('http_status', `what was kept as "${name}" leads to another origin: not followed`) };
}

/** Kept values must stay values: in JSON, in a form, and else as they are. */
function encoderOf(body: string, headers: Headers): (value: string) => string {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (/json/i.test(type) || (type === '' && /^\s*[[{]/.test(body)))
    return (value) => JSON.stringify(value).slice(1, -1);
  return /x-www-form-urlencoded/i.test(type) ? encodeSafely : (value) => value;
}

function encodeSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function listed(text: string): string {
  return placeholdersIn(text)
    .map((name) => `"${name}"`)
    .join(', ');
}

/** The value of one kept name, or why it cannot be had; no message quotes the answer. */
export function keptFrom(reader: AnswerReader, name: string, from: KeepFrom): Answer<string> {
  const found =
    from.from === 'body' ? bodyValue(reader, from.pointer) : headValue(reader, from.from, from.name);
  if (found.gap)
    return { gap: reworded(found.gap, (message) => plainText(`"${name}" is not kept: ${message}`)) };
  if (found.value === '') return { gap: gap('empty', `"${name}" is not kept: it is empty`) };
  if (found.value.length > keptLengthMax)
    return { gap: gap('too_large', `"${name}" is not kept: it is longer than ${keptLengthMax} characters`) };
  return found;
}

function bodyValue(reader: AnswerReader, pointer: string): Answer<string> {
  const document = reader.document();
  // What could not be read may hold what was to be kept.
  if (document.gap) return { gap: unquoted(document.gap) };
  const found = document.value.at(pointer);
  if (found.gap) return found;
  const part = found.value;
  if (part.type === 'string') return { value: part.value };
  if (part.type === 'number') return { value: part.text };
  if (part.type === 'boolean') return { value: String(part.value) };
  return { gap: gap('wrong_type', `${shownPointer(pointer)} is ${aType(part.type)}, not a value`) };
}

function headValue(reader: AnswerReader, from: 'header' | 'cookie', name: string): Answer<string> {
  const head = reader.head();
  if (head.gap) return head;
  if (from === 'cookie') return cookieValue(head.value, name);
  const value = head.value.header(name.toLowerCase());
  return value === null ? { gap: noField(name) } : { value };
}

function cookieValue(head: Head, name: string): Answer<string> {
  const cookies = head.fields('set-cookie').map((field): [string, string] => {
    const [pair = ''] = field.split(';', 1);
    const at = pair.indexOf('=');
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
  const found = cookies.findLast(([known]) => known === name);
  if (found) return { value: found[1] };
  const hint = didYouMean(
    name,
    cookies.map(([known]) => known),
  );
  return { gap: gap('not_found', plainText(`the answer sets no cookie ${name}${hint}`)) };
}
