// The built program as a person starts it: what it answers, how it exits, and what it leaves in the terminal.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ensureBuilt, executable, root } from '../support/built.ts';
import { spawnOnPty, type PtyOptions } from '../support/pty.ts';

beforeAll(ensureBuilt, 60_000);

function run(args: readonly string[], options: { file?: string; env?: Record<string, string> } = {}) {
  const { file = executable, env = {} } = options;
  return spawnSync(process.execPath, [file, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', ...env },
    timeout: 40_000,
  });
}

/** A copy of the executable beside a program of the test's own, or beside none. */
function executableWith(main: string | null): string {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-bin-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  if (main !== null) {
    mkdirSync(join(folder, 'dist'));
    for (const file of ['skeleton.js', ...chunksOf('skeleton.js')])
      cpSync(join(root, 'dist', file), join(folder, 'dist', file));
    writeFileSync(join(folder, 'dist/main.js'), main);
  }
  return join(folder, 'bin/launchwall.js');
}

function chunksOf(file: string): string[] {
  const code = readFileSync(join(root, 'dist', file), 'utf8');
  return [...code.matchAll(/(?:from|import) "\.\/([^"]+)"/g)].map(([, chunk]) => chunk ?? '');
}

function onPty(args: readonly string[], options: PtyOptions = {}) {
  const program = spawnOnPty(process.execPath, args, options);
  onTestFinished(program.dispose);
  return program;
}

describe('without a terminal', () => {
  test.each([['--help'], ['-h'], ['help']])('%s prints the help and exits 0', (word) => {
    const { status, stdout, stderr } = run([word]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: launchwall /);
  });

  test('the help is the program’s own', () => {
    const own = spawnSync(process.execPath, [join(root, 'dist/main.js'), '--help'], { encoding: 'utf8' });
    expect(run(['--help']).stdout).toBe(own.stdout);
  });

  test.each(['--version', '-V'])('%s prints the version', (word) => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(run([word])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('an unknown option is bad usage, said on stderr', () => {
    const { status, stdout, stderr } = run(['check', '--no-such-option']);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).not.toBe('');
  });

  test('an unbuilt program says what to do', () => {
    expect(run(['drill'], { file: executableWith(null) })).toMatchObject({
      status: 70,
      stdout: '',
      stderr: 'launchwall is not built yet: run `npm run build` first.\n',
    });
  });

  test('a cache folder that cannot be made keeps nothing from starting', () => {
    const file = executableWith(`process.stdout.write('started');`);
    expect(run([], { file, env: { XDG_CACHE_HOME: '/dev/null' } })).toMatchObject({
      status: 0,
      stdout: 'started',
      stderr: '',
    });
  });

  test('the program runs with React in production', () => {
    const file = executableWith(`process.stdout.write(process.env.NODE_ENV);`);
    const { NODE_ENV: _, ...env } = process.env;
    expect(spawnSync(process.execPath, [file], { encoding: 'utf8', env })).toMatchObject({
      stdout: 'production',
    });
  });
});

describe('on a terminal', () => {
  const skeleton = /LAUNCHWALL {2}sge\/production\n ◌ unknown/;
  const hang = `process.stdin.resume();`;

  test('the skeleton is there before the program is, and Ctrl-C leaves the screen as it was', async () => {
    const program = onPty([executableWith(hang), 'sge/production']);
    await program.waitFor(skeleton);
    expect(program.buffer()).toBe('alternate');
    expect(program.cursorHidden()).toBe(true);
    program.press('\u0003');
    expect(await program.exited()).toBe(130);
    expect(program.buffer()).toBe('normal');
    expect(program.cursorHidden()).toBe(false);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s leaves the screen as it was', async (signal, code) => {
    const program = onPty([executableWith(hang), 'sge/production']);
    await program.waitFor(skeleton);
    program.signal(signal);
    expect(await program.exited()).toBe(code);
    expect(program.buffer()).toBe('normal');
  });

  test('an error while the program loads stands in the normal screen', async () => {
    const program = onPty([executableWith(`throw new Error('broken to begin with');`), 'sge/production'], {
      columns: 200,
    });
    expect(await program.exited()).toBe(1);
    expect(program.buffer()).toBe('normal');
    expect(program.screen()).toContain('broken to begin with');
  });

  test.each([
    [['check', 'sge/production'], {}],
    [['sge/production', '--json'], {}],
    [['sge/production'], { TERM: 'dumb' }],
  ])('%j with %j draws no skeleton', async (args, env) => {
    const program = onPty([executableWith(`process.stdout.write('started');`), ...args], { env });
    expect(await program.exited()).toBe(0);
    expect(program.bytes()).toBe('started');
  });
});
