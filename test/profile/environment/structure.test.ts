// A value of the environment never changes the structure of what it stands in.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadProfile } from '../../../src/profile/load.ts';
import type { ProfileResult } from '../../../src/profile/profile.ts';
import { sourceKinds } from '../../../src/sources/registry.ts';
import { httpServer } from '../../support/http-servers.ts';
import { loaded, temporaryFolder } from '../support/folder.ts';

async function load(text: string, env: Record<string, string>): Promise<ProfileResult> {
  const folder = await temporaryFolder();
  return loadProfile(await folder.write('p.yaml', text), { ...folder.options(env), kinds: sourceKinds });
}

/** The first error. */
function problem(result: ProfileResult): string {
  return result.ok
    ? 'none'
    : (result.diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'none');
}

async function addressOf(url: string, value: string): Promise<string> {
  const text = `sources: { a: { kind: http, url: "${url}" } }\nmetrics: { m: { from: a, read: up } }`;
  const result = await load(text, { X: value, BASE: 'https://api.example.com' });
  if (!result.ok) return problem(result);
  const options = result.profile.sources[0]?.options;
  return typeof options === 'object' && options !== null ? String(Reflect.get(options, 'url')) : '';
}

const inHost =
  '${X} stands in a host, where only letters, digits, "." and "-" may stand: what it stands for has others';
const climbs = '${X} stands in a path, and what it stands for climbs out of it with ".."';

test.each([
  // User info and queries: everything is encoded.
  [
    'http://me:${X}@h.example/',
    'Hunter2@Corr3ct.Horse#9',
    'http://me:Hunter2%40Corr3ct.Horse%239@h.example/',
  ],
  ['http://${X}@h.example/', 'a:b/c', 'http://a%3Ab%2Fc@h.example/'],
  ['http://h.example/?q=${X}&z=1', 'a&b=c#d', 'http://h.example/?q=a%26b%3Dc%23d&z=1'],
  ['http://h.example/?q=1#${X}', 'a b', 'http://h.example/?q=1#a%20b'],
  // Paths: a slash stays.
  ['http://h.example/v1/${X}/y', 'a/b', 'http://h.example/v1/a/b/y'],
  ['http://h.example/${X}', 'a?b#c\\d%e%20', 'http://h.example/a%3Fb%23c%5Cd%25e%20'],
  ['http://h.example/v1/${X}', '../admin', climbs],
  ['http://h.example/v1/${X}', '%2e%2E/admin', climbs],
  ['http://h.example/v1/.${X}/y', '.', climbs],
  ['http://h.example/v1/${X}${X}/y', '.', climbs],
  // Hosts: host characters, and a port where it is all of the authority's end.
  ['http://${X}/y', 'h-1.example', 'http://h-1.example/y'],
  ['http://${X}/y', 'h.example:8080', 'http://h.example:8080/y'],
  ['http://${X}/y', '[::1]:80', 'http://[::1]:80/y'],
  ['http://api.${X}.example.com/', 'evil.com/', inHost],
  ['http://api.${X}.example.com/', 'evil.com:80', inHost],
  ['http://${X}/y', 'me@evil.com', inHost],
  ['http://${X}/y', 'evil.com#', inHost],
  ['http://h.example:${X}/y', '8080', 'http://h.example:8080/y'],
  ['http://h.example:${X}/y', '80@evil.com', '${X} stands where a port does, and is no number'],
  // A base is parsed alone.
  ['${X}/health', 'https://u:p@h.example/base', 'https://u:p@h.example/base/health'],
  ['${BASE}/v1/${X}', '@evil.com', 'https://api.example.com/v1/@evil.com'],
  ['${BASE}${X}', '/v1', 'https://api.example.com/v1'],
  ['${BASE}${X}', '.evil.com/', 'what follows ${BASE} changes the host that it names: begin it with "/"'],
  ['${BASE}${X}', '@evil.com/', 'what follows ${BASE} changes the host that it names: begin it with "/"'],
  ['${BASE}${X}', ':1@evil.com/', 'what follows ${BASE} changes the host that it names: begin it with "/"'],
  ['${X}://h.example/', 'https', 'https://h.example/'],
  ['${X}://h.example/', 'https://evil.com/?', '${X} stands where a scheme does, and is none: http, redis'],
  // A default is the profile's own text.
  ['http://h.example${NONE:-/a?b#c}', '', 'http://h.example/a?b#c'],
])('%s with %j', async (url, value, expected) => {
  const found = await addressOf(url, value);
  // Two that climb together are told of as one text.
  if (expected === climbs) expect(found).toMatch(/climbs out of it with "\.\."$/);
  else expect(found).toBe(expected);
});

