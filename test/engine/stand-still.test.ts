// What is said of a tick that comes far too late.
import { expect, test } from 'vitest';
import { standStillWords } from '../../src/engine/stand-still.ts';

const due = Date.UTC(2026, 11, 1, 15);

test.each<readonly [string, Parameters<typeof standStillWords>[0], RegExp | null]>([
  ['in time', { due, now: due + 20, scale: 1, lagMs: 20 }, null],
  ['a busy moment', { due, now: due + 1_900, scale: 1, lagMs: 1_900 }, null],
  ['a drill, in which a second is twenty', { due, now: due + 20_000, scale: 20, lagMs: 1_000 }, null],
  [
    'stopped',
    { due, now: due + 6_000, scale: 1, lagMs: 6_000 },
    /^this program stood still for 6s \(from 15:00:00 to 15:00:06\)/,
  ],
  [
    'a closed lid: the monotonic clock stood',
    { due, now: due + 3_600_000, scale: 1, lagMs: 3 },
    /^the machine's clock went ahead by 1h/,
  ],
])('%s', (_name, late, words) => {
  if (words === null) expect(standStillWords(late)).toBeNull();
  else expect(standStillWords(late)).toMatch(words);
});
