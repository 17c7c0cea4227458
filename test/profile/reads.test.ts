// What a metric reads of its source, in a whole profile with the program's own kinds: a read that the source cannot give is told
// where it stands, before anything is polled.
import { expect, test } from 'vitest';
import { loadFile } from '../../src/profile/load.ts';
import { temporaryFolder, told } from './support/folder.ts';

const sources = `sources:
  smoke: { kind: exec, command: [./smoke.sh, --json] }
  ledger: { kind: ledger, url: "https://a.b/ledger" }
  api: { kind: http, url: "https://a.b" }
  nameless: { kind: http, steps: [{ url: "https://a.b" }] }
  flow:
    kind: http
    steps:
      - { name: login, url: "https://a.b/login", keep: { token: /token } }
      - { name: profile, url: "https://a.b/me", headers: { authorization: "Bearer <<token>>" } }
metrics:
`;

const json = 'what a JSON pointer finds is read by the word json: { json: /path } (did you mean "json"?)';

test.each<[string, string, string]>([
  ['smoke', '{ ¦pointer: /build }', `read.pointer: ${json}`],
  ['smoke', '{ count: { ¦pointer: /phases, where: { status: FAIL } } }', `read.count.pointer: ${json}`],
  ['smoke', '{ count: { ¦pointer: /phases, ¦wher: { a: b } } }', `read.count.pointer: ${json}`],
  ['ledger', '{ ¦pointer: /held }', `read.pointer: ${json}`],
  ['flow', '{ step: ¦logni, read: up }', 'read.step: no step is called "logni" (did you mean "login"?)'],
  [
    'flow',
    '{ step: ¦refresh, read: up }',
    'read.step: no step is called "refresh"; there are login, profile',
  ],
  [
    'nameless',
    '{ step: ¦login, read: up }',
    'read.step: no step is called "login"; no step of the source has a name',
  ],
  ['api', '{ step: ¦login, read: up }', 'read.step: no step is called "login"; the source has no steps'],
  [
    'flow',
    '{ cors: ¦{ origin: "https://app.b", method: GET } }',
    'read.cors: cors is read of a source with a url, not of one with steps',
  ],
])('%s read as %s', async (from, read, says) => {
  const lines = await findings(`  m: { from: ${from}, read: ${read.replaceAll('¦', '')} }`);
  const column = `  m: { from: ${from}, read: ${read}`.indexOf('¦') + 1;
  expect(lines[0]).toBe(`12:${column} metrics.m.${says}`);
  expect(lines).toHaveLength([...read.matchAll(/¦/g)].length);
});

test('what the source gives is no mistake', async () => {
  const reads = [
    '  a: { from: flow, read: { step: login, read: { json: /token } } }',
    '  b: { from: flow, read: { json: /name } }',
    '  c: { from: api, read: { cors: { origin: "https://app.b", method: GET } } }',
    '  d: { from: smoke, read: { count: { json: /phases } } }',
  ];
  expect(await findings(reads.join('\n'))).toEqual([]);
});

async function findings(metrics: string): Promise<string[]> {
  const folder = await temporaryFolder();
  const path = await folder.write('p.yaml', `${sources}${metrics}\n`);
  const { kinds: _testKinds, ...options } = folder.options();
  return told((await loadFile(path, 'p', options)).result);
}
