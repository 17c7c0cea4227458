// What the judgement must know of a source between two boards: whether it has been asked, and why its last look failed.

import type { Gap } from '../domain/gap.ts';

export interface SourceHealth {
  readonly id: string;
  /** Polls that have ended. */
  readonly polls: number;
  /** Why the newest one failed as a whole; null when it did not. */
  readonly gap: Gap | null;
}
