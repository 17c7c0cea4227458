// One source's connections: undici's keep-alive agent, stamped at the socket, thrown away as a whole when an answer fails to come.

import { Agent, type Dispatcher } from 'undici';
import type { Clock, Milliseconds } from '../../domain/clock.ts';
import type { Headers } from './headers.ts';

/** A new connection is made at least this often, so that a server which only still serves old connections is found out. */
const connectionAgeMax: Milliseconds = 60_000;
/** Origins that one source may be sent to by redirects while their connections are still open. */
const originsMax = 16;
/** What is read of a body that nobody needs, so that its connection can be used again. */
const drainBytesMax = 64 * 1024;

export interface Request {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | null;
}

export interface Response {
  readonly status: number;
  /** The field's first value, or null. */
  header(name: string): string | null;
  /** From the request's leaving on the open socket to the end of the headers; connecting is not in it. Real milliseconds. */
  readonly latencyMs: number;
  readonly body: Dispatcher.ResponseData['body'];
}

export class Connection {
  readonly #clock: Clock;
  readonly #every: Milliseconds;
  readonly #timeout: Milliseconds;
  #agent: Agent;
  #dispatcher: Dispatcher;
  #connects = 0;
  #sentAt = 0;
  #headersAt = 0;
  #started = false;
  #leftover: Dispatcher.ResponseData['body'] | null = null;
  #closed = false;

  constructor(clock: Clock, every: Milliseconds, timeout: Milliseconds) {
    this.#clock = clock;
    this.#every = every / clock.scale;
    this.#timeout = timeout;
    [this.#agent, this.#dispatcher] = this.#open();
  }

  /** The request has been on a socket: what failed afterwards is the answer, not the way to it. */
  get started(): boolean {
    return this.#started;
  }

  /** Sends one request. Rejects with the network's error, and as soon as `reset` or `close` is called. */
  async send(request: Request, signal: AbortSignal): Promise<Response> {
    this.#letGoLeftover();
    const connectsBefore = this.#connects;
    try {
      return await this.#request(request);
    } catch (error) {
      // A server may close an idle connection just as we use it. That says nothing about it: ask again on a new one.
      const reused = this.#started && this.#connects === connectsBefore;
      if (!reused || !isRepeatable(request) || signal.aborted || this.#closed) throw error;
      return await this.#request(request);
    }
  }

  /** Drops every connection of this source, whatever it is doing: undici cannot give up one that is still being made. */
  reset(): void {
    const old = this.#agent;
    if (!this.#closed) [this.#agent, this.#dispatcher] = this.#open();
    old.destroy().catch(() => {});
  }

  /** Lets an unneeded body run out beside the judgement; the next request cuts off what is left of it. */
  drain(response: Response): void {
    this.#leftover = response.body;
    const settled = (): void => {
      if (this.#leftover === response.body) this.#leftover = null;
    };
    response.body.dump({ limit: drainBytesMax }).then(settled, settled);
  }

  /** Drops whatever is under way, now. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#letGoLeftover();
    await this.#agent.destroy();
  }

  async #request(request: Request): Promise<Response> {
    this.#started = false;
    const answer = await this.#dispatcher.request({
      origin: request.url.origin,
      path: request.url.pathname + request.url.search,
      method: request.method,
      headers: request.headers,
      body: request.body,
      reset: !isRepeatable(request),
    });
    return {
      status: answer.statusCode,
      header(name) {
        const value = answer.headers[name];
        return (Array.isArray(value) ? value[0] : value) ?? null;
      },
      latencyMs: Math.max(0, this.#headersAt - this.#sentAt),
      body: answer.body,
    };
  }

  #open(): [Agent, Dispatcher] {
    const agent = new Agent({
      // The poll's own signal is the limit; undici's timers are coarse.
      headersTimeout: 0,
      bodyTimeout: 0,
      connectTimeout: Math.max(1_000, this.#timeout),
      // One protocol, whose failures are known and named.
      allowH2: false,
      keepAliveTimeout: Math.min(this.#every + 5_000, 300_000),
      maxRequestsPerClient: Math.max(1, Math.ceil(connectionAgeMax / Math.max(1, this.#every))),
      maxOrigins: originsMax,
    });
    agent.on('connect', () => {
      this.#connects++;
    });
    return [agent, agent.compose(this.#stamp)];
  }

  #letGoLeftover(): void {
    this.#leftover?.destroy();
    this.#leftover = null;
  }

  /** Notes when the request goes out on its socket and when the headers are in. */
  readonly #stamp: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart: (controller, context) => {
        this.#started = true;
        this.#sentAt = this.#clock.monotonic();
        handler.onRequestStart?.(controller, context);
      },
      onResponseStart: (controller, status, headers, statusText) => {
        this.#headersAt = this.#clock.monotonic();
        handler.onResponseStart?.(controller, status, headers, statusText);
      },
      onRequestUpgrade: (controller, status, headers, socket) =>
        handler.onRequestUpgrade?.(controller, status, headers, socket),
      onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
      onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
      onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
    });
}

/** POST is not repeated, and therefore always has a connection of its own. */
function isRepeatable(request: Request): boolean {
  return request.method !== 'POST';
}
