// The audit: every read of every kind against a service that tells all it was sent, and nothing of that outside what is allowed here.

import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:tls';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { sourceKinds } from '../../src/sources/registry.ts';
import type { SourceKind } from '../../src/sources/source.ts';
import { makeChain } from '../support/certificates.ts';
import { startCloudwatchServer } from '../support/cloudwatch-server.ts';
import { httpServer } from '../support/http-servers.ts';
import { listening } from '../support/loopback.ts';
import { openSource } from '../support/poll-source.ts';
import { describeWithPostgres, startPostgres } from '../support/postgres.ts';
import { everyRedisRead, fillRedis } from '../support/redis-reads.ts';
import { passesTo, startRpcStub } from '../support/rpc-stub.ts';
import { describeWithAnvil, describeWithRedis, startAnvil, startRedis, until } from '../support/services.ts';

const address = '0x52908400098527886E0F7030069857D2E4169EE7';
const period = '60s';

/** At least one read of each form that a kind's schema has. `exec` runs what its command does, and nothing else. */
const reads: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  http: {
    up: 'up',
    status: 'status',
    latency: 'latency',
    bytes: 'bytes',
    json: { json: '/a' },
    body: { body: '"a":(\\d)' },
    header: { header: 'content-type' },
    directive: { header: 'cache-control', directive: 'max-age' },
    hasDirective: { header: 'cache-control', hasDirective: 'no-store' },
    headerJson: { header: 'x-json', json: '/a', base64: true },
    hasHeader: { hasHeader: 'x-json' },
    jwks: { jwks: 'count' },
    cors: {
      cors: { origin: 'https://a.b', method: 'DELETE', headers: ['authorization'], credentials: true },
    },
    step: { step: 'one', read: 'status' },
  },
  ledger: { balance: 'balance', json: { json: '/a' } },
  redis: everyRedisRead,
  evm: {
    up: 'up',
    block: 'block',
    age: 'head-age',
    index: 'rpc-index',
    balance: { balance: address },
    token: { erc20: address, holder: address, decimals: 18 },
    nonce: { nonce: address, at: 'pending' },
    call: { call: 'function paused() view returns (bool)', to: address },
    code: { hasCode: address },
    hash: { codeHash: address },
  },
  cloudwatch: {
    metric: { namespace: 'App', metric: 'm', stat: 'Average', period },
    math: { expression: 'a * 2', metrics: { a: { namespace: 'App', metric: 'm', stat: 'Sum' } }, period },
    alarm: { alarm: 'one' },
    alarms: { alarms: { prefix: 'prod-' } },
    dashboard: { dashboard: 'overview' },
  },
  prometheus: {
    up: 'up',
    series: { series: 'up' },
    rate: { rate: 'c_total', window: '1m' },
    quantile: { quantile: 0.5, histogram: 't_seconds', window: '1m' },
    share: { share: '<= 0.1', histogram: 't_seconds', window: '1m' },
  },
  promql: { up: 'up', query: { query: 'up' }, alert: { alert: 'Down' } },
  tls: {
    valid: 'valid',
    reason: 'reason',
    protocol: 'protocol',
    issuer: 'issuer',
    key: 'key',
    leaf: { left: 'leaf' },
  },
  dns: {
    answers: 'answers',
    count: 'count',
    ttl: 'ttl',
    has: { has: '10.0.0.1' },
    only: { only: ['10.0.0.1'] },
  },
  sql: {
    up: 'up',
    latency: 'latency',
    role: 'role',
    query: { query: 'select count(*) from jobs' },
    age: { query: 'select now()', as: 'age' },
    used: { connections: 'used' },
    max: { connections: 'max' },
    percent: { connections: 'percent' },
    lag: { replication: 'lag' },
    oldest: { oldest: 'transaction' },
    locks: { locks: 'waiting' },
    broken: { query: 'select nothing from nowhere' },
  },
};

const schemaNode = z.looseObject({
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
});

interface Form {
  readonly name: string;
  readonly fits: (read: unknown) => boolean;
}

/** Each word, and each object by its keys, that a kind takes as a read. */
function formsOf(node: unknown): readonly Form[] {
  const { anyOf, oneOf, enum: words, const: word, properties, required = [] } = schemaNode.parse(node);
  const within = anyOf ?? oneOf;
  if (within) return within.flatMap(formsOf);
  if (properties) {
    const known = Object.keys(properties);
    const fits = (read: unknown): boolean =>
      typeof read === 'object' &&
      read !== null &&
      required.every((key) => key in read) &&
      Object.keys(read).every((key) => known.includes(key));
    return [{ name: `{ ${known.join(', ')} }`, fits }];
  }
  return (words ?? [word]).map((one) => ({ name: String(one), fits: (read) => read === one }));
}

