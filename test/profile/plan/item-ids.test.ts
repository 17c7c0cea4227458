// By what an item is known: its own id, else the first line of the checklist that it stands for, else its text as it is written.
import { expect, test } from 'vitest';
import type { ItemPlan } from '../../../src/rules/plan.ts';
import { loaded, loadText, told } from '../support/folder.ts';

const head = `sources: { api: { kind: web, url: "https://a.b" } }
metrics:
  m: { from: api, read: up }
`;

function withItems(...items: readonly string[]): string {
  return `${head}phases:\n  - at: T-0\n    items:\n${items.map((item) => `      - { ${item} }\n`).join('')}`;
}

async function itemsOf(text: string, env: Record<string, string> = {}): Promise<readonly ItemPlan[]> {
  const { plan } = loaded(await loadText(text, env));
  return [...plan.phases.flatMap(({ items }) => items), ...plan.gate];
}

async function idsOf(text: string, env: Record<string, string> = {}): Promise<readonly string[]> {
  return (await itemsOf(text, env)).map(({ id }) => id);
}

test('its own id, else its first line, else its text', async () => {
  const text = withItems(
    'text: Call Ana, id: call, ref: [x-1, x-2]',
    'text: Call Bo, ref: [x-3, x-4]',
    'text: Call Cy',
  );
  expect(await idsOf(text)).toEqual(['call', 'x-3', 'T-0/call-cy']);
});

test('the same on every machine, and so is what a tick is for', async () => {
  const text = withItems('text: "Call ${WHO:-nobody}"', 'text: "Page ${WHO:-nobody}", ref: x-1');
  const [call, page] = await itemsOf(text, { WHO: 'Ana' });
  const [other, another] = await itemsOf(text, { WHO: 'Bo' });
  expect([call?.text, page?.text, other?.text]).toEqual(['Call Ana', 'Page Ana', 'Call Bo']);
  expect([other?.id, another?.id]).toEqual([call?.id, page?.id]);
  expect([other?.digest, another?.digest]).toEqual([call?.digest, page?.digest]);
  expect(call?.id).not.toMatch(/ana/);
});

test('so is the title of a phase without an instant', async () => {
  const text = `${head}phases:\n  - title: "Hand over to \${WHO}"\n    items: [{ text: say so }]\n`;
  expect(await idsOf(text, { WHO: 'Ana' })).toEqual(await idsOf(text, { WHO: 'Bo' }));
});

test('an item of another text is another one, and a tick for it counts for nothing', async () => {
  const [one] = await itemsOf(withItems('text: Call Ana, ref: x-1'));
  const [other] = await itemsOf(withItems('text: Call Bo, ref: x-1'));
  expect(other?.id).toBe(one?.id);
  expect(other?.digest).not.toBe(one?.digest);
});

test('a line that is put in before it changes nothing', async () => {
  const [, second] = await itemsOf(withItems('text: a', 'text: b'));
  const [, , third] = await itemsOf(withItems('text: a', 'text: new', 'text: b'));
  expect(third?.id).toBe(second?.id);
});

test('no two of a profile have one id, and one that is written is never another’s', async () => {
  const text = `${withItems('text: a, ref: x-1', 'text: b', 'text: b', 'text: c, id: x-1')}gate:
  required: [{ text: b, when: m == true }, { text: b, when: m == true }]
`;
  expect(await idsOf(text)).toEqual(['T-0/a', 'T-0/b', 'T-0/b-2', 'x-1', 'gate/b', 'gate/b-2']);
});

test('knows what an earlier version called it, where that was otherwise', async () => {
  const text = withItems('text: "Call ${WHO}"', 'text: Page, ref: x-1', 'text: Page', 'text: Ring, id: ring');
  const former = (await itemsOf(text, { WHO: 'Ana' })).map((item) => item.former?.id ?? null);
  expect(former).toEqual(['T-0/call-ana', 'T-0/page', 'T-0/page-2', null]);
});

test('lint names one whose text has a variable, and that nothing else names', async () => {
  const text = withItems(
    'text: "Call ${WHO:-nobody}"',
    'text: "Call ${WHO:-nobody} again", id: again',
    'text: "Call ${WHO:-nobody} at last", ref: x-1',
    'text: Call',
  );
  expect(told(await loadText(text))).toEqual([
    'warning 7:17 phases[0].items[0].text: a variable stands in this text, and the item is known by nothing else: give it an id, such as id: contact-reached',
  ]);
});
