// The last look before a decision (docs/judgement.md §8.10): every source that it stands on is asked once more, all together. It is the look
// that must be new; the value may carry an older instant, as long as it counts.

import { clockTime, type Instant } from '../domain/clock.ts';
import { exactDuration, formatDuration } from '../domain/duration.ts';
import { isAnswer, type LookPlan, type WantedOfSource } from '../rules/evaluate/look-plan.ts';
import type { Look } from './look.ts';
import type { PolledSource } from './poller.ts';

/** What is looked at, and who can be asked to. */
interface Asked {
  source(id: string): PolledSource | null;
  /** @returns the instant from which on a look is new. */
  askAgain(ids: readonly string[]): Instant;
}

/** A source whose last look has given no value yet, and why as far as that is known. */
export interface Unanswered {
  readonly source: string;
  /** Its look has ended without one; is under way; or the other end has asked to be left alone until later. */
  readonly state: 'failed' | 'awaited' | 'later';
  readonly why: string;
}

export class LastLook {
  readonly #asked: Asked;
  readonly #plan: LookPlan;
  readonly since: Instant;

  /** Asks all of them. */
  constructor(plan: LookPlan, asked: Asked) {
    this.#asked = asked;
    this.#plan = plan;
    this.since = asked.askAgain([...plan.keys()]);
  }

  /**
   * The sources that have not answered with a value since they were asked, in the profile's order.
   * @param plan a part of what was asked; all of it when left out.
   */
  unanswered(plan: LookPlan = this.#plan): readonly Unanswered[] {
    return unanswered(plan, (id) => this.#asked.source(id), this.since);
  }
}

/** @param since from which instant on a look counts. */
export function unanswered(
  plan: LookPlan,
  source: (id: string) => PolledSource | null,
  since: Instant,
): readonly Unanswered[] {
  return [...plan].flatMap(([id, wanted]): readonly Unanswered[] => {
    const polled = source(id);
    const look = polled?.look ?? null;
    // What is not run again counts by its newest look, unless another one is due.
    const isNew = look !== null && (look.begunAt >= since || (polled?.isRun === true && !polled.isDue));
    const missing = (look?.gaps ?? []).find(({ metric, reason }) => {
      const want = wanted.get(metric);
      return want !== undefined && !isAnswer(reason, want);
    });
    if (isNew && missing === undefined) return outdated(id, wanted, look);
    if (!isNew) return [{ source: id, ...waitingFor(polled) }];
    return [{ source: id, state: 'failed', why: missing?.message ?? '' }];
  });
}

/** What is told now may speak of then: a cache's answer is looked at anew and says nothing new. */
function outdated(source: string, wanted: WantedOfSource, { older }: Look): readonly Unanswered[] {
  for (const { metric, ms } of older) {
    const staleAfter = wanted.get(metric)?.staleAfter ?? Number.POSITIVE_INFINITY;
    if (ms < staleAfter) continue;
    const why = `its answer for ${metric} is ${formatDuration(ms)} old; a value counts for ${exactDuration(staleAfter)}`;
    return [{ source, state: 'failed', why }];
  }
  return [];
}

function waitingFor(polled: PolledSource | null): Pick<Unanswered, 'state' | 'why'> {
  const until = polled?.look?.leftAloneUntil ?? null;
  if (polled === null || until === null || polled.isDue) return { state: 'awaited', why: 'no answer yet' };
  return { state: 'later', why: `to be left alone until ${clockTime(until)}` };
}
