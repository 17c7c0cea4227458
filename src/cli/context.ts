// What the commands are given of the process: folders, streams, environment. Nothing else of the program reads them.

import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SecretBook } from '../domain/secret-book.ts';
import type { FaultGuard } from './fault-guard.ts';

export interface Context {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** The folder `profiles` that ships with the program. */
  readonly shippedDir: string;
  /** The user's own folder: XDG_CONFIG_HOME/launchwall, or ~/.config/launchwall. */
  readonly configDir: string;
  /** Where launches are kept: XDG_STATE_HOME/launchwall, or ~/.local/state/launchwall. */
  readonly stateDir: string;
  readonly version: string;
  readonly faults: FaultGuard;
  /** What must not be told should something fail that nobody has foreseen; without one each profile has its own. */
  readonly secrets?: SecretBook;
}

export function configDirOf(env: Context['env']): string {
  const base = env['XDG_CONFIG_HOME'];
  return join(base !== undefined && base !== '' ? base : join(homedir(), '.config'), 'launchwall');
}

export function stateDirOf(env: Context['env']): string {
  const base = env['XDG_STATE_HOME'];
  return join(base !== undefined && base !== '' ? base : join(homedir(), '.local', 'state'), 'launchwall');
}

/** A terminal that can be drawn on; a pipe, a file and a dumb terminal get lines instead. */
export function drawsWall(context: Context): boolean {
  return context.stdout.isTTY && context.stdin.isTTY && context.env['TERM'] !== 'dumb';
}

/** NO_COLOR wins over everything; FORCE_COLOR over the stream (no-color.org, force-color.org). */
export function drawsColours(context: Context, stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = context.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0';
  return stream.isTTY && TERM !== 'dumb';
}

/** A line on stdout: results only. */
export function result(context: Context, line: string): void {
  context.stdout.write(`${line}\n`);
}

/** A line on stderr: everything that is no result. */
export function say(context: Context, line: string): void {
  context.stderr.write(`${line}\n`);
}
