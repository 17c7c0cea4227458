// What `launchwall gate` says: how the gate stands, what is missing in the order in which to go about it, and how it ended.

import { exactDuration, formatDuration, printDuration } from '../../domain/duration.ts';
import type { Milliseconds } from '../../domain/clock.ts';
import { escapedJson, plainText } from '../../domain/text.ts';
import type { Unanswered } from '../../engine/last-look.ts';
import type { Board, CriterionState, Iso } from '../../rules/board.ts';
import { gateOutcome, missingInOrder, heldFor, type GoStreak } from '../../rules/launch/gate.ts';
import { mutedTail } from '../../domain/muted.ts';
import { gateWaits } from '../../rules/lint/gate-warm-up.ts';
import type { Plan } from '../../rules/plan.ts';
import { warmUpWords } from '../../rules/lint/warm-up.ts';
import { withoutAnswer } from '../../rules/draw/without-answer.ts';

export type GateEnd = 'go' | 'no-go' | 'unknown';

export const gateExitCodes: Readonly<Record<GateEnd, number>> = { go: 0, 'no-go': 1, unknown: 3 };

const lineLengthMax = 1_000;

/** What the gate comes to now: a go counts once it has held. */
export function gateEnd(board: Board, streak: GoStreak | null, hold: Milliseconds): GateEnd {
  if (board.gate.verdict === 'go') return (heldFor(streak) ?? -1) >= hold ? 'go' : 'no-go';
  const outcome = gateOutcome(board.gate);
  return outcome === 'go' ? 'no-go' : outcome;
}

/** What takes longer after this start than there is time; it is waited for all the same. */
export function waitLines(plan: Plan, timeout: Milliseconds, hold: Milliseconds): readonly string[] {
  const within = hold === 0 ? '' : ` leaves beside --hold ${printDuration(hold)}`;
  const words = gateWaits(plan, timeout - hold).map(
    ({ wait }) =>
      `launchwall: ${warmUpWords(wait)}: longer than --timeout ${printDuration(timeout)}${wait.takes > timeout ? '' : within}`,
  );
  return [...new Set(words)];
}

/** How the gate stands with one board. */
export interface GateState {
  readonly board: Board;
  readonly streak: GoStreak | null;
  readonly end: GateEnd;
  /** Once the go has held: what its last look still waits for, from `since` on. Null before that. */
  readonly lastLook: { readonly since: Iso; readonly unanswered: readonly Unanswered[] } | null;
  /** By criterion: the sources that it stands on and that have given its last look no value. */
  readonly unconfirmed: ReadonlyMap<string, readonly Unanswered[]>;
}

/**
 * The criteria as they stand with the last look: what has no value in it does not pass by what was known before.
 * @param isOver as of the headline.
 */
export function gateCriteria(
  { board, unconfirmed }: GateState,
  { isOver }: { readonly isOver: boolean },
): readonly CriterionState[] {
  const why = [...unconfirmed].flatMap(([id, unanswered]) => {
    const without = unanswered.find(({ state }) => isWithout(state, isOver));
    return without ? [[id, `${without.source}: ${without.why}`] as const] : [];
  });
  return withoutAnswer(board, { metrics: new Map(), criteria: new Map(why) }).gate.criteria;
}

/** What is only awaited may still give its value, as long as there is time. */
function isWithout(state: Unanswered['state'], isOver: boolean): boolean {
  return isOver || state !== 'awaited';
}

/**
 * `NO-GO: 2 of 5 required criteria are missing`, `GO for 2m of 5m`, and what is muted.
 * @param isOver nothing more is waited for: what has not answered by now has given no value.
 */
export function gateHeadline(
  state: GateState,
  hold: Milliseconds,
  { isOver }: { readonly isOver: boolean },
): string {
  return `${headlineAlone(state, hold, isOver)}${mutedTail(state.board)}`;
}

function headlineAlone({ board, streak, lastLook }: GateState, hold: Milliseconds, isOver: boolean): string {
  const required = board.gate.criteria.filter((criterion) => criterion.required).length;
  const missing = missingInOrder(board.gate.criteria).length;
  const held = heldFor(streak);
  if (held !== null) {
    const all = `all ${required} required criteria are met`;
    const lasted = hold === 0 ? all : `${all}, and have been for ${exactDuration(hold)}`;
    const unanswered = lastLook?.unanswered ?? [];
    const without = unanswered.filter(({ state }) => isWithout(state, isOver));
    if (without.length > 0) {
      const before = `all ${required} required criteria were met`;
      const had = hold === 0 ? before : `${before}, and had been for ${exactDuration(hold)}`;
      return `CANNOT TELL: ${had}, but the last look has no value from ${without.map(sourceWords).join(', ')}`;
    }
    if (unanswered.length > 0) return `GO, but for the last look: ${lasted}; asking everything once more`;
    if (held >= hold) return `GO: ${lasted}`;
    return `GO, but only for ${formatDuration(held - (held % 1_000))} of ${exactDuration(hold)}: ${all}`;
  }
  if (required === 0) return 'NO-GO: the profile names no required criterion';
  const word = gateOutcome(board.gate) === 'unknown' ? 'CANNOT TELL' : 'NO-GO';
  return `${word}: ${missing} of ${required} required criteria ${missing === 1 ? 'is' : 'are'} missing`;
}

/** `api (no answer within 3s)` */
function sourceWords({ source, why }: Unanswered): string {
  return `${source} (${why})`;
}

/**
 * `1. fix: Ledger is balanced: -0.0042 != 0`: one line a criterion that is missing.
 * @param profile as it was given: what the lines say to run must find it again.
 */
export function missingLines(criteria: readonly CriterionState[], profile: string): readonly string[] {
  return missingInOrder(criteria).map((criterion, index) =>
    plainText(`${index + 1}. ${whatToDo(criterion, profile)}`, lineLengthMax),
  );
}

function whatToDo({ status, kind, text, evidence, id, refs }: CriterionState, profile: string): string {
  const why = evidence === null ? '' : `: ${evidence}`;
  if (kind === 'manual') return `sign: ${text}${why} (launchwall sign ${profile} ${refs[0] ?? id})`;
  return `${status === 'fail' ? 'fix' : 'find out'}: ${text}${why}`;
}

/** Nothing more is waited for. */
export function gateJson(state: GateState): string {
  const { board, end, streak, lastLook } = state;
  const criteria = gateCriteria(state, { isOver: true });
  const missing = missingInOrder(criteria).map(({ id, refs, text, kind, status, evidence }) => ({
    id,
    refs,
    text,
    kind,
    status,
    evidence,
  }));
  const json = {
    schema: 'launchwall.gate/1',
    at: board.at,
    profile: board.profile.name,
    outcome: end,
    muted: board.muted,
    goSince: streak?.since ?? null,
    lastLook,
    missing,
    criteria,
  };
  return escapedJson(JSON.stringify(json, null, 2));
}