test('there is a read here for each form of each kind', () => {
  const kinds = [...sourceKinds.keys()].filter((kind) => kind !== 'exec');
  expect(Object.keys(reads).toSorted()).toEqual(kinds.toSorted());
  const left = kinds.flatMap((kind) =>
    formsOf(z.toJSONSchema(kindOf(kind).read, { io: 'input' }))
      .filter(({ fits }) => !Object.values(reads[kind] ?? {}).some(fits))
      .map(({ name }) => `${kind}: ${name}`),
  );
  expect(left).toEqual([]);
});

function kindOf(kind: string): SourceKind {
  return sourceKinds.get(kind) ?? expect.fail(`there is no kind ${kind}`);
}

/** Two looks at all reads of a kind, less those that `without` names. */
async function lookTwice(kind: string, options: unknown, without: readonly string[] = []): Promise<void> {
  const wanted = Object.entries(reads[kind] ?? {}).filter(([name]) => !without.includes(name));
  const source = await openSource(kindOf(kind), options, Object.fromEntries(wanted));
  await source.look();
  await source.look();
}

describeWithRedis('redis, by MONITOR', () => {
  it('is sent commands that read', { timeout: 60_000 }, async () => {
    const allowed = 'hget info lindex llen ping select type xinfo xlen xpending xrange zcard zrange'.split(
      ' ',
    );
    const server = await startRedis();
    await fillRedis(server);
    const changes = async (): Promise<string | undefined> =>
      /rdb_changes_since_last_save:\d+/.exec(await server.cli('info', 'persistence'))?.[0];
    const before = await changes();
    const watcher = new Redis(server.port, '127.0.0.1');
    const monitor = await watcher.monitor();
    onTestFinished(() => {
      monitor.disconnect();
      watcher.disconnect();
    });
    const sent: string[] = [];
    monitor.on('monitor', (_time: string, args: string[]) => sent.push(args[0]?.toLowerCase() ?? ''));
    await lookTwice('redis', { url: `${server.url}/0` });
    await watcher.echo('end');
    await until(() => sent.includes('echo'), 'MONITOR to show all');
    expect(new Set(sent)).toEqual(new Set([...allowed.filter((name) => name !== 'ping'), 'echo']));
    expect(await changes()).toBe(before);
  });
});

describeWithPostgres('sql, by the statement log', () => {
  it('is sent one read-only transaction a poll', { timeout: 120_000 }, async () => {
    const allowed = [
      /^BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY$/,
      /^SET LOCAL (?:idle_in_transaction_session_timeout|statement_timeout|lock_timeout) = \d+$/,
      /^SET LOCAL (?:standard_conforming_strings = on|datestyle = 'ISO'|intervalstyle = 'iso_8601')$/,
      /^SAVEPOINT read$/,
      /^ROLLBACK(?: TO SAVEPOINT read)?$/,
      /^select\b/,
    ];
    const log = ['logging_collector=on', 'log_directory=log', 'log_filename=all.log'];
    const words = ['log_statement=all', 'log_min_messages=log', 'log_line_prefix=%u>'];
    const server = await startPostgres({ settings: [...log, ...words] });
    await server.sql('create table jobs (id int)');
    await lookTwice('sql', { url: server.url() });
    await server.sql("select 'the end'");
    const file = join(server.folder, 'data', 'log', 'all.log');
    const text = await until(() => {
      const written = readFileSync(file, 'utf8');
      return written.includes('the end') ? written : null;
    }, 'the log to hold all');
    // A statement goes on in lines that begin with a tab.
    const lines = text.replaceAll(/\n\t/g, ' ').split('\n');
    const sent = lines.flatMap(
      (line) => /^watch>LOG: {2}(?:statement|execute <unnamed>): (.*)$/.exec(line)?.[1] ?? [],
    );
    const statements = sent.flatMap((one) => one.split(';').map((statement) => statement.trim()));
    expect(statements.filter((one) => !allowed.some((form) => form.test(one)))).toEqual([]);
    expect(statements.filter((one) => one.startsWith('BEGIN'))).toHaveLength(2);
    expect(statements.filter((one) => one.startsWith('select')).length).toBeGreaterThan(15);
  });
});

