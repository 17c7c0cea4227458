// One source's connections: one to each origin, kept alive, and thrown away as a whole when an answer fails to come.

import type { Socket } from 'node:net';
import { Client } from 'undici';
import type { Clock, Milliseconds } from '../../domain/clock.ts';
import type { Gap, Passage } from '../../domain/gap.ts';
import { headBytesMax } from '../answer-heads.ts';
import { HttpConnector, type AddressGuard } from '../http-connector.ts';
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
interface Endpoint {
  readonly url: URL;
  readonly origin: string;
  readonly path: string;
}

/** The connection to one origin. */
interface Lane {
  readonly client: Client;
  /** What it is connected to, or was last; null before that. */
  address: string | null;
  socket: Socket | null;
}

export class Connection {
  readonly #clock: Clock;
  /** Real milliseconds between two polls. */
  readonly #every: Milliseconds;
  /** By origin, the one that was used last at the end. */
  #lanes = new Map<string, Lane>();
  #connects = 0;
  /** Origins of whose connections it is watched how they are closed: nothing else tells where their answers end. */
  readonly #watched = new Set<string>();
  readonly #connector = new HttpConnector({
    approach: () => this.#approach,
    guard: () => this.#guard,
    bodiless: () => this.#method === 'HEAD',
  });
  /** Of the newest request. */
  #method = '';
  /** What holds for the addresses of the newest request. */
  #guard: AddressGuard | null = null;
  /** The newest request of the look that is under way. */
  #approach: Approach | null = null;
  /** Something has come back to an earlier request of this look: a step, a redirect. */
  #cameBack = false;
  #last: Receiver | null = null;
  /** Where the newest request went: most polls ask for the same thing again. */
  #endpoint: Endpoint | null = null;
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

  /** Where this origin was found last; null when there was no connection to it. */
  addressOf(url: URL): string | null {
    return this.#lanes.get(url.origin)?.address ?? null;
  }

  /**
   * From now on it is watched how this origin closes its connections.
   * @returns whether the request is to be made once more, so that it is told this time.
   */
  watchEnd(request: Request): boolean {
    const { protocol, origin } = request.url;
    if (protocol !== 'https:' || this.#watched.has(origin) || this.#watched.size >= originsMax) return false;
    this.#watched.add(origin);
    return isRepeatable(request);
  }

  /**
   * Sends one request. Rejects with the network's error, and as soon as `reset` or `close` is called.
   * @param guard tells the addresses to which it must not go; its error is what the promise is rejected with.
   */
  async send(
    request: Request,
    wanted: BodyWanted,
    signal: AbortSignal,
    guard: AddressGuard | null = null,
  ): Promise<Response> {
    this.#guard = guard;
    this.#method = request.method;
    const known = this.addressOf(request.url);
    const refusal = known === null ? null : (guard?.(known) ?? null);
    if (refusal !== null) throw refusal;
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
    const old = this.#lanes;
    this.#lanes = new Map();
    this.#connector.giveUp();
    for (const lane of old.values()) letGo(lane);
  }

  /** Drops whatever is under way, now. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#connector.giveUp();
    await Promise.all([...this.#lanes.values()].map(({ client }) => client.destroy()));
  }

  #dispatch(request: Request, wanted: BodyWanted): Promise<Response> {
    const { method, headers, body } = request;
    const { origin, path } = this.#endpointOf(request.url);
    const lane = this.#laneOf(origin);
    const closedWell = (): boolean => lane.socket !== null && this.#connector.closedWell(lane.socket);
    const receiver = new Receiver(this.#clock, wanted, closedWell);
    this.#last = receiver;
    const reset = !isRepeatable(request);
    lane.client.dispatch({ origin, path, method, headers, body, reset }, receiver);
    return receiver.response;
  }

  #endpointOf(url: URL): Endpoint {
    if (this.#endpoint?.url !== url)
      this.#endpoint = { url, origin: url.origin, path: url.pathname + url.search };
    return this.#endpoint;
  }

  #laneOf(origin: string): Lane {
    const known = this.#lanes.get(origin);
    if (known && this.#lanes.size === 1) return known;
    const lane = known ?? this.#open(origin);
    this.#lanes.delete(origin);
    this.#lanes.set(origin, lane);
    for (const [oldest, unused] of this.#lanes) {
      if (this.#lanes.size <= originsMax) break;
      this.#lanes.delete(oldest);
      letGo(unused);
    }
    return lane;
  }

  #open(origin: string): Lane {
    const client = new Client(origin, {
      // The poll's own signal is the limit; undici's timers are coarse.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: headBytesMax,
      connect: (options, callback) => {
        const connected: typeof callback = (...outcome) => {
          lane.socket = outcome[1];
          lane.address = (lane.socket && this.#connector.addressOf(lane.socket)) ?? lane.address;
          callback(...outcome);
        };
        this.#connector.connect(options, connected, this.#watched.has(origin));
      },
      keepAliveTimeout: Math.min(this.#every + 5_000, 300_000),
      maxRequestsPerClient: Math.max(1, Math.ceil(connectionAgeMax / Math.max(1, this.#every))),
    });
    const lane: Lane = { client, address: null, socket: null };
    client.on('connect', () => {
      this.#connects++;
    });
    return lane;
  }
}

function letGo({ client }: Lane): void {
  client.destroy().catch(() => {});
}

/** What may change something is not repeated, and therefore always has a connection of its own. */
function isRepeatable({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}
