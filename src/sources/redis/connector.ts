// The client library's connection, made by ourselves: so the look that needs it is told how far it has come.

import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { AbstractConnector } from 'ioredis';
import type { Milliseconds } from '../../domain/clock.ts';
import type { Approach } from '../way.ts';

interface Goal {
  readonly host: string;
  readonly port: number;
  readonly tls: ConnectionOptions | null;
  /** How long a socket may take to close by itself before it is destroyed. */
  readonly disconnectTimeout: Milliseconds;
  readonly approach: Approach;
}

/** The library makes its connector itself, from a class. */
export function followedConnector({ host, port, tls, disconnectTimeout, approach }: Goal) {
  return class extends AbstractConnector {
    constructor() {
      super(disconnectTimeout);
    }

    override connect(): Promise<Socket> {
      this.connecting = true;
      const socket = tls ? connectTls({ host, port, ...tls }) : connectTcp({ host, port });
      approach.follow(socket);
      this.stream = socket;
      socket.once('error', (error) => {
        this.firstError = error;
      });
      return Promise.resolve(socket);
    }
  };
}
