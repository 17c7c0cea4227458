// One look at an endpoint: the request, its redirects, the body as far as it is needed. Used by `http` and `ledger`.

import type { Milliseconds } from '../../domain/clock.ts';
import { exactDuration } from '../../domain/duration.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { shownBytes } from '../body.ts';
import { codesIn, hostAndPort, networkFailure, networkGap } from '../network-gap.ts';
import { lateGap } from '../late-gap.ts';
import type { AddressGuard } from '../http-connector.ts';
import { zoneOf } from '../zones.ts';
import type { Connection, Request } from './connection.ts';
import { guardAgainst, NearerAddress, nextRequest } from './redirect.ts';
import type { BodyWanted, Head, Response } from './receiver.ts';
import { answerAge, type AnswerAge } from './answer-age.ts';

/** Redirects that are followed before we give up. */
const redirectsMax = 5;

export interface ExchangeInput {
  readonly request: Request;
  /** The hosts, as URLs have them, to which a redirect may lead wherever they are; null: no redirect is followed. */
  readonly redirects: ReadonlySet<string> | null;
  /** Null: the body is not needed. */
  readonly bodyMax: number | null;
  /** A body of which only the connection's end tells that it ends is whole. */
  readonly unframed?: 'trust' | undefined;
  readonly timeout: Milliseconds;
}

/** The other end has answered: a status and headers at least. */
export interface Answer {
  readonly response: Response;
  /** Real milliseconds at the socket, over all redirects. */
  readonly latencyMs: number;
  /** How old it was when it arrived. */
  readonly age: AnswerAge;
  /** Its length, its last chunk, or a proper end of TLS says where the body ends; else only that the connection was closed. */
  readonly endTold: boolean;
  /** Why the body did not arrive whole, or null. A body that was cut at the cap has no gap here. */
  readonly bodyGap: Gap | null;
  readonly redirects: number;
  /** Where it came from in the end. */
  readonly url: URL;
}

export type Exchange =
  | { readonly answered: true; readonly answer: Answer }
  | { readonly answered: false; readonly gap: Gap; readonly ours: boolean };

/** Never rejects: what went wrong is in the result. Settles as soon as `signal` aborts. */
export async function exchange(
  connection: Connection,
  input: ExchangeInput,
  signal: AbortSignal,
): Promise<Exchange> {
  const drop = (): void => connection.reset();
  signal.addEventListener('abort', drop, { once: true });
  try {
    return await follow(connection, input, signal);
  } finally {
    signal.removeEventListener('abort', drop);
  }
}

async function follow(connection: Connection, input: ExchangeInput, signal: AbortSignal): Promise<Exchange> {
  const wanted: BodyWanted = (head) =>
    input.redirects && redirectTarget(head) !== null ? null : input.bodyMax;
  let request = input.request;
  let guard: AddressGuard | null = null;
  let latencyMs = 0;
  /** What came whole before the same was asked once more, only to be told that it is whole. */
  let before: Answer | null = null;
  for (let redirects = 0; ;) {
    let response: Response;
    if (signal.aborted && before === null) return notAsked(hostAndPort(request.url), input.timeout);
    try {
      response = await connection.send(request, wanted, signal, guard);
    } catch (error) {
      if (before) return { answered: true, answer: before };
      if (error instanceof NearerAddress) return { answered: false, gap: error.gap, ours: false };
      return unanswered(error, hostAndPort(request.url), connection, input.timeout, signal);
    }
    const location = input.redirects ? redirectTarget(response) : null;
    if (location === null) {
      const bodyGap = bodyGapOf(response, request.url, input.timeout, signal);
      const age = answerAge(response.fields, response.arrivedAt);
      const endTold = input.unframed === 'trust' || response.closedWell || tellsEnd(response, request.method);
      const answer = {
        response,
        latencyMs: latencyMs + response.latencyMs,
        age,
        endTold,
        bodyGap,
        redirects,
        url: request.url,
      };
      if (before && bodyGap) return { answered: true, answer: before };
      const isOpen = !endTold && response.body?.error === null && !response.body.cut;
      if (!isOpen || !connection.watchEnd(request)) return { answered: true, answer };
      before = answer;
      continue;
    }
    latencyMs += response.latencyMs;
    const next = redirects < redirectsMax ? nextRequest(request, response.status, location) : tooMany();
    if ('reason' in next) return { answered: false, gap: next, ours: false };
    const from = zoneOf(connection.addressOf(request.url) ?? '');
    guard = input.redirects?.has(next.url.hostname) ? null : guardAgainst(from, response.status, next.url);
    request = next;
    redirects++;
  }
}

/** Earlier requests of the same poll have used up its time. */
function notAsked(place: string, timeout: Milliseconds): Exchange {
  const message = `there was no time left to ask ${place}: all ${exactDuration(timeout)} were used up before`;
  return { answered: false, gap: gap('timeout', message), ours: false };
}

function unanswered(
  error: unknown,
  place: string,
  connection: Connection,
  timeout: Milliseconds,
  signal: AbortSignal,
): Exchange {
  const failure = signal.aborted
    ? { gap: lateGap(connection.waitedFor, place, timeout), ours: false }
    : networkFailure(error, place);
  const told = connection.blame(failure.gap);
  // What no network and no protocol says may be a fault of our own.
  const isUnknown = !signal.aborted && networkGap(error, place) === null;
  return { answered: false, gap: told, ours: failure.ours || isUnknown || told.way === 'ours' };
}

/** Why the body did not arrive whole, or null. */
function bodyGapOf(response: Response, url: URL, timeout: Milliseconds, signal: AbortSignal): Gap | null {
  const { body } = response;
  if (body === null || body.error === null) return null;
  const place = hostAndPort(url);
  const came = shownBytes(body.bytes.length);
  const length = response.header('content-length');
  const whole = length !== null && /^\d{1,15}$/.test(length) ? ` of ${shownBytes(Number(length))}` : '';
  if (signal.aborted)
    return gap('timeout', `${place} sent ${came}${whole} of its body within ${exactDuration(timeout)}`);
  const codes = codesIn(body.error);
  if (codes.some((code) => endingCodes.has(code)))
    return gap('parse', `half a body: ${place} closed the connection after ${came}${whole}`);
  if (codes.some((code) => code.startsWith('HPE_')))
    return gap('parse', `half a body: what ${place} sends after ${came}${whole} is not HTTP`);
  return networkFailure(body.error, place).gap;
}

/** How a connection that ended within a body is told. */
const endingCodes: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'HPE_INVALID_EOF_STATE',
]);

/** RFC 9112 §6.3. */
function tellsEnd(head: Head, method: string): boolean {
  if (method === 'HEAD' || head.status === 204 || head.status === 304) return true;
  const codings = head.fields('transfer-encoding').join(',');
  return head.header('content-length') !== null || /\bchunked\s*$/i.test(codings);
}

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function redirectTarget(head: Head): string | null {
  return redirectStatuses.has(head.status) ? head.header('location') : null;
}

function tooMany(): Gap {
  return gap('http_status', `more than ${redirectsMax} redirects`);
}
