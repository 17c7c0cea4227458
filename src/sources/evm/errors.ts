// What a failed request and an RPC's own error mean as gaps.

import { BaseError, HttpRequestError, ResponseBodyTooLargeError, RpcRequestError } from 'viem';
import type { Lacking } from '../../domain/answer.ts';
import type { Milliseconds } from '../../domain/clock.ts';
import { gap, remedy, type Gap, type GapReason, type Remedy } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { networkFailure, networkGap } from '../network-gap.ts';
import { lookLessOften } from '../remedies.ts';

/** Why a request gave no answers. */
export interface Failure extends Lacking {
  /** It may be the batch that was not liked: the same calls one by one can still work. */
  readonly batchRefused: boolean;
  /** How long the RPC asks to be left alone, in real milliseconds. */
  readonly retryAfterMs: Milliseconds | null;
  /** It could not be asked properly, for our part: whether it is up nobody knows. */
  readonly notAsked: boolean;
}

/** Reasons that lie in our credentials, our resolver or our appetite, not in the RPC. */
const ourReasons: ReadonlySet<GapReason> = new Set(['auth', 'denied', 'dns', 'throttled']);

export function failure(gap: Gap, more: Partial<Omit<Failure, keyof Lacking>> = {}): Failure {
  return { gap, batchRefused: false, retryAfterMs: null, notAsked: ourReasons.has(gap.reason), ...more };
}

/** Where a failure happened: its name for people, and what keeps its secrets out of a sentence. */
interface Endpoint {
  readonly host: string;
  redacted(text: string): string;
}

/** Longest pause that an RPC can ask for. */
const retryAfterMax: Milliseconds = 600_000;

/** Statuses that speak of us or of the server's health, not of the form of the request. */
const notTheBatch: ReadonlySet<number> = new Set([401, 403, 429, 502, 503, 504]);

/**
 * The failure that an error of viem's HTTP client stands for.
 * @param batch whether several calls were sent at once.
 */
export function failureOf(
  error: unknown,
  endpoint: Endpoint,
  { batch }: { readonly batch: boolean },
): Failure {
  const { host } = endpoint;
  const fail = (reason: GapReason, message: string, batchRefused = false): Failure =>
    failure(gap(reason, plainText(endpoint.redacted(message)), remedyFor(reason)), {
      batchRefused: batch && batchRefused,
      retryAfterMs: retryAfterOf(error),
    });
  if (find(error, (cause) => cause instanceof ResponseBodyTooLargeError))
    return fail('too_large', `${host} answers with more than is read of it`);
  const status = statusOf(error);
  if (status === 401 || status === 403)
    return fail('auth', `${host} does not accept our key (HTTP ${status})`);
  if (status === 429) return fail('throttled', `${host} asks us to slow down (HTTP 429)`);
  if (error instanceof RpcRequestError) {
    const own = rpcErrorGap({ code: error.code, message: error.details }, endpoint);
    return fail(own.reason, own.message, status === null || !notTheBatch.has(status));
  }
  if (status !== null) return fail('http_status', `${host} answers HTTP ${status}`, !notTheBatch.has(status));
  if (find(error, (cause) => cause instanceof SyntaxError))
    return fail('parse', `${host} answers with something that is no JSON`, true);
  if (networkGap(error, host)) {
    const { gap, ours } = networkFailure(error, host);
    return failure(gap, { notAsked: ours });
  }
  const words =
    error instanceof BaseError ? error.details : error instanceof Error ? error.message : 'unknown';
  // Of what no network and no RPC says nobody knows whose fault it is.
  return { ...fail('unavailable', `${host} failed: ${words}`, true), notAsked: true };
}

/** The gap for an error that the RPC itself answers with. */
export function rpcErrorGap(
  error: { readonly code: number; readonly message: string },
  endpoint: Endpoint,
): Gap {
  const words = plainText(endpoint.redacted(error.message), 160);
  const reason = rpcReason(error);
  return gap(reason, `${endpoint.host} answers with error ${error.code}: ${words}`, remedyFor(reason));
}

const acceptedKey = remedy("Give the RPC's url a key that it accepts.");

function remedyFor(reason: GapReason): Remedy | null {
  return reason === 'auth' ? acceptedKey : reason === 'throttled' ? lookLessOften : null;
}

function rpcReason({ code, message }: { readonly code: number; readonly message: string }): GapReason {
  if (code === -32_005 || code === 429 || /rate.?limit|too many requests|limit exceeded/i.test(message))
    return 'throttled';
  if (code === 401 || code === 403 || /unauthori[sz]ed|must be authenticated|invalid api key/i.test(message))
    return 'auth';
  return 'unavailable';
}

/** The status of an answer that may be for the call's own sake; null of any other. */
export function callStatus(error: unknown): number | null {
  const status = statusOf(error);
  return status === null || notTheBatch.has(status) ? null : status;
}

function statusOf(error: unknown): number | null {
  if (error instanceof HttpRequestError || error instanceof RpcRequestError) return error.status ?? null;
  return null;
}

/** `Retry-After` in seconds. As a date it is left aside: it would be compared with a clock that is not ours. */
function retryAfterOf(error: unknown): Milliseconds | null {
  if (!(error instanceof HttpRequestError || error instanceof RpcRequestError)) return null;
  const text = error.headers?.get('retry-after') ?? '';
  return /^\d{1,9}$/.test(text) ? Math.min(Number(text) * 1_000, retryAfterMax) : null;
}

function find(error: unknown, fits: (cause: unknown) => boolean): boolean {
  if (fits(error)) return true;
  return error instanceof BaseError && error.walk(fits) !== null;
}
