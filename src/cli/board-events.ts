// The boards of a running session, one after the other, until something ends the wait.

import type { Engine } from '../engine/engine.ts';
import type { Board } from '../rules/board.ts';

/** Resolves with the first thing that `look` finds in a board, or with null when the signal aborts before. */
export function firstBoard<Found>(
  engine: Engine,
  signal: AbortSignal,
  look: (board: Board) => Found | null,
): Promise<Found | null> {
  return new Promise((resolve) => {
    const end = (found: Found | null): void => {
      unsubscribe();
      signal.removeEventListener('abort', stopped);
      resolve(found);
    };
    const stopped = (): void => end(null);
    const check = (): void => {
      const found = look(engine.wall.get().board);
      if (found !== null) end(found);
    };
    const unsubscribe = engine.wall.subscribe(check);
    signal.addEventListener('abort', stopped);
    if (signal.aborted) stopped();
    else check();
  });
}
