// What the redis source says when the server, the network or the password fails. Nothing is printed, nothing is unhandled.

import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { redisSource } from '../../../src/sources/redis/kind.ts';
import { forbidPrinting } from '../../support/no-printing.ts';
import { openSource, sentences, told } from '../../support/poll-source.ts';
import { freePort } from '../../support/loopback.ts';
import { describeWithRedis, startRedis, until } from '../../support/services.ts';
import { replies, saysNothing, startTcpStub, type TcpBehaviour } from '../../support/tcp-stub.ts';

const reads = { depth: { list: 'jobs' }, role: { info: 'role' } };
const healthy = { depth: '0', role: 'master' };

/** What waits this long is ended by its signal, or by the test's own limit. */
const beyondTheTest = 600_000;

forbidPrinting();

const listen = async (behave: TcpBehaviour): Promise<string> =>
  `redis://127.0.0.1:${(await startTcpStub(behave)).port}`;
const replying = (text: string | Buffer): Promise<string> => listen(replies(text));

describe('redis failures of the network', () => {
  it.each<[string, () => Promise<string>, string]>([
    ['refused', async () => `redis://127.0.0.1:${await freePort()}`, 'gap:refused'],
    ['a name that does not resolve', async () => 'redis://redis.invalid', 'gap:dns'],
    ['accepts and says nothing', () => listen(saysNothing), 'gap:timeout'],
    ['closes at once', () => listen((socket) => socket.end()), 'gap:reset'],
    ['resets at once', () => listen((socket) => socket.resetAndDestroy()), 'gap:reset'],
    [
      'closes in the middle',
      () => listen((socket) => socket.once('data', () => socket.end('$100\r\nrole'))),
      'gap:reset',
    ],
    ['speaks HTTP', () => replying('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'), 'gap:parse'],
    ['speaks rubbish', () => replying(Buffer.from([0xff, 0xfe, 0x0d, 0x0a])), 'gap:parse'],
    ['half an answer', () => replying(':1\r\n$10\r\nrole'), 'gap:timeout'],
    ['speaks no TLS', async () => (await replying('-ERR\r\n')).replace('redis:', 'rediss:'), 'gap:tls'],
    [
      'speaks nothing to TLS',
      async () => (await listen(saysNothing)).replace('redis:', 'rediss:'),
      'gap:timeout',
    ],
  ])('%s', async (_, url, expected) => {
    // A resolver without a network takes its time.
    const timeout = expected === 'gap:timeout' ? 300 : 9_000;
    const source = await openSource(redisSource, { url: await url() }, reads, { timeout });
    expect(told(await source.look())).toEqual({ '*': expected });
    expect(told(await source.look())).toEqual({ '*': expected });
  });

  it.each([
    ['LOADING Redis is loading the dataset in memory', 'unavailable'],
    ['MASTERDOWN Link with MASTER is down', 'unavailable'],
    ['NOAUTH Authentication required.', 'auth'],
    ['DENIED Redis is running in protected mode', 'denied'],
    ['ERR unknown command `llen`', 'unavailable'],
    ['ERR \u001b[31mred', 'unavailable'],
  ])('the refusal %s', async (error, reason) => {
    const url = await replying(`-${error}\r\n-${error}\r\n`);
    const source = await openSource(redisSource, { url }, reads);
    const result = await source.look();
    expect(told(result)).toMatchObject({ depth: `gap:${reason}`, role: `gap:${reason}` });
    expect(sentences(result).join('')).not.toContain('\u001b');
  });

  it.each([
    ['a word for a number', '+many\r\n$13\r\nrole:master\r\n\r\n', { depth: 'gap:parse', role: 'master' }],
    // The number may be another command's, and then so is the one before it.
    ['a number for a text', ':1\r\n:1\r\n', { depth: 'gap:parse', role: 'gap:parse' }],
    ['no digits in a number', ':NaN\r\n$13\r\nrole:master\r\n\r\n', { depth: 'gap:parse', role: 'master' }],
    ['beyond 2^53', ':9007199254740993\r\n$-1\r\n', { depth: '9007199254740993', role: 'gap:not_found' }],
    ['63 bits', ':9223372036854775807\r\n$-1\r\n', { depth: '9223372036854775807', role: 'gap:not_found' }],
    ['beyond 64 bits', ':9223372036854775808\r\n$-1\r\n', { depth: 'gap:parse', role: 'gap:not_found' }],
    ['far beyond', ':18446744073709551617\r\n$-1\r\n', { depth: 'gap:parse', role: 'gap:not_found' }],
    ['less than none', ':-1\r\n$-1\r\n', { depth: 'gap:parse', role: 'gap:not_found' }],
    ['nothing for both', '$-1\r\n*-1\r\n', { depth: 'gap:parse', role: 'gap:not_found' }],
    ['escapes in a word', ':1\r\n$10\r\nrole:\u001b[31m\r\n', { depth: '1', role: '[31m' }],
  ])('an answer with %s', async (_, text, expected) => {
    const source = await openSource(redisSource, { url: await replying(text) }, reads);
    expect(told(await source.look())).toEqual(expected);
  });

  it.each([
    ['before the others', ':9\r\n', ':1\r\n$13\r\nrole:master\r\n\r\n'],
    ['behind them', ':1\r\n$13\r\nrole:master\r\n\r\n', ':9\r\n'],
  ])('one reply too many %s is no reply to anything', async (_, first, second) => {
    for (const behave of [
      replies(first + second),
      (socket: Socket) =>
        socket.once('data', () => socket.write(first, () => setImmediate(() => socket.write(second)))),
    ]) {
      const source = await openSource(redisSource, { url: await listen(behave) }, reads);
      const { '*': whole, ...each } = told(await source.look());
      expect(whole).toBe('gap:parse');
      expect(each).toEqual({});
    }
  });

  it.each([
    ['a null that nobody asked for', ':1\r\n$13\r\nrole:master\r\n\r\n$-1\r\n'],
    ['a null before anything', '$-1\r\n'.repeat(9)],
    ['a push of nothing', '>1\r\n_\r\n'],
    ['a subscription', '>3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n'],
    ['a map', '%1\r\n+a\r\n+b\r\n'],
    ['a length that is none', '$NaN\r\nab\r\n'],
    ['a line that ends nowhere', ':1\rx:2\r\n'],
    ['arrays within each other', '*1\r\n'.repeat(20_000)],
  ])('%s ends the connection, and nothing else', async (_, text) => {
    const source = await openSource(redisSource, { url: await replying(text) }, reads, { timeout: 9_000 });
    const look = async () => Object.values(told(await source.look()));
    for (const said of [await look(), await look()])
      expect(said.every((one) => one.startsWith('gap:') || one === '1' || one === 'master')).toBe(true);
  });

  it('is ended by a signal that aborts, and by one that has', async () => {
    const url = await listen(saysNothing);
    const source = await openSource(redisSource, { url }, reads, { timeout: beyondTheTest });
    const abort = new AbortController();
    const poll = source.poll(abort.signal);
    setImmediate(() => abort.abort());
    expect(told(await poll)).toEqual({ '*': 'gap:timeout' });
    expect(told(await source.poll(AbortSignal.abort()))).toEqual({ '*': 'gap:timeout' });
  });

  it('ends with the source: closed twice, and in the middle of a poll', async () => {
    const url = await listen(saysNothing);
    const source = await openSource(redisSource, { url }, reads, { timeout: 30_000 });
    const poll = source.look();
    await source.close();
    await source.close();
    expect((await poll).gap?.reason).toMatch(/reset|timeout/);
    expect(told(await source.look())).toEqual({ '*': 'gap:unavailable' });
  });
});

