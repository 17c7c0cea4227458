// Writes a report so that the file is either the old one or the whole new one, never half of it.

import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, link, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cleanLines } from '../domain/text.ts';
import { codeOf } from '../domain/thrown.ts';
import { unwritable, type ReportTarget } from './target.ts';

/** Of what nobody but the person needs to read. */
const ownMode = 0o600;

/**
 * Writes to a place that may be written to, and flushes it to the disk. A new file is for its owner alone; one that is there keeps its
 * mode and its owner.
 * @throws LaunchwallError with the path and the reason; nothing of the attempt is left behind.
 */
export async function writeReport(
  place: Exclude<ReportTarget, { kind: 'stdout' }>,
  text: string,
): Promise<void> {
  // What lies in a file is read on a terminal, too.
  const clean = cleanLines(text);
  try {
    if (place.kind === 'stream') await writeInto(place.path, clean);
    else if (place.kind === 'new') await create(place.path, clean);
    else await replace(place.path, place.about, clean);
  } catch (error) {
    throw unwritable(place.path, error);
  }
}

async function create(path: string, text: string): Promise<void> {
  await throughDraft(path, text, ownMode, async (draft) => {
    try {
      // Unlike a rename this puts it over nothing that has come meanwhile.
      await link(draft, path);
      await rm(draft);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') throw error;
      await rename(draft, path);
    }
  });
}

async function replace(path: string, about: Stats, text: string): Promise<void> {
  // A rename asks only the folder.
  await access(path, constants.W_OK);
  const isOurs = about.uid === process.geteuid?.() && about.gid === process.getegid?.();
  // What has other names, or another owner, would be another file afterwards; and a folder may be closed whose files are open.
  const isDraftable = await mayWrite(dirname(path));
  if (about.nlink > 1 || !isOurs || !isDraftable) {
    // What it holds is given up only once there has been room for what is to take its place.
    if (isDraftable) await throughDraft(path, text, ownMode, (draft) => rm(draft));
    return writeThrough(await open(path, 'r+'), text);
  }
  await throughDraft(path, text, about.mode & 0o7777, (draft) => rename(draft, path));
}

function mayWrite(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Writes beside the target, and has it put into place in one step. */
async function throughDraft(
  path: string,
  text: string,
  mode: number,
  put: (draft: string) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  const draft = join(folder, `.${basename(path).slice(0, 100)}.${randomUUID()}.tmp`);
  try {
    const file = await open(draft, 'wx', ownMode);
    await writeThrough(file, text, mode);
    await put(draft);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw error;
  }
  await flushFolder(folder);
}

async function writeThrough(file: FileHandle, text: string, mode?: number): Promise<void> {
  try {
    if (mode !== undefined) await file.chmod(mode);
    await file.truncate();
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writeInto(path: string, text: string): Promise<void> {
  // To wait for somebody who reads from a pipe could last for ever: what opens at once here opens at once below.
  const door = await open(path, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0));
  try {
    // A file that somebody has open may hold something already.
    const file = await open(path, constants.O_WRONLY | constants.O_APPEND);
    try {
      await file.writeFile(text, 'utf8');
    } finally {
      await file.close();
    }
  } finally {
    await door.close();
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
