// Runs a program of the bench under the program's own flags of Node; what it has measured is one JSON object on its stdout.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Bundle } from './bundle.ts';
import { programFlags } from './program-flags.ts';

export async function measuredBy(
  bundle: Bundle | null,
  args: readonly (string | number)[],
  more: { readonly flags?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Record<string, number>> {
  const { flags = [], env = {} } = more;
  const words = [...programFlags, ...flags, bundle?.main ?? '', ...args.map(String)];
  const { stdout } = await promisify(execFile)(process.execPath, words, { env: { ...process.env, ...env } });
  return JSON.parse(stdout) as Record<string, number>;
}
