// How the program ends: signals and their exit codes, a terminal that is left as it was, a reader that stops reading.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ensureBuilt, executable } from '../support/built.ts';
import { spawnOnPty } from '../support/pty.ts';
import { startProgram } from '../support/running-program.ts';
import { until } from '../support/services.ts';
import { onTerminal, watchedApi } from './support.ts';

beforeAll(ensureBuilt, 60_000);

/** Ctrl-C is how a person ends a watch, and SIGTERM how a supervisor does; a command that has a result was kept from it: 128 + n. */
const endings = [
  ['SIGINT', 0, 130],
  ['SIGTERM', 0, 143],
  ['SIGHUP', 129, 129],
] as const;

describe.each(endings)('%s', (signal, code, interrupted) => {
  test(`ends the wall with ${code} and leaves the terminal as it was`, async () => {
    const { folder, profile } = await watchedApi();
    const program = onTerminal(['watch', profile], { cwd: folder });
    await program.waitFor(/● [1-9]\d* green/);
    program.signal(signal);
    expect(await program.exited()).toBe(code);
    expect([program.buffer(), program.cursorHidden()]).toEqual(['normal', false]);
    expect(program.bytes().lastIndexOf('\u001b[?7h')).toBeGreaterThan(
      program.bytes().lastIndexOf('\u001b[?7l'),
    );
    expect(program.screen()).toMatch(/^● GREEN · Shop · .*2 green/m);
  });

  test.each([
    ['a watch as lines', ['watch']],
    ['a watch as JSON', ['watch', '--json']],
  ])(`ends %s with ${code}, whole lines, and nothing on stderr but what it is`, async (_what, args) => {
    const { folder, profile } = await watchedApi();
    const program = startProgram([...args, profile], { cwd: folder });
    await until(() => program.lines.length > 0 || program.errors().includes('watching'), 'the watch');
    program.kill(signal);
    expect(await program.exit).toBe(code);
    expect(program.errors()).toBe(
      args.includes('--json') ? '' : `launchwall: watching ${profile}, a line a transition; Ctrl-C ends it\n`,
    );
    for (const line of args.includes('--json') ? program.lines : [])
      expect(() => JSON.parse(line)).not.toThrow();
  });

  test('keeps a check from its verdict, and its exit code says so', async () => {
    const api = await watchedApi();
    const program = startProgram(['check', api.profile, '--for', '1h', '--json'], { cwd: api.folder });
    await until(() => api.requests > 0, 'the first poll');
    program.kill(signal);
    expect(await program.exit).toBe(interrupted);
    expect(program.lines).toEqual([]);
    expect(program.errors()).toBe(
      'launchwall: interrupted before the polls had ended: there is no verdict\n',
    );
  });
});

test.each([
  ['q', 'q'],
  ['Ctrl-C', '\u0003'],
])('%s ends the wall with 0', async (_name, key) => {
  const { folder, profile } = await watchedApi();
  const program = onTerminal([profile], { cwd: folder });
  await program.waitFor(/● [1-9]\d* green/);
  program.press(key);
  expect(await program.exited()).toBe(0);
  expect([program.buffer(), program.cursorHidden()]).toEqual(['normal', false]);
});

test('what was on the wall when it ended, and where the snapshot lies, stand in the normal screen', async () => {
  const { folder, profile } = await watchedApi();
  const program = onTerminal([profile], { cwd: folder, columns: 200 });
  await program.waitFor(/● [1-9]\d* green/);
  program.press('s');
  await program.waitFor(/snapshot written to/);
  program.press('q');
  expect(await program.exited()).toBe(0);
  expect(program.buffer()).toBe('normal');
  const screen = program.screen();
  expect(screen).toMatch(/^● GREEN · .*Shop · .*2 green/m);
  const [, path = ''] = /^snapshot: (\S+\.md)$/m.exec(screen) ?? [];
  expect(readFileSync(path, 'utf8')).toContain('Depth');
});

