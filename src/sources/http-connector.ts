// undici's connections, made by ourselves: so a look is told how far its connection has come, and one that is still being made
// can be given up, which undici cannot.

import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { buildConnector } from 'undici';
import type { Milliseconds } from '../domain/clock.ts';
import type { Approach } from './way.ts';

/** A connection that carries nothing is probed after this many real milliseconds. */
const keepAliveDelay: Milliseconds = 60_000;

export class HttpConnector {
  readonly #approach: () => Approach | null;
  /** Sockets that are still being connected. */
  readonly #pending = new Set<Socket>();
  /** By server name, so that a new connection need not prove the certificates again. */
  readonly #sessions = new Map<string, Buffer>();

  /** @param approach the look that is under way. */
  constructor(approach: () => Approach | null) {
    this.#approach = approach;
  }

  readonly connect = (options: buildConnector.Options, callback: buildConnector.Callback): void => {
    const { hostname, protocol, port, servername } = options;
    const secure = protocol === 'https:';
    const number = Number(port === '' ? (secure ? 443 : 80) : port);
    const name = servername ?? (isIP(hostname) === 0 ? hostname : '');
    const socket = secure
      ? this.#secured(hostname, number, name)
      : connectTcp({ host: hostname, port: number });
    socket.setKeepAlive(true, keepAliveDelay).setNoDelay(true);
    this.#approach()?.follow(socket);
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

  /** Gives up whatever is still being connected. */
  giveUp(): void {
    for (const socket of this.#pending) socket.destroy();
  }

  #secured(host: string, port: number, servername: string): Socket {
    const key = `${servername} ${host}:${port}`;
    const session = this.#sessions.get(key);
    const socket = connectTls({
      host,
      port,
      servername,
      // One protocol, whose failures are known and named.
      ALPNProtocols: ['http/1.1'],
      ...(session && { session }),
    });
    return socket.on('session', (fresh: Buffer) => this.#sessions.set(key, fresh));
  }
}
