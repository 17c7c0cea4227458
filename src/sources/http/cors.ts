// A CORS preflight, asked and judged as a browser does it (fetch.spec.whatwg.org, "CORS-preflight fetch" and "CORS check").

import type { Answer } from '../../domain/answer.ts';
import { gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import type { Request } from './connection.ts';
import type { CorsRead } from './cors-schema.ts';
import { fieldOf } from './header-reading.ts';
import { strangerHeaders } from './headers.ts';
import type { Head } from './receiver.ts';
import { lookLessOften } from '../remedies.ts';

/** What the browser sends: never credentials, and nothing that the profile set. */
export function preflightRequest(url: URL, read: CorsRead): Request {
  const names = [...new Set(read.headers.map((name) => name.toLowerCase()))].toSorted();
  return {
    url,
    method: 'OPTIONS',
    headers: {
      ...strangerHeaders(),
      origin: read.origin,
      'access-control-request-method': read.method,
      ...(names.length > 0 && { 'access-control-request-headers': names.join(',') }),
    },
    body: null,
  };
}

/** Why the origin is kept out, which is an answer; null when it is let in. */
export function judgePreflight(head: Head, read: CorsRead): Answer<string | null> {
  const { status } = head;
  // A server in trouble lets nobody in, and says nothing about whom it would: that a foreign origin is kept out is not seen.
  if (status >= 500 || status === 429 || status === 408)
    return {
      gap: gap(
        status === 429 ? 'throttled' : 'http_status',
        `HTTP ${status} to the preflight`,
        status === 429 ? lookLessOften : null,
      ),
    };
  const why =
    originProblem(head, read) ??
    statusProblem(status) ??
    methodProblem(head, read) ??
    headersProblem(head, read);
  return { value: why === null ? null : plainText(why) };
}

function originProblem(head: Head, { origin, credentials }: CorsRead): string | null {
  const allowed = fieldOf(head, 'access-control-allow-origin');
  if (allowed === null) return 'there is no Access-Control-Allow-Origin';
  if (allowed === '*' && !credentials) return null;
  if (allowed === '*') return 'Access-Control-Allow-Origin is *, which does not do with credentials';
  if (allowed !== origin) return `Access-Control-Allow-Origin is ${plainText(allowed, 100)}`;
  if (credentials && fieldOf(head, 'access-control-allow-credentials') !== 'true')
    return 'Access-Control-Allow-Credentials is not true';
  return null;
}

function statusProblem(status: number): string | null {
  return status >= 200 && status < 300 ? null : `HTTP ${status} to the preflight`;
}

function methodProblem(head: Head, { method, credentials }: CorsRead): string | null {
  const allowed = listOf(head, 'access-control-allow-methods');
  if (allowed === null) return 'Access-Control-Allow-Methods is no list of methods';
  const simple = method === 'GET' || method === 'HEAD' || method === 'POST';
  if (simple || allowed.includes(method) || (!credentials && allowed.includes('*'))) return null;
  return `Access-Control-Allow-Methods does not hold ${method}`;
}

function headersProblem(head: Head, { headers, credentials }: CorsRead): string | null {
  const allowed = listOf(head, 'access-control-allow-headers')?.map((name) => name.toLowerCase());
  if (allowed === undefined) return 'Access-Control-Allow-Headers is no list of headers';
  const wildcard = !credentials && allowed.includes('*');
  // A wildcard never stands for Authorization.
  const refused = headers
    .map((name) => name.toLowerCase())
    .find((name) => !allowed.includes(name) && !(wildcard && name !== 'authorization'));
  return refused === undefined ? null : `Access-Control-Allow-Headers does not hold ${refused}`;
}

/** The tokens of a list field; empty when it is not there, null when it is no list. */
function listOf(head: Head, name: string): readonly string[] | null {
  const parts = (fieldOf(head, name) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.every((part) => /^[!#$%&'*+.^_`|~\w-]+$/.test(part)) ? parts : null;
}
