// Real HTTP servers on loopback: a well-behaved one with a handler, and a raw one that sends exactly the bytes it is told to.

import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createRawServer, type Server as RawServer, type Socket } from 'node:net';
import { listening, type Listening } from './loopback.ts';

export interface TestServer extends Listening {
  readonly url: string;
}

export async function httpServer(handler: RequestListener): Promise<TestServer> {
  return addressed(createServer(handler), 'http');
}

export async function httpsServer(
  certificate: { key: string; cert: string },
  handler: RequestListener,
): Promise<TestServer> {
  return addressed(createSecureServer(certificate, handler), 'https');
}

/** Calls `script` with each connection's socket once its request's headers are in. */
export async function rawServer(script: (socket: Socket, request: string) => void): Promise<TestServer> {
  const server = createRawServer((socket) => {
    let seen = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      seen += chunk.toString('latin1');
      if (!seen.includes('\r\n\r\n')) return;
      const request = seen;
      seen = '';
      script(socket, request);
    });
  });
  return addressed(server, 'http');
}

async function addressed(server: Server | RawServer, protocol: string): Promise<TestServer> {
  const there = await listening(server);
  return { ...there, url: `${protocol}://127.0.0.1:${there.port}` };
}
