// Reads a file that a profile or a person names: a regular one, up to a size. What is a pipe, a device or a socket may never end, or
// never begin, and opening it may do something: it is not opened at all.

import { constants, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { codeOf } from '../domain/thrown.ts';

const chunkBytes = 65_536;

export type FileBytes =
  | { readonly ok: true; readonly bytes: Buffer }
  | {
      readonly ok: false;
      /** The system's code; `EFTYPE` for what is no regular file, `EFBIG` for what is too large. */
      readonly code: string;
      /** One sentence for people, without the path. */
      readonly problem: string;
    };

/** @param bytesMax the largest file that is read, in bytes. Never rejects. */
export async function readRegularFile(path: string, bytesMax: number): Promise<FileBytes> {
  try {
    const refusal = refusalOf(await stat(path));
    if (refusal !== null) return refusal;
    // Should it have been replaced meanwhile, opening a pipe must not wait for somebody who writes into it.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      return refusalOf(await file.stat()) ?? (await allOf(file, bytesMax));
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = codeOf(error) ?? 'unknown';
    return { ok: false, code, problem: failures[code] ?? `the file cannot be read (${code})` };
  }
}

/**
 * Why others must not be let read a file, as one sentence without the path: it might never end. Null where it may be read, and where
 * there is none. @param bytesMax the largest file that is read, in bytes. Never rejects.
 */
export async function endlessFileProblem(path: string, bytesMax: number): Promise<string | null> {
  try {
    const about = await stat(path);
    if (about.isDirectory()) return null;
    return (refusalOf(about) ?? (about.size > bytesMax ? tooLarge(bytesMax) : null))?.problem ?? null;
  } catch {
    return null;
  }
}

const failures: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'this is a folder, not a file',
  EACCES: 'the file may not be read by this user',
  EPERM: 'the file may not be read by this user',
  ELOOP: 'the links lead around in a circle',
};

type Refusal = Extract<FileBytes, { readonly ok: false }>;

function refusalOf(about: Stats): Refusal | null {
  if (about.isFile()) return null;
  if (about.isDirectory()) return { ok: false, code: 'EISDIR', problem: 'this is a folder, not a file' };
  const what = about.isFIFO() ? 'a pipe' : about.isSocket() ? 'a socket' : 'a device';
  return {
    ok: false,
    code: 'EFTYPE',
    problem: `this is ${what}, not a file: only a regular file is read, write what it gives into one`,
  };
}

function tooLarge(bytesMax: number): Refusal {
  return { ok: false, code: 'EFBIG', problem: `the file is too large: at most ${bytesMax} bytes are read` };
}

interface Readable {
  read(buffer: Buffer): Promise<{ readonly bytesRead: number }>;
}

/** The size that the system tells is not asked: a file grows, and some of the system's own say 0. */
async function allOf(file: Readable, bytesMax: number): Promise<FileBytes> {
  const chunks: Buffer[] = [];
  for (let length = 0; ;) {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    const { bytesRead } = await file.read(buffer);
    if (bytesRead === 0) return { ok: true, bytes: Buffer.concat(chunks) };
    length += bytesRead;
    if (length > bytesMax) return tooLarge(bytesMax);
    chunks.push(buffer.subarray(0, bytesRead));
  }
}
