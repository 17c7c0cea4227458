// The tls source against real TLS servers with certificates made by openssl: good ones, and all ways of being bad.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, type TlsOptions } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { tlsSource } from '../../../src/sources/tls/kind.ts';
import { makeChain } from '../../support/certificates.ts';
import { rawServer } from '../../support/http-servers.ts';
import { freePort } from '../../support/loopback.ts';
import { makeSource } from '../../support/poll.ts';
import { sentences } from '../../support/poll-source.ts';
import { startTcpStub } from '../../support/tcp-stub.ts';

const reads = {
  valid: 'valid',
  reason: 'reason',
  protocol: 'protocol',
  issuer: 'issuer',
  key: 'key',
  leaf: { left: 'leaf' },
  chain: { left: 'chain' },
};
const names = 'DNS:localhost,DNS:queue.test,IP:127.0.0.1';

async function secureServer(options: TlsOptions): Promise<string> {
  const server = createServer(options, (socket) => socket.on('error', () => {}));
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `127.0.0.1:${address.port}`;
}

/** The times left in whole days. */
async function look(options: Record<string, unknown>, timeoutMs = 10_000): Promise<Record<string, string>> {
  const made = await makeSource(tlsSource, { options, reads, timeoutMs });
  onTestFinished(() => made.source.close());
  const shown = await made.look();
  for (const id of ['leaf', 'chain'])
    if (/^-?\d+$/.test(shown[id] ?? '')) shown[id] = `${Math.round(Number(shown[id]) / 86_400_000)} days`;
  return shown;
}

const good = { valid: 'true', reason: 'ok', protocol: 'TLSv1.3', issuer: 'Middle Org', key: 'EC P-256' };

test('a good chain, by address and by name', async () => {
  const { authority, key, cert } = await makeChain({ names });
  const place = await secureServer({ key, cert });
  for (const options of [
    { url: `https://${place}/any/path` },
    { url: `tls://${place}`, servername: 'queue.test' },
    { url: `https://localhost:${place.split(':')[1]}` },
  ])
    expect(await look({ ...options, ca: authority })).toEqual({ ...good, leaf: '90 days', chain: '90 days' });
});

test('an intermediate that ends first, an RSA key, and TLS 1.2', async () => {
  const { authority, key, cert } = await makeChain({ names, intermediateDays: 12, leafKey: 'rsa' });
  const place = await secureServer({ key, cert, maxVersion: 'TLSv1.2' });
  expect(await look({ url: `tls://${place}`, ca: authority })).toEqual({
    ...good,
    protocol: 'TLSv1.2',
    key: 'RSA 2048',
    leaf: '90 days',
    chain: '12 days',
  });
});

test('what is sent and not needed does not count', async () => {
  const made = await makeChain({ names });
  const other = await makeChain({ names, leafDays: -1 });
  const { authority, key, leaf, middle, endedMiddle, crossed } = made;
  for (const sent of [
    [leaf, endedMiddle, middle],
    [leaf, middle, endedMiddle],
    [leaf, other.leaf, middle],
    [leaf, middle, crossed],
    [leaf, crossed, middle, other.endedMiddle, endedMiddle],
  ]) {
    const place = await secureServer({ key, cert: sent.join('') });
    expect(await look({ url: `tls://${place}`, ca: authority })).toEqual({
      ...good,
      leaf: '90 days',
      chain: '90 days',
    });
  }
});

test('the note names the certificate that ends first, or has ended', async () => {
  const noteOf = async (intermediateDays: number): Promise<string | null> => {
    const { authority, key, cert } = await makeChain({ names, intermediateDays });
    const url = `tls://${await secureServer({ key, cert })}`;
    const made = await makeSource(tlsSource, { options: { url, ca: authority }, reads });
    return (
      (await made.poll()).note?.replace(/127\.0\.0\.1:\d+/, 'HOST').replaceAll(/\d{4}-\d\d-\d\d/g, 'DAY') ??
      null
    );
  };
  expect(await noteOf(12)).toBe(
    'TLSv1.3, EC P-256, issued by Middle Org, until DAY, when "M1" of its chain ends; its own end is DAY',
  );
  expect(await noteOf(-1)).toBe(
    'the certificate "M1" in the chain of HOST has expired on DAY (CERT_HAS_EXPIRED)',
  );
});

test('the note of a good chain says until when', async () => {
  const { authority, key, cert } = await makeChain({ names });
  const url = `tls://${await secureServer({ key, cert })}`;
  const made = await makeSource(tlsSource, { options: { url, ca: authority }, reads });
  const result = await made.poll();
  expect(result.note).toMatch(/^TLSv1\.3, EC P-256, issued by Middle Org, until \d{4}-\d\d-\d\d$/);
  expect(result.gap).toBeNull();
  expect(result.latencyMs).toBeGreaterThan(0);
});

