// Replies of a Redis server, over a socket, through our client: whatever comes back, it is a reading or a gap.

import { createServer, type Socket } from 'node:net';
import {
  createRespReader,
  encodeReply,
  type RedisCommand,
  type Reply,
} from '../../../src/drill/servers/resp.ts';
import { redisSource } from '../../../src/sources/redis/kind.ts';
import { listening } from '../../support/loopback.ts';
import { everyRedisRead } from '../../support/redis-reads.ts';
import { answersIn, joined, looked, lookAt } from '../far-end.ts';
import { bytesOf, type OpenTarget, type Target } from '../target.ts';

/** A server whose reply has not ended hangs up after so many milliseconds of silence. */
const patience = 25;

const entry: Reply = [`${lookAt - 5_000}-0`, ['k', 'v']];
const group: Reply = [
  'name',
  'g',
  'consumers',
  1,
  'pending',
  2,
  'last-delivered-id',
  `${lookAt - 9_000}-0`,
  'entries-read',
  1,
  'lag',
  3,
];
const info = `# Server\r\nrun_id:${'ab'.repeat(20)}\r\nuptime_in_seconds:900\r\nrole:master\r\nused_memory:5000000\r\nmaxmemory:1000000000\r\n`;
const replies: Readonly<Record<string, Reply>> = {
  hget: String(lookAt - 60_000),
  info,
  lindex: JSON.stringify({ at: lookAt - 60_000 }),
  llen: 5,
  ping: { simple: 'PONG' },
  type: { simple: 'list' },
  xinfo: [group],
  xlen: 2,
  xpending: [2, `${lookAt - 9_000}-0`, `${lookAt - 8_000}-0`, [['c', '2']]],
  xrange: [entry],
  zcard: 3,
  zrange: ['a', String(lookAt - 7_000)],
};

const words = [
  '+OK\r\n',
  '-ERR no\r\n',
  '-NOAUTH Authentication required.\r\n',
  '-WRONGTYPE Operation\r\n',
  '-NOPERM x\r\n',
  '-LOADING x\r\n',
  '-MOVED 1 127.0.0.1:1\r\n',
  '-NOGROUP x\r\n',
  ':0\r\n',
  ':-1\r\n',
  ':9223372036854775808\r\n',
  '$-1\r\n',
  '$0\r\n\r\n',
  '$5\r\nhello\r\n',
  '*0\r\n',
  '*-1\r\n',
  '*2\r\n',
  '%1\r\n',
  '~1\r\n',
  '#t\r\n',
  '_\r\n',
  ',1.5\r\n',
  '(12\r\n',
  '=15\r\ntxt:Some string\r\n',
  '>2\r\n',
  '|1\r\n',
  '$536870912\r\n',
  '*2147483647\r\n',
  '\r\n',
  '\r',
  ':',
  '$',
  '*',
  'used_memory:',
  'maxmemory:0\r\n',
  'name',
  'lag',
  'pending',
  '0-0',
];

export const resp: Target = {
  name: 'resp',
  cases: 220,
  async open(): Promise<OpenTarget> {
    let answers: readonly Buffer[] | null = null;
    let taken = 0;
    const spoken: string[] = [];
    const answer = (commands: readonly RedisCommand[]): string | Buffer => {
      if (answers !== null) return answers[taken++] ?? '';
      const text = commands.map(([name = '']) => encodeReply(replies[name.toLowerCase()] ?? null)).join('');
      spoken.push(text);
      return text;
    };
    const server = await listening(createServer((socket) => serve(socket, answer)));
    const look = (): Promise<string> => {
      taken = 0;
      return looked(redisSource, { url: `redis://127.0.0.1:${server.port}` }, everyRedisRead);
    };
    await look();
    const parts = [...spoken];
    const [first = ''] = parts;
    return {
      seeds: [
        joined(parts),
        joined(['-NOAUTH Authentication required.\r\n'.repeat(20)]),
        joined([first.replaceAll(/:\d+\r\n/g, ':0\r\n'), '*0\r\n'.repeat(12)]),
        joined([first.replaceAll(/\*\d+\r\n/g, '*-1\r\n'), '$-1\r\n'.repeat(12)]),
        bytesOf('HTTP/1.1 400 Bad Request\r\n\r\n'),
      ],
      words,
      run(input) {
        answers = answersIn(input);
        return look();
      },
      close: () => server.close(),
    };
  },
};

/** Answers what has come so far with one part, and hangs up when nothing more is asked. */
function serve(socket: Socket, answer: (commands: readonly RedisCommand[]) => string | Buffer): void {
  const reader = createRespReader();
  socket.on('error', () => undefined);
  socket.setTimeout(patience, () => socket.end());
  socket.on('data', (data: Buffer) => {
    const { commands } = reader.push(data);
    if (commands.length > 0) socket.write(answer(commands));
  });
}
