// Which of the environment's words in a source are secrets: by where they stand, by their variable's name, by what they look
// like. What is none can be read in a command on the wall, and copied with it.
import { expect, test } from 'vitest';
import { loadFile } from '../../src/profile/load.ts';
import { loaded, temporaryFolder, told } from './support/folder.ts';

const api = 'kind: http, url: "https://a.b"';

test.each<[string, string, string]>([
  // Where it stands.
  ['a header', `{ ${api}, headers: { X-Anything: "\${PLAIN}" } }`, 'word'],
  ['a body', `{ ${api}, method: POST, changes: nothing, body: "\${PLAIN}" }`, 'word'],
  ['a URL’s password', '{ kind: redis, url: "redis://default:${PLAIN}@redis.example:6379" }', 'word'],
  [
    'one that a URL would have to write otherwise',
    '{ kind: redis, url: "redis://u:${PLAIN}@r.example" }',
    'a%2Fb%40c',
  ],
  ['a user alone, which is a token', '{ kind: http, url: "https://${PLAIN}@a.b/x" }', 'word'],
  ['a command’s environment', '{ kind: exec, command: [a], env: { A: "${PLAIN}" } }', 'word'],
  ['behind a flag for it', '{ kind: exec, command: [a, --password, "${PLAIN}"] }', 'word'],
  ['in a flag for it', '{ kind: exec, command: [a, "--api-key=${PLAIN}"] }', 'word'],
  ['curl’s user', '{ kind: exec, command: [curl, -u, "me:${PLAIN}"] }', 'word'],
  ['a header of curl’s', '{ kind: exec, command: ["a", "authorization: Bearer ${PLAIN}"] }', 'word'],
  ['a parameter for it', '{ kind: http, url: "https://a.b/?apikey=${PLAIN}" }', 'word'],
  // What it is called.
  ['a token', '{ kind: http, url: "https://a.b/${SMOKE_TOKEN}" }', 'word'],
  ['a key', '{ kind: http, url: "https://a.b/${API_KEY}" }', 'word'],
  ['a password', '{ kind: exec, command: [a, "${DB_PASS}"] }', 'word'],
  // What it looks like.
  ['an RPC key', '{ kind: evm, chain: 1, rpc: "https://rpc.example/v2/${PLAIN}" }', '3xK9mQ2vLp8wZr4T'],
  ['hex', '{ kind: http, url: "https://a.b/${PLAIN}" }', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['a private key', '{ kind: http, url: "https://a.b/${PLAIN}" }', `0x${'5a'.repeat(32)}`],
  ['a UUID', '{ kind: http, url: "https://a.b/${PLAIN}" }', '0b0b4e0c-9a1c-4b8e-8f57-3a1f1c9f2d11'],
  ['a password with its signs', '{ kind: exec, command: [a, "${PLAIN}"] }', 'correct!horse'],
  ['user info of its own', '{ kind: redis, url: "redis://${PLAIN}" }', 'default:word@redis.example'],
])('%s is a secret', async (_what, source, value) => {
  expect(await shown(source, value)).toBe('use ***');
});

test.each<[string, string, string]>([
  ['a host', '{ kind: http, url: "https://${PLAIN}/healthz" }', 'api.shop.example.com'],
  [
    'a host of AWS’s',
    '{ kind: tls, url: "https://${PLAIN}" }',
    'db.c9akciq32rrg.us-east-1.rds.amazonaws.com',
  ],
  ['a name to resolve', '{ kind: dns, name: "${PLAIN}", type: CNAME }', 'd111111abcdef8.cloudfront.net'],
  ['an address', '{ kind: http, url: "${PLAIN}/healthz" }', 'https://api.shop.example.com:8443/v1'],
  ['a region', '{ kind: cloudwatch, region: "${PLAIN}" }', 'eu-central-1'],
  ['a queue, a cluster', '{ kind: exec, command: [a, --cluster, "${PLAIN}"] }', 'shop-production'],
  ['an image', '{ kind: exec, command: [a, "${PLAIN}"] }', 'registry.example.com/shop/api:v1.2.3'],
  ['an account of AWS’s', '{ kind: exec, command: [a, "${PLAIN}"] }', '123456789012'],
  ['an Ethereum address', '{ kind: http, url: "https://a.b/${PLAIN}" }', `0x${'5a'.repeat(20)}`],
  ['a load balancer', '{ kind: http, url: "https://a.b/${PLAIN}" }', 'app/sge-api/50dc6c495c0c9188'],
  ['a database’s user', '{ kind: sql, url: "postgres://${PLAIN}@db.example/shop" }', 'launchwall_reader'],
  [
    'the same beside a password',
    '{ kind: sql, url: "postgres://${PLAIN}:${DB_PASSWORD}@db.example/shop" }',
    'launchwall_reader',
  ],
  [
    'the same, written out',
    '{ kind: sql, url: "postgres://launchwall_reader@db.example/shop" }',
    'launchwall_reader',
  ],
  [
    'a database’s address without a password',
    '{ kind: sql, url: "${PLAIN}" }',
    'postgres://reader@db.example/shop',
  ],
])('%s is none', async (_what, source, value) => {
  expect(await shown(source, value)).toBe(`use ${value}`);
});

test('of a database’s address only the password is a secret', async () => {
  const { secrets } = await load(
    '{ kind: sql, url: "${PLAIN}" }',
    'postgres://launchwall_reader:pa55@db.example/shop',
  );
  expect(secrets).not.toContain('launchwall_reader');
  expect(secrets).toEqual(expect.arrayContaining(['pa55']));
});

test('a literal user of a database is no credential that somebody left in the file; a token in its place is', async () => {
  const warnings = async (url: string) => {
    const { warnings: found } = await load(`{ kind: sql, url: "${url}" }`, 'x');
    return found.map(({ message }) => message).filter((message) => message.includes('for everybody to read'));
  };
  expect(await warnings('postgres://reader@db.example/shop')).toEqual([]);
  expect(await warnings('postgres://3xK9mQ2vLp8wZr4T@db.example/shop')).toHaveLength(1);
});

/** What the wall shows of a step that has the same word in it. */
async function shown(source: string, value: string): Promise<string | null | undefined> {
  const { plan } = await load(source, value);
  return plan.hints[0]?.steps[0]?.run;
}

async function load(source: string, value: string) {
  const folder = await temporaryFolder();
  const read = {
    evm: 'block',
    redis: 'memory',
    sql: 'up',
    tls: 'valid',
    dns: 'count',
    cloudwatch: '{ alarm: a }',
    exec: 'ok',
  };
  const kind = /kind: (\w+)/.exec(source)?.[1] ?? '';
  const path = await folder.write(
    'p.yaml',
    `sources: { s: ${source} }
metrics: { m: { from: s, read: ${Object.entries(read).find(([name]) => name === kind)?.[1] ?? 'up'} } }
hints: { h: { kind: rollback, when: m absent, do: { text: Do it, run: ${JSON.stringify(`use ${value}`)} } } }
`,
  );
  const { kinds: _testKinds, ...options } = folder.options({
    PLAIN: value,
    SMOKE_TOKEN: value,
    API_KEY: value,
    DB_PASS: value,
    DB_PASSWORD: 'pa55-word',
  });
  const { result } = await loadFile(path, 'p', options);
  if (!result.ok) throw new Error(told(result).join('\n'));
  return loaded(result);
}
