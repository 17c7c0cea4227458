// Which profiles the person trusts to run commands: by their file, and by the digest of all that they are made of.
//
// A small file of its own, readable by its owner alone, and written in whole or not at all. It is read anew whenever it is
// asked for, so that a trust that is given or taken back counts in a watch that is running.

import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { isoInstant, type Instant } from '../domain/clock.ts';
import { LaunchwallError } from '../domain/errors.ts';
import { messageOf } from '../domain/thrown.ts';
import type { Profile } from '../profile/profile.ts';
import type { Context } from './context.ts';

const fileName = 'trusted.json';

const trustSchema = z.object({
  profiles: z.record(z.string(), z.object({ digest: z.string(), at: z.string() })),
});

export interface TrustEntry {
  /** The profile's own file, absolute. */
  readonly path: string;
  /** Of its files as they were when it was trusted. */
  readonly digest: string;
  /** When it was trusted, ISO 8601. */
  readonly at: string;
}

export function trustFile({ configDir }: Pick<Context, 'configDir'>): string {
  return join(configDir, fileName);
}

/** A file that is missing, broken or of another shape trusts nothing. */
export async function trustedProfiles(context: Pick<Context, 'configDir'>): Promise<readonly TrustEntry[]> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(trustFile(context), 'utf8'));
  } catch {
    return [];
  }
  const { data } = trustSchema.safeParse(json);
  return Object.entries(data?.profiles ?? {}).map(([path, { digest, at }]) => ({ path, digest, at }));
}

export type TrustState = 'trusted' | 'changed' | 'untrusted';

/** Of the profile as it was loaded: what its files hold by now is not asked. */
export async function trustOf(
  { files, content }: Pick<Profile, 'files' | 'content'>,
  context: Pick<Context, 'configDir'>,
): Promise<TrustState> {
  const entries = await trustedProfiles(context);
  const known = entries.find(({ path }) => path === files[0]);
  if (!known) return 'untrusted';
  return known.digest === content ? 'trusted' : 'changed';
}

/** @throws LaunchwallError `usage` when it cannot be remembered: a trust that is not kept must not look as if it were. */
export async function trust(
  { files, content }: Pick<Profile, 'files' | 'content'>,
  at: Instant,
  context: Pick<Context, 'configDir'>,
): Promise<void> {
  const [path = ''] = files;
  const others = (await trustedProfiles(context)).filter((entry) => entry.path !== path);
  await write([...others, { path, digest: content, at: isoInstant(at) }], context);
}

/** Whether it was trusted, in whatever state. */
export async function revoke(path: string, context: Pick<Context, 'configDir'>): Promise<boolean> {
  const entries = await trustedProfiles(context);
  const rest = entries.filter((entry) => entry.path !== path);
  if (rest.length === entries.length) return false;
  await write(rest, context);
  return true;
}

async function write(entries: readonly TrustEntry[], context: Pick<Context, 'configDir'>): Promise<void> {
  const file = trustFile(context);
  const fresh = `${file}.${randomUUID()}`;
  const profiles = Object.fromEntries(entries.map(({ path, digest, at }) => [path, { digest, at }]));
  try {
    await mkdir(context.configDir, { recursive: true });
    await writeFile(fresh, `${JSON.stringify({ profiles }, null, 2)}\n`, { mode: 0o600 });
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => undefined);
    throw new LaunchwallError('usage', `what is trusted cannot be remembered in ${file}`, {
      details: [messageOf(error)],
      cause: error,
    });
  }
}
