// Ctrl-Z in a real shell: the normal screen while the wall is stopped, and the whole wall again, at its new size, after `fg`.
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt, executable } from '../support/built.ts';
import { hasJobShell, jobShell } from '../support/job-shell.ts';

beforeAll(ensureBuilt, 60_000);

describe.skipIf(!hasJobShell)('in a shell with job control', () => {
  const command = `'${process.execPath}' '${executable}' drill --speed 20 --seed 1\r`;

  test('Ctrl-Z gives the terminal back, `fg` draws the wall for the size that it has then', async () => {
    const program = jobShell();
    await program.waitFor(/shell> $/m);
    program.press(command);
    await program.waitFor(/q quit *$/);
    program.press('\u001A');
    await program.waitFor(/Stopped[\s\S]*shell> $/m);
    expect(program.buffer()).toBe('normal');
    expect(program.cursorHidden()).toBe(false);
    // Lines wrap again, and what is typed is echoed: the terminal is the shell's.
    expect(program.bytes().lastIndexOf('\u001B[?7h')).toBeGreaterThan(
      program.bytes().lastIndexOf('\u001B[?7l'),
    );
    program.press('echo "still $((1+1))"\r');
    await program.waitFor(/^still 2$/m);
    program.resize(80, 24);
    program.press('fg\r');
    // The last row of 24 is the footer again, cut to what 80 columns have room for.
    await program.waitFor(/^(?:[^\n]*\n){23} .*v gate {2}.*q quit *$/);
    expect(program.buffer()).toBe('alternate');
    const lines = program.screen().split('\n');
    expect(lines).toHaveLength(24);
    expect(lines[0]).toMatch(/ [◌●▲✖] [A-Z]+ .*DRILL/);
    expect(program.screen()).not.toContain('Stopped');
    program.press('?');
    await program.waitFor(/Keys: everywhere/);
    program.press('q');
    await program.waitFor(/shell> $/m);
    expect(program.buffer()).toBe('normal');
  }, 60_000);

  test('a SIGTSTP from outside does the same, and again', async () => {
    const program = jobShell();
    await program.waitFor(/shell> $/m);
    program.press(command);
    await program.waitFor(/q quit *$/);
    program.press('\u001A');
    await program.waitFor(/Stopped[\s\S]*shell> $/m);
    program.press('clear; echo "job $(jobs -p) is stopped"\r');
    const pid = Number(/^job (\d+) is/m.exec(await program.waitFor(/^job \d+ is stopped$/m))?.[1]);
    for (let round = 0; round < 2; round++) {
      program.press('clear; fg\r');
      await program.waitFor(/q quit *$/);
      process.kill(pid, 'SIGTSTP');
      await program.waitFor(/Stopped[\s\S]*shell> $/m);
      expect(program.buffer()).toBe('normal');
    }
  }, 60_000);
});
