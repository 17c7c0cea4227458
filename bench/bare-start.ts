// B: what starting Node on a one-line module takes here and now, in milliseconds.
import { fileURLToPath } from 'node:url';
import { ptyTime } from './pty-time.ts';

const bare = fileURLToPath(new URL('programs/bare.mjs', import.meta.url));

export function bareStart(): Promise<number> {
  return ptyTime({ args: [bare], marker: /bare/ });
}