test('whatever a variable holds, an address with a host of its own leads there', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        'http://me:${X}@h.example/',
        'http://h.example/${X}',
        'http://h.example/?${X}',
        'http://h.example/a${X}b?c',
      ),
      fc.string({
        minLength: 1,
        unit: fc.constantFrom('@', '/', '#', '?', ':', '\\', '.', 'a', '%', '2', 'e', ' ', '\t', 'ü'),
      }),
      async (url, value) => {
        const found = await addressOf(url, value);
        if (URL.canParse(found)) expect(new URL(found).host).toBe('h.example');
        else expect(found).toContain('climbs');
      },
    ),
    { numRuns: 100 },
  );
});

async function readOf(kind: string, read: string, value: string): Promise<string> {
  const sources = {
    sql: '{ kind: sql, url: "postgres://u:p@h/d" }',
    promql: '{ kind: promql, url: "http://h/" }',
    exec: '{ kind: exec, command: [x] }',
    http: '{ kind: http, url: "http://h/" }',
    prometheus: '{ kind: prometheus, url: "http://h/" }',
  };
  const source = Object.entries(sources).find(([name]) => name === kind)?.[1] ?? '';
  const text = `sources:\n  a: ${source}\nmetrics:\n  m: { from: a, read: ${read} }`;
  const result = await load(text, { X: value });
  return result.ok ? JSON.stringify(result.profile.sources[0]?.reads[0]?.read) : problem(result);
}

test.each([
  [
    'sql',
    `{ query: "select 1 where v = '\${X}'" }`,
    "a' or '1'='1",
    `{"query":"select 1 where v = 'a'' or ''1''=''1'"}`,
  ],
  ['sql', `{ query: "select 1 where v = \${X}" }`, '42', '{"query":"select 1 where v = 42"}'],
  [
    'sql',
    `{ query: "select 1 where v = \${X}" }`,
    '1 or 1=1',
    /outside a quoted text of this SQL query.*name = '\$\{NAME\}'$/,
  ],
  ['sql', `{ query: "select 1 where v = e'\${X}'" }`, String.raw`\'`, /outside a quoted text/],
  ['sql', `{ query: "select 1 -- it's \${X}" }`, 'x', /outside a quoted text/],
  ['sql', `{ query: "select $$ ' $$ || \${X} || ' '" }`, 'x', /outside a quoted text/],
  [
    'promql',
    `{ query: 'up{job="\${X}"}' }`,
    'a"} or vector(1) #',
    String.raw`{"query":"up{job=\"a\\\"} or vector(1) #\"}"}`,
  ],
  [
    'promql',
    `{ query: up, covers: { span: 1d, of: 'up{job="\${X}"}' } }`,
    'a"} or vector(1) #',
    String.raw`{"query":"up","covers":{"span":"1d","of":"up{job=\"a\\\"} or vector(1) #\"}"}}`,
  ],
  [
    'promql',
    `{ query: up, covers: { span: 1d, of: "up > \${X}" } }`,
    '1 or x',
    /outside a quoted text of this PromQL query/,
  ],
  ['promql', `{ query: 'up{job=~"\${X}"}' }`, '.*', String.raw`{"query":"up{job=~\"\\\\.\\\\*\"}"}`],
  [
    'promql',
    `{ query: 'up{job="a"} > \${X}' }`,
    '1 or vector(1)',
    /outside a quoted text of this PromQL query/,
  ],
  ['exec', `{ count: "refs/tags/v\${X}$" }`, '1.3.2', String.raw`{"count":"refs/tags/v1\\.3\\.2$"}`],
  ['exec', `{ line: "(a|\${X})" }`, 'b)|(c', String.raw`{"line":"(a|b\\)\\|\\(c)"}`],
  ['prometheus', `{ series: a, labels: { job: "\${X}" } }`, '/.*/', /would be read as a pattern/],
  ['http', `{ json: "/a/\${X}/b" }`, 'x/y~z', '{"json":"/a/x~1y~0z/b"}'],
])('%s %s with %j', async (kind, read, value, expected) => {
  const found = await readOf(kind, read, value);
  if (typeof expected === 'string') expect(found).toBe(expected);
  else expect(found).toMatch(expected);
});

