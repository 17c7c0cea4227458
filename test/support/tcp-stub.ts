// A TCP server that does as it is told with each connection: what hangs, hangs up, or speaks anything but the protocol.

import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { listening } from './loopback.ts';

export interface TcpStub {
  readonly port: number;
  /** Connections that are open now. */
  readonly open: () => number;
  /** How often something has come since it was asked last. */
  readonly heard: () => number;
}

export type TcpBehaviour = (socket: Socket) => unknown;

/** It ends with the running test. */
export async function startTcpStub(behave: TcpBehaviour): Promise<TcpStub> {
  let chunks = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    // Only who reads sees that the other end has closed.
    socket.on('data', () => chunks++);
    behave(socket);
  });
  const { port, open, close } = await listening(server);
  onTestFinished(close);
  return {
    port,
    open,
    heard: () => {
      const heard = chunks;
      chunks = 0;
      return heard;
    },
  };
}

/** Never answers. */
export const saysNothing: TcpBehaviour = () => undefined;

/** Answers the first bytes of each connection with this. */
export function replies(answer: string | Buffer): TcpBehaviour {
  return (socket) => socket.once('data', () => socket.write(answer));
}
