// The last transitions, newest first, and how many have been dropped since there are so many.

import type { Transition } from '../rules/board.ts';
import { transitionsMax } from './snapshot.ts';

export class TransitionLog {
  #kept: readonly Transition[] = [];
  #dropped = 0;

  get kept(): readonly Transition[] {
    return this.#kept;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** @param transitions oldest first. */
  add(transitions: readonly Transition[]): void {
    if (transitions.length === 0) return;
    const all = [...transitions.toReversed(), ...this.#kept];
    this.#dropped += Math.max(0, all.length - transitionsMax);
    this.#kept = all.slice(0, transitionsMax);
  }
}
