// A folder of its own for each test, taken away afterwards.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { LoadOptions } from '../../../src/profile/load.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import type { Profile, ProfileResult } from '../../../src/profile/profile.ts';
import { testKinds } from './kinds.ts';

export interface Folder {
  readonly path: string;
  write(name: string, text: string | Uint8Array): Promise<string>;
  options(env?: Record<string, string>): LoadOptions;
}

export async function temporaryFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'launchwall-profile-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return {
    path,
    async write(name, text) {
      const file = join(path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      return file;
    },
    options: (env = {}) => ({
      cwd: path,
      configDir: join(path, 'config'),
      shippedDir: join(path, 'shipped'),
      env,
      kinds: testKinds,
    }),
  };
}

/** Loads one file with this text. */
export async function loadText(
  text: string | Uint8Array,
  env: Record<string, string> = {},
): Promise<ProfileResult> {
  const folder = await temporaryFolder();
  const file = await folder.write('p.yaml', text);
  return loadProfile(file, folder.options(env));
}

/** `line:column path: message` for each finding; warnings begin with `warning`. */
export function told(result: ProfileResult): string[] {
  const all = result.ok ? result.profile.warnings : result.diagnostics;
  return all.map(
    ({ severity, line, column, path, message }) =>
      `${severity === 'warning' ? 'warning ' : ''}${line}:${column} ${path}: ${message}`,
  );
}

export function loaded(result: ProfileResult): Profile {
  if (!result.ok) throw new Error(told(result).join('\n'));
  return result.profile;
}
