// Far ends that answer with hostile text, wherever their protocol lets them: bodies, header fields, errors, labels, a
// certificate's names.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { hostileScalar, hostileText } from './hostile-text.ts';
import { httpServer, httpsServer, rawServer } from './http-servers.ts';
import { replies, startTcpStub } from './tcp-stub.ts';

const oneLine = hostileText.replaceAll(/[\r\n]/g, '');
/** What a parser of HTTP lets through, and what ends a certificate's name. */
const withoutC0 = oneLine.replaceAll(/[\p{Cc}/]/gu, '');
/** Of a certificate's name at most 64 characters are allowed. */
const commonName = `A\u202e\u009b1m\u200b\u2060\u061c\u00ad\u{e0041}e${'\u0301'.repeat(12)}Z`;

/** Sources and a metric of each, which is not green. `folder` is for their files. They end with the running test. */
export async function hostileEnds(
  folder: string,
  title: (what: string) => string,
): Promise<{ readonly sources: object; readonly metrics: object }> {
  const answers: Readonly<Record<string, (id: unknown) => string>> = {
    '/rpc': (id) => JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_000, message: hostileScalar } }),
    '/page': () =>
      `# HELP depth ${oneLine}\n# TYPE depth gauge\ndepth{said="${oneLine}"} 900\nsaid ${oneLine}\n`,
    '/ledger': () => JSON.stringify({ balance: hostileScalar }),
    '/api': () => JSON.stringify({ text: hostileScalar, depth: 900, [hostileScalar]: 1 }),
  };
  const error = JSON.stringify({ status: 'error', errorType: hostileScalar, error: hostileScalar });
  const api = await httpServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      const id: unknown = body.startsWith('{') ? JSON.parse(body).id : null;
      response.end(answers[request.url ?? '']?.(id) ?? error);
    });
  });
  const broken = await rawServer((socket) =>
    socket.end(`HTTP/1.1 503 ${oneLine}\r\ncontent-length: 0\r\n\r\n`),
  );
  const header = await rawServer((socket) =>
    socket.end(`HTTP/1.1 200 ${withoutC0}\r\nx-said: ${withoutC0}\r\ncontent-length: 0\r\n\r\n`),
  );
  const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
  const request =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -utf8 -multivalue-rdn';
  execFileSync(
    'openssl',
    [...request.split(' '), '-subj', `/CN=${commonName}`, '-keyout', files.key, '-out', files.cert],
    {
      stdio: 'ignore',
    },
  );
  const secure = await httpsServer(
    { key: readFileSync(files.key, 'utf8'), cert: readFileSync(files.cert, 'utf8') },
    (_request, response) => response.end(),
  );
  for (const server of [api, broken, header, secure]) onTestFinished(() => server.close());
  const redis = await startTcpStub(replies(`-ERR ${oneLine}\r\n`.repeat(4)));
  const every = '300ms';
  return {
    sources: {
      api: { kind: 'http', url: `${api.url}/api`, every, missing: 'good', because: title('because') },
      broken: { kind: 'http', url: broken.url, every },
      header: { kind: 'http', url: header.url, every },
      queue: { kind: 'redis', url: `redis://127.0.0.1:${redis.port}`, every, timeout: '1s' },
      chain: { kind: 'evm', rpc: `${api.url}/rpc`, chain: 1, every: '1s' },
      query: { kind: 'promql', url: `${api.url}/prom`, every },
      page: { kind: 'prometheus', url: `${api.url}/page`, every },
      ledger: { kind: 'ledger', url: `${api.url}/ledger`, every },
      secure: { kind: 'tls', url: secure.url, every: '1s' },
    },
    metrics: {
      lost: { title: title('lost'), from: 'api', read: { json: '/nothing' } },
      broken: {
        title: '${HOSTILE}',
        from: 'broken',
        read: 'up',
        target: '== true',
        missing: 'good',
        because: title('because'),
      },
      header: { title: '{word}', from: 'header', read: { header: 'x-said' }, target: '== "fine"' },
      queue: { title: title('queue'), from: 'queue', read: { list: title('list') }, target: '< 100' },
      chain: { title: title('chain'), from: 'chain', read: 'block', target: '> 5' },
      query: { title: title('query'), from: 'query', read: { query: 'up' }, target: '> 5' },
      page: { title: title('page'), from: 'page', read: { series: 'depth' }, target: '< 100' },
      ledger: { title: title('ledger'), from: 'ledger', read: 'balance', target: '== 0' },
      issuer: { title: title('issuer'), from: 'secure', read: 'issuer', target: '== "fine"' },
      reason: { title: title('reason'), from: 'secure', read: 'reason', target: '== "fine"' },
    },
  };
}
