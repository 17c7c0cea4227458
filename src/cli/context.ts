// What the commands are given of the process: folders, streams, environment. Nothing else of the program reads them.

import { userInfo } from 'node:os';
import { isAbsolute, join, parse } from 'node:path';
import type { SecretBook } from '../domain/secret-book.ts';
import type { FaultGuard } from './fault-guard.ts';
import type { Output } from './output.ts';

export interface Context {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: Output;
  readonly stderr: Output;
  /** The stream below stdout, for the wall alone: nothing that is written to it is cleaned. */
  readonly terminal: NodeJS.WriteStream;
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
  return join(baseOf(env['XDG_CONFIG_HOME']) ?? join(homeOf(env), '.config'), 'launchwall');
}

export function stateDirOf(env: Context['env']): string {
  return join(baseOf(env['XDG_STATE_HOME']) ?? join(homeOf(env), '.local', 'state'), 'launchwall');
}

/** A folder of a repository is no folder of the person's: a relative path is to be ignored (XDG Base Directory Specification). */
function baseOf(folder: string | undefined): string | null {
  return folder !== undefined && isAbsolute(folder) ? folder : null;
}

/** The person's own folder, absolute: HOME, else as the system knows it. */
function homeOf({ HOME }: Context['env']): string {
  return baseOf(HOME) ?? baseOf(knownHome()) ?? parse(process.cwd()).root;
}

function knownHome(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    // Nobody is known by this number.
    return undefined;
  }
}

/** A terminal that can be drawn on; a pipe, a file and a dumb terminal get lines instead. */
export function drawsWall(context: Context): boolean {
  return context.stdout.isTTY && context.stdin.isTTY && context.env['TERM'] !== 'dumb';
}

/** NO_COLOR wins over everything; FORCE_COLOR over the stream (no-color.org, force-color.org). */
export function drawsColours(context: Context, stream: Pick<Output, 'isTTY'>): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = context.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0';
  return stream.isTTY && TERM !== 'dumb';
}

/** A line on stdout: results only. */
export function result(context: Context, line: string): void {
  context.stdout.line(line);
}

/** A result of several lines, each of which is ours. */
export function resultText(context: Context, text: string): void {
  context.stdout.lines(text);
}

/** A result as JSON, for programs and for people. */
export function resultJson(context: Context, value: unknown): void {
  context.stdout.json(value, 2);
}

/** A line on stderr: everything that is no result. */
export function printNote(context: Context, line: string): void {
  context.stderr.line(line);
}
