// Runs a program on a real pseudo-terminal and reads its screen cell by cell, as a person would see it.
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { patienceMs } from './patience.ts';

export interface PtyOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface PtyProgram {
  readonly pid: number;
  /** What the screen shows now, a line a row, without blanks at the ends of lines. */
  screen(): string;
  /** Everything that was written, escape sequences and all. */
  bytes(): string;
  buffer(): 'normal' | 'alternate';
  cursorHidden(): boolean;
  /** Resolves with the screen as soon as it matches; rejects with the screen it had when it never did, or the program ended. */
  waitFor(pattern: RegExp, timeoutMs?: number): Promise<string>;
  press(keys: string): void;
  resize(columns: number, rows: number): void;
  signal(signal: NodeJS.Signals): void;
  /** Closes the terminal's window: whoever runs in it is hung up on. Nothing can be seen or asked of it afterwards. */
  hangUp(): void;
  /** Resolves with the exit code (128 + n for a signal) when the program has ended and its last byte is on the screen. */
  exited(): Promise<number>;
  /** Ends it, whatever it is doing. */
  readonly dispose: () => void;
}

/** How long after the end of the program its output is still read. */
const drainMs = 50;

/** Starts `file` with `args` on a terminal of its own; the environment is this one's without CI and colour settings. */
export function spawnOnPty(file: string, args: readonly string[], options: PtyOptions = {}): PtyProgram {
  const { columns = 80, rows = 24, cwd, env = {} } = options;
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const child = pty.spawn(file, [...args], {
    name: env['TERM'] ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd: cwd ?? process.cwd(),
    env: { ...terminalEnvironment(), ...env },
  });
  let bytes = '';
  let exitCode: number | null = null;
  const changed = new Set<() => void>();
  const notify = (): void => changed.forEach((listener) => listener());
  child.onData((data) => {
    bytes += data;
    terminal.write(data, notify);
  });
  // What a terminal answers to queries goes back to the program.
  terminal.onData((data) => child.write(data));
  child.onExit(({ exitCode: code, signal }) => {
    // The last bytes may still be on their way through the terminal.
    setTimeout(() => {
      terminal.write('', () => {
        exitCode = signal ? 128 + signal : code;
        notify();
      });
    }, drainMs);
  });
  const screen = (): string =>
    Array.from(
      { length: terminal.rows },
      (_, row) =>
        terminal.buffer.active.getLine(terminal.buffer.active.baseY + row)?.translateToString(true) ?? '',
    ).join('\n');
  const until = <T>(look: () => T | undefined, timeoutMs: number, what: string): Promise<T> =>
    new Promise((resolve, reject) => {
      const finish = (): void => {
        clearTimeout(limit);
        changed.delete(check);
      };
      const fail = (why: string): void => {
        finish();
        reject(new Error(`${what}: ${why}. The screen:\n${screen()}`));
      };
      const check = (): void => {
        // Between the two marks of a frame the screen is half the old one and half the new one; a terminal does not show it.
        if (terminal.modes.synchronizedOutputMode && exitCode === null) return;
        const result = look();
        if (result !== undefined) {
          finish();
          resolve(result);
        } else if (exitCode !== null) fail(`the program ended with ${exitCode}`);
      };
      const limit = setTimeout(() => fail(`not within ${timeoutMs} ms`), timeoutMs);
      changed.add(check);
      check();
    });
  return {
    pid: child.pid,
    screen,
    bytes: () => bytes,
    buffer: () => terminal.buffer.active.type,
    cursorHidden: () => bytes.lastIndexOf('\u001b[?25l') > bytes.lastIndexOf('\u001b[?25h'),
    waitFor: (pattern, timeoutMs = patienceMs()) =>
      until(() => (pattern.test(screen()) ? screen() : undefined), timeoutMs, `waiting for ${pattern}`),
    press: (keys) => child.write(keys),
    resize: (width, height) => {
      terminal.resize(width, height);
      child.resize(width, height);
    },
    signal: (signal) => child.kill(signal),
    hangUp() {
      // The types do not know it.
      if (!('destroy' in child) || typeof child.destroy !== 'function') throw new Error('no way to hang up');
      child.destroy();
    },
    exited: () => until(() => exitCode ?? undefined, patienceMs(), 'waiting for the end'),
    dispose: () => {
      if (exitCode === null) child.kill('SIGKILL');
      terminal.dispose();
    },
  };
}

/** With CI set, Ink draws only its last frame; with colours forced or forbidden, a terminal is not what a person has. */
function terminalEnvironment(): Record<string, string> {
  const hidden = /^(?:CI|CI_.*|CONTINUOUS_INTEGRATION|NO_COLOR|FORCE_COLOR|VITEST.*|NODE_ENV|TEST|DEV)$/;
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !hidden.test(entry[0]),
    ),
  );
}
