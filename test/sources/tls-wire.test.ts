// TLS says itself that it ends (close_notify): a body without a length is whole over a connection that was closed so, and only then.

import { readFileSync } from 'node:fs';
import { connect, createServer as createTcpServer, type Socket } from 'node:net';
import { createServer, getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { httpSource } from '../../src/sources/http/kind.ts';
import { ledgerSource } from '../../src/sources/ledger/kind.ts';
import { prometheusSource } from '../../src/sources/prometheus/kind.ts';
import type { SourceKind } from '../../src/sources/source.ts';
import { makeChain, type Chain } from '../support/certificates.ts';
import { listening } from '../support/loopback.ts';
import { openSource, told, type TestSource } from '../support/poll-source.ts';

let chain: Chain;
beforeEach(async () => {
  chain = await makeChain({ names: 'IP:127.0.0.1' });
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, readFileSync(chain.authority, 'utf8')]);
  onTestFinished(() => setDefaultCACertificates(before));
});

type Version = 'TLSv1.2' | 'TLSv1.3';

/** How the connection ends: by TLS's own word, by TCP alone, or within a record of TLS. */
type Ending = 'well' | 'cut' | 'within a record';

interface Front {
  readonly url: string;
  readonly requests: readonly string[];
}

/** A server that speaks TLS, behind a relay that can cut what it says. */
async function serve(answer: string, ending: Ending, version: Version = 'TLSv1.3'): Promise<Front> {
  const requests: string[] = [];
  const filler = ending === 'within a record' ? '9'.repeat(2_000) : '';
  let isAnswering = false;
  const script = (socket: TLSSocket): void => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      requests.push(data.toString().split('\r\n')[0] ?? '');
      isAnswering = true;
      if (ending === 'well') socket.end(answer);
      else socket.write(answer, () => filler !== '' && socket.write(filler));
    });
  };
  const versions = { minVersion: version, maxVersion: version };
  const inner = await listening(createServer({ key: chain.key, cert: chain.cert, ...versions }, script));
  onTestFinished(inner.close);
  const relay = (near: Socket): void => {
    const far = connect(inner.port, '127.0.0.1');
    const answered: Buffer[] = [];
    isAnswering = false;
    for (const socket of [near, far]) socket.on('error', () => {});
    near.pipe(far);
    far.on('data', (data: Buffer) => {
      if (!isAnswering || ending === 'well') return near.write(data);
      answered.push(data);
      const all = Buffer.concat(answered);
      // Encrypted it is a little longer than that, and there may be tickets of TLS before it.
      return (
        all.length < answer.length + filler.length || near.end(filler === '' ? all : all.subarray(0, -5))
      );
    });
    far.on('end', () => near.end());
  };
  const outer = await listening(createTcpServer(relay));
  onTestFinished(outer.close);
  return { url: `https://127.0.0.1:${outer.port}`, requests };
}

/** Longer than the tickets of TLS that may come before it. */
const head = `HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nx-padding: ${'x'.repeat(2_000)}\r\n\r\n`;

const open = (
  kind: SourceKind,
  url: string,
  reads: Readonly<Record<string, unknown>>,
  more = {},
): Promise<TestSource> => openSource(kind, { url, ...more }, reads);

const cases: readonly (readonly [string, SourceKind, string, unknown, string, object])[] = [
  ['a bare number', httpSource, '12', { json: '' }, '12', {}],
  ['a number by a pattern', httpSource, 'depth=12', { body: 'depth=(\\d+)' }, '12', {}],
  ['a balance', ledgerSource, '12', 'balance', '12', { pointer: '' }],
  ['a sum', prometheusSource, 'q{a="1"} 1\nq{a="2"} 2\n', { series: 'q', aggregate: 'sum' }, '3', {}],
  ['what a page lacks', prometheusSource, '# TYPE q counter\n', { series: 'q' }, 'gap:empty', {}],
  ['the last line of a page', prometheusSource, 'p 1\nq 12', { series: 'q' }, '12', {}],
];

test.each(
  cases.flatMap((row) => (['TLSv1.2', 'TLSv1.3'] as const).map((version) => [version, ...row] as const)),
)(
  '%s: %s is whole where TLS was closed, and only there',
  async (version, _, kind, body, read, value, more) => {
    const well = await open(kind, (await serve(head + body, 'well', version)).url, { m: read }, more);
    expect(told(await well.look())['m']).toBe(value);
    expect(told(await well.look())['m']).toBe(value);
    for (const ending of ['cut', 'within a record'] as const) {
      const bad = await open(kind, (await serve(head + body, ending, version)).url, { m: read }, more);
      for (let look = 0; look < 2; look++) {
        const all = told(await bad.look());
        expect(all['m'] ?? all['*']).toBe('gap:partial_data');
      }
    }
  },
);

test('who closes without a length is asked once more, once', async () => {
  const front = await serve(`${head}12`, 'cut');
  const source = await open(httpSource, front.url, { m: { json: '' } });
  await source.look();
  expect(front.requests).toHaveLength(2);
  await source.look();
  expect(front.requests).toHaveLength(3);
});

test('what came at the first time stands where there is no time to ask once more', async () => {
  const versions = { key: chain.key, cert: chain.cert };
  let requests = 0;
  const server = createServer(versions, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      requests++;
      // To the second request there is a head at most.
      if (requests !== 2) socket.end(`${head}12`);
      else if (stall === 'within the body') socket.write(`${head}1`);
    });
  });
  let stall = '';
  const { port, close } = await listening(server);
  onTestFinished(close);
  for (stall of ['before the head', 'within the body']) {
    requests = 0;
    const reads = { up: 'up', status: 'status', m: { json: '' } };
    const source = await openSource(httpSource, { url: `https://127.0.0.1:${port}` }, reads, {
      timeout: 400,
    });
    expect(told(await source.look())).toEqual({ up: 'true', status: '200', m: 'gap:partial_data' });
    expect(told(await source.look())).toEqual({ up: 'true', status: '200', m: '12' });
    expect(requests).toBe(3);
  }
});

test('what may change something is never asked twice', async () => {
  const front = await serve(`${head}12`, 'well');
  const source = await open(httpSource, front.url, { m: { json: '' } }, { method: 'POST' });
  expect(told(await source.look())['m']).toBe('gap:partial_data');
  expect(front.requests).toEqual(['POST / HTTP/1.1']);
  expect(told(await source.look())['m']).toBe('12');
  expect(front.requests).toHaveLength(2);
});

const twelve = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 2\r\n\r\n12';

test('who tells a length is asked once', async () => {
  const front = await serve(`HTTP/1.1 100 Continue\r\n\r\n${twelve}`, 'well');
  const source = await open(httpSource, front.url, { m: { json: '' } });
  expect(told(await source.look())['m']).toBe('12');
  expect(front.requests).toHaveLength(1);
});

test('a long body comes whole over a connection that is watched', async () => {
  const body = `x${'y'.repeat(3_000_000)}`;
  const front = await serve(head + body, 'well');
  const source = await open(httpSource, front.url, { m: 'bytes' }, { bodyMax: '4MiB' });
  expect(told(await source.look())['m']).toBe('3000001');
});
