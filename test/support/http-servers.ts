// Real HTTP servers on loopback: a well-behaved one with a handler, and a raw one that sends exactly the bytes it is told to.

import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createRawServer, type Server as RawServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** Connections accepted so far. */
  readonly connections: () => number;
  /** Of them, those that are open now. */
  readonly open: () => number;
  readonly close: () => Promise<void>;
}

export async function httpServer(handler: RequestListener): Promise<TestServer> {
  return listening(createServer(handler), 'http');
}

export async function httpsServer(
  certificate: { key: string; cert: string },
  handler: RequestListener,
): Promise<TestServer> {
  return listening(createSecureServer(certificate, handler), 'https');
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
  return listening(server, 'http');
}

/** A loopback port on which nobody listens. */
export async function deadPort(): Promise<number> {
  const server = await listening(createRawServer(), 'http');
  await server.close();
  return server.port;
}

async function listening(server: Server | RawServer, protocol: string): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${protocol}://127.0.0.1:${port}`,
    port,
    connections: () => connections,
    open: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
