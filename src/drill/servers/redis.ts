// The drill's Redis: a TCP server that speaks RESP2 well enough for ioredis and redis-cli, and only ever looks.

import { createServer, type Socket } from 'node:net';
import type { FaultMode, RedisService } from '../scenario-schema.ts';
import type { Surroundings } from '../world.ts';
import { listen, type DrillServer } from './listener.ts';
import { runCommand } from './redis-commands.ts';
import { createRespReader, encodeReply, type RedisCommand, type Reply } from './resp.ts';

/** Replies that wait for a client that does not read: beyond this it is cut off, as Redis does. */
const outputBytesMax = 1_048_576;

export function startRedisServer(service: RedisService, around: Surroundings): Promise<DrillServer> {
  const server = createServer((socket) => {
    const reader = createRespReader();
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      const fault = around.fault();
      if (fault === 'hang') return;
      if (fault === 'reset') return void socket.resetAndDestroy();
      if (fault === 'garbage') return void socket.end('\u001B[2JHTTP/1.1 400 Bad Request\r\n\r\n');
      const { commands, error } = reader.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
      const view = { service, world: around.world, at: around.now() };
      const replies = commands.map((command) => failed(fault, command) ?? runCommand(command, view));
      if (error !== null) replies.push({ error });
      send(socket, replies);
      if (error !== null || commands.some(([name]) => name?.toUpperCase() === 'QUIT')) socket.end();
    });
  });
  return listen(server, 'redis');
}

function send(socket: Socket, replies: readonly Reply[]): void {
  if (replies.length === 0) return;
  socket.write(replies.map(encodeReply).join(''));
  if (socket.writableLength > outputBytesMax) socket.destroy();
}

const handshake: ReadonlySet<string> = new Set(['HELLO', 'AUTH', 'CLIENT', 'QUIT', 'PING', 'INFO', 'SELECT']);

/** What a command gets instead of its answer; null when the fault does not touch it. */
function failed(fault: FaultMode | null, [name = '']: RedisCommand): Reply {
  const command = name.toUpperCase();
  if (fault === 'noauth')
    return {
      error: command === 'HELLO' ? 'NOPROTO unsupported protocol version' : 'NOAUTH Authentication required.',
    };
  if (handshake.has(command)) return null;
  if (fault === 'loading') return { error: 'LOADING Redis is loading the dataset in memory' };
  if (fault === 'wrong-type')
    return { error: 'WRONGTYPE Operation against a key holding the wrong kind of value' };
  return null;
}
