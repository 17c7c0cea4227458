// A bug of our own: nothing ends without a word, the terminal is as it was, and what was on the screen is on the disk.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt } from '../support/built.ts';
import { runToEnd, startProgram } from '../support/running-program.ts';
import { onTerminal, temporaryFolder, watchedApi } from './support.ts';

beforeAll(ensureBuilt, 60_000);

/** Makes the program fail from within, as soon as it has been watching for a while. */
function failing(how: 'rejection' | 'exception', afterMs: number): { NODE_OPTIONS: string } {
  const fault = `new Error('a bug of ours')`;
  const work = how === 'rejection' ? `Promise.reject(${fault})` : `{ throw ${fault}; }`;
  const code = `setTimeout(() => ${work}, ${afterMs})`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
}

/** The reports that were left in this folder, by their ending. */
function reportsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('launchwall-shop-test-'));
}

describe.each(['rejection', 'exception'] as const)('an %s that nobody catches', (how) => {
  test('ends the wall with exit 70, the terminal restored, the last board on the disk', async () => {
    const { folder, profile } = await watchedApi();
    const program = onTerminal(['watch', profile], {
      cwd: folder,
      env: failing(how, 2_500),
      columns: 160,
    });
    await program.waitFor(/● [1-9]\d* green/);
    expect(await program.exited()).toBe(70);
    expect(program.buffer()).toBe('normal');
    expect(program.cursorHidden()).toBe(false);
    const screen = program.screen();
    expect(screen).toContain('launchwall: internal fault: a bug of ours');
    expect(screen).toMatch(/the last board is kept in \S+\.md/);
    expect(reportsIn(folder)).toHaveLength(2);
  });

  test.each([
    ['as lines', []],
    ['as JSON', ['--json']],
  ])('ends a watch %s with exit 70 and where the last board is', async (_what, options) => {
    const { folder, profile } = await watchedApi();
    const { code, stderr } = await runToEnd(['watch', profile, ...options], {
      cwd: folder,
      env: failing(how, 1_500),
    });
    expect(code).toBe(70);
    expect(stderr).toContain('launchwall: internal fault: a bug of ours');
    const [, path = ''] = /the last board is kept in (\S+\.md)/.exec(stderr) ?? [];
    expect(readFileSync(path, 'utf8')).toContain('Depth');
  });
});

test('a check that fails from within is no verdict', async () => {
  const { folder, profile } = await watchedApi();
  const { code, stdout, stderr } = await runToEnd(['check', profile, '--for', '5s'], {
    cwd: folder,
    env: failing('rejection', 1_000),
  });
  expect([code, stdout]).toEqual([70, '']);
  expect(stderr).toContain('internal fault: a bug of ours');
});

test('a command that watches nothing ends with exit 70 as well', async () => {
  const { code, stderr } = await runToEnd(['profiles'], {
    cwd: temporaryFolder(),
    env: failing('exception', 0),
  });
  expect([code, stderr]).toEqual([70, expect.stringContaining('a bug of ours')]);
});

test('a second fault on the way out is not lost in a hang', async () => {
  const { folder, profile } = await watchedApi();
  const env = {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
      `setTimeout(() => { setInterval(() => Promise.reject(new Error('again and again')), 10) }, 1000)`,
    )}`,
  };
  const program = startProgram(['watch', profile], { cwd: folder, env });
  expect(await program.exit).toBe(70);
  expect(program.errors()).toContain('again and again');
  expect(reportsIn(folder).map((name) => join(folder, name))).toHaveLength(2);
});
