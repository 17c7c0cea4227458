// Which profiles the person trusts to run commands: by their file, and by the digest of all that they are made of.
//
// A small file a profile, readable by its owner alone, and written in whole or not at all: whoever trusts or takes back another one
// at the same moment takes nothing from it. It is read anew whenever it is asked for, so that a trust that is given or taken back
// counts in a watch that is running.

import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { isoInstant, type Instant } from '../domain/clock.ts';
import { LaunchwallError } from '../domain/errors.ts';
import { messageOf } from '../domain/thrown.ts';
import type { Profile } from '../profile/profile.ts';
import type { Context } from './context.ts';

const folderName = 'trusted';

const entrySchema = z.object({ path: z.string(), digest: z.string(), at: z.string() });

export interface TrustEntry {
  /** The profile's own file, absolute. */
  readonly path: string;
  /** Of its files as they were when it was trusted. */
  readonly digest: string;
  /** When it was trusted, ISO 8601. */
  readonly at: string;
}

export function trustFolder({ configDir }: Pick<Context, 'configDir'>): string {
  return join(configDir, folderName);
}

/** Where the trust in the profile at this path is kept. */
export function trustFile(path: string, context: Pick<Context, 'configDir'>): string {
  const name = createHash('sha256').update(path).digest('hex').slice(0, 32);
  return join(trustFolder(context), `${name}.json`);
}

/** By path. A file that is broken or of another shape trusts nothing. */
export async function trustedProfiles(context: Pick<Context, 'configDir'>): Promise<readonly TrustEntry[]> {
  const names = await readdir(trustFolder(context)).catch(() => []);
  const entries = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readEntry(join(trustFolder(context), name))),
  );
  return entries
    .filter((entry) => entry !== null)
    .filter((entry, index, all) => all.findIndex(({ path }) => path === entry.path) === index)
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

async function readEntry(file: string): Promise<TrustEntry | null> {
  try {
    return entrySchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

export type TrustState = 'trusted' | 'changed' | 'untrusted';

/** Of the profile as it was loaded: what its files hold by now is not asked. */
export async function trustOf(
  { files, content }: Pick<Profile, 'files' | 'content'>,
  context: Pick<Context, 'configDir'>,
): Promise<TrustState> {
  const [path = ''] = files;
  const known = await readEntry(trustFile(path, context));
  if (known?.path !== path) return 'untrusted';
  return known.digest === content ? 'trusted' : 'changed';
}

/** @throws LaunchwallError `usage` when it cannot be remembered: a trust that is not kept must not look as if it were. */
export async function trust(
  { files, content }: Pick<Profile, 'files' | 'content'>,
  at: Instant,
  context: Pick<Context, 'configDir'>,
): Promise<void> {
  const [path = ''] = files;
  const entry: TrustEntry = { path, digest: content, at: isoInstant(at) };
  await keeping(trustFile(path, context), async (file) => {
    const fresh = `${file}.${randomUUID()}`;
    try {
      await mkdir(trustFolder(context), { recursive: true, mode: 0o700 });
      await writeFile(fresh, `${JSON.stringify(entry, null, 2)}\n`, { mode: 0o600 });
      await rename(fresh, file);
    } catch (error) {
      await rm(fresh, { force: true }).catch(() => undefined);
      throw error;
    }
  });
}

/** Whether it was trusted, in whatever state. */
export async function revoke(path: string, context: Pick<Context, 'configDir'>): Promise<boolean> {
  const file = trustFile(path, context);
  const known = await readEntry(file);
  await keeping(file, (kept) => rm(kept, { force: true, recursive: true }));
  return known !== null;
}

async function keeping(file: string, change: (file: string) => Promise<void>): Promise<void> {
  try {
    await change(file);
  } catch (error) {
    throw new LaunchwallError('usage', `what is trusted cannot be remembered in ${file}`, {
      details: [messageOf(error)],
      cause: error,
    });
  }
}