test('a chain that is not valid is a value, with the reason', async () => {
  const fine = await makeChain({ names });
  const ended = await makeChain({ names, leafDays: -1 });
  const middle = await makeChain({ names, intermediateDays: -1 });
  const other = await makeChain({ names: 'DNS:other.test' });
  const cases: readonly (readonly [string, TlsOptions, Record<string, unknown>, string, string])[] = [
    ['expired', ended, { ca: ended.authority }, 'CERT_HAS_EXPIRED', '-1 days'],
    ['its intermediate expired', middle, { ca: middle.authority }, 'CERT_HAS_EXPIRED', '90 days'],
    ['another name', other, { ca: other.authority }, 'ERR_TLS_CERT_ALTNAME_INVALID', '90 days'],
    [
      'another name asked for',
      fine,
      { ca: fine.authority, servername: 'no.test' },
      'ERR_TLS_CERT_ALTNAME_INVALID',
      '90 days',
    ],
    ['another authority', fine, { ca: other.authority }, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', '90 days'],
    ['not trusted here', fine, {}, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', '90 days'],
    [
      'no intermediate',
      { key: fine.key, cert: fine.leaf },
      { ca: fine.authority },
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      '90 days',
    ],
  ];
  for (const [what, { key, cert }, options, reason, leaf] of cases) {
    const place = await secureServer({
      ...(key !== undefined && { key }),
      ...(cert !== undefined && { cert }),
    });
    const shown = await look({ url: `https://${place}`, ...options });
    const chain = what === 'its intermediate expired' ? '-1 days' : leaf;
    expect([what, shown]).toEqual([what, { ...good, valid: 'false', reason, leaf, chain }]);
    const made = await makeSource(tlsSource, { options: { url: `https://${place}`, ...options }, reads });
    expect(sentences(await made.poll()).join()).toContain(reason);
  }
});

test('what speaks no TLS, refuses, hangs or closes is a gap', async () => {
  const plain = await rawServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const ssh = await banner('SSH-2.0-OpenSSH_9.6\r\n');
  const closing = await banner(null);
  onTestFinished(() => plain.close());
  const dead = `127.0.0.1:${await freePort()}`;
  const cases: readonly (readonly [string, number, RegExp])[] = [
    [dead, 10_000, /^refused: nobody listens on HOST \(connection refused\)$/],
    [ssh, 10_000, /^tls: HOST does not speak TLS \(ERR_SSL_\w+\)$/],
    [closing, 10_000, /^reset: HOST closed the connection /],
    [
      `127.0.0.1:${plain.port}`,
      2_000,
      /^timeout: HOST took the connection and did not finish the TLS handshake within 2s: perhaps it speaks no TLS$/,
    ],
    ['nowhere.invalid:443', 10_000, /^dns: /],
  ];
  for (const [place, timeoutMs, expected] of cases) {
    const shown = await look({ url: `tls://${place}` }, timeoutMs);
    for (const text of Object.values(shown)) expect(text.replaceAll(place, 'HOST')).toMatch(expected);
  }
});

/** A server that talks first, or closes at once. */
async function banner(text: string | null): Promise<string> {
  const { port } = await startTcpStub((socket) => (text === null ? socket.destroy() : socket.end(text)));
  return `127.0.0.1:${port}`;
}

test('a ca that cannot be used is our own mistake', async () => {
  const { folder, key, cert } = await makeChain({ names });
  const url = `tls://${await secureServer({ key, cert })}`;
  const junk = join(folder, 'junk.pem');
  const broken = join(folder, 'broken.pem');
  writeFileSync(junk, 'no certificate');
  writeFileSync(broken, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  writeFileSync(join(folder, 'large'), Buffer.alloc(4 * 1024 * 1024 + 1));
  for (const [ca, said] of [
    [junk, 'holds no PEM certificate'],
    [broken, 'holds a certificate that cannot be read'],
    [folder, 'is no file'],
    ['/dev/zero', 'is no file'],
    [join(folder, 'large'), 'is larger than 4 MiB'],
    ['/nonexistent/ca.pem', 'cannot be read (ENOENT)'],
  ])
    expect((await look({ url, ca }))['valid']).toMatch(
      new RegExp(`^not_configured: .*${said?.replace(/[()]/g, '\\$&')}$`),
    );
});

test('closing ends a look that is under way', async () => {
  const hanging = await rawServer(() => {});
  onTestFinished(() => hanging.close());
  const made = await makeSource(tlsSource, { options: { url: `tls://127.0.0.1:${hanging.port}` }, reads });
  const poll = made.poll();
  await made.source.close();
  await made.source.close();
  expect((await poll).gap?.reason).toBe('unavailable');
  await expect.poll(() => hanging.open()).toBe(0);
});
