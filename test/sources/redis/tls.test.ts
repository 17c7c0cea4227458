// The redis source over TLS, with a self-signed authority, against a real redis-server.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { redisSource } from '../../../src/sources/redis/kind.ts';
import { openSource, told } from '../../support/poll-source.ts';
import { describeWithRedis, makeCertificate, startRedis } from '../../support/services.ts';

const reads = { depth: { list: 'jobs' } };

async function startTlsRedis({ cert, key }: { cert: string; key: string }) {
  const tls = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-auth-clients', 'no'];
  const server = await startRedis(['--port', '0', '--tls-port', 'PORT', ...tls], ['--tls', '--insecure']);
  return { port: server.port, url: `rediss://127.0.0.1:${server.port}` };
}

describeWithRedis('redis over TLS', () => {
  it('reads when the authority and the name are right, by either way of writing it', async () => {
    const files = await makeCertificate('queue.test');
    const { port, url } = await startTlsRedis(files);
    const tls = { ca: files.cert, servername: 'queue.test' };
    for (const options of [
      { url, tls },
      { url: `redis://127.0.0.1:${port}`, tls },
    ]) {
      const source = await openSource(redisSource, options, reads);
      expect(told(await source.look())).toEqual({ depth: '0' });
    }
  });

  it('reads nothing when the certificate is not to be trusted', async () => {
    const files = await makeCertificate('queue.test');
    const other = await makeCertificate('queue.test');
    const { url } = await startTlsRedis(files);
    const junk = join(files.folder, 'junk.pem');
    writeFileSync(junk, 'no certificate');
    const cases: readonly (readonly [unknown, string])[] = [
      [{ url }, 'gap:tls'],
      [{ url, tls: { servername: 'queue.test' } }, 'gap:tls'],
      [{ url, tls: { ca: other.cert, servername: 'queue.test' } }, 'gap:tls'],
      [{ url, tls: { ca: files.cert, servername: 'other.test' } }, 'gap:tls'],
      [{ url, tls: { ca: files.cert } }, 'gap:tls'],
      [{ url, tls: { ca: junk, servername: 'queue.test' } }, 'gap:not_configured'],
      [{ url, tls: { ca: '/nonexistent/ca.pem' } }, 'gap:not_configured'],
      [{ url, tls: { ca: files.folder } }, 'gap:not_configured'],
    ];
    for (const [options, expected] of cases) {
      const source = await openSource(redisSource, options, reads);
      expect([options, told(await source.look())]).toEqual([options, { '*': expected }]);
    }
  });

  it('says that one end speaks no TLS', async () => {
    const files = await makeCertificate('queue.test');
    const { url } = await startTlsRedis(files);
    const plain = await openSource(redisSource, { url: url.replace('rediss:', 'redis:') }, reads);
    expect((await plain.look()).gap?.reason).toMatch(/^(?:reset|parse)$/);
    const server = await startRedis();
    const secure = await openSource(redisSource, { url: server.url.replace('redis:', 'rediss:') }, reads);
    const result = await secure.look(300);
    expect(told(result)).toEqual({ '*': 'gap:timeout' });
    expect(result.gap?.message).toContain('perhaps it speaks no TLS');
  });
});
