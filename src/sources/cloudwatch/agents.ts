// Node's agents, which tell the look that is under way how far its connection has come.

import { Agent as HttpAgent, type AgentOptions, type ClientRequest, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Approach } from '../way.ts';

type ApproachNow = () => Approach;
type Connected = (error: Error | null, stream: Duplex) => void;

export class FollowedHttpAgent extends HttpAgent {
  readonly #now: ApproachNow;

  constructor(now: ApproachNow, options: AgentOptions) {
    super(options);
    this.#now = now;
  }

  override createConnection(options: ClientRequestArgs, connected?: Connected): Duplex | null | undefined {
    return followed(super.createConnection(options, connected), options, this.#now());
  }

  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    this.#now().reuse('tcp');
    super.reuseSocket(socket, request);
  }
}

export class FollowedHttpsAgent extends HttpsAgent {
  readonly #now: ApproachNow;

  constructor(now: ApproachNow, options: AgentOptions) {
    super(options);
    this.#now = now;
  }

  override createConnection(options: ClientRequestArgs, connected?: Connected): Duplex | null | undefined {
    return followed(super.createConnection(options, connected), options, this.#now());
  }

  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    this.#now().reuse('tls');
    super.reuseSocket(socket, request);
  }
}

function followed(
  stream: Duplex | null | undefined,
  { host }: ClientRequestArgs,
  approach: Approach,
): Duplex | null | undefined {
  if (stream instanceof Socket) approach.follow(stream, host ?? undefined);
  return stream;
}
