// The one error class. A user's mistake and our own fault are different kinds and end the program differently.

/**
 * The user's: arguments or a profile (exit 64, 65). `internal`: a bug of ours (exit 70). `record`: the launch's own file cannot
 * be read or written (exit 74). A source's failure is a gap, not an error.
 */
export type ErrorKind = 'usage' | 'profile' | 'internal' | 'record';

export interface ErrorParts {
  /** For the reader who wants all of it, each of them one line: a newline in it becomes a blank. */
  readonly details?: readonly string[];
  /** What to do instead. */
  readonly hint?: string;
  readonly cause?: unknown;
}

export class LaunchwallError extends Error {
  override readonly name = 'LaunchwallError';
  readonly kind: ErrorKind;
  /** Fits one line. */
  readonly shortMessage: string;
  readonly details: readonly string[];
  readonly hint: string | null;

  constructor(kind: ErrorKind, shortMessage: string, parts: ErrorParts = {}) {
    super(shortMessage, { cause: parts.cause });
    this.kind = kind;
    this.shortMessage = shortMessage;
    this.details = parts.details ?? [];
    this.hint = parts.hint ?? null;
  }
}

/** An assertion: what it guards against is our own bug. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new LaunchwallError('internal', message);
}
