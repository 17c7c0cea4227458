// How the gate stands, board by board: a go that has held is one once the last look agrees.

import { isoInstant, type Instant, type Milliseconds } from '../../domain/clock.ts';
import type { Unanswered } from '../../engine/last-look.ts';
import type { Board } from '../../rules/board.ts';
import { criterionLooks, type LookPlan } from '../../rules/evaluate/look-plan.ts';
import type { Plan } from '../../rules/plan.ts';
import { goStreak, type GoStreak } from '../../rules/launch/gate.ts';
import { gateEnd, type GateState } from './gate-words.ts';

interface Looking {
  readonly since: Instant;
  /** @param plan a part of what is looked at; all of it when left out. */
  unanswered(plan?: LookPlan): readonly Unanswered[];
}

export class GateWatch {
  readonly #plan: Plan;
  readonly #hold: Milliseconds;
  readonly #ask: () => Looking;
  #streak: GoStreak | null = null;
  #looking: Looking | null = null;

  /** @param ask begins the last look. */
  constructor(plan: Plan, hold: Milliseconds, ask: () => Looking) {
    this.#plan = plan;
    this.#hold = hold;
    this.#ask = ask;
  }

  /** @param board the newest one: what has been answered by now is in it. */
  look(board: Board): GateState {
    const streak = (this.#streak = goStreak(this.#streak, board));
    const end = gateEnd(board, streak, this.#hold);
    if (end !== 'go') {
      // A go that is lost and found again is looked at anew.
      this.#looking = null;
      return { board, streak, end, lastLook: null, unconfirmed: new Map() };
    }
    const looking = (this.#looking ??= this.#ask());
    const unanswered = looking.unanswered();
    const lastLook = { since: isoInstant(looking.since), unanswered };
    const unconfirmed = unanswered.length === 0 ? new Map() : this.#unconfirmed(board, looking);
    return { board, streak, end: unanswered.length === 0 ? 'go' : 'unknown', lastLook, unconfirmed };
  }

  /** What is not required is not asked either. */
  #unconfirmed({ gate }: Board, looking: Looking): GateState['unconfirmed'] {
    const required = gate.criteria.filter((criterion) => criterion.required);
    return new Map(required.map(({ id }) => [id, looking.unanswered(criterionLooks(this.#plan, id))]));
  }
}
