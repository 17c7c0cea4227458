// What an editor underlines by the schema and what lint refuses are the same, over the profiles that ship and over generated ones.
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { profileJsonSchema } from '../../src/profile/schema/json-schema.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { profileSchemaFor } from '../../src/profile/schema/schema.ts';
import { temporaryFolder, told } from './support/folder.ts';
import { testKinds } from './support/kinds.ts';

const shipped = fileURLToPath(new URL('../../profiles/', import.meta.url));

/** What an editor says of a file that holds this. */
function editor(schema: string): (value: unknown) => boolean {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(schema));
  return (value) => validate(value);
}

const files = readdirSync(shipped, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.yaml') && !file.endsWith('.test.yaml') && !file.startsWith('scenarios'),
);
const takes = editor(profileJsonSchema());

test.each(files)('%s ships: an editor underlines nothing', (file) => {
  expect(takes(parse(readFileSync(`${shipped}${file}`, 'utf8')))).toBe(true);
});

const head = { profile: 'a/b', sources: { api: { kind: 'http', url: 'https://a.b' } } };

test.each<[string, object]>([
  ['a duration that is none', { ...head, sources: { api: { ...head.sources.api, every: '5x' } } }],
  ['no time at all', { ...head, sources: { api: { ...head.sources.api, every: '0s' } } }],
  ['a source without its kind', { sources: { api: { url: 'https://a.b' } } }],
  ['a kind with the keys of another', { sources: { api: { ...head.sources.api, command: ['x'] } } }],
  ['nothing to take away', { ...head, metrics: { up: null } }],
  ['a metric without a source', { ...head, metrics: { up: { read: 'up' } } }],
  ['a deadline that is none', { ...head, classes: { P0: { respond: '15 min' } } }],
  ['a size that is none', { ...head, sources: { api: { ...head.sources.api, bodyMax: 'abc' } } }],
  ['an address for a host', { ...head, sources: { api: { ...head.sources.api, redirects: ['http://x'] } } }],
  ['an item without a text', { extends: './b.yaml', gate: { required: [{ when: 'a > 5' }] } }],
  ['a duration that is none in a part', { extends: './b.yaml', sources: { api: { every: '5x' } } }],
])('%s is underlined', (_what, profile) => {
  expect(takes(profile)).toBe(false);
});

test.each<[string, object]>([
  [
    'a part that takes away',
    { extends: './b.yaml', sources: { api: null, q: { kind: 'http', command: null } } },
  ],
  ['a part of a metric', { extends: './b.yaml', metrics: { up: { read: { query: null, json: '/a' } } } }],
  ['a section that is taken away', { extends: './b.yaml', vars: { a: null }, phases: null }],
  ['a variable for a duration', { ...head, sources: { api: { ...head.sources.api, every: '{pace}' } } }],
  ['a size', { ...head, sources: { api: { ...head.sources.api, bodyMax: '1.5 MiB', redirects: ['::1'] } } }],
  ['what is abstract', { abstract: true, metrics: { up: { title: 'Up' } } }],
])('%s is not underlined', (_what, profile) => {
  expect(takes(profile)).toBe(true);
});

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const good: Json = {
  profile: 'shop/production',
  title: 'Shop',
  units: ['USDC'],
  vars: { host: 'a.b', port: 80 },
  secret: ['PARTNER'],
  launch: { at: '2026-12-01T15:00:00Z', version: 'v1' },
  sources: {
    api: { kind: 'web', url: 'https://{host}', every: '10s', timeout: '2s', expect: 200 },
    jobs: { kind: 'queue', url: 'redis://a.b', needs: ['api'], missing: 'good', because: 'x' },
    aws: { kind: 'cloud', region: 'r', settle: '90s' },
    chain: { kind: 'chain', rpc: ['https://a.b'], chain: 1 },
  },
  metrics: {
    latency: { from: 'api', read: 'latency', unit: 'ms', target: '< 200ms', alert: '> 500ms', hold: '1m' },
    depth: { from: 'jobs', read: { list: 'jobs' }, use: 'avg(5m)', minSamples: 3, exact: false, ref: 'a' },
    share: { from: { expr: 'depth / 2' }, staleAfter: '1m', detect: '10m' },
  },
  hints: { more: { kind: 'scale-up', when: 'depth > 5', do: ['Look', { text: 'Start', run: 'ls' }] } },
  incidents: { slow: { class: 'P1', when: 'latency > 9s', tell: 'On call', respond: '15m' } },
  classes: { P1: { respond: 'Next business day' } },
  phases: [
    { at: 'T-1h', items: [{ text: 'Before', when: 'depth < 1', id: 'a' }] },
    { title: 'x', items: [] },
  ],
  gate: {
    required: [
      { text: 'Fast', when: 'latency < 9ms', runs: { of: 'latency', count: 3, maxAge: '1h' } },
      { text: 'Law', manual: 'a lawyer' },
    ],
  },
};

type Path = readonly (string | number)[];

function pathsOf(value: Json, at: Path = []): Path[] {
  const below = Array.isArray(value)
    ? value.flatMap((item, index) => pathsOf(item, [...at, index]))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...at, key]))
      : [];
  return at.length === 0 ? below : [at, ...below];
}

/** The same with something else at the path; undefined takes it out. */
function changed(value: Json, [key, ...rest]: Path, by: Json | undefined): Json {
  if (key === undefined) return by ?? null;
  const put = (old: Json): Json | undefined => (rest.length === 0 ? by : changed(old, rest, by));
  if (Array.isArray(value)) return value.flatMap((item, at) => (at === key ? (put(item) ?? []) : [item]));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, old]) => [name, name === key ? put(old) : old] as const);
  return Object.fromEntries(entries.flatMap(([name, one]) => (one === undefined ? [] : [[name, one]])));
}

/** No variables: what one stands for is known only when the profile is loaded. */
const texts =
  ',x,5x,15 min,5 s,10s,0s,1.5h,T-1h,T-x,T+5,> 5,a b,and,P9,up,https://x.y,http://,redis://x,next week,2026-12-01,2026-12-01T15:00:00Z,/a';
const others: readonly (Json | undefined)[] = [5, 0, -1, 1.5, 100_000, true, false, null, undefined];
const collections: readonly Json[] = [[], {}, ['x'], [5], [null], { x: 5 }, { text: 'x' }, { kind: 'web' }];
const values = fc.constantFrom(...texts.split(','), ...others, ...collections, [{ text: 'x' }], {
  items: [],
});
const change = fc.record({ path: fc.constantFrom(...pathsOf(good)), by: values });

test('what lint takes an editor takes, and what does not fit it underlines', async () => {
  const folder = await temporaryFolder();
  const fits = editor(profileJsonSchema(testKinds));
  const schema = profileSchemaFor(testKinds);
  const check = async (profile: Json): Promise<void> => {
    const result = await loadProfile(await folder.write('p.yaml', JSON.stringify(profile)), folder.options());
    const isUnderlined = !fits(profile);
    if (result.ok) expect({ profile, isUnderlined }).toEqual({ profile, isUnderlined: false });
    const written = JSON.stringify(profile).replaceAll('{host}', 'a.b');
    const isFit = schema.safeParse(JSON.parse(written)).success;
    const says = told(result);
    if (!isFit) expect({ profile, says, isUnderlined }).toEqual({ profile, says, isUnderlined: true });
  };
  await check(good);
  expect(fits(good)).toBe(true);
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) =>
      check(changes.reduce<Json>((profile, { path, by }) => changed(profile, path, by), good)),
    ),
    { numRuns: 500 },
  );
}, 60_000);
