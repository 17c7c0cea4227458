// Every exit code, and what it means: the README's table. `bin/` ends with two of them before this is loaded.

import { constants } from 'node:os';
import type { ErrorKind } from '../domain/errors.ts';
import type { Status } from '../domain/status.ts';

/** What was asked for is not so: errors that lint finds, a test that fails, commands that were not agreed to. Also a Node that is too old. */
export const failedExitCode = 1;

/** What went wrong: sysexits'. */
export const exitCodes = { usage: 64, profile: 65, internal: 70, record: 74 } as const satisfies Record<
  ErrorKind,
  number
>;

/** The monitoring plugins'. */
export const verdictExitCodes: Readonly<Record<Status, number>> = { green: 0, amber: 1, red: 2, unknown: 3 };

export const gateExitCodes = { go: 0, 'no-go': 1, unknown: 3 } as const;

/** Of what a signal has ended or kept from its result, as shells expect it. */
export function signalExitCode(name: NodeJS.Signals): number {
  return 128 + (constants.signals[name] ?? 0);
}
