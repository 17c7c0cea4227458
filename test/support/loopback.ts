// Servers and ports of tests, on 127.0.0.1 alone.

import { createServer, type Server, type Socket } from 'node:net';

export interface Listening {
  readonly port: number;
  /** Connections accepted so far. */
  readonly connections: () => number;
  /** Of them, those that are open now. */
  readonly open: () => number;
  /** Ends it and every connection that it still has. */
  readonly close: () => Promise<void>;
}

/** Has the server listen on a port that is free; whoever starts it closes it. */
export async function listening(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket) => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    connections: () => connections,
    open: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A port on which nobody listens at this moment. */
export async function freePort(): Promise<number> {
  const { port, close } = await listening(createServer());
  await close();
  return port;
}
