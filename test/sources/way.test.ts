// What each client says of the way when a look fails, over real sockets: how far it came, and whose way that speaks of.

import dns from 'node:dns';
import { connect } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Gap } from '../../src/domain/gap.ts';
import { cloudwatchSource } from '../../src/sources/cloudwatch/kind.ts';
import { evmSource } from '../../src/sources/evm/kind.ts';
import { httpSource } from '../../src/sources/http/kind.ts';
import { ledgerSource } from '../../src/sources/ledger/kind.ts';
import { prometheusSource } from '../../src/sources/prometheus/kind.ts';
import { promqlSource } from '../../src/sources/promql/kind.ts';
import { redisSource } from '../../src/sources/redis/kind.ts';
import type { PollResult, SourceKind } from '../../src/sources/source.ts';
import { sqlSource } from '../../src/sources/sql/kind.ts';
import { tlsSource } from '../../src/sources/tls/kind.ts';
import { deadPort, elsewhere, listenElsewhere, silentPort } from '../support/elsewhere.ts';
import { freePort } from '../support/loopback.ts';
import { openSource, type TestSource } from '../support/poll-source.ts';
import { saysNothing } from '../support/tcp-stub.ts';

interface Client {
  readonly kind: SourceKind;
  /** Its options for `host:port`. */
  readonly plain: ((place: string) => unknown) | null;
  readonly secure: (place: string) => unknown;
  /** What a server answers so that its connection is kept; null where none is. */
  readonly answers: string | null;
}

const web = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';
const aws = { region: 'us-east-1', anonymous: true };
const clients: Readonly<Record<string, Client>> = {
  http: {
    kind: httpSource,
    plain: (place) => ({ url: `http://${place}/` }),
    secure: (place) => ({ url: `https://${place}/` }),
    answers: web,
  },
  ledger: {
    kind: ledgerSource,
    plain: (place) => ({ url: `http://${place}/` }),
    secure: (place) => ({ url: `https://${place}/` }),
    answers: web,
  },
  prometheus: {
    kind: prometheusSource,
    plain: (place) => ({ url: `http://${place}/` }),
    secure: (place) => ({ url: `https://${place}/` }),
    answers: web,
  },
  promql: {
    kind: promqlSource,
    plain: (place) => ({ url: `http://${place}/` }),
    secure: (place) => ({ url: `https://${place}/` }),
    answers: web,
  },
  evm: {
    kind: evmSource,
    plain: (place) => ({ rpc: `http://${place}/`, chain: 1 }),
    secure: (place) => ({ rpc: `https://${place}/`, chain: 1 }),
    answers: web,
  },
  cloudwatch: {
    kind: cloudwatchSource,
    plain: (place) => ({ ...aws, endpoint: `http://${place}` }),
    secure: (place) => ({ ...aws, endpoint: `https://${place}` }),
    answers: web,
  },
  redis: {
    kind: redisSource,
    plain: (place) => ({ url: `redis://${place}` }),
    secure: (place) => ({ url: `rediss://${place}` }),
    answers: '+PONG\r\n',
  },
  sql: {
    kind: sqlSource,
    plain: (place) => ({ url: `postgres://w:p@${place}/d` }),
    secure: (place) => ({ url: `postgres://w:p@${place}/d?sslmode=verify-full` }),
    answers: null,
  },
  tls: { kind: tlsSource, plain: null, secure: (place) => ({ url: `tls://${place}` }), answers: null },
};

const reads: Readonly<Record<string, Record<string, unknown>>> = {
  http: { m: { json: '/m' } },
  ledger: { m: 'balance' },
  prometheus: { m: { series: 'm' } },
  cloudwatch: { m: { alarm: 'm' } },
  evm: { m: 'block' },
  tls: { m: 'valid' },
  sql: { m: { query: 'select 1' } },
};

const rows = Object.entries(clients).flatMap(([name, client]) => [
  ...(client.plain ? [[name, client, client.plain] as const] : []),
  [`${name} by TLS`, client, client.secure] as const,
]);

