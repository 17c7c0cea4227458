// Files that cannot be read, and `extends`.
import { chmod, mkdir, symlink } from 'node:fs/promises';
import { getuid } from 'node:process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadProfile } from '../../../src/profile/load.ts';
import { loaded, loadText, temporaryFolder, told } from '../support/folder.ts';

const api = 'sources: { api: { kind: web, url: "https://a.b" } }\n';
const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...'bcdefgh'.split('').map((name, index) => {
    const inner = 'abcdefgh'.charAt(index);
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${inner}`).join(', ')}]`;
  }),
].join('\n');

const contents: readonly (readonly [name: string, content: string | Uint8Array, says: string])[] = [
  [
    'binary',
    Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 1),
    'the file is binary, not text: it holds a NUL byte',
  ],
  ['not UTF-8', Uint8Array.of(0x61, 0x3a, 0x20, 0xff, 0xfe), 'the file is not valid UTF-8 text'],
  ['too large', `#${'x'.repeat(1_048_576)}`, 'the file is too large: at most 1048576 bytes are read'],
  ['nested too deeply', `title: ${'['.repeat(60)}${']'.repeat(60)}`, 'nested more than 40 levels deep'],
  [
    'nested beyond reading',
    `t: ${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    'this cannot be read as YAML: it is nested too deeply, at most 40 levels are read',
  ],
  ['a bomb of aliases', bomb, 'more than 50000 values: aliases (*name) multiply what they name'],
  ['an alias inside itself', 'title: &a [*a]', 'the alias *a stands inside what it names'],
  [
    'an alias of nothing',
    'title: *a',
    "the alias *a names nothing that stands before it: put it in quotes, '*a', if it is a text",
  ],
  ['a tag', 'title: !secret x', "this is no YAML: put it in quotes: '!secret x'"],
  [
    'two documents',
    'title: a\n---\ntitle: b\n',
    'this is no YAML: source contains multiple documents; please use YAML.parseAllDocuments()',
  ],
  ['a key that is a map', '? { a: b }\n: c\n', 'a key must be a plain word'],
  ['a key of the language', '__proto__: { title: x }\n', 'a key must be a plain word'],
];

for (const [name, content, says] of contents)
  test(`a file that is ${name}`, async () => {
    const result = await loadText(content);
    expect(result.ok).toBe(false);
    expect(result.ok ? [] : result.diagnostics.map((one) => one.message)).toContain(says);
  });

test('a folder, a missing file, a circle of links', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder.path, 'dir.yaml'));
  await symlink(join(folder.path, 'loop.yaml'), join(folder.path, 'loop.yaml'));
  const says = async (name: string): Promise<string[]> =>
    told(await loadProfile(join(folder.path, name), folder.options()));
  expect(await says('dir.yaml')).toEqual([
    `1:1 : ${folder.path}/dir.yaml is a folder: a profile is one file in it`,
  ]);
  expect(await says('none.yaml')).toEqual([`1:1 : there is no file ${folder.path}/none.yaml`]);
  expect(await says('loop.yaml')).toEqual([`1:1 : there is no file ${folder.path}/loop.yaml`]);
});

test.skipIf(getuid?.() === 0)('a file that may not be read', async () => {
  const folder = await temporaryFolder();
  const file = await folder.write('p.yaml', api);
  await chmod(file, 0);
  expect(told(await loadProfile(file, folder.options()))).toEqual([
    '1:1 : the file may not be read by this user',
  ]);
});

test('maps merge, lists and scalars replace, null takes away, the order of keys is kept', async () => {
  const folder = await temporaryFolder();
  await folder.write(
    'base.yaml',
    `abstract: true
profile: not/inherited
title: Base
sources:
  api: { kind: web, url: "https://a.b", every: 5s }
metrics:
  up: { from: api, read: up, title: Up, ref: [a, b] }
  status: { from: api, read: status }
  latency: { from: api, read: latency, alert: "> 1s" }
`,
  );
  const file = await folder.write(
    'p.yaml',
    `extends: base.yaml
sources: { api: { every: 10s } }
metrics:
  more: { from: api, read: status }
  up: { ref: [c] }
  status: null
  latency: { alert: ~ }
hints:
`.replace('hints:\n', ''),
  );
  const { plan, files } = loaded(await loadProfile(file, folder.options()));
  expect(plan.name).toBe('p');
  expect(plan.title).toBe('Base');
  expect(plan.sources).toMatchObject([{ every: 10_000, place: 'https://a.b' }]);
  expect(plan.metrics.map(({ id, title, refs, alert }) => [id, title, refs, alert])).toEqual([
    ['up', 'Up', ['c'], null],
    ['latency', 'Latency', [], null],
    ['more', 'More', [], null],
  ]);
  expect(files).toEqual([file, join(folder.path, 'base.yaml')]);
});

test('a section whose lines are all comments takes nothing away in silence', async () => {
  const folder = await temporaryFolder();
  await folder.write('base.yaml', `abstract: true\n${api}metrics: { up: { from: api, read: up } }\n`);
  const file = await folder.write('p.yaml', 'extends: base.yaml\nmetrics:\n  # later\n');
  expect(told(await loadProfile(file, folder.options()))).toContain(
    '2:1 metrics: expected a map of names and values, found nothing',
  );
});

test('several files: the later wins over the earlier; one that both extend is read once', async () => {
  const folder = await temporaryFolder();
  await folder.write(
    'root.yaml',
    `abstract: true\n${api}metrics: { up: { from: api, read: up } }\ntitle: root`,
  );
  await folder.write('one.yaml', 'abstract: true\nextends: root.yaml\ntitle: one');
  await folder.write('sub/two.yaml', 'abstract: true\nextends: ../root.yaml\nlaunch: { version: "2" }');
  const file = await folder.write('p.yaml', 'extends: [one.yaml, sub/two.yaml]');
  const { plan, files } = loaded(await loadProfile(file, folder.options()));
  expect(plan.title).toBe('root');
  expect(plan.launch.version).toBe('2');
  expect(files.map((path) => path.slice(folder.path.length + 1))).toEqual([
    'p.yaml',
    'one.yaml',
    'root.yaml',
    'sub/two.yaml',
  ]);
});

test('circles and missing files are told where they are asked for, and nothing is made of the rest', async () => {
  const folder = await temporaryFolder();
  const a = await folder.write(
    'a.yaml',
    `extends: [b.yaml, none.yaml]\nmetrics: { up: { from: inherited } }`,
  );
  const b = await folder.write('b.yaml', 'title: b\nextends: a.yaml\n');
  const result = await loadProfile(a, folder.options());
  expect(
    result.ok ? [] : result.diagnostics.map((one) => [one.file, one.line, one.column, one.message]),
  ).toEqual([
    [a, 1, 19, `cannot extend ${folder.path}/none.yaml: there is no such file`],
    [b, 2, 10, `this extends itself: ${a} → ${b} → ${a}`],
  ]);
});

test('a mistake in a file that is extended is told with its own file and place', async () => {
  const folder = await temporaryFolder();
  const base = await folder.write(
    'base.yaml',
    `abstract: true\n${api}metrics:\n  up: { from: apj, read: up }\n`,
  );
  const file = await folder.write('p.yaml', 'extends: base.yaml\nmetrics:\n  up: { title: 7 }\n');
  const result = await loadProfile(file, folder.options());
  expect(
    result.ok ? [] : result.diagnostics.map((one) => [one.file, one.line, one.column, one.path]),
  ).toEqual([
    [file, 3, 16, 'metrics.up.title'],
    [base, 4, 15, 'metrics.up.from'],
  ]);
});

test('an abstract profile is no profile, and no mistake', async () => {
  const result = await loadText('abstract: true\n');
  expect(told(result)).toEqual([
    'warning 1:11 abstract: this profile is abstract: it is checked with each profile that extends it',
  ]);
  expect(result.ok).toBe(false);
});
