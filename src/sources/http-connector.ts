// undici's connections, made by ourselves: so a look is told how far its connection has come, one that is still being made can
// be given up, which undici cannot, and an address can be turned down before anything is sent to it.

import { lookup } from 'node:dns';
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { buildConnector } from 'undici';
import type { Milliseconds } from '../domain/clock.ts';
import { readAnswers } from './answer-wire.ts';
import { TlsWire } from './tls-wire.ts';
import type { Approach } from './way.ts';

/** A connection that carries nothing is probed after this many real milliseconds. */
const keepAliveDelay: Milliseconds = 60_000;
/** Server names whose TLS session is kept: redirects may lead to ever new ones. */
const sessionsMax = 16;

/** Why this address must not be connected to; null where it may. */
export type AddressGuard = (address: string) => Error | null;

interface ConnectorInput {
  /** The look that is under way. */
  readonly approach: () => Approach | null;
  /** What holds for the addresses that it connects to; left out where the profile itself has named each host. */
  readonly guard?: () => AddressGuard | null;
  /** Whether what was asked last is answered without a body; left out, it never is. */
  readonly bodiless?: () => boolean;
}

export class HttpConnector {
  readonly #approach: () => Approach | null;
  readonly #guard: () => AddressGuard | null;
  readonly #bodiless: () => boolean;
  /** Sockets that are still being connected. */
  readonly #pending = new Set<Socket>();
  /** By server name, so that a new connection need not prove the certificates again. */
  readonly #sessions = new Map<string, Buffer>();

  /** By the socket that is spoken over it. */
  readonly #wires = new WeakMap<Socket, TlsWire>();

  constructor({ approach, guard = () => null, bodiless = () => false }: ConnectorInput) {
    this.#bodiless = bodiless;
    this.#approach = approach;
    this.#guard = guard;
  }

  /** @param watched it is told afterwards whether the other end closed it properly, which takes a little more for each byte. */
  readonly connect = (
    options: buildConnector.Options,
    callback: buildConnector.Callback,
    watched = false,
  ): void => {
    const { hostname, protocol, port, servername } = options;
    const secure = protocol === 'https:';
    const number = Number(port === '' ? (secure ? 443 : 80) : port);
    const name = servername ?? (isIP(hostname) === 0 ? hostname : '');
    const guard = this.#guard();
    const refusal = isIP(hostname) === 0 ? null : (guard?.(hostname) ?? null);
    if (refusal !== null) return callback(refusal, null);
    const place = { host: hostname, port: number, ...(guard && { lookup: guardedLookup(guard) }) };
    const wire = secure && watched ? new TlsWire(connectTcp(place)) : null;
    const socket = secure ? this.#secured(place, name, wire) : connectTcp(place);
    const raw = wire?.raw ?? socket;
    raw.setKeepAlive(true, keepAliveDelay).setNoDelay(true);
    if (wire) this.#wires.set(socket, wire);
    readAnswers(socket, this.#bodiless, () => wire?.tlsEnded());
    const approach = this.#approach();
    approach?.follow(raw);
    if (wire) socket.once('secureConnect', () => approach?.came('tls'));
    this.#pending.add(socket);
    const fail = (error: Error): void => {
      if (this.#pending.delete(socket)) callback(error, null);
    };
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      if (this.#pending.delete(socket)) callback(null, socket);
    });
    socket.on('error', fail);
    socket.once('close', () => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
  };

  /** Where a socket is connected to. */
  addressOf(socket: Socket): string | undefined {
    return (this.#wires.get(socket)?.raw ?? socket).remoteAddress;
  }

  /** The other end has said over TLS that nothing more comes; never of a socket that was not watched. */
  closedWell(socket: Socket): boolean {
    return this.#wires.get(socket)?.closedWell ?? false;
  }

  /** Gives up whatever is still being connected. */
  giveUp(): void {
    for (const socket of this.#pending) socket.destroy();
  }

  #secured(place: TcpEndpoint, servername: string, wire: TlsWire | null): Socket {
    const key = `${servername} ${place.host}:${place.port}`;
    const session = this.#sessions.get(key);
    const socket = connectTls({
      ...place,
      servername,
      // One protocol, whose failures are known and named.
      ALPNProtocols: ['http/1.1'],
      ...(session && { session }),
      ...(wire && { socket: wire }),
    });
    return socket.on('session', (fresh: Buffer) => {
      this.#sessions.delete(key);
      this.#sessions.set(key, fresh);
      const [oldest] = this.#sessions.keys();
      if (this.#sessions.size > sessionsMax && oldest !== undefined) this.#sessions.delete(oldest);
    });
  }
}

interface TcpEndpoint {
  readonly host: string;
  readonly port: number;
  readonly lookup?: LookupFunction;
}

/** The very addresses that are connected to are looked at: a name may have others at each asking. One bad one is enough. */
function guardedLookup(guard: AddressGuard): LookupFunction {
  return (name, options, done) => {
    lookup(name, options, (error, found, family) => {
      const addresses = typeof found === 'string' ? [{ address: found }] : (found ?? []);
      const refusals = error ? [] : addresses.flatMap(({ address }) => guard(address) ?? []);
      done(refusals[0] ?? error, found, family);
    });
  };
}
