// Where a redirect may lead: only what asks follows one, and never from an open place to a nearer one, whatever its name says.

import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { httpSource } from '../../../src/sources/http/kind.ts';
import { ledgerSource } from '../../../src/sources/ledger/kind.ts';
import { prometheusSource } from '../../../src/sources/prometheus/kind.ts';
import { promqlSource } from '../../../src/sources/promql/kind.ts';
import { evmSource } from '../../../src/sources/evm/kind.ts';
import type { SourceKind } from '../../../src/sources/source.ts';
import { makeChain } from '../../support/certificates.ts';
import { elsewhere } from '../../support/elsewhere.ts';
import { httpsServer } from '../../support/http-servers.ts';
import { makeSource } from '../../support/poll.ts';

interface Endpoint {
  readonly port: number;
  readonly seen: string[];
}

/** Answers each request by `location`, or with 200 where there is none. */
async function endpoint(
  host: string,
  location: (request: IncomingMessage) => readonly [status: number, location: string] | null,
): Promise<Endpoint> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    seen.push(`${method} ${url}${headers.authorization === undefined ? '' : ' with credentials'}`);
    const [status, to] = location(request) ?? [200, ''];
    response.writeHead(status, to === '' ? {} : { location: to }).end('1');
    request.resume();
  });
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => server.close().closeAllConnections());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, seen };
}

async function follow(options: Record<string, unknown>): Promise<Record<string, string>> {
  const made = await makeSource(httpSource, {
    options: { redirects: 'follow', ...options },
    reads: { up: 'up', latency: 'latency' },
  });
  try {
    const { up = '', latency = '' } = await made.look();
    return up === 'true' ? { up } : { up, latency };
  } finally {
    await made.source.close();
  }
}

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const statuses = [301, 302, 303, 307, 308] as const;

test.each(methods.flatMap((method) => statuses.map((status) => [method, status] as const)))(
  'a %s that is answered by %i is never repeated, on the same origin or another',
  async (method, status) => {
    const other = await endpoint('127.0.0.1', () => null);
    const first = await endpoint('127.0.0.1', ({ url }) =>
      url === '/same'
        ? [status, '/all']
        : url === '/other'
          ? [status, `http://127.0.0.1:${other.port}/all`]
          : null,
    );
    const asks = method === 'GET' || method === 'HEAD';
    const changes = ['PUT', 'PATCH', 'DELETE'].includes(method) ? { changes: 'the probe' } : {};
    for (const path of ['same', 'other']) {
      const url = `http://me:secret@127.0.0.1:${first.port}/${path}`;
      const looked = await follow({ url, method, ...changes });
      expect(looked['up']).toBe(String(asks || status === 303));
      if (!asks && status !== 303)
        expect(looked['latency']).toBe(
          `http_status: ${status} to a ${method} is not followed: only GET and HEAD are, and a 303 by GET`,
        );
    }
    const again = method === 'HEAD' ? 'HEAD' : 'GET';
    const followed = asks || status === 303;
    expect(first.seen).toEqual([
      `${method} /same with credentials`,
      ...(followed ? [`${again} /all with credentials`] : []),
      `${method} /other with credentials`,
    ]);
    expect(other.seen).toEqual(followed ? [`${again} /all`] : []);
  },
);

const far = elsewhere ?? '127.0.0.1';

/** Each leads to the server that listens on 127.0.0.1, whatever it looks like. */
const forms = (port: number): readonly string[] => [
  `http://127.0.0.1:${port}/`,
  `http://2130706433:${port}/`,
  `http://0x7f.1:${port}/`,
  `http://0177.0.0.1:${port}/`,
  `http://127.1:${port}/`,
  `http://[::ffff:127.0.0.1]:${port}/`,
  `http://[::ffff:7f00:1]:${port}/`,
  `http://0.0.0.0:${port}/`,
  `http://localhost:${port}/`,
  `//127.0.0.1:${port}/`,
];

