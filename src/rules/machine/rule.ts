// The state machine of a rule: a metric's alert, a hint, an incident (docs/conditions.md §8.4).
//
//   inactive ──true──▶ pending ──held for its `for`──▶ firing ──false──▶ holding ──false for `hold`──▶ inactive
//                        │ false                          ▲                 │ true
//                        ▼                                └─────────────────┘
//                     inactive
//
// What cannot be told changes no state: a pending one waits, a firing one stays firing. A red ends on fresh evidence only.

import type { Instant } from '../../domain/clock.ts';
import type { Truth } from '../condition/compare.ts';
import { evaluateLeaf, isMissingDue, leafTruth, stepOnNone, stepOnSamples, stepOnTime } from './leaf.ts';
import type { Facts } from '../condition/compile.ts';
import type { News } from './news.ts';
import { freshRuleMemory, type RuleMemory, type RuleSetup, type RuleStateName } from './rule-memory.ts';
import { endPeriods, isToldAt, newestDue, stepPeriods } from './period-leaf.ts';

/**
 * Metrics of which nothing can be told although readings are there: what they need is down. A test of time itself (`age`)
 * still tells how old what is calculated has become, when all that it lacks is a reading of one of its inputs.
 */
export type IsBlocked = (metric: string, timed: boolean) => boolean;

/** What is looked at before the first look. */
const nothingKnown: Facts = {
  series: () => undefined,
  staleAfter: () => 0,
  untold: () => true,
  status: () => null,
  watchedSince: () => 0,
  missedAt: () => null,
  emptyAt: () => null,
  goneAt: () => null,
};

export class RuleMachine {
  readonly setup: RuleSetup;
  /** Whether anything in the rule can change without a sample. */
  readonly ticks: boolean;
  readonly #memory: RuleMemory;
  // The look that is being judged. Set with each one: an object for it would be one more with each sample.
  #facts = nothingKnown;
  #at: Instant = 0;
  #isBlocked: IsBlocked | undefined;

  private constructor(setup: RuleSetup, memory: RuleMemory) {
    this.setup = setup;
    this.#memory = memory;
    this.ticks = setup.leaves.some(
      ({ compiled, form, policy }) =>
        compiled.timed || form !== null || policy === 'bad' || policy === 'good',
    );
  }

  /** Goes on from a memory, and changes it. A comparison of which it keeps nothing cannot be told; what it keeps beyond them stays. */
  static from(setup: RuleSetup, memory: RuleMemory = freshRuleMemory(setup)): RuleMachine {
    return new RuleMachine(setup, memory);
  }

  get memory(): RuleMemory {
    return this.#memory;
  }

  get isOn(): boolean {
    const { state } = this.#memory;
    return state === 'firing' || state === 'holding';
  }

  /** Takes in the evidence at `at`; earlier than what has been judged when it came late. */
  step(facts: Facts, at: Instant, { touched, fresh, expired, ended }: News, isBlocked?: IsBlocked): void {
    const { setup } = this;
    const memory = this.#memory;
    const clock = memory.steppedAt;
    let told = fresh === touched || setup.compiled.metrics.some((metric) => fresh.has(metric));
    this.#look(facts, at, isBlocked);
    this.#judgePeriodsDue(at);
    const now = Math.max(memory.steppedAt ?? at, at);
    let pointless = setup.mode === 'fresh' && setup.leaves.some(({ form }) => form !== null);
    for (const [index, leaf] of setup.leaves.entries()) {
      const leafMemory = memory.leaves[index];
      if (!leafMemory) continue;
      const concerned = leaf.compiled.metrics.some((metric) => touched.has(metric));
      if (setup.mode === 'prometheus') evaluateLeaf(leaf, leafMemory, facts, now);
      else if (ended) {
        if (concerned && leaf.form !== null) endPeriods(leaf, leaf.form, leafMemory, facts, now);
        else if (concerned && stepOnNone(leaf, leafMemory, facts, now)) told = true;
      } else if (leaf.form && concerned) {
        const due = newestDue(leaf, leaf.form, facts, at);
        if (due !== null) stepPeriods(leaf, leaf.form, leafMemory, facts, due, at);
        pointless &&= !isToldAt(leaf.form, leafMemory, at);
      } else if (leaf.compiled.timed) stepOnTime(leaf, leafMemory, facts, now);
      else if (concerned) stepOnSamples(leaf, leafMemory, facts, at, now);
      if (concerned && leaf.form === null) pointless = false;
    }
    // A reading of which a leaf's function can tell nothing is no point of its period.
    if (pointless && !ended) told = false;
    this.#conclude(at, told);
    if (expired || (ended && !told)) memory.steppedAt = clock;
  }

  /** Lets time pass: what changes without a sample is `age`, `absent`, `is`, a period that is due, and missing data. */
  tick(facts: Facts, now: Instant, isBlocked?: IsBlocked): void {
    if (!this.ticks) return;
    this.#look(facts, now, isBlocked);
    this.#judgePeriodsDue(Number.POSITIVE_INFINITY);
    let passed = false;
    for (const [index, leaf] of this.setup.leaves.entries()) {
      const leafMemory = this.#memory.leaves[index];
      if (!leafMemory || leaf.form || !(leaf.compiled.timed || isMissingDue(leaf, leafMemory, facts, now)))
        continue;
      stepOnTime(leaf, leafMemory, facts, now);
      passed = true;
    }
    if (passed) this.#conclude(now);
  }

