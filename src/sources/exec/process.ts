// One run of a command: a process group of its own, what it prints, and its end, which comes whatever it does.

import { spawn, type ChildProcess } from 'node:child_process';
import type { Cancel, Clock, Milliseconds } from '../../domain/clock.ts';
import {
  Beginning,
  drainedBytesMax,
  Ending,
  stderrBytesMax,
  stdoutBytesMax,
  type Captured,
} from './capture.ts';
import type { Command } from './command-line.ts';

/** What a command that was told to end (SIGTERM) has to do so, in real milliseconds, before it is killed. */
const graceMs: Milliseconds = 2_000;

export interface ProcessSetup {
  readonly command: Command;
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** How the command's own process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Real milliseconds from its start. */
  readonly durationMs: number;
}

export class Process {
  /** Resolves when nothing of it is left that we know of: its process has ended and nobody holds its output any more. */
  readonly over: Promise<void>;
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #stdout = new Beginning(stdoutBytesMax);
  readonly #stderr = new Ending(stderrBytesMax);
  readonly #finish: () => void;
  #child: ChildProcess | null = null;
  #exit: Exit | null = null;
  #failure: unknown = null;
  #flooded = false;
  #deadline: Cancel | null = null;
  #isOver = false;
  /** Nobody was left in the group when its process ended: its number may be another's by now. */
  #isAlone = false;

  constructor(setup: ProcessSetup, clock: Clock) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    this.#finish = resolve;
    this.#clock = clock;
    this.#startedAt = clock.monotonic();
    try {
      this.#follow(started(setup));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Null while its process runs. */
  get exit(): Exit | null {
    return this.#exit;
  }

  /** Why it could not be started, or null. */
  get failure(): unknown {
    return this.#failure;
  }

  /** It printed more than `drainedBytesMax`, and was ended for that. */
  get flooded(): boolean {
    return this.#flooded;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get stdout(): Captured {
    return this.#stdout.captured;
  }

  /** Its end only. */
  get stderr(): Captured {
    return this.#stderr.captured;
  }

  /** Asks everything it has started to end, and kills what is left after the grace. */
  stop(): void {
    if (this.#isOver || this.#deadline !== null) return;
    this.#signal('SIGTERM');
    this.#deadline = this.#clock.after(graceMs * this.#clock.scale, () => this.kill());
  }

  /** On the spot, and whatever holds its output is not waited for. */
  kill(): void {
    if (this.#isOver) return;
    this.#signal('SIGKILL');
    // Something may have left the group and still hold the output: ssh's shared connections do.
    this.#child?.stdout?.destroy();
    this.#child?.stderr?.destroy();
    // One that waits for a disk that is gone cannot even be killed: it must not keep this program from ending.
    this.#child?.unref();
  }

  #follow(child: ChildProcess): void {
    this.#child = child;
    child.on('error', (error) => {
      // A signal that could not be sent is an error here too; the process runs on then.
      if (child.pid === undefined) this.#fail(error);
    });
    child.on('exit', (code, signal) => {
      this.#exit = { code, signal, durationMs: Math.max(0, this.#clock.monotonic() - this.#startedAt) };
      this.#isAlone = !this.#signal(0);
    });
    child.on('close', () => {
      // What it left in the background without its output ends with it.
      this.#signal('SIGKILL');
      this.#end();
    });
    child.stdout?.on('data', (chunk: Buffer) => this.#take(this.#stdout, chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.#take(this.#stderr, chunk));
    for (const stream of [child.stdout, child.stderr]) stream?.on('error', () => undefined);
  }

  #take(into: Beginning | Ending, chunk: Buffer): void {
    into.take(chunk);
    if (this.#stdout.captured.total + this.#stderr.captured.total <= drainedBytesMax) return;
    this.#flooded = true;
    this.kill();
  }

  /** Whether somebody was there to get it; 0 only asks. */
  #signal(name: 'SIGTERM' | 'SIGKILL' | 0): boolean {
    const pid = this.#child?.pid;
    if (pid === undefined || this.#isAlone) return false;
    try {
      return process.platform === 'win32' ? this.#child?.kill(name) === true : process.kill(-pid, name);
    } catch {
      return false;
    }
  }

  #fail(error: unknown): void {
    this.#failure = error;
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    this.#deadline?.();
    this.#finish();
  }
}

/** In a group of its own, which is what signals are sent to, and without our terminal: it cannot ask for a password there. */
function started({ command, cwd, env }: ProcessSetup): ChildProcess {
  const options = {
    cwd,
    env,
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'] satisfies ['ignore', 'pipe', 'pipe'],
  };
  if (typeof command === 'string') return spawn(command, { ...options, shell: true });
  const [file = '', ...args] = command;
  return spawn(file, args, options);
}
