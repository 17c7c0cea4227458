// What is trusted is remembered in whole or not at all, and a file that cannot be read trusts nothing.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { revoke, trust, trustFiles, trustOf } from '../../../src/cli/kept/trust.ts';
import { temporaryFolder } from '../support.ts';

const at = Date.UTC(2026, 11, 1, 15);
const one = { files: ['/p/one.yaml', '/p/base.yaml'], content: 'sha256:1' };
const two = { files: ['/p/two.yaml', '/p/base.yaml'], content: 'sha256:2' };

test('what is trusted is found again, by its own file and its digest', async () => {
  const context = { configDir: join(temporaryFolder(), 'not', 'there', 'yet') };
  expect(await trustOf(one, context)).toBe('untrusted');
  await trust(one, at, context);
  await trust(two, at, context);
  expect(await trustOf(one, context)).toBe('trusted');
  expect(await trustOf({ ...one, content: 'sha256:3' }, context)).toBe('changed');
  await trust({ ...one, content: 'sha256:3' }, at, context);
  expect(await trustOf(one, context)).toBe('changed');
  expect(await trustFiles(context).all()).toEqual([
    { path: '/p/one.yaml', digest: 'sha256:3', at: '2026-12-01T15:00:00.000Z' },
    { path: '/p/two.yaml', digest: 'sha256:2', at: '2026-12-01T15:00:00.000Z' },
  ]);
  expect([await revoke('/p/one.yaml', context), await revoke('/p/one.yaml', context)]).toEqual([true, false]);
  expect(await trustOf(two, context)).toBe('trusted');
  expect(readdirSync(trustFiles(context).folder)).toHaveLength(1);
});

test('whoever trusts or takes back another profile at the same moment takes nothing from it', async () => {
  const profiles = Array.from({ length: 12 }, (_, index) => ({
    files: [`/p/${index}.yaml`],
    content: `sha256:${index}`,
  }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), async (isTaken) => {
      const context = { configDir: temporaryFolder() };
      await Promise.all(profiles.filter((_, index) => isTaken[index]).map((one) => trust(one, at, context)));
      await Promise.all(
        profiles.map((profile, index) =>
          isTaken[index] ? revoke(profile.files[0] ?? '', context) : trust(profile, at, context),
        ),
      );
      const states = await Promise.all(profiles.map((profile) => trustOf(profile, context)));
      expect(states).toEqual(isTaken.map((taken) => (taken ? 'untrusted' : 'trusted')));
    }),
    { numRuns: 20 },
  );
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '{"path":"/p/one.yaml"}',
  '{"path":"/p/one.yaml","digest":1,"at":""}',
  // Copied from another profile's.
  '{"path":"/p/two.yaml","digest":"sha256:1","at":""}',
])('a file that holds %s trusts nothing, and is written over', async (text) => {
  const context = { configDir: temporaryFolder() };
  const file = trustFiles(context).fileOf('/p/one.yaml');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  expect(await trustOf(one, context)).toBe('untrusted');
  await trust(one, at, context);
  expect(await trustOf(one, context)).toBe('trusted');
});

test('where it cannot be remembered nothing is trusted, and it is said', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), 'not a folder');
  const context = { configDir: join(folder, 'file') };
  await expect(trust(one, at, context)).rejects.toThrow('what is trusted cannot be remembered in');
  expect(await trustOf(one, context)).toBe('untrusted');
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('not a folder');
  const config = { configDir: join(folder, 'config') };
  mkdirSync(join(trustFiles(config).fileOf('/p/one.yaml'), 'inside'), { recursive: true });
  await expect(trust(one, at, config)).rejects.toThrow('cannot be remembered');
  expect(readdirSync(trustFiles(config).folder)).toHaveLength(1);
});
