// The whole program against a real PostgreSQL and things that are none: wrong passwords, wrong queries, ends that hang.
import { beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from '../support/built.ts';
import { describeWithPostgres, startPostgres } from '../support/postgres.ts';
import { freePort } from '../support/loopback.ts';
import { replies, saysNothing, startTcpStub, type TcpBehaviour } from '../support/tcp-stub.ts';
import { boardOf, expectedOf, expectSentences, saidOf, type FaultCase } from './support.ts';

beforeAll(ensureBuilt, 60_000);

const listen = async (behave: TcpBehaviour): Promise<number> => (await startTcpStub(behave)).port;
const replying = (text: string): Promise<number> => listen(replies(text));

describeWithPostgres('sql that fails', () => {
  test('each fault is one gap with its sentence; what is well stays well', { timeout: 180_000 }, async () => {
    const server = await startPostgres({ settings: ['max_connections=60'] });
    await server.sql(
      "alter role watch password 'hunter2right' connection limit -1; create table orders (amount numeric); insert into orders values (0.1), (0.2)",
    );
    const at = (port: number, database = 'postgres'): string =>
      `url: "postgres://watch:\${WRONG}@127.0.0.1:${port}/${database}"`;
    const right = `url: "postgres://watch:\${RIGHT}@127.0.0.1:${server.port}/postgres"`;
    const query = (text: string): string => `{ query: "${text}" }`;
    const sum = query('select sum(amount) from orders');
    const refusal = 'SFATAL\0VFATAL\0C28000\0Mno \u001b[2J\u001b]0;pwned\u0007 hunter2wrong is not it\0\0';
    const cases: FaultCase[] = [
      { id: 'healthy', source: right, read: sum, says: '0.3' },
      {
        id: 'typo',
        source: right,
        read: query('select count(*) from ordres'),
        says: /^not_found: .*"ordres" does not exist \(line 1, column 22\)$/,
      },
      {
        id: 'two-rows',
        source: right,
        read: query('select amount from orders'),
        says: /^wrong_type: .*more than one row/,
      },
      {
        id: 'two-statements',
        source: right,
        read: query('select 1; drop table orders'),
        says: /^not_configured: .*more than one statement/,
      },
      {
        id: 'writes',
        source: right,
        read: query('with x as (delete from orders returning 1) select count(*) from x'),
        says: /^denied: /,
      },
      {
        id: 'sleeps',
        source: `${right}, statementTimeout: 100ms`,
        read: query('select pg_sleep(60)'),
        says: /^timeout: .* longer than 100ms/,
      },
      { id: 'wrong-password', source: at(server.port), read: sum, says: /^auth: .*the user or the password/ },
      {
        id: 'no-database',
        source: right.replace('/postgres"', '/shop"'),
        read: sum,
        says: /^not_configured: .*"shop" does not exist$/,
      },
      {
        id: 'no-tls',
        source: right.replace('/postgres"', '/postgres?sslmode=require"'),
        read: sum,
        says: /^tls: .*does not offer TLS/,
      },
      {
        id: 'refuses',
        source: at(await freePort()),
        read: sum,
        says: /^refused: nobody listens on 127\.0\.0\.1:\d+/,
      },
      {
        id: 'hangs',
        source: at(await listen(saysNothing)),
        read: sum,
        says: /^timeout: /,
        timeout: '1s',
      },
      {
        id: 'resets',
        source: at(await listen((socket) => socket.resetAndDestroy())),
        read: sum,
        says: /^reset: /,
      },
      {
        id: 'speaks-http',
        source: at(await replying('HTTP/1.1 400 Bad\r\n\r\n')),
        read: sum,
        says: /^parse: .*but HTTP$/,
      },
      {
        id: 'repeats-the-password',
        source: at(await replying(`E\0\0\0${String.fromCharCode(refusal.length + 4)}${refusal}`)),
        read: sum,
        says: /^auth: (?!.*hunter2)/,
      },
    ];
    const env = { RIGHT: 'hunter2right', WRONG: 'hunter2wrong' };
    const board = await boardOf({ kind: 'sql', cases, env, secrets: Object.values(env) });
    expect(saidOf(board)).toEqual(expectedOf(cases));
    expectSentences(board);
  });
});
