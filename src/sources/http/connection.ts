// One source's connections: one to each origin, kept alive, and thrown away as a whole when an answer fails to come.

import { Client } from 'undici';
import type { Clock, Milliseconds } from '../../domain/clock.ts';
import type { Gap, Passage } from '../../domain/gap.ts';
import { HttpConnector } from '../http-connector.ts';
import { Approach, type WaitedFor } from '../way.ts';
import type { Headers } from './headers.ts';
import { Receiver, type BodyWanted, type Response } from './receiver.ts';

/** A new connection is made at least this often, so that a server which only still serves old connections is found out. */
const connectionAgeMax: Milliseconds = 60_000;
/** Origins that one source may be sent to by redirects; the one that was not asked for longest is let go. */
const originsMax = 16;

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
  /** By origin, the one that was used last at the end. */
  #clients = new Map<string, Client>();
  #connects = 0;
  readonly #connector = new HttpConnector(() => this.#approach);
  /** The newest request of the look that is under way. */
  #approach: Approach | null = null;
  /** Something has come back to an earlier request of this look: a step, a redirect. */
  #cameBack = false;
  #last: Receiver | null = null;
  /** Where the newest request went: most polls ask for the same thing again. */
  #place: Place | null = null;
  #closed = false;

  constructor(clock: Clock, every: Milliseconds) {
    this.#clock = clock;
    this.#every = every / clock.scale;
  }

  /** A look begins: nothing has been asked in it yet. */
  beginLook(): void {
    this.#approach = null;
    this.#cameBack = false;
  }

  /** What the newest request of this look says of the way; null when there was none. */
  get passage(): Passage | null {
    const passage = this.#approach?.passage;
    return passage ? this.#told(passage) : null;
  }

  /** What the newest request was waiting for. */
  get waitedFor(): WaitedFor {
    return this.#approach?.waitedFor ?? 'answer';
  }

  /** The gap of the newest request, with what it says of the way. */
  blame(problem: Gap): Gap {
    return this.#approach ? this.#told(this.#approach.blame(problem)) : problem;
  }

  #told<Told extends Partial<Passage>>(told: Told): Told {
    return this.#cameBack ? { ...told, way: 'theirs' } : told;
  }

  /** Sends one request. Rejects with the network's error, and as soon as `reset` or `close` is called. */
  async send(request: Request, wanted: BodyWanted, signal: AbortSignal): Promise<Response> {
    // A body that nobody read may still be dripping; it must not pile up connections.
    this.#last?.letGo();
    const connectsBefore = this.#connects;
    const secure = request.url.protocol === 'https:';
    const approach = new Approach(request.url.hostname, { secure, kept: secure ? 'tls' : 'tcp' });
    this.#approach = approach;
    const asked = async (): Promise<Response> => {
      const response = await this.#dispatch(request, wanted);
      approach.came('answer');
      this.#cameBack ||= approach.passage.way === 'theirs';
      return response;
    };
    try {
      return await asked();
    } catch (error) {
      // A server may close an idle connection just as we use it. That says nothing about it: ask again on a new one.
      const reused = this.#last?.started === true && this.#connects === connectsBefore;
      if (!reused || !isRepeatable(request) || signal.aborted || this.#closed) throw error;
      return await asked();
    }
  }

  /** Drops every connection of this source, whatever it is doing. */
  reset(): void {
    const old = this.#clients;
    this.#clients = new Map();
    this.#connector.giveUp();
    for (const client of old.values()) letGo(client);
  }

  /** Drops whatever is under way, now. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#connector.giveUp();
    await Promise.all([...this.#clients.values()].map((client) => client.destroy()));
  }

  #dispatch(request: Request, wanted: BodyWanted): Promise<Response> {
    const { method, headers, body } = request;
    const { origin, path } = this.#placeOf(request.url);
    const receiver = new Receiver(this.#clock, wanted);
    this.#last = receiver;
    const reset = !isRepeatable(request);
    this.#clientOf(origin).dispatch({ origin, path, method, headers, body, reset }, receiver);
    return receiver.response;
  }

  #placeOf(url: URL): Place {
    if (this.#place?.url !== url) this.#place = { url, origin: url.origin, path: url.pathname + url.search };
    return this.#place;
  }

  #clientOf(origin: string): Client {
    const known = this.#clients.get(origin);
    if (known && this.#clients.size === 1) return known;
    const client = known ?? this.#open(origin);
    this.#clients.delete(origin);
    this.#clients.set(origin, client);
    for (const [oldest, unused] of this.#clients) {
      if (this.#clients.size <= originsMax) break;
      this.#clients.delete(oldest);
      letGo(unused);
    }
    return client;
  }

  #open(origin: string): Client {
    const client = new Client(origin, {
      // The poll's own signal is the limit; undici's timers are coarse.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: this.#connector.connect,
      keepAliveTimeout: Math.min(this.#every + 5_000, 300_000),
      maxRequestsPerClient: Math.max(1, Math.ceil(connectionAgeMax / Math.max(1, this.#every))),
    });
    client.on('connect', () => {
      this.#connects++;
    });
    return client;
  }
}

function letGo(client: Client): void {
  client.destroy().catch(() => {});
}

/** What may change something is not repeated, and therefore always has a connection of its own. */
function isRepeatable({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}