describeWithAnvil('evm, by what an RPC is sent', () => {
  it('is asked by methods that read', { timeout: 60_000 }, async () => {
    const allowed = ['eth_blockNumber', 'eth_call', 'eth_chainId', 'eth_getBalance', 'eth_getBlockByNumber'];
    const more = ['eth_getCode', 'eth_getTransactionCount'];
    const anvil = await startAnvil();
    const methods: string[] = [];
    const proxy = await startRpcStub(
      passesTo(anvil.url, ({ method }, answer) => {
        methods.push(method);
        return answer;
      }),
    );
    await lookTwice('evm', { rpc: proxy.url, chain: 31_337 });
    expect([...new Set(methods)].filter((method) => ![...allowed, ...more].includes(method))).toEqual([]);
    expect(methods).toContain('eth_getTransactionCount');
  });
});

describe('by a log of HTTP', () => {
  async function logged(): Promise<{ url: string; seen: string[] }> {
    const seen: string[] = [];
    const server = await httpServer((request, response) => {
      const { method = '', url = '' } = request;
      seen.push(`${method} ${url.replace(/\?.*$/, '')}`);
      request.resume();
      const data = url.includes('/rules')
        ? { groups: [] }
        : { resultType: 'vector', result: [{ metric: {}, value: [Date.now() / 1_000, '1'] }] };
      const body = url.startsWith('/api/v1') ? { status: 'success', data } : { a: 1, balance: '2', keys: [] };
      response.end(url === '/metrics' ? '# TYPE up gauge\nup 1\n' : JSON.stringify(body));
    });
    onTestFinished(server.close);
    return { url: server.url, seen };
  }

  it('http sends the method that the profile names, and preflights', async () => {
    const { url, seen } = await logged();
    await lookTwice('http', { url: `${url}/x` }, ['step']);
    expect(new Set(seen)).toEqual(new Set(['GET /x', 'OPTIONS /x']));
    const steps = [
      { name: 'one', url: `${url}/one` },
      { name: 'two', url: `${url}/two`, method: 'HEAD' },
      { name: 'three', url: `${url}/three`, method: 'POST', body: '{}' },
    ];
    seen.length = 0;
    await lookTwice('http', { steps }, ['cors']);
    expect(new Set(seen)).toEqual(new Set(['GET /one', 'HEAD /two', 'POST /three']));
  });

  it.each([
    ['ledger', (url: string) => ({ url: `${url}/x`, pointer: '/balance' }), ['GET /x']],
    ['prometheus', (url: string) => ({ url: `${url}/metrics` }), ['GET /metrics']],
    [
      'promql',
      (url: string) => ({ url, lookback: '1h' }),
      ['GET /api/v1/query', 'GET /api/v1/query_range', 'GET /api/v1/rules'],
    ],
  ])('%s only gets', async (kind, options, expected) => {
    const { url, seen } = await logged();
    await lookTwice(kind, options(url));
    expect([...new Set(seen)].toSorted()).toEqual(expected);
  });
});

test('cloudwatch, by what its stand-in is asked: three operations that read', async () => {
  const server = await startCloudwatchServer({ now: Date.now });
  onTestFinished(() => server.close());
  await lookTwice('cloudwatch', { region: 'us-east-1', endpoint: server.url, anonymous: true });
  expect([...new Set(server.calls.map(({ operation }) => operation))].toSorted()).toEqual([
    'DescribeAlarms',
    'GetDashboard',
    'GetMetricData',
  ]);
});

test('dns, by its datagrams: queries with one question and nothing else', async () => {
  const seen: Buffer[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    seen.push(query);
    const answer = Buffer.from(query);
    // NXDOMAIN.
    answer.writeUInt16BE(0x81_83, 2);
    socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => socket.close(() => resolve())));
  await lookTwice('dns', { name: 'a.example', server: `127.0.0.1:${socket.address().port}` });
  expect(seen.length).toBeGreaterThan(1);
  // Opcode QUERY, no answer and no authority section (RFC 1035 §4.1.1): an update has another opcode.
  for (const query of seen)
    expect([query.readUInt16BE(2) & 0x78_00, query.readUInt16BE(4), query.readUInt32BE(6)]).toEqual([
      0, 1, 0,
    ]);
});

test('tls, by what comes through the handshake: nothing', async () => {
  let handshakes = 0;
  let bytes = 0;
  const { authority, key, cert } = await makeChain({ names: 'IP:127.0.0.1' });
  // Of a handshake in TLS 1.3 the client is the first to know that it is over, and is gone before the server does.
  const server = createTlsServer({ key, cert, maxVersion: 'TLSv1.2' }, (socket) => {
    handshakes++;
    socket.on('data', (data) => (bytes += data.length)).on('error', () => undefined);
  });
  const { port, close } = await listening(server);
  onTestFinished(close);
  await lookTwice('tls', { url: `tls://127.0.0.1:${port}`, ca: authority });
  await until(() => handshakes === 2, 'both handshakes to be over');
  expect(bytes).toBe(0);
});
