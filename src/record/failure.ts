// What is wrong with a launch's file, in one sentence that names it.

import { LaunchwallError } from '../domain/errors.ts';
import { codeOf, messageOf } from '../domain/thrown.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const sqliteProblems: Readonly<Record<number, string>> = {
  5: 'another program holds it',
  6: 'another program holds it',
  8: 'it cannot be written to',
  10: 'the disk failed',
  11: 'it is damaged',
  13: 'the disk is full, or the file has reached its limit',
  14: 'it cannot be opened',
  26: 'it is no file of Launchwall’s',
};

const systemProblems: Readonly<Record<string, string>> = {
  EACCES: 'this account may not write there',
  EPERM: 'this account may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'a part of its path is a file, not a folder',
  ENOENT: 'it has been taken away',
};

/** @param doing `read`, `written to`. */
export function recordError(path: string, doing: string, error: unknown): LaunchwallError {
  if (error instanceof LaunchwallError) return error;
  return new LaunchwallError('record', `the launch's file ${path} cannot be ${doing}: ${problemOf(error)}`, {
    cause: error,
  });
}

function problemOf(error: unknown): string {
  const code = sqliteCode(error);
  if (code !== null) return `${sqliteProblems[code] ?? messageOf(error)} (SQLite ${code})`;
  const name = codeOf(error);
  if (name === null) return messageOf(error);
  return `${systemProblems[name] ?? messageOf(error)} (${name})`;
}

function sqliteCode(error: unknown): number | null {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'errcode') : null;
  // The extended codes keep the primary one in their lowest byte.
  return typeof code === 'number' ? code % 256 : null;
}
