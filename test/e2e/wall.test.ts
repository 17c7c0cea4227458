// The drill on a terminal, as `npm start` shows it: skeleton, wall, another size, and what is left behind.
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ensureBuilt, executable, root } from '../support/built.ts';
import { spawnOnPty } from '../support/pty.ts';

beforeAll(ensureBuilt, 60_000);

function drill(columns: number, rows: number, env: Readonly<Record<string, string>> = {}) {
  const args = [executable, 'drill', '--speed', '20', '--seed', '1'];
  const program = spawnOnPty(process.execPath, args, { columns, rows, cwd: root, env });
  onTestFinished(program.dispose);
  return program;
}

describe('the drill on a terminal', () => {
  test('draws the wall over the skeleton without leaving the alternate screen', async () => {
    const program = drill(120, 36);
    const screen = await program.waitFor(/q quit/);
    expect(program.buffer()).toBe('alternate');
    expect(screen).not.toContain('nothing has been read yet');
    expect(program.bytes().split('\u001b[?1049h')).toHaveLength(2);
    expect(program.bytes()).not.toContain('\u001b[?1049l');
  });

  test('fits another size, and leaves the verdict in the normal screen', async () => {
    const program = drill(120, 36);
    await program.waitFor(/● [1-9]\d* green/);
    program.resize(80, 24);
    await program.waitFor(/^(?!.*\bd do now\b)[\s\S]*q quit *$/);
    expect(program.screen().split('\n')).toHaveLength(24);
    program.press('q');
    expect(await program.exited()).toBe(0);
    expect(program.buffer()).toBe('normal');
    expect(program.cursorHidden()).toBe(false);
    expect(program.screen()).toMatch(/^[◌●▲✖] [A-Z]+ .*SGE/);
  }, 60_000);

  test('is readable without colour', async () => {
    const program = drill(80, 24, { NO_COLOR: '1' });
    await program.waitFor(/● [1-9]\d* green/);
    // Bold and inverse stay; no sequence sets a colour.
    // oxlint-disable-next-line no-control-regex -- escape sequences are what it looks for
    expect(program.bytes()).not.toMatch(/\u001b\[(?:[\d;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]/);
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
    '%s restores the screen',
    async (signal) => {
      const program = drill(80, 24);
      await program.waitFor(/q quit/);
      program.signal(signal);
      await program.exited();
      expect(program.buffer()).toBe('normal');
      expect(program.cursorHidden()).toBe(false);
    },
    60_000,
  );

  test('an unknown scenario is said in the normal screen', async () => {
    const program = spawnOnPty(process.execPath, [executable, 'drill', 'no-such-scenario'], {
      columns: 160,
      cwd: root,
    });
    onTestFinished(program.dispose);
    expect([64, 65]).toContain(await program.exited());
    expect(program.buffer()).toBe('normal');
    expect(program.screen()).toContain('no-such-scenario');
  });
});
