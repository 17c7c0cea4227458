// Where a report goes: a new file, one that is there already, or something that is written into, such as a pipe. Links are followed.

import type { Stats } from 'node:fs';
import { fstatSync } from 'node:fs';
import { lstat, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { LaunchwallError } from '../domain/errors.ts';
import { codeOf } from '../domain/thrown.ts';

export type ReportTarget =
  | { readonly kind: 'new'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string; readonly about: Stats }
  /** What is printed goes there, too. */
  | { readonly kind: 'stdout' }
  /** A pipe, a terminal, `/dev/null`, `/dev/fd/3`: opened, and written into, behind what is there. */
  | { readonly kind: 'stream'; readonly path: string; readonly about: Stats };

export interface TargetRules {
  /** What is there may be written over. */
  readonly force: boolean;
  /** Files that are never written over: the profile's own. */
  readonly kept: readonly string[];
}

/** Stands for stdout where a file is named. */
export const stdoutName = '-';
const stdoutPath = /^\/(?:dev\/(?:stdout|fd\/1)|proc\/self\/fd\/1)$/;
/** Doors to what is open elsewhere, a file too: never replaced by one. Anything else that lies there is as it is anywhere (`/dev/shm`). */
const doors = /^\/(?:dev\/(?:std(?:in|err)|fd\/\d+)|proc\/[^/]+\/(?:task\/[^/]+\/)?fd\/\d+)$/;
/** As many as Linux follows. */
const linksMax = 40;

/**
 * @param path absolute, or `-`.
 * @throws LaunchwallError with the path and what to write instead, where nothing may be written there.
 */
export async function targetOf(path: string, { force, kept }: TargetRules): Promise<ReportTarget> {
  if (path === stdoutName || stdoutPath.test(path)) return { kind: 'stdout' };
  const place = await found(path).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  if (!('about' in place)) return place;
  if (await isOneOf(place.about, kept))
    throw refusal(path, 'it belongs to the profile', 'name another file: -o FILE');
  if (place.kind === 'file' && !force)
    throw refusal(
      path,
      'it is there already',
      'name another file with -o FILE, or write over it with --force',
    );
  return place;
}

async function found(path: string): Promise<ReportTarget> {
  const about = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (about === null && path.endsWith('/')) throw new SystemRefusal('ENOENT');
  if (about === null) return { kind: 'new', path: await endOfLinks(path) };
  if (about.isDirectory()) throw new SystemRefusal('EISDIR');
  if (about.isBlockDevice()) throw refusal(path, 'this is a disk', 'name a file: -o FILE');
  if (about.isSocket()) throw refusal(path, 'this is a socket', 'name a file or a pipe: -o FILE');
  if (isStdout(about)) return { kind: 'stdout' };
  if (!about.isFile() || doors.test(path)) return { kind: 'stream', path, about };
  return { kind: 'file', path: await realpath(path), about };
}

/** Where a link leads whose end is not there yet. */
async function endOfLinks(path: string): Promise<string> {
  let end = path;
  for (let links = 0; links < linksMax; links++) {
    const about = await lstat(end).catch(() => null);
    if (!about?.isSymbolicLink()) return end;
    const target = await readlink(end);
    // What is relative starts in the folder itself, whatever links led to it; and so does each `..` on the way.
    const way = isAbsolute(target) ? target : `${await realpath(dirname(end))}/${target}`;
    end = join(await realpath(dirname(way)), basename(way));
  }
  throw new SystemRefusal('ELOOP');
}

/** `-o out > out`: what is put in the place of a file that is open as stdout would not be what is read there. */
function isStdout(about: Stats): boolean {
  try {
    return isSame(about, fstatSync(1));
  } catch {
    return false;
  }
}

async function isOneOf(about: Stats, files: readonly string[]): Promise<boolean> {
  const all = await Promise.all(files.map((file) => stat(file).catch(() => null)));
  return all.some((one) => one !== null && isSame(about, one));
}

function isSame(one: Stats, other: Stats): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

/** What the system would have answered. */
class SystemRefusal extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

const problems: Readonly<Record<string, string>> = {
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'this is a folder',
  EEXIST: 'it is there already',
  EACCES: 'this account may not write there',
  EPERM: 'this account may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'the name is too long',
  ENXIO: 'nobody reads from this pipe',
  EPIPE: 'whoever read from this pipe is gone',
};

/** The sentence for what the system answered; a sentence of ours stays as it is. */
export function unwritable(path: string, error: unknown): LaunchwallError {
  if (error instanceof LaunchwallError) return error;
  const code = codeOf(error);
  const problem = code === null ? String(error) : `${problems[code] ?? 'the system refused'} (${code})`;
  return refusal(path, problem, 'name a file in a folder that exists and can be written to: -o FILE', error);
}

function refusal(path: string, problem: string, hint: string, cause?: unknown): LaunchwallError {
  return new LaunchwallError('usage', `the report cannot be written to ${path}: ${problem}`, { hint, cause });
}
