// Writes a report so that the file is either the old one or the whole new one, never half of it.

import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { LaunchwallError } from '../domain/errors.ts';
import { cleanLines } from '../domain/text.ts';
import { codeOf } from '../domain/thrown.ts';

const problems: Readonly<Record<string, string>> = {
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'this is a folder',
  EEXIST: 'this is a folder',
  ENOTEMPTY: 'this is a folder',
  EACCES: 'this account may not write there',
  EPERM: 'this account may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'the name is too long',
};

/**
 * Writes beside the target, flushes to the disk, and puts it into place in one step.
 * @returns the absolute path.
 * @throws LaunchwallError with the path and the reason; nothing of the attempt is left behind.
 */
export async function writeReport(path: string, text: string): Promise<string> {
  const target = resolve(path);
  const folder = dirname(target);
  const draft = join(folder, `.${basename(target).slice(0, 100)}.${randomUUID()}.tmp`);
  try {
    // What lies in a file is read on a terminal, too.
    await writeThrough(draft, cleanLines(text));
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw new LaunchwallError('usage', `the report cannot be written to ${target}: ${problemOf(error)}`, {
      hint: 'name a file in a folder that exists and can be written to: -o FILE',
      cause: error,
    });
  }
  await flushFolder(folder);
  return target;
}

async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the new name last, too; some systems cannot flush a folder, and then the file is there all the same. */
async function flushFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows and some network file systems refuse this.
  }
}

function problemOf(error: unknown): string {
  const code = codeOf(error);
  if (code === null) return String(error);
  return `${problems[code] ?? 'the system refused'} (${code})`;
}
