// The program's exit codes (ARCHITECTURE.md): the monitoring plugins' for a verdict, sysexits' for what went wrong.

import type { ErrorKind } from '../domain/errors.ts';
import type { Status } from '../domain/status.ts';

export const exitCodes = { usage: 64, profile: 65, internal: 70, record: 74 } as const satisfies Record<
  ErrorKind,
  number
>;

export const verdictExitCodes: Readonly<Record<Status, number>> = { green: 0, amber: 1, red: 2, unknown: 3 };