  #look(facts: Facts, at: Instant, isBlocked: IsBlocked | undefined): void {
    this.#facts = facts;
    this.#at = at;
    this.#isBlocked = isBlocked;
  }

  /** Judges the periods that are due and end before `before`, one after the other. */
  #judgePeriodsDue(before: Instant): void {
    const { leaves } = this.setup;
    if (!leaves.some(({ form }) => form !== null)) return;
    for (const end of this.#periodsDue()) {
      if (end >= before) return;
      let told = false;
      for (const [index, leaf] of leaves.entries()) {
        const leafMemory = this.#memory.leaves[index];
        const due = leaf.form && newestDue(leaf, leaf.form, this.#facts, this.#at);
        if (!leafMemory || !leaf.form || due === null || due < end || end % leaf.form.period !== 0) continue;
        if (end <= (leafMemory.periods.at(-1)?.at ?? Number.NEGATIVE_INFINITY)) continue;
        stepPeriods(leaf, leaf.form, leafMemory, this.#facts, end, null);
        told ||= leafMemory.state.lastEvidenceAt === end;
      }
      this.#conclude(end, told);
    }
  }

  /** Ends of periods that have become due since the last one was judged, oldest first. */
  #periodsDue(): readonly Instant[] {
    const ends = new Set<Instant>();
    for (const [index, leaf] of this.setup.leaves.entries()) {
      const due = leaf.form && newestDue(leaf, leaf.form, this.#facts, this.#at);
      if (!leaf.form || due === null) continue;
      const { period, of } = leaf.form;
      const last = this.#memory.leaves[index]?.periods.at(-1)?.at ?? due - period;
      // Beyond two ranges without a point nothing changes any more, until the last ones.
      const span = (3 * of + 4) * period;
      for (let end = last + period; end <= due; end += period) {
        if (end > last + span) end = Math.max(end, due - span);
        ends.add(end);
      }
    }
    return [...ends].sort((left, right) => left - right);
  }

  /**
   * The rule's state follows from what its leaves say; its time is never turned back.
   * @param told there is evidence of this instant; a period without a point is none, and no red ends by it.
   */
  #conclude(at: Instant, told = true): void {
    const memory = this.#memory;
    const now = Math.max(memory.steppedAt ?? at, at);
    memory.steppedAt = now;
    const raw = this.truth('raw', now, this.#isBlocked);
    const matured = this.truth('matured', now, this.#isBlocked);
    memory.truth = matured;
    if (told || !this.isOn || matured === true) this.#move(raw, matured, now);
  }

  /**
   * What the whole rule says at `at`: its leaves' words while they are fresh.
   * @param unseen what rests on one of these cannot be told.
   */
  truth(
    kind: 'raw' | 'matured',
    at: Instant,
    isBlocked?: IsBlocked,
    unseen?: (metric: string) => boolean,
  ): Truth {
    const { setup } = this;
    const memory = this.#memory;
    return setup.compiled.combine((index) => {
      const leaf = memory.leaves[index];
      const leafSetup = setup.leaves[index];
      if (unseen && leafSetup?.compiled.metrics.some(unseen)) return null;
      const compared = leafSetup?.compiled.leaf.type === 'comparison' || leafSetup?.compiled.needsWord;
      if (isBlocked && compared) {
        const { metrics, timed } = leafSetup.compiled;
        if (metrics.some((metric) => isBlocked(metric, timed))) return null;
      }
      return leaf && leafSetup ? leafTruth(leafSetup, leaf, kind, at) : null;
    });
  }

  #move(raw: Truth, matured: Truth, at: Instant): void {
    const memory = this.#memory;
    if (raw === true || matured === true) memory.confirmedAt = at;
    if (matured === true) {
      if (!this.isOn) memory.since = at;
      memory.state = 'firing';
      memory.holdSince = null;
      memory.lastFalseAt = null;
      return;
    }
    if (this.isOn) {
      // A rule whose raw truth holds is not spoken against, although its `for` is not over: what spoke against it before
      // is without force.
      if (raw === true) {
        memory.state = 'firing';
        memory.holdSince = null;
        memory.lastFalseAt = null;
      } else if (matured === false && raw === false) this.#recover(at);
      return;
    }
    if (raw === true) this.#enter('pending', at);
    else if (raw === false) this.#enter('inactive', at);
  }

  #recover(at: Instant): void {
    const { setup } = this;
    const memory = this.#memory;
    const gapMax = Math.max(0, ...setup.leaves.map((leaf) => leaf.gapMax));
    const broken = memory.lastFalseAt !== null && at - memory.lastFalseAt > gapMax;
    if (memory.holdSince === null || broken) memory.holdSince = at;
    memory.lastFalseAt = at;
    memory.state = 'holding';
    if (at - memory.holdSince < setup.hold) return;
    memory.holdSince = null;
    memory.lastFalseAt = null;
    this.#enter('inactive', at);
  }

  #enter(state: RuleStateName, at: Instant): void {
    const memory = this.#memory;
    // What is at rest from the first look on is so since then.
    if (memory.state === state && memory.since !== null) return;
    memory.state = state;
    memory.since = at;
  }

  /**
   * When a pending rule will fire if nothing changes: the first end of a leaf's duration at which the whole rule holds.
   * Null where samples are counted, or nothing is pending.
   */
  firesAt(): Instant | null {
    const { setup } = this;
    const memory = this.#memory;
    if (memory.state !== 'pending') return null;
    const ends = setup.leaves.map(({ compiled: { leaf } }, index) => {
      const active = memory.leaves[index]?.state.activeAt ?? null;
      return active !== null && leaf.held?.type === 'duration' ? active + leaf.held.duration : null;
    });
    const holdsAt = (instant: Instant): boolean =>
      setup.compiled.combine((index) => {
        const own = ends[index] ?? null;
        return memory.leaves[index]?.state.matured === true || (own !== null && own <= instant);
      }) === true;
    const candidates = ends.filter((end) => end !== null).filter(holdsAt);
    return candidates.length === 0 ? null : Math.min(...candidates);
  }
}
