// What the sql source says when the network, the password, the server or a query fails. Nothing is printed, nothing stays open.

import type { Socket } from 'node:net';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PollResult } from '../../../src/sources/source.ts';
import { sqlSource } from '../../../src/sources/sql/kind.ts';
import { forbidPrinting } from '../../support/no-printing.ts';
import { openSource, sentences, told, type TestSource } from '../../support/poll-source.ts';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../../support/postgres.ts';
import { freePort } from '../../support/loopback.ts';
import { until } from '../../support/services.ts';
import {
  replies,
  saysNothing,
  startTcpStub,
  type TcpBehaviour,
  type TcpStub,
} from '../../support/tcp-stub.ts';

const reads = { up: 'up', one: { query: 'select 1' } };
const healthy = { up: 'true', one: '1' };
/** Long enough for a machine that does everything at once. */
const timeout = 20_000;

forbidPrinting();

interface Stub extends TcpStub {
  readonly url: string;
}

async function listen(behave: TcpBehaviour): Promise<Stub> {
  const stub = await startTcpStub(behave);
  return { ...stub, url: `postgres://watch:watch-secret@127.0.0.1:${stub.port}/postgres` };
}

const replying = (answer: string | Buffer): Promise<Stub> => listen(replies(answer));

function message(type: string, ...parts: readonly (string | Buffer)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const error = (code: string, text: string) => message('E', `SFATAL\0VFATAL\0C${code}\0M${text}\0\0`);
const authentication = (code: number) => message('R', Buffer.from([0, 0, 0, code]));
const ready = message('Z', 'I');

/** A poll that is ended once the other end has been told so often something. */
async function lookUntilHeard(source: TestSource, stub: Stub, times: number): Promise<PollResult> {
  const abort = new AbortController();
  const polled = source.poll(abort.signal);
  let heard = 0;
  await until(() => (heard += stub.heard()) >= times, 'the server to be spoken to');
  abort.abort();
  return polled;
}

describe('sql failures of the network', () => {
  it.each<[string, () => Promise<Stub | { url: string }>, string, string]>([
    [
      'refused',
      async () => ({ url: `postgres://w:watch-secret@127.0.0.1:${await freePort()}/d` }),
      'refused false',
      'nobody listens',
    ],
    [
      'a name that does not resolve',
      async () => ({ url: 'postgres://w:watch-secret@db.invalid/d' }),
      'dns -',
      'db.invalid',
    ],
    ['accepts and says nothing', () => listen(saysNothing), 'timeout false', 'did not greet us'],
    ['closes at once', () => listen((socket) => socket.end()), 'reset false', 'closed the connection'],
    [
      'resets at once',
      () => listen((socket) => socket.resetAndDestroy()),
      'reset false',
      'closed the connection',
    ],
    [
      'speaks HTTP',
      () => replying('HTTP/1.1 400 Bad Request\r\n\r\n'),
      'parse false',
      "not PostgreSQL's protocol but HTTP",
    ],
    [
      'speaks rubbish',
      () => replying(Buffer.from([0xff, 0xfe, 0x0d])),
      'parse false',
      "not PostgreSQL's protocol",
    ],
    [
      'greets with a length of gigabytes',
      () => replying('REALLY'),
      'parse false',
      "not PostgreSQL's protocol",
    ],
    [
      'asks for an authentication nobody knows',
      () => replying(authentication(99)),
      'parse false',
      'protocol does not know',
    ],
    [
      'sends a message nobody knows',
      () => replying(Buffer.concat([authentication(0), message('?', 'x')])),
      'parse false',
      'protocol does not know',
    ],
    [
      'sends a broken message',
      () => replying(Buffer.concat([authentication(0), ready, message('T', Buffer.from([9, 9]))])),
      'parse false',
      'protocol does not know',
    ],
    [
      'sends an error that never ends',
      () => replying(message('E', 'SFATAL')),
      'parse false',
      'protocol does not know',
    ],
    ['wants Kerberos', () => replying(authentication(2)), 'parse false', 'protocol does not know'],
    [
      'closes after its greeting',
      () =>
        listen((socket) => socket.once('data', () => socket.end(Buffer.concat([authentication(0), ready])))),
      'reset false',
      'closed',
    ],
    [
      'is starting up',
      () => replying(error('57P03', 'the database system is starting up')),
      'unavailable false',
      'starting up',
    ],
    [
      'takes no more',
      () => replying(error('53300', 'sorry, too many clients already')),
      'unavailable false',
      'no more connections',
    ],
    [
      'says something wild',
      () => replying(error('28000', 'no \u001b[2J\u001b]0;pwned\u0007 for you')),
      'auth -',
      'no [2J ]0;pwned for you',
    ],
    ['sends an unheard-of code', () => replying(error('ZZ999', 'hm')), 'unavailable false', 'ZZ999'],
    ['speaks no TLS', async () => secured(await replying('N')), 'tls -', 'sslmode=disable'],
    [
      'speaks HTTP to TLS',
      async () => secured(await replying('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'parse false',
      'but HTTP',
    ],
    [
      'refuses TLS in words',
      async () => secured(await replying(error('08P01', 'no'))),
      'tls false',
      'refuses to speak TLS',
    ],
    [
      'says yes to TLS and does not speak it',
      async () => secured(await replying('S')),
      'timeout false',
      'TLS handshake',
    ],
    [
      'says yes to TLS and speaks HTTP',
      async () =>
        secured(
          await listen((socket) =>
            socket.on('data', (data) => socket.write(data.length === 8 ? 'S' : 'HTTP/1.1 400 Bad\r\n\r\n')),
          ),
        ),
      'tls false',
      'TLS',
    ],
    [
      'closes on TLS',
      async () => secured(await listen((socket) => socket.once('data', () => socket.end()))),
      'reset false',
      'closed',
    ],
  ])('%s', async (_, make, expected, words) => {
    const stub = await make();
    const source = await openSource(sqlSource, { url: stub.url }, reads, { timeout });
    for (let look = 0; look < 2; look++) {
      const result = await (expected.startsWith('timeout') && 'heard' in stub
        ? lookUntilHeard(source, stub, words.includes('TLS') ? 2 : 1)
        : source.look());
      const up = told(result)['up'] ?? '-';
      expect([`${result.gap?.reason} ${up}`, sentences(result)[0]]).toEqual([
        expected,
        expect.stringContaining(words),
      ]);
      expect(sentences(result).join()).not.toContain('watch-secret');
    }
    await source.close();
    if ('open' in stub) await until(() => stub.open() === 0, 'every connection to be closed');
  });

  it('ends with the source: closed twice, and in the middle of a poll', async () => {
    const { url, open } = await listen(saysNothing);
    const source = await openSource(sqlSource, { url }, reads, { timeout });
    const poll = source.look();
    await source.close();
    await source.close();
    expect((await poll).gap?.reason).toBe('unavailable');
    expect(told(await source.look())).toEqual({ '*': 'gap:unavailable' });
    await until(() => open() === 0, 'every connection to be closed');
  });

  it('is told at once by a signal that has aborted, and reads a certificate file that is not there', async () => {
    const { url } = await listen(saysNothing);
    const source = await openSource(sqlSource, { url }, reads, { timeout });
    expect(told(await source.poll(AbortSignal.abort()))).toEqual({ '*': 'gap:timeout', up: 'false' });
    const noFile = await openSource(sqlSource, { url, tls: { ca: '/nonexistent/ca.pem' } }, reads, {
      timeout,
    });
    expect(told(await noFile.look())).toEqual({ '*': 'gap:not_configured' });
  });
});

function secured(stub: Stub): Stub {
  return { ...stub, url: `${stub.url}?sslmode=require` };
}

describeWithPostgres('sql failures of a real server', () => {
  const cleanups: (() => Promise<void>)[] = [];
  let server: PostgresServer;

  beforeAll(async () => {
    server = await startPostgres({ atEnd: (end) => void cleanups.push(end) });
    await server.sql(`create table ledger (id int primary key, amount numeric not null);
      insert into ledger values (1, 5);
      create table secrets (word text);
      create role reader login password 'reader-secret';
      grant select on ledger to reader;
      create role narrow login password 'narrow-secret' connection limit 1;
      create function sneak() returns int language plpgsql as $$ begin insert into ledger values (2, 1); return 1; end $$`);
  }, 120_000);
  afterAll(async () => {
    for (const end of cleanups) await end();
  });

  const open = (url: string, what: Readonly<Record<string, unknown>> = reads, options: object = {}) =>
    openSource(sqlSource, { url, ...options }, what, { timeout });
  const sessions = "select count(*) from pg_stat_activity where application_name = 'launchwall'";
  const noSessions = () => until(async () => (await server.sql(sessions)) === '0', 'our sessions to be gone');

  it('lets nobody in who is wrong about anything, and leaves nothing behind', async () => {
    const wrongs: readonly (readonly [string, string, RegExp])[] = [
      [
        server.url('watch', 'wrong-secret'),
        'auth',
        /does not accept the user or the password: password authentication failed/,
      ],
      [server.url('nobody', 'wrong-secret'), 'auth', /does not accept the user or the password/],
      [server.url('watch', ''), 'auth', /wants a password, and the URL has none/],
      [
        server.url('watch', 'watch-secret', 'shop'),
        'not_configured',
        /database in the URL does not exist: database "shop" does not exist/,
      ],
    ];
    vi.stubEnv('PGPASSWORD', 'watch-secret');
    for (const [url, reason, words] of wrongs) {
      const result = await (await open(url)).look();
      // Whether the server is up cannot be told by somebody who is not let in.
      expect([told(result), result.gap?.message]).toEqual([
        { '*': `gap:${reason}` },
        expect.stringMatching(words),
      ]);
      expect(sentences(result).join()).not.toMatch(/wrong-secret|watch-secret/);
    }
    vi.unstubAllEnvs();
    await noSessions();
  });

  it('has no right to connect, and no connection left', async () => {
    await server.sql('create database closed');
    await server.sql('revoke connect on database closed from public');
    const denied = await (await open(server.url('reader', 'reader-secret', 'closed'))).look();
    expect([told(denied), denied.gap?.message]).toEqual([
      { '*': 'gap:denied' },
      expect.stringContaining('the server refuses us'),
    ]);
    expect(denied.gap?.remedy?.text).toBe('Grant the role CONNECT on the database in the url.');
    const url = server.url('narrow', 'narrow-secret');
    const first = await open(url);
    expect(told(await first.look())).toEqual(healthy);
    const second = await (await open(url)).look();
    expect([told(second), second.gap?.message]).toEqual([
      { '*': 'gap:unavailable', up: 'false' },
      expect.stringContaining('takes no more connections: too many connections for role'),
    ]);
  });

  it.each<[string, string, RegExp]>([
    [
      'select count(*) from legder',
      'not_found',
      /names what is not there: relation "legder" does not exist \(line 1, column 22\)/,
    ],
    ['select amuont from ledger', 'not_found', /column "amuont" does not exist/],
    ['select\n  nosuch(1)', 'not_found', /function nosuch\(integer\) does not exist \(line 2, column 3\)/],
    [
      'select count(*) form ledger x',
      'not_configured',
      /the query is wrong: syntax error at or near "ledger" \(line 1, column 22\)/,
    ],
    ['select 1; delete from ledger', 'not_configured', /more than one statement/],
    ["select 'x'::int", 'nan', /cannot be calculated: invalid input syntax/],
    ['select 1 / 0', 'nan', /divides by zero/],
    [
      'select word from secrets',
      'denied',
      /lacks the right for this query: permission denied for table secrets/,
    ],
    [
      'with x as (delete from ledger returning 1) select count(*) from x',
      'denied',
      /tries to write, and Launchwall only reads/,
    ],
    ['select sneak()', 'denied', /tries to write, and Launchwall only reads.*INSERT/],
    ['select id from ledger for update', 'denied', /SELECT FOR UPDATE/],
    ['select 1 into temp copied', 'denied', /tries to write/],
    ['select pg_sleep(60)', 'timeout', /took longer than \d+\w+ \(statementTimeout/],
    ['table nosuch', 'not_found', /relation "nosuch"/],
  ])('%s fails alone: %s', async (text, reason, words) => {
    // So that only the transaction stands between the query and the table.
    await server.sql('grant all on ledger to reader');
    const what = {
      before: { query: 'select 1' },
      broken: { query: text },
      up: 'up',
      after: { query: 'select 2' },
    };
    const source = await open(server.url('reader', 'reader-secret'), what, {
      statementTimeout: text.includes('sleep') ? '1s' : '9s',
    });
    for (let look = 0; look < 2; look++) {
      const result = await source.look();
      expect(told(result)).toEqual({ before: '1', broken: `gap:${reason}`, up: 'true', after: '2' });
      expect(sentences(result)[0]).toMatch(words);
    }
    expect(await server.sql('select id, amount from ledger')).toBe('1|5');
  });

  it('asks what was slow last, so that it takes time from nobody else', async () => {
    const what = {
      slow: { query: 'select pg_sleep(60)' },
      slower: { query: 'select pg_sleep(61)' },
      quick: { query: 'select 1' },
    };
    const source = await openSource(sqlSource, { url: server.url() }, what, { timeout: 1_500 });
    // Half of the time is the first one's, what is left the second one's.
    expect(told(await source.look(timeout))).toMatchObject({ slow: 'gap:timeout', slower: 'gap:timeout' });
    const found = await until(async () => {
      const result = told(await source.look(timeout));
      return result['quick'] === '1' ? result : null;
    }, 'the quick query to come before the slow ones');
    expect(found).toEqual({ slow: 'gap:timeout', slower: 'gap:timeout', quick: '1' });
  });

  it('does not wait long for a lock', async () => {
    const holder = new Client({ connectionString: server.url('watch') });
    await server.sql('grant all on ledger to watch');
    await holder.connect();
    try {
      await holder.query('begin; lock table ledger in access exclusive mode');
      const what = { sum: { query: 'select sum(amount) from ledger' }, one: { query: 'select 1' } };
      const source = await open(server.url(), what, { statementTimeout: '2s' });
      const result = await source.look();
      expect(told(result)).toEqual({ sum: 'gap:timeout', one: '1' });
      expect(sentences(result)[0]).toBe('the query waited for a lock for 1s');
      await holder.query('rollback');
      expect(told(await source.look())).toEqual({ sum: '5', one: '1' });
      // Nothing that was read stays locked.
      await holder.query('begin; lock table ledger in access exclusive mode nowait; rollback');
    } finally {
      await holder.end();
    }
  });

  it('gives up an answer that is far too large, and goes on', async () => {
    const what = { large: { query: "select repeat('x', 3000000)" }, one: { query: 'select 1' } };
    const source = await open(server.url(), what);
    expect(told(await source.look())).toEqual({ '*': 'gap:too_large' });
    const result = await source.look();
    expect([told(result), result.gap?.message]).toEqual([
      { '*': 'gap:too_large', one: '1' },
      expect.stringContaining('larger than 1024 KiB'),
    ]);
    const rows = await open(server.url(), {
      many: { query: "select repeat('x', 1000) from generate_series(1, 1000000)" },
    });
    expect(told(await rows.look())).toEqual({ many: 'gap:wrong_type' });
  });

  it('ends the query on the server when the poll is ended, and when the source is closed', async () => {
    const what = { one: { query: 'select 1' }, sleep: { query: 'select pg_sleep(600)' } };
    const asleep =
      "select count(*) from pg_stat_activity where application_name = 'launchwall' and query like '%sleep(600)%' and state = 'active'";
    const source = await open(server.url(), what, { statementTimeout: '10m' });
    const slept = () => until(async () => (await server.sql(asleep)) === '1', 'the query to run');
    const abort = new AbortController();
    const polled = source.poll(abort.signal);
    await slept();
    abort.abort();
    // What was read before stays read.
    expect(told(await polled)).toEqual({ '*': 'gap:timeout', one: '1' });
    await noSessions();
    const again = source.poll(new AbortController().signal);
    await slept();
    await source.close();
    expect((await again).gap?.reason).toBe('unavailable');
    await noSessions();
  });

  it('opens a connection again that was ended between two polls or in the middle of one', async () => {
    const source = await open(server.url());
    expect(told(await source.look())).toEqual(healthy);
    const kill =
      "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'launchwall'";
    await server.sql(kill);
    await noSessions();
    expect(told(await source.look())).toEqual(healthy);
    const sleeping = await open(
      server.url(),
      { up: 'up', sleep: { query: 'select pg_sleep(601)' } },
      { statementTimeout: '10m' },
    );
    const polled = sleeping.look();
    await until(
      async () =>
        (await server.sql(
          "select count(*) from pg_stat_activity where query like '%sleep(601)%' and state = 'active' and application_name = 'launchwall'",
        )) === '1',
      'the query to run',
    );
    await server.sql(kill);
    const result = await polled;
    expect([told(result), result.gap?.message]).toEqual([
      { '*': 'gap:unavailable', up: 'false' },
      expect.stringContaining('terminating connection due to administrator command'),
    ]);
  });

  it('is cut off in the middle of a query', async () => {
    const pairs: (readonly [Socket, Socket])[] = [];
    const { createConnection } = await import('node:net');
    const proxy = await listen((socket) => {
      const onward = createConnection({ host: '127.0.0.1', port: server.port });
      onward.on('error', () => undefined);
      pairs.push([socket, onward]);
      socket.pipe(onward).pipe(socket);
    });
    const source = await open(
      proxy.url,
      { up: 'up', sleep: { query: 'select pg_sleep(602)' } },
      { statementTimeout: '10m' },
    );
    const polled = source.look();
    await until(
      async () =>
        (await server.sql(
          "select count(*) from pg_stat_activity where query like '%sleep(602)%' and state = 'active' and application_name = 'launchwall'",
        )) === '1',
      'the query to run',
    );
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
    const result = await polled;
    expect([told(result), result.gap?.message]).toEqual([
      { '*': 'gap:reset', up: 'false' },
      expect.stringContaining('closed the connection'),
    ]);
    await server.sql(
      "select pg_cancel_backend(pid) from pg_stat_activity where query like '%sleep(602)%' and application_name = 'launchwall'",
    );
  });

  it('hangs, goes away, shuts down, and comes back on the same port', async () => {
    const mortal = await startPostgres();
    const source = await open(mortal.url());
    expect(told(await source.look())).toEqual(healthy);
    mortal.signal('SIGSTOP');
    const late = await open(mortal.url());
    const result = await late.look(300);
    expect([told(result), result.gap?.message]).toEqual([
      { '*': 'gap:timeout', up: 'false' },
      expect.stringMatching(/did not greet us in time|could not be connected to in time/),
    ]);
    mortal.signal('SIGCONT');
    expect(told(await late.look())).toEqual(healthy);
    await late.close();
    // It waits for the session that is open, and lets nobody else in.
    mortal.signal('SIGTERM');
    const closing = await until(async () => {
      const stranger = await open(mortal.url());
      const result = await stranger.look();
      await stranger.close();
      return result.gap === null ? null : result;
    }, 'the server to shut down');
    expect([told(closing), closing.gap?.message]).toEqual([
      { '*': 'gap:unavailable', up: 'false' },
      expect.stringContaining('the database system is shutting down'),
    ]);
    await mortal.stop();
    expect(told(await source.look())).toEqual({ '*': 'gap:refused', up: 'false' });
    await mortal.start();
    expect(told(await source.look())).toEqual(healthy);
  });
});
