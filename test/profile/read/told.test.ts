// In which form each text of a profile is used, and in which it is told.
import { expect, test } from 'vitest';
import { loadProfile } from '../../../src/profile/load.ts';
import type { ProfileResult } from '../../../src/profile/profile.ts';
import { sourceKinds } from '../../../src/sources/registry.ts';
import { loaded, temporaryFolder } from '../support/folder.ts';

const source = 'sources: { a: { kind: http, url: "http://h.example/", headers: { X-Queue: "${QUEUE}" } } }\n';
const metric = 'metrics: { m: { from: a, read: { json: /x } } }\n';

async function load(text: string, env: Record<string, string>, more: Record<string, string> = {}) {
  const folder = await temporaryFolder();
  for (const [name, other] of Object.entries(more)) await folder.write(name, other);
  const file = await folder.write('p.yaml', text);
  return loadProfile(file, { ...folder.options(env), kinds: sourceKinds });
}

function messages(result: ProfileResult): readonly string[] {
  return result.ok
    ? []
    : result.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

test('a value of a variable that is no secret is never looked for in other texts', async () => {
  const text = `title: Stuck intents\n${source}${metric}hints: { h: { kind: rollback, when: m > 1, do: [{ text: x, run: kubectl -n intents rollout undo }] } }`;
  const { plan, secrets } = loaded(await load(text, { QUEUE: 'intents' }));
  expect([plan.title, plan.hints[0]?.steps[0]?.run]).toEqual([
    'Stuck intents',
    'kubectl -n intents rollout undo',
  ]);
  expect(secrets).toEqual([]);
});

test('what extends a file adds to what that calls secret', async () => {
  const text = 'extends: ./base.yaml\nsecret: [OTHER]\ntitle: "${CREW} ${OTHER}"\n';
  const base = `secret: [CREW]\n${source}${metric}`;
  const { plan, secrets } = loaded(
    await load(text, { QUEUE: 'q', CREW: 'ada1', OTHER: 'bob1' }, { 'base.yaml': base }),
  );
  expect(plan.title).toBe('${CREW} ${OTHER}');
  expect(secrets).toEqual(['ada1', 'bob1']);
});

test('the version and conditions are judged with their values, and only secrets stand there by name', async () => {
  const text = `launch: { version: "\${QUEUE}-\${CREW}" }\n${source}metrics: { m: { from: a, read: { json: /x }, target: '== "\${QUEUE} \${MY_TOKEN}"' } }`;
  const { plan } = loaded(await load(text, { QUEUE: 'q', CREW: 'ada', MY_TOKEN: 'hush-hush' }));
  expect(plan.launch.version).toBe('q-ada');
  const target = plan.metrics[0]?.target;
  expect(target?.text).toBe('== "q ${MY_TOKEN}"');
  expect(target?.condition).toMatchObject({ right: { text: 'q hush-hush', shown: 'q ${MY_TOKEN}' } });
});

test('a secret changes nothing of what a condition says', async () => {
  const text = (target: string) =>
    `${source}metrics: { m: { from: a, read: { json: /x }, target: '${target}' } }`;
  const env = { QUEUE: 'q', MY_TOKEN: 'x" or m != "y' };
  expect((await load(text('== "${MY_TOKEN}"'), env)).ok).toBe(true);
  expect(messages(await load(text('== ${MY_TOKEN}'), env))).toEqual([
    '"${MY_TOKEN}" means nothing here; ${MY_TOKEN} is secret, and can only stand inside a quoted text',
  ]);
});

test.each([
  ['every: "${MY_PIN}"', 'sources', '10s'],
  ['unit: "${MY_PIN}"', 'metric', 'ms'],
])('a secret is refused where it would be shown by its effect: %s', async (option, where, value) => {
  const text =
    where === 'sources'
      ? `sources: { a: { kind: http, url: "http://h/", ${option} } }\n${metric}`
      : `${source}metrics: { m: { from: a, read: latency, ${option} } }`;
  expect(messages(await load(text, { QUEUE: 'q', MY_PIN: value }))).toEqual([
    'MY_PIN is secret, and what stands here would be shown: write the value itself, or take it from another variable',
  ]);
});

test('a diagnostic tells what to write, and not what stood there', async () => {
  const text = `sources: { a: { kind: http, url: "http://h/", every: "\${QUEUE}" } }\n${metric}`;
  expect(messages(await load(text, { QUEUE: 'intents' }))).toEqual([
    '"${QUEUE}" is no duration: write 250ms, 10s, 5m or 1h30m; found what "${QUEUE}" stands for',
  ]);
});

test('a word near to what the environment gave would tell it', async () => {
  const text = `sources: { a: { kind: "\${QUEUE}", url: "http://h/" } }\n${metric}`;
  const [message] = messages(await load(text, { QUEUE: 'htpp' }));
  expect(message).toMatch(/^expected one of .*http, .*, found what "\$\{QUEUE\}" stands for$/);
});

test('the digest is the same whatever the environment gives, and readings are told apart by all but secrets', async () => {
  const text = `title: "\${CREW}"\nsources: { a: { kind: http, url: "http://\${HOST}/", headers: { Authorization: "\${T}" } } }\n${metric}`;
  const one = loaded(await load(text, { CREW: 'ada', HOST: 'h1', T: 'token-one' }));
  const two = loaded(await load(text, { CREW: 'bob', HOST: 'h2', T: 'token-two' }));
  expect(two.plan.digest).toBe(one.plan.digest);
  expect(one.sources[0]?.known?.options).toEqual({ url: 'http://h1/', headers: { Authorization: '${T}' } });
});

test('a title of 100 kB is loaded', async () => {
  const result = await load(`title: ${'a'.repeat(100_000)}\n${source}${metric}`, { QUEUE: 'q' });
  expect(result.ok).toBe(true);
});
