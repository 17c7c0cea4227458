// The whole program against a real redis-server and things that are none: wrong passwords, wrong types, ends that hang.
import { beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from '../support/built.ts';
import { freePort } from '../support/loopback.ts';
import { describeWithRedis, startRedis } from '../support/services.ts';
import { replies, saysNothing, startTcpStub, type TcpBehaviour } from '../support/tcp-stub.ts';
import { boardOf, expectedOf, expectSentences, saidOf, type FaultCase } from './support.ts';

beforeAll(ensureBuilt, 60_000);

const listen = async (behave: TcpBehaviour): Promise<number> => (await startTcpStub(behave)).port;
const replying = (text: string): Promise<number> => listen(replies(text));

/** Lets everybody in, and answers each question with this; a question is answered when it comes, and not before. */
const answering = (reply: string): Promise<number> =>
  listen((socket) =>
    socket.on('data', (data) => {
      for (const command of data
        .toString('latin1')
        .split(/\*\d+\r\n/)
        .slice(1))
        socket.write(/\$\d+\r\n(?:auth|select|client|hello|info)\r\n/i.test(command) ? '+OK\r\n' : reply);
    }),
  );

/** 100 MB as one text. */
const hugeReply = `$100000000\r\n${' '.repeat(100_000_000)}\r\n`;

describeWithRedis('redis that fails', () => {
  test('each fault is one gap with its sentence; what is well stays well', { timeout: 90_000 }, async () => {
    const redis = await startRedis(['--requirepass', 'hunter2right'], ['-a', 'hunter2right']);
    await redis.cli('rpush', 'jobs', 'a', 'b');
    await redis.cli('set', 'name', 'x');
    const right = `url: "redis://:\${RIGHT}@127.0.0.1:${redis.port}"`;
    const at = (port: number): string => `url: "redis://watcher:\${WRONG}@127.0.0.1:${port}/2"`;
    const list = '{ list: jobs }';
    const cases: FaultCase[] = [
      { id: 'healthy', source: right, read: list, says: '2' },
      { id: 'wrong-type', source: right, read: '{ list: name }', says: /^wrong_type: / },
      {
        id: 'no-stream-group',
        source: right,
        read: '{ stream: jobs, group: g, field: lag }',
        says: /^(?:wrong_type|not_found): /,
      },
      { id: 'no-field', source: right, read: '{ info: no_such_field }', says: /^not_found: / },
      {
        id: 'wrong-password',
        source: `url: "redis://:\${WRONG}@127.0.0.1:${redis.port}"`,
        read: list,
        says: /^auth: .*password/,
      },
      { id: 'no-password', source: `url: "redis://127.0.0.1:${redis.port}"`, read: list, says: /^auth: / },
      {
        id: 'refuses',
        source: at(await freePort()),
        read: list,
        says: /^refused: nobody listens on 127\.0\.0\.1:\d+/,
      },
      {
        id: 'hangs',
        source: at(await listen(saysNothing)),
        read: list,
        says: /^timeout: /,
        timeout: '1s',
      },
      {
        id: 'resets',
        source: at(await listen((socket) => socket.resetAndDestroy())),
        read: list,
        says: /^reset: /,
      },
      {
        id: 'speaks-http',
        source: at(await replying('HTTP/1.1 400 Bad\r\n\r\n')),
        read: list,
        says: /^parse: /,
      },
      {
        id: 'half',
        source: at(await listen((socket) => socket.on('data', () => socket.end('+OK\r\n$50\r\nhal')))),
        read: list,
        says: /^(?:reset|parse): /,
      },
      {
        id: 'no-number',
        source: at(await answering(':NaN\r\n')),
        read: list,
        says: /^(?:parse|nan): /,
      },
      {
        id: 'forty-digits',
        source: at(await answering(`:${'9'.repeat(40)}\r\n`)),
        read: list,
        says: /^(?:parse|nan|wrong_type): /,
      },
      {
        id: 'repeats-the-password',
        source: at(await replying('-ERR \u001b[2J\u001b]0;pwned\u0007 hunter2wrong is not it\r\n')),
        read: list,
        says: /^\w+: (?!.*hunter2)/,
        timeout: '2s',
      },
      {
        id: 'no-tls',
        source: at(redis.port).replace('redis://', 'rediss://'),
        read: list,
        says: /^(?:tls|reset|timeout): .*TLS/,
        timeout: '2s',
      },
    ];
    const env = { RIGHT: 'hunter2right', WRONG: 'hunter2wrong' };
    const board = await boardOf({ kind: 'redis', cases, env, secrets: Object.values(env), target: '>= 0' });
    expect(saidOf(board)).toEqual(expectedOf(cases));
    expectSentences(board);
  });

  // Alone: reading it keeps the program from looking at anything else for a while.
  test('100 MB in one reply', { timeout: 90_000 }, async () => {
    const cases: FaultCase[] = [
      {
        id: 'huge',
        source: `url: "redis://127.0.0.1:${await listen((socket) => socket.once('data', () => socket.write(hugeReply)))}"`,
        read: '{ list: jobs }',
        says: /^parse: /,
      },
    ];
    const board = await boardOf({ kind: 'redis', cases, env: {}, secrets: [], target: '>= 0' });
    expect(saidOf(board)).toEqual(expectedOf(cases));
    expectSentences(board);
  });
});
