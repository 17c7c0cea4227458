// Preferences are read at once, written later, and never stand in the way of a watch.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPreferences } from '../../../src/cli/kept/preferences.ts';
import { testContext } from '../../support/context.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'launchwall-preferences-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (configDir = folder) => openPreferences(testContext({ configDir }));

test('what one start sets, the next one finds', async () => {
  const preferences = open();
  expect(preferences.get()).toEqual({ lastProfile: null, theme: null, name: null });
  preferences.set({ lastProfile: 'sge/production', theme: 'light' });
  preferences.set({ lastProfile: 'sge/staging' });
  expect(preferences.get()).toEqual({ lastProfile: 'sge/staging', theme: 'light', name: null });
  await preferences.written();
  expect(open().get()).toEqual({ lastProfile: 'sge/staging', theme: 'light', name: null });
});

test('they are for their owner alone', async () => {
  const preferences = open();
  preferences.set({ name: 'ana' });
  await preferences.written();
  expect(statSync(join(folder, 'preferences.json')).mode & 0o777).toBe(0o600);
});

test.each(['', '{', 'null', '[]', '"text"', '{"lastProfile":7,"theme":{}}'])(
  'a file that holds %s remembers nothing, and is written over',
  async (text) => {
    writeFileSync(join(folder, 'preferences.json'), text);
    const preferences = open();
    expect(preferences.get()).toEqual({ lastProfile: null, theme: null, name: null });
    preferences.set({ theme: 'dark' });
    await preferences.written();
    expect(open().get().theme).toBe('dark');
  },
);

test('a pipe in the place of the file is not waited for', async () => {
  execFileSync('mkfifo', [join(folder, 'preferences.json')]);
  const preferences = open();
  preferences.set({ theme: 'dark' });
  await preferences.written();
  expect(open().get().theme).toBeNull();
});

test('a folder that cannot be written to is no fault', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, 'not a folder');
  const preferences = open(join(file, 'below'));
  preferences.set({ lastProfile: 'a/b' });
  await preferences.written();
  expect(preferences.get().lastProfile).toBe('a/b');
  expect(readFileSync(file, 'utf8')).toBe('not a folder');
});
