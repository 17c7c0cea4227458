// The server's HTTP API (prometheus.io/docs, querying/api): one request at a time on one connection, its answer as data or a gap.

import type { z } from 'zod';
import type { Answer } from '../../domain/answer.ts';
import type { Clock, Milliseconds } from '../../domain/clock.ts';
import { gap, type Gap, type Passage } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { noAge, type AnswerAge } from '../http/answer-age.ts';
import { judgeStatus } from '../http/answer-gap.ts';
import { Connection } from '../http/connection.ts';
import { exchange, type HttpAnswer } from '../http/exchange.ts';
import { requestHeaders, type Headers } from '../http/headers.ts';
import { AnswerReader } from '../http/reading.ts';
import { failedAnswer, goodAnswer } from './answer-schema.ts';
import { correctQuery, giveCredentials } from '../remedies.ts';

/** Warnings of one answer that are shown; the others are counted. */
const warningsMax = 2;

export interface Asked<Data> {
  readonly data: Data;
  /** What the server says besides: warnings first, then remarks. */
  readonly warnings: readonly string[];
  readonly latencyMs: number;
  /** How old it was when it arrived. */
  readonly age: AnswerAge;
}

export type ApiAnswer<Data> = Answer<Asked<Data>, Refusal>;

interface Refusal {
  /** The server's word on the query itself: it is there, and has understood us. */
  readonly answered: boolean;
  /** The trouble is on our side, so it says nothing of the server. */
  readonly ours: boolean;
  readonly latencyMs: number | null;
  readonly age: AnswerAge;
  readonly retryAfter: Milliseconds | null;
}

export interface ApiInput {
  readonly url: string;
  readonly headers: Headers;
  readonly bodyMax: number;
  readonly clock: Clock;
  readonly every: Milliseconds;
  readonly timeout: Milliseconds;
}

/** One lane: it asks one thing after the other. */
export class PromqlApi {
  readonly #input: ApiInput;
  readonly #base: URL;
  readonly #headers: Headers;
  readonly #connection: Connection;

  constructor(input: ApiInput) {
    this.#input = input;
    this.#base = new URL(input.url);
    this.#headers = requestHeaders({ accept: 'application/json', ...input.headers }, this.#base);
    this.#connection = new Connection(input.clock, input.every);
  }

  /** Never rejects. Settles as soon as `signal` aborts. */
  async ask<Data>(
    endpoint: string,
    parameters: Readonly<Record<string, string>>,
    schema: z.ZodType<Data>,
    signal: AbortSignal,
  ): Promise<ApiAnswer<Data>> {
    const { timeout, bodyMax } = this.#input;
    const request = {
      url: this.#urlOf(endpoint, parameters),
      method: 'GET',
      headers: this.#headers,
      body: null,
    };
    const outcome = await exchange(this.#connection, { request, redirects: null, bodyMax, timeout }, signal);
    if (!outcome.gap) {
      const result = this.#judge(outcome.value, schema);
      return result.gap ? { ...result, gap: this.#connection.blame(result.gap) } : result;
    }
    return {
      answered: false,
      latencyMs: null,
      age: noAge,
      retryAfter: null,
      gap: outcome.gap,
      ours: outcome.ours,
    };
  }

  /** What the newest thing that was asked says of the way; null before that. */
  get passage(): Passage | null {
    return this.#connection.passage;
  }

  beginLook(): void {
    this.#connection.beginLook();
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  /** The base's own path and query stay: a tenant, `partial_response=false`. */
  #urlOf(endpoint: string, parameters: Readonly<Record<string, string>>): URL {
    const url = new URL(this.#base);
    url.username = '';
    url.password = '';
    url.hash = '';
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/api/v1/${endpoint}`;
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url;
  }

  #judge<Data>(answer: HttpAnswer, schema: z.ZodType<Data>): ApiAnswer<Data> {
    const { bodyMax, clock } = this.#input;
    const { response, latencyMs, age } = answer;
    const verdict = judgeStatus({ answer, expected: ['2xx'], headers: this.#headers, clock });
    const failed = (problem: Gap, answered: boolean, ours = false): ApiAnswer<Data> => ({
      gap: problem,
      answered,
      ours,
      latencyMs,
      age,
      retryAfter: verdict.retryAfter,
    });
    // The API's own errors come with a status of their own and say more than it does.
    const expected = { ...verdict, gap: null };
    const text = new AnswerReader(answer, expected, bodyMax).text();
    const document = text.gap ? undefined : jsonOf(text.value);
    const error = failedAnswer.safeParse(document).data;
    if (response.status === 401 || response.status === 403)
      return failed(accessGap(response.status, verdict.gap), false, true);
    if (verdict.gap?.reason === 'throttled') return failed(verdict.gap, false, verdict.ours);
    if (error) return failed(errorGap(error.errorType, error.error), isOfQuery(error.errorType));
    if (response.status === 503)
      return failed(gap('unavailable', 'HTTP 503: the server says that it cannot answer'), false);
    if (verdict.gap) return failed(verdict.gap, false, verdict.ours);
    // How much is read is up to us.
    if (text.gap) return failed(text.gap, false, text.gap.reason === 'too_large');
    if (document === undefined)
      return failed(gap('parse', 'the answer is no JSON: is this the API of Prometheus?'), false);
    const good = goodAnswer.safeParse(document).data;
    if (!good) return failed(gap('parse', 'the answer is not one of the API of Prometheus'), false);
    const data = schema.safeParse(good.data);
    if (!data.success)
      return failed(gap('parse', 'the answer has another shape than the API of Prometheus gives'), false);
    const part = partOf(good);
    if (part !== null) return failed(part, false, true);
    return { value: { data: data.data, warnings: shownWarnings(good), latencyMs, age } };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** 401 and 403 both speak of us; the second one, with credentials, of a right that they lack. */
function accessGap(status: number, known: Gap | null): Gap {
  if (known && known.reason !== 'http_status') return known;
  return gap('auth', `HTTP ${status}: credentials are needed`, giveCredentials);
}

/** The server's own sentence; which gap it is, its errorType tells. */
function errorGap(type: string, sentence: string): Gap {
  const message = plainText(sentence === '' ? `the server says ${type}` : sentence);
  switch (type) {
    case 'bad_data':
      return gap('not_configured', message, correctQuery);
    case 'not_found':
      return gap('not_found', message);
    default:
      return gap('unavailable', message);
  }
}

function isOfQuery(type: string): boolean {
  return type === 'bad_data' || type === 'execution';
}

/**
 * Prometheus warns of the query itself in words that begin like these. Any other warning is of data that could not be had: a store of
 * Thanos, a remote read. VictoriaMetrics says so with `isPartial`.
 */
const ofTheQuery = /^PromQL (?:warning|info)\b/i;

function partOf({ warnings, isPartial }: z.output<typeof goodAnswer>): Gap | null {
  const warning = warnings.find((text) => !ofTheQuery.test(text));
  if (warning !== undefined)
    return gap('partial_data', plainText(`a part of the data is missing: ${warning}`));
  return isPartial ? gap('partial_data', 'the server says that a part of the data is missing') : null;
}

function shownWarnings({ warnings, infos }: z.output<typeof goodAnswer>): readonly string[] {
  const all = [...warnings, ...infos];
  const shown = all.slice(0, warningsMax).map((text) => plainText(text, 160));
  return all.length > warningsMax ? [...shown, `and ${all.length - warningsMax} more`] : shown;
}
