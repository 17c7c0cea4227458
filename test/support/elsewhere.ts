// Other ends on an address of this machine that is no loopback: to a source it is a host as any other.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { onTestFinished, vi } from 'vitest';
import type { TcpBehaviour } from './tcp-stub.ts';

/** Null on a machine without a network: then there is nothing elsewhere. */
export const elsewhere: string | null =
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family, address }) => !internal && family === 'IPv4' && !address.startsWith('169.'))
    ?.address ?? null;

/** The port of a server there, which ends with the running test. */
export async function listenElsewhere(behave: TcpBehaviour): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    behave(socket);
  });
  server.listen(0, elsewhere ?? '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return portOf(server);
}

/** A port there on which nobody listens. */
export async function deadPort(): Promise<number> {
  const server = createServer().listen(0, elsewhere ?? '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

/** A port there whose queue is full and whose process is stopped: nothing comes back from it, not even a refusal. */
export async function silentPort(): Promise<number> {
  const script = `const server = require('node:net').createServer();
    server.listen({ port: 0, host: '${elsewhere}', backlog: 1 }, () => process.stdout.write(String(server.address().port)));`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said]: unknown[] = await once(child.stdout, 'data');
  const port = Number(String(said));
  child.kill('SIGSTOP');
  let queued = 0;
  const fillers = Array.from({ length: 8 }, () => {
    const filler = connect(port, elsewhere ?? '').on('error', () => undefined);
    return filler.on('connect', () => queued++);
  });
  onTestFinished(() => {
    for (const filler of fillers) filler.destroy();
  });
  await vi.waitUntil(() => queued >= 2, 10_000);
  return port;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