function opened(client: Client, options: unknown, timeout = 20_000): Promise<TestSource> {
  return openSource(client.kind, options, reads[client.kind.kind] ?? {}, { timeout });
}

/** The gap of the look; every gap of its samples says the same of the way. */
function gapOf({ gap, samples }: PollResult): Gap {
  for (const { sample } of samples)
    if (sample.gap && gap) expect([sample.gap.way, sample.gap.reached]).toEqual([gap.way, gap.reached]);
  const told = gap ?? samples.find(({ sample }) => sample.gap)?.sample.gap;
  if (!told) throw new Error('the look did not fail');
  return told;
}

async function failedLook(client: Client, options: unknown, timeoutMs = 10_000): Promise<Gap> {
  const source = await opened(client, options, timeoutMs);
  return gapOf(await source.look(timeoutMs));
}

/** The machine's resolver as net and tls ask it. */
function resolverSays(code: string | null): void {
  vi.spyOn(dns, 'lookup').mockImplementation((...args: unknown[]) => {
    const done = args.at(-1);
    if (code !== null && typeof done === 'function')
      queueMicrotask(() => done(Object.assign(new Error(`getaddrinfo ${code}`), { code }), null, 0));
  });
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** An address of the documentation prefix (RFC 3849), if this machine says itself that no way leads there. */
const nowhere = '2001:db8::1';
const hasNoRoute = await new Promise<boolean>((resolve) => {
  const probe = connect({ host: nowhere, port: 9, timeout: 4_000 });
  probe.once('error', (error: NodeJS.ErrnoException) =>
    resolve(error.code === 'EHOSTUNREACH' || error.code === 'ENETUNREACH'),
  );
  probe.once('timeout', () => {
    probe.destroy();
    resolve(false);
  });
});

describe.each(rows)('%s', (_name, client, options) => {
  test.skipIf(elsewhere === null)('refused: that came from there', async () => {
    const gap = await failedLook(client, options(`${elsewhere}:${await deadPort()}`));
    expect(gap).toMatchObject({ reason: 'refused', way: 'theirs', reached: 'name' });
  });

  test.skipIf(elsewhere === null)('a SYN that nobody answers: nothing came back', async () => {
    const gap = await failedLook(client, options(`${elsewhere}:${await silentPort()}`), 1_000);
    expect(gap).toMatchObject({ reason: 'timeout', way: 'unsaid', reached: 'name' });
    expect(gap.message).toContain('could not be connected to within');
  });

  test.skipIf(elsewhere === null)('taken, and then nothing: the way is fine', async () => {
    const port = await listenElsewhere(saysNothing);
    const gap = await failedLook(client, options(`${elsewhere}:${port}`), 1_000);
    expect(gap).toMatchObject({ reason: 'timeout', way: 'theirs', reached: 'tcp' });
    expect(gap.message).not.toContain('could not be connected');
    expect(gap.message.includes('took the connection and did not finish the TLS handshake')).toBe(
      options === client.secure,
    );
  });

  test.skipIf(elsewhere === null)('a reset of a new connection came from there', async () => {
    const port = await listenElsewhere((socket) => socket.resetAndDestroy());
    const gap = await failedLook(client, options(`${elsewhere}:${port}`));
    expect(gap.way).toBe('theirs');
    // It may come before the connection is known to be there.
    expect(['name', 'tcp']).toContain(gap.reached);
    expect(['reset', 'tls']).toContain(gap.reason);
  });

  test.skipIf(!hasNoRoute)('no route: ours, and nobody has refused', async () => {
    const gap = await failedLook(client, options(`[${nowhere}]:8545`));
    expect(gap).toMatchObject({ reason: 'unreachable', way: 'ours', reached: 'name' });
  });

  test('EAI_AGAIN: our resolver', async () => {
    resolverSays('EAI_AGAIN');
    const gap = await failedLook(client, options('somewhere.example:8545'));
    expect(gap).toMatchObject({ reason: 'dns', way: 'ours', reached: null });
  });

  test('a resolver that says nothing at all is ours too', async () => {
    resolverSays(null);
    const gap = await failedLook(client, options('somewhere.example:8545'), 1_000);
    expect(gap).toMatchObject({ reason: 'timeout', way: 'ours', reached: null });
    expect(gap.message).toContain('our resolver did not answer for');
  });

  test('a name that does not resolve says nothing alone', async () => {
    resolverSays('ENOTFOUND');
    const gap = await failedLook(client, options('somewhere.example:8545'));
    expect(gap).toMatchObject({ reason: 'dns', way: 'unsaid', reached: null });
  });

  test('loopback says nothing either way', async () => {
    const gap = await failedLook(client, options(`127.0.0.1:${await freePort()}`));
    expect(gap).toMatchObject({ reason: 'refused', way: 'unsaid' });
    vi.spyOn(dns, 'lookup').mockImplementation((...args: unknown[]) => {
      const [, given, done] = args;
      const all = typeof given === 'object' && given !== null && Reflect.get(given, 'all') === true;
      if (typeof done === 'function')
        queueMicrotask(() =>
          all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
        );
    });
    const named = await failedLook(client, options(`by-name.example:${await freePort()}`));
    expect(named).toMatchObject({ reason: 'refused', way: 'unsaid' });
  });
});

describe.each(
  Object.entries(clients).flatMap(([name, client]) =>
    client.plain && client.answers !== null ? [[name, client, client.plain, client.answers] as const] : [],
  ),
)('%s over a kept connection', (_name, client, options, answer) => {
  test.skipIf(elsewhere === null)('an answer shows the way; a time-out then says nothing', async () => {
    let mute = false;
    let connections = 0;
    const port = await listenElsewhere((socket) => {
      connections++;
      socket.on('data', () => mute || socket.write(answer));
    });
    const source = await opened(client, options(`${elsewhere}:${port}`));
    const first = await source.look();
    for (const { sample } of first.samples)
      if (sample.gap) expect(sample.gap).toMatchObject({ way: 'theirs', reached: 'answer' });
    const before = connections;
    mute = true;
    const hung = gapOf(await source.look(1_000));
    if (connections === before)
      expect(hung).toMatchObject({ reason: 'timeout', way: 'unsaid', reached: 'tcp' });
    // The next look connects anew, and tells.
    expect(gapOf(await source.look(1_000))).toMatchObject({
      reason: 'timeout',
      way: 'theirs',
      reached: 'tcp',
    });
    expect(connections).toBeGreaterThan(before);
  });

  test.skipIf(elsewhere === null)('a reset of it says nothing, or is asked again anew', async () => {
    let cut = false;
    const port = await listenElsewhere((socket) => {
      const fresh = !cut;
      socket.on('data', () => (fresh && cut ? socket.resetAndDestroy() : socket.write(answer)));
    });
    const source = await opened(client, options(`${elsewhere}:${port}`));
    await source.look();
    cut = true;
    const { gap } = await source.look();
    if (gap?.reason === 'reset') expect(gap).toMatchObject({ way: 'unsaid', reached: 'tcp' });
    else expect(gap?.way ?? 'theirs').toBe('theirs');
  });
});

test.skipIf(elsewhere === null)(
  'what came back to an earlier step shows the way for the whole look',
  async () => {
    const fine = await listenElsewhere((socket) => socket.on('data', () => socket.write(web)));
    const steps = [
      { url: `http://${elsewhere}:${fine}/` },
      { url: `http://${elsewhere}:${await silentPort()}/` },
    ];
    const source = await openSource(httpSource, { steps }, { m: { json: '/m' } }, { timeout: 1_500 });
    expect(gapOf(await source.look(1_500))).toMatchObject({
      reason: 'timeout',
      way: 'theirs',
      reached: 'name',
    });
  },
);
