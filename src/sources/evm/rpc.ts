// One RPC: several JSON-RPC calls as one batch, or one by one where it takes no batches; failures as gaps.

import { getHttpRpcClient, type HttpRpcClient } from 'viem/utils';
import type { Answer } from '../../domain/answer.ts';
import type { Milliseconds } from '../../domain/clock.ts';
import { percentDecodedOrAsIs } from '../../domain/escapes.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { countedAge, partGap, type AnswerAge } from '../http/answer-age.ts';
import { callStatus, failure, type Failure, failureOf, rpcErrorGap } from './errors.ts';
import type { RpcError } from './revert.ts';
import { rpcHost } from './options.ts';

/** Longest answer that is read, in bytes. */
const bodyBytesMax = 1_048_576;

/** Most calls in one batch: providers refuse larger ones. */
const batchCallsMax = 100;

/** Calls that one for a contract's code counts as: ten of 24 KiB, twice that in digits, fit into an answer. */
const codeCallWeight = 10;

/** Most of a revert's data that is kept. */
const revertCharactersMax = 4_096;

export type FetchFunction = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What came back to one call: its result, or the RPC's own error. */
export type RpcAnswer = { readonly result: unknown } | { readonly error: RpcError };

/** All of them, in the order of the calls. */
type RpcAnswers = Answer<readonly RpcAnswer[], Failure>;

export class Rpc {
  readonly host: string;
  readonly hostname: string;
  readonly secure: boolean;
  readonly #http: HttpRpcClient;
  readonly #secrets: readonly string[];
  /** It refused a batch and then answered the same calls one by one. */
  #oneByOne = false;
  #ageMs: Milliseconds = 0;
  /** Why an answer of this look is of no use. */
  #doubt: Gap | null = null;

  constructor(url: string, fetchFn: FetchFunction) {
    this.host = rpcHost(url);
    this.hostname = URL.canParse(url) ? new URL(url).hostname : '';
    this.secure = url.startsWith('https:');
    this.#secrets = secretsOf(url);
    this.#http = getHttpRpcClient(url, {
      fetchFn: async (target, init) => withoutType(this.#heed(await fetchFn(target, init))),
      maxResponseBodySize: bodyBytesMax,
      // The signal of each call is the only limit. A redirect would take the key elsewhere.
      timeout: 0,
      fetchOptions: { redirect: 'manual' },
    });
  }

  /** A look begins: nothing has been answered in it yet. */
  beginLook(): void {
    this.#ageMs = 0;
    this.#doubt = null;
  }

  /** How old the oldest answer of this look was. That none is an old copy with a `Date` of its own, the block's own time tells. */
  get age(): AnswerAge {
    return { value: { ms: this.#ageMs, dated: false } };
  }

  /** Whether it has refused a batch. */
  get oneByOne(): boolean {
    return this.#oneByOne;
  }

  /** All answers, in the order of the calls, or why there are none. */
  async ask(calls: readonly RpcCall[], signal: AbortSignal): Promise<RpcAnswers> {
    const answers = await this.#ask(calls, signal);
    return this.#doubt === null ? answers : failure(this.#doubt, { notAsked: true });
  }

  async #ask(calls: readonly RpcCall[], signal: AbortSignal): Promise<RpcAnswers> {
    if (calls.length === 0) return { value: [] };
    if (this.#oneByOne || calls.length === 1) return this.#askOneByOne(calls, signal);
    const answers = await Promise.all(batchesOf(calls).map((batch) => this.#askBatch(batch, signal)));
    const failed = firstFailure(answers);
    if (failed === null) return { value: answers.flatMap(({ value }) => value ?? []) };
    if (!failed.batchRefused || signal.aborted) return failed;
    const single = await this.#askOneByOne(calls, signal);
    // A call that breaks its batch may be gone with the next look.
    if (!single.gap && !single.value.some((answer) => 'error' in answer)) this.#oneByOne = true;
    return single;
  }

  /** The text without what the URL holds of secrets, should the other end repeat it. */
  redacted(text: string): string {
    return this.#secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  }

  async #askBatch(calls: readonly RpcCall[], signal: AbortSignal): Promise<RpcAnswers> {
    const body = calls.map((call, id) => ({ ...call, params: [...call.params], id }));
    let answered: readonly unknown[];
    try {
      answered = await this.#http.request({ body, fetchOptions: { signal } });
    } catch (error) {
      return failureOf(error, this, { batch: true });
    }
    // Answers are told apart by their ids: a batch may come back in any order. Of two with one id nobody knows which is meant.
    const byId = Map.groupBy(answered, idOf);
    const answers = body.map(({ id }) => {
      const [first, ...others] = byId.get(id) ?? [];
      return others.length === 0 ? answerOf(first) : null;
    });
    if (answers.every((answer) => answer !== null)) return { value: answers };
    return this.#refused(answerOf(answered[0]));
  }

  /** A batch that was not answered call by call: by one error for all of it, or by something else. */
  #refused(whole: RpcAnswer | null): Failure {
    if (whole === null || !('error' in whole)) return failure(this.#unreadable(), { batchRefused: true });
    const why = rpcErrorGap(whole.error, this);
    return failure(why, { batchRefused: why.reason === 'unavailable' });
  }

  async #askOneByOne(calls: readonly RpcCall[], signal: AbortSignal): Promise<RpcAnswers> {
    const answers = await Promise.all(
      calls.map(async (call, id): Promise<Answer<RpcAnswer, OneFailure>> => {
        try {
          const answered: unknown = await this.#http.request({
            body: { ...call, params: [...call.params], id },
            fetchOptions: { signal },
          });
          const answer = answerOf(answered);
          const answeredId = idOf(answered);
          // An error whose request could not be read has no id; a result without one may be anybody's.
          const isOfAny = answeredId === null && answer !== null && 'error' in answer;
          if (answer !== null && (answeredId === id || isOfAny)) return { value: answer };
          return { ...failure(this.#unreadable()), status: null };
        } catch (error) {
          return { ...failureOf(error, this, { batch: false }), status: callStatus(error) };
        }
      }),
    );
    // Among calls that are answered it is the call that the RPC breaks at.
    const works = answers.some((answer) => !answer.gap);
    const told = answers.map((answer): typeof answer =>
      works && answer.gap && answer.status !== null
        ? { value: { error: { code: answer.status, message: `HTTP ${answer.status}` } } }
        : answer,
    );
    return firstFailure(told) ?? { value: told.flatMap(({ value }) => value ?? []) };
  }

  #heed(response: Response): Response {
    if (!response.ok) return response;
    const { headers, status } = response;
    const told = headers.get('age');
    const age = countedAge(told === null ? [] : [told]);
    if (age.gap) this.#doubt ??= age.gap;
    else this.#ageMs = Math.max(this.#ageMs, age.value.ms);
    this.#doubt ??= partGap(status, headers.get('content-range'));
    return response;
  }

  #unreadable(): Gap {
    return gap('parse', `${this.host} answers with something that is no JSON-RPC`);
  }
}

