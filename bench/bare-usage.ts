// What bare Node uses here and now: CPU is held against CPU, since on a busy machine the time that passes says little of it.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const bare = fileURLToPath(new URL('programs/bare-usage.mjs', import.meta.url));

/** Memory in bytes, CPU in milliseconds. */
export async function bareUsage(): Promise<{ readonly memory: number; readonly cpu: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, [bare]);
  return JSON.parse(stdout) as { memory: number; cpu: number };
}
