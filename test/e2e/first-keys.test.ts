// Keys that are typed before the wall is there: they are the wall's from the moment it takes the terminal, and none is lost.
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ensureBuilt, executable, root } from '../support/built.ts';
import { hasJobShell, jobShell } from '../support/job-shell.ts';
import { spawnOnPty } from '../support/pty.ts';

beforeAll(ensureBuilt, 60_000);

const args = [executable, 'drill', '--speed', '20', '--seed', '1'];
/** The skeleton, or the wall where that came in one piece with it: the program has taken the terminal. */
const taken = /nothing has been read yet|q quit/;

function drill() {
  const program = spawnOnPty(process.execPath, args, { columns: 120, rows: 36, cwd: root });
  onTestFinished(program.dispose);
  return program;
}

describe('typed over the skeleton', () => {
  test('`q` ends it with 0 and leaves nothing behind', async () => {
    const program = drill();
    await program.waitFor(taken);
    program.press('q');
    expect(await program.exited()).toBe(0);
    expect([program.buffer(), program.cursorHidden()]).toEqual(['normal', false]);
    expect(program.screen()).toMatch(/^[◌●▲✖] [A-Z]+ .*SGE/);
  }, 60_000);

  test('an arrow picks out, and Enter opens', async () => {
    const program = drill();
    await program.waitFor(taken);
    program.press('\u001B[B\r');
    await program.waitFor(/Esc back/);
  }, 60_000);

  test('letters come in their order, none twice', async () => {
    const program = drill();
    await program.waitFor(taken);
    for (const key of 'psge/st') program.press(key);
    await program.waitFor(/sge\/st(?!.*production)[\s\S]*sge\/staging/);
  }, 120_000);

  test('nothing of it is echoed', async () => {
    const program = drill();
    await program.waitFor(taken);
    program.press('zzz');
    await program.waitFor(/● [1-9]\d* green/);
    expect(program.bytes()).not.toContain('zzz');
  }, 60_000);

  test('Ctrl-C ends it, whatever is being loaded', async () => {
    const program = drill();
    await program.waitFor(taken);
    program.press('\u0003');
    expect([0, 130]).toContain(await program.exited());
    expect([program.buffer(), program.cursorHidden()]).toEqual(['normal', false]);
  });
});

test('what was typed before the program took the terminal reaches the wall', async () => {
  const program = drill();
  program.press('q');
  expect(await program.exited()).toBe(0);
  expect(program.buffer()).toBe('normal');
}, 60_000);

test('what was typed over a wall that does not come to be is not run by anything', async () => {
  const program = spawnOnPty(process.execPath, [executable, 'drill', 'no-such-scenario'], {
    columns: 160,
    cwd: root,
  });
  onTestFinished(program.dispose);
  program.press('q');
  expect([64, 65]).toContain(await program.exited());
  expect(program.buffer()).toBe('normal');
});

describe.skipIf(!hasJobShell)('in a shell with job control', () => {
  async function shell() {
    const program = jobShell();
    await program.waitFor(/shell> $/m);
    program.press(`clear; ${[process.execPath, ...args].map((word) => `'${word}'`).join(' ')}\r`);
    return program;
  }

  test.each([
    ['skeleton', taken],
    ['first frame', /q quit/],
  ])(
    'Ctrl-Z over the %s gives the terminal back, `fg` shows the wall',
    async (_, seen) => {
      const program = await shell();
      await program.waitFor(seen);
      program.press('\u001A');
      await program.waitFor(/Stopped[\s\S]*shell> $/m);
      expect([program.buffer(), program.cursorHidden()]).toEqual(['normal', false]);
      program.press('echo "still $((1+1))"\r');
      await program.waitFor(/^still 2$/m);
      program.press('fg\r');
      await program.waitFor(/● [1-9]\d* green/);
      expect(program.buffer()).toBe('alternate');
      program.press('q');
      await program.waitFor(/shell> $/m);
      expect(program.buffer()).toBe('normal');
    },
    60_000,
  );
});
