// What a loaded profile says of the commands that it would run, and the digest that a person's trust is bound to.
import { expect, test } from 'vitest';
import { loadProfile } from '../../../src/profile/load.ts';
import { sourceKinds } from '../../../src/sources/registry.ts';
import { loaded, temporaryFolder } from '../support/folder.ts';

const base = `abstract: true
vars: { script: ./smoke.sh }
sources:
  smoke: { kind: exec, command: ["{script}", "--key", "\${SMOKE_KEY}"], env: { B: x, A: "\${A:-y}" }, pass: [AWS_PROFILE, AWS_SECRET_ACCESS_KEY], every: 5m }
  api: { kind: http, url: "https://api.example.com" }
metrics:
  ok: { from: smoke, read: ok }
  up: { from: api, read: up }
`;
const env = { SMOKE_KEY: 'key-of-smoke', AWS_PROFILE: 'production', AWS_SECRET_ACCESS_KEY: 'very-secret' };

async function profileFolder() {
  const folder = await temporaryFolder();
  await folder.write('base.yaml', base);
  const file = await folder.write('p.yaml', 'extends: ./base.yaml\n');
  return {
    write: (name: string, text: string) => folder.write(name, text),
    load: async (over: Record<string, string> = {}) =>
      loaded(await loadProfile(file, { ...folder.options({ ...env, ...over }), kinds: sourceKinds })),
  };
}

test('commands are told as they are written, with the profile’s variables and without the environment’s', async () => {
  const { load } = await profileFolder();
  const { commands } = await load();
  expect(commands.map(({ place: { line, column } }) => [line, column])).toEqual([[4, 33]]);
  expect(commands).toMatchObject([
    {
      source: 'smoke',
      line: './smoke.sh --key ${SMOKE_KEY}',
      cwd: '.',
      sets: [
        { name: 'B', value: 'x' },
        { name: 'A', value: '${A:-y}' },
      ],
      passes: ['AWS_PROFILE', 'AWS_SECRET_ACCESS_KEY'],
      every: 300_000,
      timeout: 30_000,
    },
  ]);
});

test('a passed variable whose name looks like a credential is never shown; a plain name stays readable', async () => {
  const { load } = await profileFolder();
  const { secrets } = await load();
  expect(secrets).toEqual(expect.arrayContaining(['key-of-smoke', 'very-secret']));
  expect(secrets).not.toContain('production');
});

test('the digest is another one as soon as any file is, whatever the environment', async () => {
  const { load, write } = await profileFolder();
  const first = (await load()).content;
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect((await load({ SMOKE_KEY: 'another' })).content).toBe(first);
  await write('base.yaml', `${base}# a remark\n`);
  const second = (await load()).content;
  expect(second).not.toBe(first);
  await write('base.yaml', base);
  expect((await load()).content).toBe(first);
});
