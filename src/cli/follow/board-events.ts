// The boards of a running session, one after the other, until something ends the wait; and what the engine notices meanwhile.

import type { Engine } from '../../engine/engine.ts';
import type { Board } from '../../rules/board.ts';
import { printNote, type Context } from '../context.ts';
import type { Session } from '../session/session.ts';

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

/**
 * Says on stderr what nobody may miss who reads only the outcome: a program that stood still, a source that broke.
 * @returns ends it.
 */
export function sayNotices({ engine }: Session, context: Context): () => void {
  return engine.onEvent((event) => {
    if (event.type === 'notice' && event.notice.level !== 'info')
      printNote(context, `launchwall: ${event.notice.text}`);
  });
}
