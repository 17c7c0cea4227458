// A listening socket on loopback that can be made to refuse, and that lets go of everything when it is closed.

import type { Server, Socket } from 'node:net';
import { assert, LaunchwallError } from '../../domain/errors.ts';

/** One embedded service of the drill. */
export interface DrillServer {
  /** What the profile's variable gets. */
  readonly url: string;
  /** On: nobody listens and open connections are closed. Off: it listens on the same port again. */
  refuse(on: boolean): Promise<void>;
  /** Safe to call twice. */
  close(): Promise<void>;
}

/** Connections beyond this are turned away: a drill is watched by one program. */
const connectionsMax = 256;

export async function listen(server: Server, protocol: 'http' | 'redis'): Promise<DrillServer> {
  const sockets = new Set<Socket>();
  server.maxConnections = connectionsMax;
  server.on('connection', (socket) => {
    sockets.add(socket);
    // A client that goes away in the middle is its own affair.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  const port = await open(server, 0);
  let closed = false;
  const shut = (): Promise<void> =>
    new Promise((resolve) => {
      if (server.listening) server.close(() => resolve());
      else resolve();
      for (const socket of sockets) socket.destroy();
    });
  let last: Promise<void> = Promise.resolve();
  const inTurn = (step: () => Promise<void>): Promise<void> => (last = last.then(step, step));
  return {
    url: `${protocol}://127.0.0.1:${port}`,
    refuse: (on) =>
      inTurn(async () => {
        if (on) await shut();
        else if (!closed && !server.listening) await open(server, port);
      }),
    close() {
      closed = true;
      return inTurn(shut);
    },
  };
}

/** The port it listens on. */
function open(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error): void =>
      reject(new LaunchwallError('internal', 'the drill cannot listen on 127.0.0.1', { cause }));
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      const address = server.address();
      assert(typeof address === 'object' && address !== null, 'a TCP server has an address');
      resolve(address.port);
    });
  });
}
