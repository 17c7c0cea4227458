// Runs a rule test: the profile's own plan through the real judgement, at the instants that the test gives. Nothing is polled.

import { isoInstant, type Instant, type Milliseconds } from '../../domain/clock.ts';
import { gapState } from '../../domain/gap.ts';
import { type SourceState, unpolledSource } from '../../rules/board.ts';
import { leavesOf, operandsOf } from '../../rules/condition/ast.ts';
import type { Evidence } from '../../rules/evaluate/input.ts';
import { Judge } from '../../rules/judge.ts';
import { conditionSites } from '../../rules/sites.ts';
import type { Plan, SourcePlan } from '../../rules/plan.ts';
import { compareClaim, type Mismatch } from './compare.ts';
import type { RuleTest } from './read.ts';
import type { Place } from '../read/tree.ts';

export interface RuleTestFailure extends Mismatch {
  /** From the start of the test. */
  readonly at: Milliseconds;
  readonly place: Place;
}

export interface RuleTestOutcome {
  readonly test: RuleTest;
  /** How many claims were held against a board. */
  readonly claims: number;
  readonly failures: readonly RuleTestFailure[];
}

export function runRuleTest(plan: Plan, test: RuleTest): RuleTestOutcome {
  const { start, checkpoints } = test;
  const judged = test.t0 === undefined ? plan : { ...plan, launch: { ...plan.launch, t0: test.t0 } };
  const judge = new Judge(judged, start, { seenWhole: test.seenWhole });
  const sources = new Looks(judged, test);
  const failures: RuleTestFailure[] = [];
  let next = 0;
  for (const offset of instantsOf(judged, test)) {
    const now = start + offset;
    const samples = sources.lookAt(offset, now);
    const { board } = judge.advance({ now, samples, sources: sources.states, loopLagMs: 0 });
    for (; checkpoints[next]?.at === offset; next++)
      for (const claim of checkpoints[next]?.claims ?? []) {
        const mismatch = compareClaim(claim, board, test.signed);
        if (mismatch) failures.push({ ...mismatch, at: offset, place: claim.place });
      }
  }
  return { test, claims: checkpoints.reduce((sum, { claims }) => sum + claims.length, 0), failures };
}

/** Every look, every instant that is asked about, and between them as often as a rule over time itself needs. */
function instantsOf(plan: Plan, { series, checkpoints }: RuleTest): readonly Milliseconds[] {
  const asked = checkpoints.map(({ at }) => at);
  const last = Math.max(...asked);
  const instants = new Set(asked);
  const steps = new Set([...series.values()].map(({ every }) => every));
  for (const step of [...steps, tickOf(plan)])
    if (Number.isFinite(step)) for (let at = 0; at <= last; at += step) instants.add(at);
  return [...instants].sort((a, b) => a - b);
}

/** `absent`, `age` and `is` change between two looks; the live program judges them each second. */
function tickOf(plan: Plan): Milliseconds {
  const timed = conditionSites(plan)
    .flatMap(({ rule }) => leavesOf(rule.condition))
    .filter((leaf) => leaf.type !== 'comparison' || operandsOf(leaf).some(({ call }) => call?.name === 'age'))
    .map(({ left }) => left.metric);
  const freshness = plan.metrics.filter(({ id }) => timed.includes(id)).map(({ staleAfter }) => staleAfter);
  return Math.max(1_000, Math.floor(Math.min(...freshness) / 2));
}

/** The test's looks as samples, and the sources' states that they amount to. */
class Looks {
  readonly #test: RuleTest;
  readonly #plan: Plan;
  readonly #states: Map<string, SourceState>;

  constructor(plan: Plan, test: RuleTest) {
    this.#plan = plan;
    this.#test = test;
    this.#states = new Map(plan.sources.map((source) => [source.id, unpolledSource(source.id, source.kind)]));
  }

  get states(): readonly SourceState[] {
    return [...this.#states.values()];
  }

  lookAt(offset: Milliseconds, now: Instant): readonly Evidence[] {
    const evidence = [...this.#test.series].flatMap(([metric, { every, looks }]): Evidence[] => {
      const look = looks[offset / every];
      return look ? [{ metric, sample: { at: now, ...look } }] : [];
    });
    for (const source of this.#plan.sources) this.#note(source, evidence, now);
    return evidence;
  }

  /** A source has failed when it was looked at and nothing came. */
  #note({ id }: SourcePlan, evidence: readonly Evidence[], now: Instant): void {
    const own = evidence.filter(({ metric }) =>
      this.#plan.metrics.some((plan) => plan.id === metric && plan.source === id),
    );
    const state = this.#states.get(id);
    const [first] = own;
    if (!state || !first) return;
    const answered = own.some(({ sample }) => sample.gap === undefined);
    const gap = answered ? null : (first.sample.gap ?? null);
    this.#states.set(id, {
      ...state,
      ok: answered,
      polls: state.polls + 1,
      gaps: state.gaps + (answered ? 0 : 1),
      gap: gap && gapState(gap),
      lookedAt: isoInstant(now),
      lastOkAt: answered ? isoInstant(now) : state.lastOkAt,
    });
  }
}