describeWithRedis('redis failures of the server', () => {
  it('wants a password; takes the right one, not the wrong one', async () => {
    const server = await startRedis(['--requirepass', 'hunter2hunter2'], ['-a', 'hunter2hunter2']);
    const open = (user: string) =>
      openSource(redisSource, { url: server.url.replace('redis://', `redis://${user}`) }, reads);
    const without = await (await open('')).look();
    expect(told(without)).toEqual({ '*': 'gap:auth', depth: 'gap:auth', role: 'gap:auth' });
    const wrong = await (await open(':letmein-letmein@')).look();
    expect(told(wrong)).toEqual({ '*': 'gap:auth' });
    expect(wrong.gap?.message).toContain('WRONGPASS');
    expect(sentences(wrong).join('')).not.toContain('letmein');
    expect(told(await (await open(':hunter2hunter2@')).look())).toEqual(healthy);
    expect(told(await (await open('default:hunter2hunter2@')).look())).toEqual(healthy);
    expect(told(await (await open('nobody:hunter2hunter2@')).look())).toEqual({ '*': 'gap:auth' });
  });

  it('is given a password that it does not want', async () => {
    const server = await startRedis();
    const url = server.url.replace('redis://', 'redis://:needless@');
    expect(told(await (await openSource(redisSource, { url }, reads)).look())).toEqual(healthy);
  });

  it('has another password from one poll to the next', async () => {
    const server = await startRedis();
    const source = await openSource(redisSource, { url: server.url }, reads);
    expect(told(await source.look())).toEqual(healthy);
    await server.cli('config', 'set', 'requirepass', 'changed');
    await server.cli('-a', 'changed', 'client', 'kill', 'type', 'normal');
    await until(async () => (await source.look()).gap?.reason === 'auth', 'the new password to be wanted');
    await server.cli('-a', 'changed', 'config', 'set', 'requirepass', '');
    expect(told(await source.look())).toEqual(healthy);
  });

  it('hangs while it is connected, and before', async () => {
    const server = await startRedis();
    const source = await openSource(redisSource, { url: server.url }, reads, { timeout: beyondTheTest });
    expect(told(await source.look())).toEqual(healthy);
    server.signal('SIGSTOP');
    for (let look = 0; look < 2; look++) expect(told(await source.look(200))).toEqual({ '*': 'gap:timeout' });
    server.signal('SIGCONT');
    expect(told(await source.look())).toEqual(healthy);
    await server.cli('client', 'pause', '3000', 'all');
    expect(told(await source.look(100))).toEqual({ '*': 'gap:timeout' });
    expect(told(await source.look())).toEqual(healthy);
  }, 60_000);

  it('goes away and comes back on the same port', async () => {
    const server = await startRedis();
    await server.cli('rpush', 'jobs', 'x');
    const source = await openSource(redisSource, { url: server.url }, reads);
    expect(told(await source.look())).toEqual({ depth: '1', role: 'master' });
    await server.stop();
    expect((await source.look()).gap?.reason).toMatch(/^(?:refused|reset)$/);
    expect(told(await source.look())).toEqual({ '*': 'gap:refused' });
    await server.start();
    expect(told(await source.look())).toEqual(healthy);
  });

  it('drops idle clients, which nobody notices', async () => {
    const server = await startRedis();
    const source = await openSource(redisSource, { url: server.url }, reads);
    await source.look();
    await server.cli('client', 'kill', 'type', 'normal');
    const result = await until(async () => {
      const look = await source.look();
      return look.gap ? null : look;
    }, 'a new connection');
    expect(told(result)).toEqual(healthy);
  });

  it('becomes a replica, then one without its master', async () => {
    const server = await startRedis();
    const source = await openSource(redisSource, { url: server.url }, reads);
    expect(told(await source.look())).toEqual(healthy);
    await server.cli('replicaof', '127.0.0.1', String(await freePort()));
    expect(told(await source.look())).toEqual({ depth: 'gap:unavailable', role: 'slave' });
    await server.cli('config', 'set', 'replica-serve-stale-data', 'no');
    expect(told(await source.look())).toEqual({ depth: 'gap:unavailable', role: 'slave' });
    await server.cli('replicaof', 'no', 'one');
    expect(told(await source.look())).toEqual(healthy);
  });

  it('is loading', async () => {
    const server = await startRedis([
      '--key-load-delay',
      '20000',
      '--loading-process-events-interval-bytes',
      '1024',
    ]);
    await server.cli('eval', "for i=1,300 do redis.call('set','k'..i,string.rep('x',100)) end", '0');
    await server.cli('save');
    await server.stop();
    await server.start();
    const source = await openSource(redisSource, { url: server.url }, { depth: { list: 'jobs' } });
    const result = await source.look();
    expect(told(result)).toEqual({ '*': 'gap:unavailable', depth: 'gap:unavailable' });
    expect(result.gap?.message).toContain('the server is still loading its data');
  });

  it('is busy with a script', async () => {
    const server = await startRedis(['--busy-reply-threshold', '1']);
    const source = await openSource(redisSource, { url: server.url }, reads);
    const script = server.cli('eval', 'while true do end', '0').catch(() => '');
    const busy = await until(async () => {
      const result = await source.look();
      return result.gap?.reason === 'unavailable' ? result : null;
    }, 'the script to run');
    expect(busy.gap?.message).toContain('busy with a script');
    await server.cli('script', 'kill');
    await script;
    expect(told(await source.look())).toEqual(healthy);
  });

  it('is a node of a cluster that is down', async () => {
    const server = await startRedis(['--cluster-enabled', 'yes']);
    const source = await openSource(redisSource, { url: server.url }, reads);
    const result = await source.look();
    expect(told(result)).toEqual({ depth: 'gap:unavailable', role: 'master' });
    expect(sentences(result)[0]).toContain('the cluster is down');
  });

  it('has no room for another client', async () => {
    const server = await startRedis();
    await server.cli('config', 'set', 'maxclients', '1');
    const first = await openSource(redisSource, { url: server.url }, reads);
    await until(async () => told(await first.look())['depth'] === '0', 'the only place');
    const second = await openSource(redisSource, { url: server.url }, reads);
    expect((await second.look()).gap?.reason).toMatch(/^(?:unavailable|reset)$/);
  });

  it('lacks the database of the URL', async () => {
    const server = await startRedis();
    const source = await openSource(redisSource, { url: `${server.url}/99` }, reads);
    expect(told(await source.look())).toEqual({ '*': 'gap:not_configured' });
  });

  it('is asked for nothing', async () => {
    const server = await startRedis();
    const source = await openSource(redisSource, { url: server.url }, {});
    expect(await source.look()).toMatchObject({ samples: [], gap: null });
    await server.stop();
    expect((await source.look()).gap).not.toBeNull();
  });
});
