// What is wrong with a launch's file, in one sentence that names it.

import { accessSync, constants, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
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
  const problem =
    doing === 'opened' && codeOf(error) === 'ENOENT'
      ? 'its folder cannot be made (ENOENT)'
      : problemOf(error, path);
  return new LaunchwallError('record', `the launch's file ${path} cannot be ${doing}: ${problem}`, {
    cause: error,
  });
}

function problemOf(error: unknown, path: string): string {
  const code = sqliteCode(error);
  if (code !== null) {
    const problem = closerProblem(code, dirname(path)) ?? sqliteProblems[code];
    return `${problem ?? messageOf(error)} (SQLite ${code})`;
  }
  const name = codeOf(error);
  if (name === null) return messageOf(error);
  return `${systemProblems[name] ?? messageOf(error)} (${name})`;
}

const diskFailed = 10;
const notOpened = 14;
/** SQLite grows its files by pages of at most this many bytes, and by 32 KiB of what its programs share. */
const roomWanted = 65_536;

/** What SQLite itself does not tell: a disk without room for what its programs share has failed to it, a folder that it may not write into is not there. */
function closerProblem(code: number, folder: string): string | null {
  try {
    if (code === diskFailed) {
      const { bavail, bsize } = statfsSync(folder);
      return bavail * bsize < roomWanted ? 'the disk is full' : null;
    }
    if (code === notOpened) accessSync(folder, constants.W_OK);
    return null;
  } catch {
    return code === notOpened ? 'its folder cannot be written to, which SQLite needs to read as well' : null;
  }
}

function sqliteCode(error: unknown): number | null {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'errcode') : null;
  // The extended codes keep the primary one in their lowest byte.
  return typeof code === 'number' ? code % 256 : null;
}
