// One look at an endpoint: the request, its redirects, the body as far as it is needed. Used by `http` and `ledger`.

import type { Answer, Lacking } from '../../domain/answer.ts';
import type { Milliseconds } from '../../domain/clock.ts';
import { exactDuration } from '../../domain/duration.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { shownBytes } from '../body.ts';
import { codesIn, hostAndPort, networkFailure, networkGap } from '../network-gap.ts';
import { timeoutGap } from '../timeout-gap.ts';
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
export interface HttpAnswer {
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

export type Exchange = Answer<HttpAnswer, { readonly ours: boolean }>;

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

/** Where an answer came from in the end. */
interface Asked {
  readonly request: Request;
  readonly guard: AddressGuard | null;
}

async function follow(connection: Connection, input: ExchangeInput, signal: AbortSignal): Promise<Exchange> {
  let asked: Asked = { request: input.request, guard: null };
  let latencyMs = 0;
  for (let redirects = 0; ;) {
    const { request } = asked;
    if (signal.aborted) return notAsked(hostAndPort(request.url), input.timeout);
    let response: Response;
    try {
      response = await connection.send(request, bodyWanted(input), signal, asked.guard);
    } catch (error) {
      if (error instanceof NearerAddress) return { gap: error.gap, ours: false };
      return unanswered(error, hostAndPort(request.url), connection, input.timeout, signal);
    }
    const location = input.redirects ? redirectTarget(response) : null;
    if (location === null) {
      const told = tellOf(response, request, input, signal);
      const answer = { ...told, latencyMs: latencyMs + response.latencyMs, redirects, url: request.url };
      return { value: await withEnd(answer, asked, connection, input, signal) };
    }
    latencyMs += response.latencyMs;
    const next = redirects < redirectsMax ? nextRequest(request, response.status, location) : tooMany();
    if (next.gap) return { gap: next.gap, ours: false };
    const from = zoneOf(connection.addressOf(request.url) ?? '');
    const isNamed = input.redirects?.has(next.value.url.hostname) === true;
    const guard = isNamed ? null : guardAgainst(from, response.status, next.value.url);
    asked = { request: next.value, guard };
    redirects++;
  }
}

/**
 * The answer itself, or one to the same request whose connection is watched, where that one tells its end: without it a body that came
 * whole cannot be told from one that ended early. What goes wrong with the second says nothing of the first.
 */
async function withEnd(
  answer: HttpAnswer,
  { request, guard }: Asked,
  connection: Connection,
  input: ExchangeInput,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { body } = answer.response;
  const isOpen = !answer.endTold && body?.error === null && !body.cut;
  if (!isOpen || !connection.watchEnd(request)) return answer;
  let response: Response;
  try {
    response = await connection.send(request, bodyWanted(input), signal, guard);
  } catch {
    return answer;
  }
  const told = tellOf(response, request, input, signal);
  const isRedirect = input.redirects !== null && redirectTarget(response) !== null;
  if (isRedirect || told.bodyGap) return answer;
  const latencyMs = answer.latencyMs - answer.response.latencyMs + response.latencyMs;
  return { ...answer, ...told, latencyMs };
}

function bodyWanted({ redirects, bodyMax }: ExchangeInput): BodyWanted {
  return (head) => (redirects && redirectTarget(head) !== null ? null : bodyMax);
}

/** What a response says of itself. */
function tellOf(
  response: Response,
  { url, method }: Request,
  { timeout, unframed }: ExchangeInput,
  signal: AbortSignal,
): Pick<HttpAnswer, 'response' | 'age' | 'endTold' | 'bodyGap'> {
  return {
    response,
    age: answerAge(response.fields, response.arrivedAt),
    endTold: unframed === 'trust' || response.closedWell || tellsEnd(response, method),
    bodyGap: bodyGapOf(response, url, timeout, signal),
  };
}

/** Earlier requests of the same poll have used up its time. */
function notAsked(place: string, timeout: Milliseconds): Exchange {
  const message = `there was no time left to ask ${place}: all ${exactDuration(timeout)} were used up before`;
  return { gap: gap('timeout', message), ours: false };
}

function unanswered(
  error: unknown,
  place: string,
  connection: Connection,
  timeout: Milliseconds,
  signal: AbortSignal,
): Exchange {
  const failure = signal.aborted
    ? { gap: timeoutGap(connection.waitedFor, place, timeout), ours: false }
    : networkFailure(error, place);
  const told = connection.blame(failure.gap);
  // What no network and no protocol says may be a fault of our own.
  const isUnknown = !signal.aborted && networkGap(error, place) === null;
  return { gap: told, ours: failure.ours || isUnknown || told.way === 'ours' };
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

function tooMany(): Lacking {
  return { gap: gap('http_status', `more than ${redirectsMax} redirects`) };
}
