// A digest of every board and transition of some runs: the same on every machine, in every time zone.
import { createHash } from 'node:crypto';
import { drawScript } from './widen.ts';
import { World } from './world.ts';

export function digestOf(seeds: readonly number[], reversed = false): string {
  const hash = createHash('sha256');
  for (const seed of seeds)
    for (const { board, transitions } of new World(drawScript(seed), reversed).moments())
      hash.update(JSON.stringify([board, transitions]));
  return hash.digest('hex');
}
