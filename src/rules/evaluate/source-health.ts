// What the judgement must know of a source between two boards: whether it has been asked, where, and why its last look failed.

import type { Gap } from '../../domain/gap.ts';
import type { Iso } from '../board.ts';

export interface SourceHealth {
  readonly id: string;
  /** Polls that have ended. */
  readonly polls: number;
  /** Why the newest one failed as a whole; null when it did not. */
  readonly gap: Gap | null;
  /** When the newest one that has ended began; null before the first. */
  readonly lookedAt: Iso | null;
  /** The hosts on other machines at which it looks; none when it is left out. */
  readonly hosts?: readonly string[];
}