test('a body in JSON or as a form keeps its fields', async () => {
  const bodyOf = async (body: string): Promise<string> => {
    const text = `sources:\n  a: { kind: http, url: "http://h/", method: POST, changes: nothing, body: '${body}' }\nmetrics: { m: { from: a, read: up } }`;
    const result = await load(text, { X: 'a","admin":"&x=1' });
    if (!result.ok) return problem(result);
    const options = result.profile.sources[0]?.options;
    return typeof options === 'object' && options !== null ? String(Reflect.get(options, 'body')) : '';
  };
  expect(await bodyOf('{"user":"${X}"}')).toBe(String.raw`{"user":"a\",\"admin\":\"&x=1"}`);
  expect(await bodyOf('{"user":${X}}')).toMatch(/outside a quoted text of this JSON body/);
  expect(await bodyOf('user=${X}&y=2')).toBe('user=a%22%2C%22admin%22%3A%22%26x%3D1&y=2');
});

test('what a step has kept is named by the profile alone', async () => {
  const text =
    'sources:\n  a: { kind: http, steps: [ { url: "http://h/", keep: { token: /t } }, { url: "http://i/", headers: { X-Who: "${X}" } } ] }\nmetrics: { m: { from: a, read: up } }';
  expect((await load(text, { X: 'ada' })).ok).toBe(true);
  expect(problem(await load(text, { X: '<<token>>' }))).toMatch(
    /would be read as a value that a step has kept/,
  );
});

test('one element of a command is one argument; a shell gets no value', async () => {
  const text = (command: string, more = '') =>
    `sources:\n  a: { kind: exec, command: ${command}${more} }\nmetrics: { m: { from: a, read: ok } }`;
  const env = { X: '; rm -rf "$HOME"' };
  const { sources } = loaded(await load(text('["echo", "${X}"]'), env));
  expect(sources[0]?.options).toEqual({ command: ['echo', '; rm -rf "$HOME"'] });
  expect(problem(await load(text(`'echo "\${X}"'`, ', shell: true'), env))).toBe(
    'a shell would read what ${X} stands for as a part of the command: write "$X" and pass: [X]',
  );
});

test('a condition says what is written, whatever a variable holds', async () => {
  const text = (target: string) =>
    `sources: { a: { kind: http, url: "http://h/" } }\nmetrics:\n  m: { from: a, read: { json: /x }, target: '${target}' }`;
  const env = { X: 'v1" or m != "v1' };
  const { plan } = loaded(await load(text('== "${X}"'), env));
  expect(plan.metrics[0]?.target?.condition).toMatchObject({ type: 'comparison', right: { text: env.X } });
  expect(problem(await load(text('> ${X}'), { X: '1 or m < 9' }))).toBe(
    'what ${X} stands for would change what this condition says: outside of quotes it is one quantity',
  );
  expect((await load(text('> ${X}'), { X: '0.4' })).ok).toBe(true);
});

test('a password of any characters reaches the server that the profile names', async () => {
  const seen: string[] = [];
  const server = await httpServer((request, response) => {
    seen.push(request.headers.authorization ?? '');
    response.end('ok');
  });
  try {
    const text = `sources: { a: { kind: http, url: "${server.url.replace('://', '://me:${X}@')}/" } }\nmetrics: { m: { from: a, read: up } }`;
    const { sources } = loaded(await load(text, { X: 'Hunter2@Corr3ct.Horse#9' }));
    const [setup] = sources;
    const kind = sourceKinds.get('http');
    if (!setup || !kind) throw new Error('nothing was loaded');
    const { systemClock } = await import('../../../src/engine/clocks.ts');
    const source = await kind.create({ ...setup, clock: systemClock() });
    expect((await source.poll(AbortSignal.timeout(5_000))).gap).toBeNull();
    await source.close();
    expect(seen).toEqual([`Basic ${Buffer.from('me:Hunter2@Corr3ct.Horse#9').toString('base64')}`]);
  } finally {
    await server.close();
  }
});
