// What has been while it was watched: how each metric stood, and the last transitions, newest first.

import type { Series } from '../domain/series.ts';
import type { Board, Transition } from '../rules/board.ts';
import type { Plan } from '../rules/plan.ts';
import { transitionsMax, type Bucket, type Span, type WallSnapshot } from './snapshot.ts';
import { StatusHistory } from './status-history.ts';

export class Past {
  readonly #statuses = new StatusHistory();
  #transitions: readonly Transition[] = [];
  #dropped = 0;

  /** After each judgement. @param transitions oldest first. */
  look({ at, metrics }: Board, transitions: readonly Transition[], plan: Plan): void {
    this.#statuses.look(Date.parse(at), metrics, plan.metrics);
    if (transitions.length === 0) return;
    const all = [...transitions.toReversed(), ...this.#transitions];
    this.#dropped += Math.max(0, all.length - transitionsMax);
    this.#transitions = all.slice(0, transitionsMax);
  }

  /** The last transitions, and how many have been let go of since there are so many. */
  get transitions(): Pick<WallSnapshot, 'transitions' | 'transitionsDropped'> {
    return { transitions: this.#transitions, transitionsDropped: this.#dropped };
  }

  buckets(metric: string, series: Series | undefined, span: Span, cells: number): readonly Bucket[] {
    return this.#statuses.buckets(metric, series, span, cells);
  }
}
