// The built program as a child process: its NDJSON events as they come, its lines, its exit code.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { Board } from '../../src/rules/board.ts';
import { executable } from './built.ts';
import { until } from './services.ts';

export interface RunningProgram {
  readonly lines: string[];
  readonly errors: () => string;
  /** The newest board that was printed. */
  board(): Board | null;
  /** Waits until a board fulfils the condition. */
  boardWhere(what: string, condition: (board: Board) => boolean): Promise<Board>;
  readonly exit: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

export interface FinishedProgram {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface ProgramOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts `launchwall ARGS`; it is killed with the running test. */
export function startProgram(args: readonly string[], { cwd, env = {} }: ProgramOptions): RunningProgram {
  const child = spawn(process.execPath, [executable, ...args], {
    cwd,
    env: { ...process.env, XDG_CONFIG_HOME: cwd, XDG_STATE_HOME: cwd, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  let errors = '';
  let newest: Board | null = null;
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    if (!line.startsWith('{"type"')) return;
    const event = JSON.parse(line) as { type?: string; board?: Board };
    if (event.type === 'board' && event.board) newest = event.board;
  });
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const board = (): Board | null => newest;
  return {
    lines,
    errors: () => errors,
    board,
    boardWhere: (what, condition) =>
      until(() => {
        const current = board();
        return current !== null && condition(current) ? current : null;
      }, what),
    exit,
    kill: (signal) => void child.kill(signal),
  };
}

/** Runs `launchwall ARGS` to its end. */
export async function runToEnd(args: readonly string[], options: ProgramOptions): Promise<FinishedProgram> {
  const program = startProgram(args, options);
  const code = await program.exit;
  return { code, stdout: program.lines.join('\n'), stderr: program.errors() };
}
