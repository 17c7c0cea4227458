// What a command leaves behind: reports in each format, a board that its own schema accepts, remembered preferences.
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ensureBuilt } from '../support/built.ts';
import { runToEnd, startProgram } from '../support/running-program.ts';
import { until } from '../support/services.ts';
import { onTerminal, temporaryFolder, watchedApi } from './support.ts';

beforeAll(ensureBuilt, 60_000);

describe('snapshot', () => {
  test.each([
    [[], /^launchwall-shop-test-\d{8}T\d{6}Z\.md$/, /^# /],
    [['--format', 'json'], /^launchwall-shop-test-\d{8}T\d{6}Z\.json$/, /^\{/],
    [['-o', 'r.html'], /^r\.html$/, /^<!doctype html>/i],
    [['-o', 'r.json'], /^r\.json$/, /^\{/],
    [['-o', 'r.txt'], /^r\.txt$/, /^# /],
    [['-o', 'r.html', '--format', 'md'], /^r\.html$/, /^# /],
  ])('%j', async (args, name, begins) => {
    const { folder } = await watchedApi();
    const before = new Set(readdirSync(folder));
    const { code, stdout, stderr } = await runToEnd(['snapshot', 'launch.yaml', ...args], { cwd: folder });
    expect([code, stderr]).toEqual([0, '']);
    const [written, ...more] = readdirSync(folder).filter((file) => !before.has(file));
    expect([written, more]).toEqual([expect.stringMatching(name), []]);
    expect(stdout).toBe(join(folder, written ?? ''));
    expect(readFileSync(stdout, 'utf8')).toMatch(begins);
  });

  test('exits as a check does', async () => {
    const api = await watchedApi();
    api.answer = { status: 200, body: '{"depth":900}' };
    const { code } = await runToEnd(['snapshot', 'launch.yaml', '-o', 'r.md'], { cwd: api.folder });
    expect(code).toBe(2);
  });

  test.each([
    ['nowhere/r.md', 'the folder does not exist (ENOENT)'],
    ['launch.yaml/r.md', 'a part of the path is a file, not a folder (ENOTDIR)'],
    ['taken', 'this is a folder'],
    ['/proc/r.md', '/proc/r.md: '],
  ])('a report that cannot be written to %s', async (path, says) => {
    const { folder } = await watchedApi();
    mkdirSync(join(folder, 'taken'));
    const { code, stdout, stderr } = await runToEnd(['snapshot', 'launch.yaml', '-o', path], { cwd: folder });
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).toMatch(/^launchwall: the report cannot be written to /);
    expect(stderr).toContain(says);
    expect(readdirSync(folder).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['launch.yaml', 'taken']);
  });
});

describe.each([
  ['snapshot', 'launch.yaml'],
  ['checklist', 'launch.yaml', '--no-poll'],
])('%s -o', (...command) => {
  test('writes over what is there with --force alone, and over the profile never', async () => {
    const { folder } = await watchedApi();
    const write = (...args: readonly string[]) => runToEnd([...command, ...args], { cwd: folder });
    expect((await write('-o', 'r.md')).code).toBe(0);
    writeFileSync(join(folder, 'r.md'), 'mine');
    const refused = await write('-o', 'r.md');
    expect([refused.code, refused.stdout]).toEqual([64, '']);
    expect(refused.stderr).toContain('it is there already');
    expect(refused.stderr).toContain('--force');
    expect(readFileSync(join(folder, 'r.md'), 'utf8')).toBe('mine');
    expect((await write('-o', 'r.md', '--force')).code).toBe(0);
    expect(readFileSync(join(folder, 'r.md'), 'utf8')).toMatch(/^# /);
    const profile = readFileSync(join(folder, 'launch.yaml'), 'utf8');
    const kept = await write('-o', 'launch.yaml', '--force');
    expect([kept.code, kept.stderr]).toEqual([64, expect.stringContaining('it belongs to the profile')]);
    expect(readFileSync(join(folder, 'launch.yaml'), 'utf8')).toBe(profile);
  });

  test.each(['-', '/dev/stdout'])('%s prints the report, and nothing beside it', async (file) => {
    const { folder } = await watchedApi();
    const { code, stdout, stderr } = await runToEnd([...command, '-o', file], { cwd: folder });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^# /);
    expect(stdout).not.toMatch(/\n\/\S+$/);
    expect(readdirSync(folder)).toEqual(['launch.yaml']);
  });
});

test('the board of check and of watch is one that `schema board` accepts', async () => {
  const { folder } = await watchedApi();
  const printed = await runToEnd(['schema', 'board'], { cwd: folder });
  const schema = z.fromJSONSchema(JSON.parse(printed.stdout) as z.core.JSONSchema.JSONSchema);
  const checked = await runToEnd(['check', 'launch.yaml', '--json'], { cwd: folder });
  const board: unknown = JSON.parse(checked.stdout);
  expect(schema.safeParse(board).error).toBeUndefined();
  expect(schema.safeParse({ ...Object(board), verdict: 'fine' }).success).toBe(false);
  expect(schema.safeParse({ ...Object(board), surprise: 1 }).success).toBe(false);

  const watch = startProgram(['watch', 'launch.yaml', '--json'], { cwd: folder });
  const live = await watch.boardWhere('green', ({ verdict }) => verdict === 'green');
  expect(schema.safeParse(live).error).toBeUndefined();
});

describe('preferences', () => {
  test('the last profile and the theme are remembered under XDG_CONFIG_HOME', async () => {
    const { folder, profile } = await watchedApi();
    const first = startProgram(['watch', profile, '--theme', 'light'], { cwd: folder });
    await until(() => first.errors().includes('watching'), 'the watch');
    first.kill('SIGINT');
    await first.exit;
    const kept = join(folder, 'launchwall', 'preferences.json');
    expect(JSON.parse(readFileSync(kept, 'utf8'))).toMatchObject({ lastProfile: profile, theme: 'light' });

    const again = startProgram([], { cwd: folder });
    await until(() => again.errors().includes(`watching ${profile}`), 'the same profile');
    again.kill('SIGINT');
    expect(await again.exit).toBe(0);
  });

  test('a profile that does not load is not remembered', async () => {
    const { folder } = await watchedApi();
    writeFileSync(join(folder, 'broken.yaml'), 'sources: 3');
    expect((await runToEnd(['watch', 'broken.yaml'], { cwd: folder })).code).toBe(65);
    expect((await runToEnd([], { cwd: folder })).code).toBe(64);
  });

  test('what is of another shape is forgotten', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'launchwall'));
    writeFileSync(join(folder, 'launchwall', 'preferences.json'), '{"lastProfile":["a"],"theme":7}');
    const { code, stderr } = await runToEnd([], { cwd: folder });
    expect([code, stderr]).toEqual([64, expect.stringContaining('which profile is to be watched?')]);
  });

  test.each([
    ['a file where the folder should be', (home: string) => writeFileSync(join(home, 'launchwall'), '')],
    [
      'preferences that are no JSON',
      (home: string) => {
        mkdirSync(join(home, 'launchwall'));
        writeFileSync(join(home, 'launchwall', 'preferences.json'), '{"lastProfile":');
      },
    ],
    [
      'preferences of another shape',
      (home: string) => {
        mkdirSync(join(home, 'launchwall'));
        writeFileSync(join(home, 'launchwall', 'preferences.json'), '{"lastProfile":["a"],"theme":7}');
      },
    ],
    ['a folder that cannot be written to', (home: string) => chmodSync(home, 0o500)],
    ['a folder that cannot be', (home: string) => writeFileSync(join(home, 'x'), '')],
  ])('%s keeps nothing from being watched', async (what, spoil) => {
    const { folder, profile } = await watchedApi();
    const home = temporaryFolder();
    spoil(home);
    const env = { XDG_CONFIG_HOME: what.endsWith('cannot be') ? '/dev/null' : home };
    const program = onTerminal([profile, '--theme', 'dark'], { cwd: folder, env });
    await program.waitFor(/● [1-9]\d* green/);
    program.press('q');
    expect(await program.exited()).toBe(0);
  });
});