/** viem forgets the status of an answer that calls itself JSON and is none; one without a type keeps it. */
function withoutType(response: Response): Response {
  if (response.ok) return response;
  const headers = new Headers(response.headers);
  headers.delete('content-type');
  const { status, statusText } = response;
  return new Response(status === 304 ? null : response.body, { status, statusText, headers });
}

function batchesOf(calls: readonly RpcCall[]): readonly RpcCall[][] {
  const batches: RpcCall[][] = [];
  let room = 0;
  for (const call of calls) {
    const weight = call.method === 'eth_getCode' ? codeCallWeight : 1;
    if (weight > room) {
      batches.push([]);
      room = batchCallsMax;
    }
    batches.at(-1)?.push(call);
    room -= weight;
  }
  return batches;
}

function firstFailure(answers: readonly Answer<unknown, Failure>[]): Failure | null {
  return answers.find((answer) => answer.gap !== undefined) ?? null;
}

/** With the status by which the RPC refuses this very call; null where it may be another's fault. */
type OneFailure = Failure & { readonly status: number | null };

/** User info, the query's values, and the parts of the path that are long enough to be a key. */
function secretsOf(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const { username, password, pathname, searchParams } = new URL(url);
  const parts = [username, password, ...searchParams.values(), ...pathname.split('/')];
  return [url, ...parts.flatMap((part) => [part, percentDecodedOrAsIs(part)])]
    .filter((part) => part.length >= 8)
    .sort((left, right) => right.length - left.length);
}

/** The number of the call that an answer is for; null when it names none. */
function idOf(answer: unknown): number | null {
  if (typeof answer !== 'object' || answer === null || !('id' in answer)) return null;
  const { id } = answer;
  if (typeof id === 'number') return id;
  return typeof id === 'string' && /^\d{1,9}$/.test(id) ? Number(id) : null;
}

function answerOf(answer: unknown): RpcAnswer | null {
  if (typeof answer !== 'object' || answer === null) return null;
  if ('error' in answer && typeof answer.error === 'object' && answer.error !== null) {
    const { error } = answer;
    const code = 'code' in error && typeof error.code === 'number' ? error.code : 0;
    const message = 'message' in error && typeof error.message === 'string' ? error.message : 'unknown error';
    const data = revertData('data' in error ? error.data : undefined);
    return { error: { code, message, ...(data === null ? {} : { data }) } };
  }
  return 'result' in answer ? { result: answer.result } : null;
}

/** A revert's data as the RPC gives it: as text, or one object further in. */
function revertData(data: unknown): string | null {
  if (typeof data === 'string') return data.slice(0, revertCharactersMax);
  return typeof data === 'object' && data !== null && 'data' in data && typeof data.data === 'string'
    ? data.data.slice(0, revertCharactersMax)
    : null;
}
