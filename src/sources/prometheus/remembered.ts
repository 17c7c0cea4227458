// What a page's readers hold between their looks, as one text, by what each reads: a restart or a changed profile goes on with it.

import type { Instant } from '../../domain/clock.ts';
import type { SourceMemory } from '../source.ts';
import { trackedPointsMax } from './counter-track.ts';
import { digestOf } from './kept-track.ts';
import type { Reader, TrackMemory } from './reader.ts';
import type { PrometheusRead } from './options.ts';

/** What is written by another version is not read. */
const version = 1;
/** Of a number in JSON, with its comma; the guess need not be good. */
const charsOfNumber = 8;

interface Remembering {
  readonly read: PrometheusRead;
  readonly reader: Reader;
}

export class Remembered implements SourceMemory {
  /** By digest of what is read. */
  readonly #tracks: readonly { readonly reading: string; readonly memory: TrackMemory }[];

  constructor(readers: readonly Remembering[]) {
    this.#tracks = readers.flatMap(({ read, reader: { memory } }) =>
      memory ? [{ reading: digestOf(JSON.stringify(read)), memory }] : [],
    );
  }

  get doubts(): number {
    return this.#tracks.reduce((sum, { memory }) => sum + memory.failures, 0);
  }

  text(charsMax: number): string | null {
    const tracks = [...new Map(this.#tracks.map(({ reading, memory }) => [reading, memory]))];
    const charsOf = (pointsMax: number): number =>
      tracks.reduce((sum, [, memory]) => sum + memory.numbersWithin(pointsMax), 0) * charsOfNumber;
    for (let pointsMax = trackedPointsMax; pointsMax > 1; pointsMax = Math.floor(pointsMax * 0.8)) {
      if (charsOf(pointsMax) > charsMax) continue;
      const told = tracks.flatMap(([reading, memory]) => {
        const track = memory.told(pointsMax);
        return track === null ? [] : [[reading, track]];
      });
      if (told.length === 0) return null;
      const text = JSON.stringify({ version, tracks: told });
      if (text.length <= charsMax) return text;
    }
    return null;
  }

  /** @param text as it was kept; nobody knows by whom. */
  recall(text: string, now: Instant): void {
    const tracks = tracksIn(text);
    for (const { reading, memory } of this.#tracks) memory.recall(tracks.get(reading), now);
  }
}

function tracksIn(text: string): ReadonlyMap<unknown, unknown> {
  try {
    const told: unknown = JSON.parse(text);
    if (typeof told !== 'object' || told === null || !('version' in told) || told.version !== version)
      return new Map();
    const pairs = 'tracks' in told && Array.isArray(told.tracks) ? told.tracks : [];
    return new Map(
      pairs.flatMap((pair: unknown) => (Array.isArray(pair) ? [[pair[0], pair[1]] as const] : [])),
    );
  } catch {
    return new Map();
  }
}