test.skipIf(!existsSync('/bin/bash'))('a terminal that is closed ends the wall with 129', async () => {
  const { folder, profile } = await watchedApi();
  // A shell that outlives the hang-up tells with what code the wall has ended.
  const script = `trap : HUP; '${process.execPath}' '${executable}' '${profile}' 2>stderr; echo "$?" >code.part; mv code.part code`;
  const program = spawnOnPty('/bin/bash', ['-c', script], {
    cwd: folder,
    env: { XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder },
  });
  onTestFinished(program.dispose);
  await program.waitFor(/● [1-9]\d* green/);
  program.hangUp();
  await until(() => readdirSync(folder).includes('code'), 'the exit code');
  expect(readFileSync(join(folder, 'code'), 'utf8')).toBe('129\n');
  // Ink's way to show the cursor, and no word.
  expect(readFileSync(join(folder, 'stderr'), 'utf8').replace('\u001b[?25h', '')).toBe('');
});

test('a drill without a terminal ends at once with SIGINT', async () => {
  const { folder } = await watchedApi();
  const program = startProgram(['drill', '--speed', '20', '--seed', '1'], { cwd: folder });
  await until(() => program.lines.length > 0, 'the story');
  program.kill('SIGINT');
  expect(await program.exit).toBe(0);
});

/** Runs a shell's pipeline; what came out of it, and of the program's stderr. */
function pipeline(
  command: string,
  cwd: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn('bash', ['-c', `set -o pipefail; ${command}`], {
    cwd,
    env: { ...process.env, XDG_CONFIG_HOME: cwd },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

test('a reader that stops reading ends a watch quietly, though nothing new is to be written', async () => {
  const { folder, profile } = await watchedApi();
  const { code, stdout, stderr } = await pipeline(
    `"${process.execPath}" ${executable} watch --json ${profile} | head -1`,
    folder,
  );
  expect([code, stderr, stdout.trimEnd().split('\n').length]).toEqual([0, '', 1]);
});

test('a reader who stands still and stays keeps no watch from its end', async () => {
  const api = await watchedApi();
  // A pipe that is full before the first word, and open for reading.
  const full = 'mkfifo p; exec 7<>p; head -c 65536 /dev/zero >&7';
  const child = spawn(
    'bash',
    ['-c', `${full}; exec "${process.execPath}" ${executable} watch --json ${api.profile} >p`],
    {
      cwd: api.folder,
      env: { ...process.env, XDG_CONFIG_HOME: api.folder, XDG_STATE_HOME: api.folder },
      stdio: 'ignore',
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = new Promise((resolve) => child.once('close', resolve));
  await until(() => api.requests > 1, 'the watch');
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
}, 60_000);

test('a watch that has nothing new to tell says that it is alive', async () => {
  const { folder, profile } = await watchedApi();
  const program = startProgram(['watch', '--json', profile], { cwd: folder });
  const signs = (): readonly string[] => program.lines.filter((line) => line.startsWith('{"type":"alive"'));
  await until(() => signs().length > 0, 'a sign of life', 30_000);
  const { at, ...rest } = JSON.parse(signs()[0] ?? '') as { at: string };
  expect(rest).toEqual({ type: 'alive' });
  expect(Date.now() - Date.parse(at)).toBeLessThan(30_000);
}, 60_000);

test('a reader that stops reading does not make a red check green', async () => {
  const api = await watchedApi();
  api.answer = { status: 200, body: '{"depth":900}' };
  const { code, stderr } = await pipeline(
    `"${process.execPath}" ${executable} check ${api.profile} | true`,
    api.folder,
  );
  expect([code, stderr]).toEqual([2, '']);
});

test('nobody reads what is said on stderr: the watch goes on', async () => {
  const { folder, profile } = await watchedApi();
  const command = `{ "${process.execPath}" ${executable} check ${profile} 2>&1 1>&3 | true; } 3>&1`;
  const { code, stdout } = await pipeline(command, folder);
  expect(code).toBe(0);
  expect(stdout).toContain('GREEN');
});
