// One source's connections: undici's keep-alive agent, thrown away as a whole when an answer fails to come.

import { Agent } from 'undici';
import type { Clock, Milliseconds } from '../../domain/clock.ts';
import type { Headers } from './headers.ts';
import { Receiver, type BodyWanted, type Response } from './receiver.ts';

/** A new connection is made at least this often, so that a server which only still serves old connections is found out. */
const connectionAgeMax: Milliseconds = 60_000;
/** Origins that one source may be sent to by redirects while their connections are still open. */
const originsMax = 16;
/** undici gives up a connection that is being made after this long at the earliest; the poll itself ends sooner. */
const connectTimeoutMin: Milliseconds = 1_000;

export interface Request {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | null;
}

/** A URL as undici wants it. */
interface Place {
  readonly url: URL;
  readonly origin: string;
  readonly path: string;
}

export class Connection {
  readonly #clock: Clock;
  /** Real milliseconds between two polls. */
  readonly #every: Milliseconds;
  readonly #timeout: Milliseconds;
  #agent: Agent;
  #connects = 0;
  #last: Receiver | null = null;
  /** Where the newest request went: most polls ask for the same thing again. */
  #place: Place | null = null;
  #closed = false;

  constructor(clock: Clock, every: Milliseconds, timeout: Milliseconds) {
    this.#clock = clock;
    this.#every = every / clock.scale;
    this.#timeout = timeout;
    this.#agent = this.#open();
  }

  /** The newest request has been on a socket: what failed afterwards is the answer, not the way to it. */
  get started(): boolean {
    return this.#last?.started ?? false;
  }

  /** Sends one request. Rejects with the network's error, and as soon as `reset` or `close` is called. */
  async send(request: Request, wanted: BodyWanted, signal: AbortSignal): Promise<Response> {
    // A body that nobody read may still be dripping; it must not pile up connections.
    this.#last?.letGo();
    const connectsBefore = this.#connects;
    try {
      return await this.#dispatch(request, wanted);
    } catch (error) {
      // A server may close an idle connection just as we use it. That says nothing about it: ask again on a new one.
      const reused = this.started && this.#connects === connectsBefore;
      if (!reused || !isRepeatable(request) || signal.aborted || this.#closed) throw error;
      return await this.#dispatch(request, wanted);
    }
  }

  /** Drops every connection of this source, whatever it is doing: undici cannot give up one that is still being made. */
  reset(): void {
    const old = this.#agent;
    if (!this.#closed) this.#agent = this.#open();
    old.destroy().catch(() => {});
  }

  /** Drops whatever is under way, now. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#agent.destroy();
  }

  #dispatch(request: Request, wanted: BodyWanted): Promise<Response> {
    const { method, headers, body } = request;
    const { origin, path } = this.#placeOf(request.url);
    const receiver = new Receiver(this.#clock, wanted);
    this.#last = receiver;
    const reset = !isRepeatable(request);
    this.#agent.dispatch({ origin, path, method, headers, body, reset }, receiver);
    return receiver.response;
  }

  #placeOf(url: URL): Place {
    if (this.#place?.url !== url) this.#place = { url, origin: url.origin, path: url.pathname + url.search };
    return this.#place;
  }

  #open(): Agent {
    const agent = new Agent({
      // The poll's own signal is the limit; undici's timers are coarse.
      headersTimeout: 0,
      bodyTimeout: 0,
      connectTimeout: Math.max(connectTimeoutMin, this.#timeout),
      // One protocol, whose failures are known and named.
      allowH2: false,
      keepAliveTimeout: Math.min(this.#every + 5_000, 300_000),
      maxRequestsPerClient: Math.max(1, Math.ceil(connectionAgeMax / Math.max(1, this.#every))),
      maxOrigins: originsMax,
    });
    agent.on('connect', () => {
      this.#connects++;
    });
    return agent;
  }
}

/** What may change something is not repeated, and therefore always has a connection of its own. */
function isRepeatable({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}
