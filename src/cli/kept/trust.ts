// Which profiles the person trusts to run commands: by their file, and by the digest of all that they are made of. It is asked for
// anew with each run, so that a trust that is given or taken back counts in a watch that is running.

import { join } from 'node:path';
import * as z from 'zod';
import { isoInstant, type Instant } from '../../domain/clock.ts';
import type { Profile } from '../../profile/profile.ts';
import type { Context } from '../context.ts';
import { PathFiles } from './path-files.ts';

const entrySchema = z.object({
  /** The profile's own file, absolute. */
  path: z.string(),
  /** Of its files as they were when it was trusted. */
  digest: z.string(),
  /** When it was trusted, ISO 8601. */
  at: z.string(),
});

export type TrustEntry = Readonly<z.output<typeof entrySchema>>;

/** Where trust is kept: a broken file trusts nothing. */
export function trustFiles({ configDir }: Pick<Context, 'configDir'>): PathFiles<TrustEntry> {
  return new PathFiles(join(configDir, 'trusted'), entrySchema, 'what is trusted');
}

export type TrustState = 'trusted' | 'changed' | 'untrusted';

/** Of the profile as it was loaded: what its files hold by now is not asked. */
export async function trustOf(
  { files: [path = ''], content }: Pick<Profile, 'files' | 'content'>,
  context: Pick<Context, 'configDir'>,
): Promise<TrustState> {
  const known = await trustFiles(context).get(path);
  if (!known) return 'untrusted';
  return known.digest === content ? 'trusted' : 'changed';
}

/** @throws LaunchwallError `usage` when it cannot be remembered. */
export async function trust(
  { files: [path = ''], content }: Pick<Profile, 'files' | 'content'>,
  at: Instant,
  context: Pick<Context, 'configDir'>,
): Promise<void> {
  await trustFiles(context).put({ path, digest: content, at: isoInstant(at) });
}

/** Whether it was trusted, in whatever state. */
export async function revoke(path: string, context: Pick<Context, 'configDir'>): Promise<boolean> {
  const files = trustFiles(context);
  const known = await files.get(path);
  await files.remove(path);
  return known !== null;
}
