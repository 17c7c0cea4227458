// A bug of our own: nothing ends without a word, the terminal is as it was, and what was on the screen is on the disk.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt } from '../support/built.ts';
import { runToEnd, startProgram } from '../support/running-program.ts';
import { until } from '../support/services.ts';
import { onTerminal, temporaryFolder, watchedApi } from './support.ts';

beforeAll(ensureBuilt, 60_000);

/** What fails, and when: as soon as the file `fail-now` lies in the program's working folder, or at once. */
function failing(how: 'rejection' | 'exception', when: 'at once' | 'told' = 'told') {
  const fault = `new Error('a bug of ours')`;
  const work = how === 'rejection' ? `Promise.reject(${fault})` : `setImmediate(() => { throw ${fault}; })`;
  return injected(
    when === 'at once'
      ? work
      : `import { existsSync } from 'node:fs';
         const look = setInterval(() => { if (!existsSync('fail-now')) return; clearInterval(look); ${work}; }, 20);`,
  );
}

/** The program's environment in which this code runs before it. */
function injected(code: string): { NODE_OPTIONS: string } {
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
}

function failNow(folder: string): void {
  writeFileSync(join(folder, 'fail-now'), '');
}

/** The reports that were left in this folder, by their ending. */
function reportsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('launchwall-shop-test-'));
}

describe.each(['rejection', 'exception'] as const)('an uncaught %s', (how) => {
  test('ends the wall with exit 70, the terminal restored, the last board on the disk', async () => {
    const { folder, profile } = await watchedApi();
    const program = onTerminal(['watch', profile], {
      cwd: folder,
      env: failing(how),
      columns: 160,
    });
    await program.waitFor(/● [1-9]\d* green/);
    failNow(folder);
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
    const program = startProgram(['watch', profile, ...options], { cwd: folder, env: failing(how) });
    await until(() => program.lines.length > 0 || program.errors().includes('watching'), 'the watch');
    failNow(folder);
    expect(await program.exit).toBe(70);
    const stderr = program.errors();
    expect(stderr).toContain('launchwall: internal fault: a bug of ours');
    const [, path = ''] = /the last board is kept in (\S+\.md)/.exec(stderr) ?? [];
    expect(readFileSync(path, 'utf8')).toContain('Depth');
  });
});

test.each([
  ['a component that fails', 1],
  ['a wall that cannot even be closed', Number.MAX_SAFE_INTEGER],
])(
  '%s ends with exit 70 and the terminal restored',
  async (_what, times) => {
    const { folder, profile } = await watchedApi();
    // What draws asks for the terminal's width.
    const code = `import { existsSync } from 'node:fs';
    const { stdout } = process;
    const width = stdout.columns;
    let times = ${times};
    Object.defineProperty(stdout, 'columns', { set() {}, get() {
      if (times > 0 && existsSync('fail-now') && /renderWithHooks|unmount/.test(new Error().stack)) {
        times--;
        throw new Error('a component of ours');
      }
      return width;
    } });
    Error.stackTraceLimit = 50;`;
    const program = onTerminal(['watch', profile], { cwd: folder, env: injected(code), columns: 160 });
    await program.waitFor(/● [1-9]\d* green/);
    failNow(folder);
    program.press('?');
    program.signal('SIGWINCH');
    expect(await program.exited()).toBe(70);
    expect([program.buffer(), program.cursorHidden()]).toEqual(['normal', false]);
    expect(program.screen()).toContain('launchwall: internal fault: a component of ours');
  },
  60_000,
);

test('a check that fails from within is no verdict', async () => {
  const { folder, profile } = await watchedApi();
  failNow(folder);
  const { code, stdout, stderr } = await runToEnd(['check', profile, '--for', '1m'], {
    cwd: folder,
    env: failing('rejection'),
  });
  expect([code, stdout]).toEqual([70, '']);
  expect(stderr).toContain('internal fault: a bug of ours');
});

test('a command that watches nothing ends with exit 70 as well', async () => {
  const { code, stderr } = await runToEnd(['profiles'], {
    cwd: temporaryFolder(),
    env: failing('exception', 'at once'),
  });
  expect([code, stderr]).toEqual([70, expect.stringContaining('a bug of ours')]);
});

test('a second fault on the way out is not lost in a hang', async () => {
  const { folder, profile } = await watchedApi();
  failNow(folder);
  const code = `import { existsSync } from 'node:fs';
    setInterval(() => existsSync('fail-now') && Promise.reject(new Error('again and again')), 10);`;
  const program = startProgram(['watch', profile], { cwd: folder, env: injected(code) });
  expect(await program.exit).toBe(70);
  expect(program.errors()).toContain('again and again');
  expect(program.errors().match(/internal fault/g)).toHaveLength(1);
});