test.skipIf(elsewhere === null)('a host elsewhere leads to nothing on this machine', async () => {
  const near = await endpoint('127.0.0.1', () => null);
  for (const location of forms(near.port)) {
    const first = await endpoint(far, () => [302, location]);
    const { up, latency } = await follow({ url: `http://${far}:${first.port}/` });
    expect({ location, up }).toEqual({ location, up: 'false' });
    expect(latency).toMatch(
      /^http_status: 302 to http:\/\/\S+ is not followed: it is a loopback address, .* name the host in `redirects`/,
    );
  }
  expect(near.seen).toEqual([]);
});

test.skipIf(elsewhere === null)('nor to where a cloud hands out credentials', async () => {
  for (const location of ['http://169.254.169.254/latest/meta-data/', 'http://2852039166/latest/']) {
    const first = await endpoint(far, () => [302, location]);
    const { latency } = await follow({ url: `http://${far}:${first.port}/` });
    expect(latency).toContain('it is a link-local address');
  }
});

test.skipIf(elsewhere === null)('a host that the profile names may be near', async () => {
  const near = await endpoint('127.0.0.1', () => null);
  const first = await endpoint(far, () => [302, `http://127.0.0.1:${near.port}/`]);
  const url = `http://${far}:${first.port}/`;
  expect(await follow({ url, redirects: ['127.0.0.1'] })).toEqual({ up: 'true' });
  expect((await follow({ url, redirects: ['localhost'] }))['up']).toBe('false');
  const steps = [{ url }, { url: `http://127.0.0.1:${near.port}/step` }];
  expect(await follow({ steps })).toEqual({ up: 'true' });
  expect(near.seen).toEqual(['GET /', 'GET /', 'GET /step']);
});

test.skipIf(elsewhere === null)('a connection that is open already is no way around it', async () => {
  const near = await endpoint('127.0.0.1', () => null);
  const outer = await endpoint(far, () => [302, `http://localhost:${near.port}/outer`]);
  const inner = await endpoint('127.0.0.1', () => [302, `http://localhost:${near.port}/inner`]);
  const looked = await follow({
    steps: [{ url: `http://127.0.0.1:${inner.port}/` }, { url: `http://${far}:${outer.port}/` }],
  });
  expect(looked['up']).toBe('false');
  expect(near.seen).toEqual(['GET /inner']);
});

test.skipIf(elsewhere === null)('over TLS not even a connection is made', async () => {
  const { authority, key, cert } = await makeChain({ names: `IP:${far},IP:127.0.0.1,DNS:localhost` });
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, readFileSync(authority, 'utf8')]);
  onTestFinished(() => setDefaultCACertificates(before));
  const near = await httpsServer({ key, cert }, (_request, response) => response.end('1'));
  onTestFinished(near.close);
  for (const host of ['localhost', '127.0.0.1', '[::ffff:127.0.0.1]']) {
    const server = createSecureServer({ key, cert }, (_request, response) =>
      response.writeHead(302, { location: `https://${host}:${near.port}/` }).end(),
    ).listen(0, far);
    await once(server, 'listening');
    onTestFinished(() => server.close().closeAllConnections());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { latency } = await follow({ url: `https://${far}:${port}/` });
    expect(latency).toContain('it is a loopback address');
  }
  expect(near.connections()).toBe(0);
  expect(await follow({ url: `https://localhost:${near.port}/` })).toEqual({ up: 'true' });
});

test.each<readonly [SourceKind, (url: string) => Record<string, unknown>, Record<string, unknown>]>([
  [ledgerSource, (url) => ({ url, pointer: '/balance' }), { read: 'balance' }],
  [prometheusSource, (url) => ({ url }), { read: { series: 'up' } }],
  [promqlSource, (url) => ({ url }), { read: { query: 'up' } }],
  [evmSource, (url) => ({ rpc: [url], chain: 1 }), { read: 'block' }],
])('$kind follows none', async (kind, options, reads) => {
  const other = await endpoint('127.0.0.1', () => null);
  const first = await endpoint('127.0.0.1', () => [307, `http://127.0.0.1:${other.port}/`]);
  const made = await makeSource(kind, { options: options(`http://127.0.0.1:${first.port}/`), reads });
  onTestFinished(() => made.source.close());
  const { read } = await made.look();
  expect(read).toMatch(/^http_status: /);
  expect(first.seen.length).toBeGreaterThan(0);
  expect(other.seen).toEqual([]);
});
