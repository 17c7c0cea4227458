// A line of the checklist is carried by one thing, and an id is one item's: what stands twice is told with both places.
import { expect, test } from 'vitest';
import { loadProfile } from '../../../src/profile/load.ts';
import { loadText, loaded, temporaryFolder, told } from '../support/folder.ts';

const head = `sources: { api: { kind: web, url: "https://a.b" } }
metrics:
`;
const up = '{ from: api, read: up, ref: x-001 }';

/** The text without its mark (¦), and the mark's line and column below `head`. */
function marked(text: string): { readonly plain: string; readonly place: string } {
  const before = (head + text.slice(0, text.indexOf('¦'))).split('\n');
  return { plain: text.replace('¦', ''), place: `${before.length}:${(before.at(-1) ?? '').length + 1}` };
}

test.each<readonly [what: string, path: string, text: string]>([
  ['a metric', 'metrics.n.ref', `  m: ${up}\n  n: { from: api, read: up, ref: ¦x-001 }`],
  ['a list', 'metrics.n.ref[1]', `  m: ${up}\n  n: { from: api, read: up, ref: [x-002, ¦x-001] }`],
  [
    'a hint',
    'hints.h.ref',
    `  m: ${up}\nhints:\n  h: { kind: scale-up, when: m == false, do: go, ref: ¦x-001 }`,
  ],
  [
    'a step',
    'hints.h.do[1].ref',
    `  m: ${up}\nhints:\n  h: { kind: scale-up, when: m == false, do: [a, { text: b, ref: ¦x-001 }] }`,
  ],
  [
    'the only step of an incident',
    'incidents.i.do.ref',
    `  m: ${up}\nincidents:\n  i: { class: P1, respond: 1h, do: { text: b, ref: ¦x-001 } }`,
  ],
  ['an incident', 'incidents.i.ref', `  m: ${up}\nincidents:\n  i: { class: P1, respond: 1h, ref: ¦x-001 }`],
  [
    'an item',
    'phases[0].items[0].ref',
    `  m: ${up}\nphases:\n  - { at: T-0, items: [{ text: a, ref: ¦x-001 }] }`,
  ],
  [
    'a criterion',
    'gate.required[0].ref',
    `  m: ${up}\ngate: { required: [{ text: a, manual: b, ref: ¦x-001 }] }`,
  ],
])('%s that claims a line again', async (_, path, text) => {
  const { plain, place } = marked(text);
  expect(told(await loadText(head + plain))).toEqual([
    `${place} ${path}: x-001 is claimed twice: here and at p.yaml:3:34; a line of the checklist is carried by one`,
  ]);
});

test('one list that names a line twice', async () => {
  expect(told(await loadText(`${head}  m: { from: api, read: up, ref: [x-001, x-001] }`))).toEqual([
    '3:42 metrics.m.ref[1]: x-001 is claimed twice: here and at p.yaml:3:35; a line of the checklist is carried by one',
  ]);
});

test('each further claim points at the first', async () => {
  const result = await loadText(
    `${head}  m: ${up}\n  n: ${up}\n  o: ${up}\n  p: { from: api, read: up, ref: x-002 }\n`,
  );
  expect(result.ok).toBe(false);
  expect(told(result)).toEqual([
    '4:34 metrics.n.ref: x-001 is claimed twice: here and at p.yaml:3:34; a line of the checklist is carried by one',
    '5:34 metrics.o.ref: x-001 is claimed twice: here and at p.yaml:3:34; a line of the checklist is carried by one',
  ]);
});

test('across the files that a profile is made of, each place names its own', async () => {
  const folder = await temporaryFolder();
  const base = await folder.write('base.yaml', `${head}  m: ${up}\n`);
  const file = await folder.write(
    'p.yaml',
    'extends: ./base.yaml\nphases:\n  - { at: T-0, items: [{ text: a, ref: x-001 }] }\n',
  );
  const result = await loadProfile(file, folder.options());
  expect(result.ok).toBe(false);
  const diagnostics = result.ok ? [] : result.diagnostics;
  expect(diagnostics.map(({ file: where, message }) => [where, message])).toEqual([
    [file, 'x-001 is claimed twice: here and at base.yaml:3:34; a line of the checklist is carried by one'],
  ]);
  expect(base.endsWith('base.yaml')).toBe(true);
});

test('what a profile replaces claims nothing any more', async () => {
  const folder = await temporaryFolder();
  await folder.write('base.yaml', `${head}  m: ${up}\n`);
  const file = await folder.write(
    'p.yaml',
    'extends: ./base.yaml\nmetrics: { m: { ref: x-002 } }\nphases:\n  - { at: T-0, items: [{ text: a, ref: x-001 }] }\n',
  );
  expect(loaded(await loadProfile(file, folder.options())).warnings).toEqual([]);
});

test('an id is one item’s, in all phases and in the gate', async () => {
  const result = await loadText(`${head}  m: { from: api, read: up }
phases:
  - { at: T-1h, items: [{ id: backup, text: a }, { id: other, text: b }] }
  - { at: T-0, items: [{ id: backup, text: c }] }
gate:
  required: [{ id: other, text: d }, { text: d }, { text: d }]
`);
  expect(told(result)).toEqual([
    '6:30 phases[1].items[0].id: backup is claimed twice: here and at p.yaml:5:31; a tick or a signature must know which one it is for',
    '8:20 gate.required[0].id: other is claimed twice: here and at p.yaml:5:56; a tick or a signature must know which one it is for',
  ]);
});

test('a condition that names nothing is an error with its place and the nearest name', async () => {
  const result = await loadText(`${head}  queue-depth: { from: api, read: status }
phases:
  - { at: T-0, items: [{ text: a, when: queue-dept < 50 }] }
gate:
  required:
    - { text: b, when: "nothing-at-all == true" }
    - { text: c, when: "" }
`);
  expect(result.ok).toBe(false);
  expect(told(result)).toEqual([
    '5:41 phases[0].items[0].when: there is no metric "queue-dept" (did you mean "queue-depth"?)',
    '8:25 gate.required[0].when: there is no metric "nothing-at-all"',
    expect.stringMatching(/^9:24 gate\.required\[1\]\.when: expected some text/),
  ]);
});

test('a phase without an instant among phases that have one is a warning that says what to write', async () => {
  const { warnings } = loaded(
    await loadText(`${head}  m: { from: api, read: up }
phases:
  - { title: Before, items: [{ text: a }] }
  - { at: T-1h, title: Hour, items: [{ text: b }] }
  - { title: Between, items: [{ text: c }] }
`),
  );
  expect(warnings.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`)).toEqual([
    '5:5 phases[0]: "Before" has no instant: it is never current, nothing in it is due, and nothing that passes is kept; write at: T-1d',
    '7:5 phases[2]: "Between" has no instant: it is never current, nothing in it is due, and nothing that passes is kept; write at: T-1h, as "Hour" has, or later',
  ]);
});
