// What the verdict leaves out, in words.

import type { Status } from './status.ts';

interface Muted {
  /** What is muted, by status. */
  readonly muted: Readonly<Record<Status, number>>;
}

/** ` · 1 red, 2 unknown muted`: what stands beside the verdict, wherever that stands. */
export function mutedTail(board: Muted): string {
  const words = mutedTroubles(board);
  return words === '' ? '' : ` · ${words}`;
}

/** `1 red, 2 unknown muted`; nothing where what is muted is green. */
export function mutedTroubles({ muted }: Muted): string {
  const troubles = (['red', 'unknown', 'amber'] as const)
    .filter((status) => muted[status] > 0)
    .map((status) => `${muted[status]} ${status}`);
  return troubles.length === 0 ? '' : `${troubles.join(', ')} muted`;
}
