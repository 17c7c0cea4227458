// The client library's connection, made by ourselves: so the look that needs it is told how far it has come.

import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { AbstractConnector } from 'ioredis';
import type { Milliseconds } from '../../domain/clock.ts';
import type { Approach } from '../way.ts';
import type { ReplyGuard } from './reply-guard.ts';

interface Goal {
  readonly host: string;
  readonly port: number;
  readonly tls: ConnectionOptions | null;
  /** How long a socket may take to close by itself before it is destroyed. */
  readonly disconnectTimeout: Milliseconds;
  readonly approach: Approach;
  readonly guard: ReplyGuard;
}

/** The library makes its connector itself, from a class. */
export function followedConnector({ host, port, tls, disconnectTimeout, approach, guard }: Goal) {
  return class extends AbstractConnector {
    constructor() {
      super(disconnectTimeout);
    }

    override connect(): Promise<Socket> {
      this.connecting = true;
      const socket = tls ? connectTls({ host, port, ...tls }) : connectTcp({ host, port });
      approach.follow(socket);
      putBefore(socket, guard);
      this.stream = socket;
      socket.once('error', (error) => {
        this.firstError = error;
      });
      return Promise.resolve(socket);
    }
  };
}

/** The library is the first to hear a socket's data, whoever listens before it: only the telling itself comes earlier. */
function putBefore(socket: Socket, guard: ReplyGuard): void {
  const emit = socket.emit.bind(socket);
  socket.emit = (event: string, ...told: unknown[]): boolean => {
    const [data] = told;
    if (event !== 'data' || !Buffer.isBuffer(data)) return Reflect.apply(emit, socket, [event, ...told]);
    const { bytes, fault } = guard.pass(data);
    if (bytes.length > 0) emit('data', bytes);
    if (fault === null) return true;
    socket.destroy(new Error(`protocol error: ${fault}`));
    return true;
  };
}
