// The memory of one comparison: since when it has been true, on fresh evidence only (docs/conditions.md §8.4).
//
//   raw      what the newest evidence says: true, false, or it cannot be told
//   matured  raw has been true for the whole `for`; without one, raw itself. Where nothing is known of the time before
//            the run of true evidence, what falls short of the `for` cannot be told: it may have begun earlier
//
// A sample is evidence; a gap is none. Two pieces of evidence further apart than the freshness do not add up:
// the clock starts again at the later one. Once raw is true, `until` decides when it is false again.
// A sample that came late, or has changed, is judged again from its instant on: the last steps can be taken back.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { MissingData } from '../plan.ts';
import type { Held } from '../condition/ast.ts';
import { isFresh, type CompiledLeaf } from '../condition/compile.ts';
import type { Truth } from '../condition/compare.ts';
import type { Facts } from '../condition/compile.ts';
import { missingTruth } from './missing.ts';
import type { JudgedPeriod, PeriodForm } from './periods.ts';

/** What is known of a comparison after a step. */
export interface LeafState {
  readonly raw: Truth;
  readonly matured: Truth;
  /** When the present run of true evidence began. */
  readonly activeAt: Instant | null;
  /** Nothing is known of the time right before that run: the first evidence, or the first after a break, was true. */
  readonly open: boolean;
  readonly lastTrueAt: Instant | null;
  readonly lastEvidenceAt: Instant | null;
  /** Until when that evidence counts: one of the values that it compares is too old from then on. */
  readonly freshUntil: Instant | null;
  /** The last truths, newest last, where `for` counts samples. */
  readonly recent: readonly boolean[];
}

/** A step that can be taken back. */
interface LeafStep {
  readonly at: Instant;
  readonly before: LeafState;
  /** It was no sample: missing data counted as evidence. */
  readonly missing: boolean;
}

/** Plain data: it is kept across reloads, and in the launch's file. */
export interface LeafMemory {
  state: LeafState;
  /** The last steps, oldest first; only where a step depends on those before it. */
  past: LeafStep[];
  /** When judgement went on after a time without it (a restart): that time is no break in the evidence. */
  resumedAt: Instant | null;
  /** The last judged periods, oldest first, where periods are counted. */
  periods: readonly JudgedPeriod[];
}

export interface LeafSetup {
  readonly compiled: CompiledLeaf;
  /** Evidence further apart than this does not add up. */
  readonly gapMax: Milliseconds;
  /** How far apart samples are expected: missing data that count as something count once in that time. */
  readonly interval: Milliseconds;
  readonly policy: MissingData;
  /** The truth that speaks against the launch. */
  readonly bad: boolean;
  /** Set where `for` counts aligned periods instead of samples. */
  readonly form: PeriodForm | null;
}

/** How many steps can be taken back. Sources that tell the past again tell fewer periods than this. */
const pastMax = 16;

export const freshLeafState: LeafState = {
  raw: null,
  matured: null,
  activeAt: null,
  open: false,
  lastTrueAt: null,
  lastEvidenceAt: null,
  freshUntil: null,
  recent: [],
};

export function freshLeafMemory(): LeafMemory {
  return { state: freshLeafState, past: [], resumedAt: null, periods: [] };
}

/** Takes in the samples that came at `seenAt`; a late one has everything after it judged again. */
export function stepOnSamples(
  setup: LeafSetup,
  memory: LeafMemory,
  facts: Facts,
  seenAt: Instant,
  now: Instant,
): void {
  const { compiled } = setup;
  // A calculated sample is as old as the oldest that it is made from; that it can no longer be made is news of now.
  const told = compiled.metrics.every((metric) => isFresh(facts, metric, seenAt));
  const at = (told ? newestAt(compiled, facts, seenAt) : null) ?? seenAt;
  const last = memory.past.at(-1)?.at ?? memory.state.lastEvidenceAt;
  if (last === null || at > last) return stepAt(setup, memory, facts, at);
  // Without a memory only the newest evidence counts.
  if (!remembers(compiled)) return stepAt(setup, memory, facts, newestAt(compiled, facts, now) ?? last);
  const first = memory.past.findIndex((step) => step.at >= at);
  const undone = memory.past.slice(Math.max(0, first));
  const oldest = undone[0];
  if (!oldest) return;
  // What is older than all that can be taken back still counts in the windows that reach back to it.
  const from = first === 0 && memory.past.length >= pastMax ? Math.max(at, oldest.at) : at;
  memory.state = oldest.before;
  memory.past = memory.past.slice(0, Math.max(0, first));
  for (const instant of instantsFrom(setup, facts, from, now, undone)) stepAt(setup, memory, facts, instant);
}

/**
 * A look said that there is none any more of what is compared: what its value told is over from now on.
 * @returns whether that is evidence: of time, or of missing data that count as something.
 */
export function stepOnNone(setup: LeafSetup, memory: LeafMemory, facts: Facts, at: Instant): boolean {
  const { compiled, policy, bad } = setup;
  if (compiled.timed || missingTruth(compiled, policy, bad, facts, at) !== null) {
    stepAt(setup, memory, facts, at);
    return true;
  }
  const { freshUntil } = memory.state;
  memory.state = { ...memory.state, freshUntil: Math.min(freshUntil ?? at, at) };
  return false;
}

/** Where time itself is the evidence, or missing data are. */
export function stepOnTime(setup: LeafSetup, memory: LeafMemory, facts: Facts, now: Instant): void {
  if (setup.compiled.timed) return stepAt(setup, memory, facts, now);
  if (isMissingDue(setup, memory, facts, now)) stepAt(setup, memory, facts, now);
}

/** Missing data count as something, and it is time for another piece of evidence. */
export function isMissingDue(setup: LeafSetup, memory: LeafMemory, facts: Facts, now: Instant): boolean {
  const last = memory.state.lastEvidenceAt;
  if (last !== null && now - last < setup.interval) return false;
  return missingTruth(setup.compiled, setup.policy, setup.bad, facts, now) !== null;
}

function stepAt(setup: LeafSetup, memory: LeafMemory, facts: Facts, at: Instant): void {
  const { compiled, policy, bad } = setup;
  const before = memory.state;
  const missing = missingTruth(compiled, policy, bad, facts, at);
  const raw = missing ?? rawTruth(compiled, before, facts, at);
  const counts = missing !== null || compiled.timed || hasOwnSample(compiled, facts, at);
  const until = missing === null ? freshUntil(compiled, facts, at) : null;
  memory.state = nextState(setup, before, memory.resumedAt, { raw, at, counts, freshUntil: until });
  if (!compiled.timed && remembers(compiled)) {
    memory.past.push({ at, before, missing: missing !== null });
    if (memory.past.length > pastMax) memory.past.shift();
  }
}

/** An evaluation as Prometheus makes it: at each asked instant, and what cannot be told is false. */
export function evaluateLeaf(setup: LeafSetup, memory: LeafMemory, facts: Facts, at: Instant): void {
  const raw = rawTruth(setup.compiled, memory.state, facts, at) ?? false;
  const state = nextState(setup, memory.state, null, { raw, at, counts: true, freshUntil: null });
  memory.state = { ...state, matured: state.matured ?? false };
}

/** With `until`, a comparison that was true stays so until its way out holds. */
export function rawTruth(
  compiled: CompiledLeaf,
  before: Pick<LeafState, 'activeAt'>,
  facts: Facts,
  at: Instant,
): Truth {
  const raw = compiled.test(facts, at);
  if (raw !== false || compiled.exit === null || before.activeAt === null) return raw;
  const out = compiled.exit(facts, at);
  return out === null ? null : !out;
}

interface Reading {
  readonly raw: Truth;
  readonly at: Instant;
  /** It is a sample of the comparison's own, not of the metric that it is compared with. */
  readonly counts: boolean;
  readonly freshUntil: Instant | null;
}

/**
 * Where two metrics are compared, the one that is too old first ends it, and a value of which was said that there is none ends
 * it then; null where the evidence's own age says all.
 */
function freshUntil({ metrics, timed }: CompiledLeaf, facts: Facts, at: Instant): Instant | null {
  if (timed) return null;
  let ends: Instant | null = null;
  for (const metric of metrics) {
    const series = facts.series(metric);
    const overAt = series?.endAfter(at) ?? null;
    if (overAt !== null) ends = Math.min(ends ?? overAt, overAt);
    if (metrics.length < 2) continue;
    const newest = series?.newestValue(at);
    const staleAt = newest ? newest.at + facts.staleAfter(metric) : at;
    ends = Math.min(ends ?? staleAt, staleAt);
  }
  return ends;
}

function nextState(
  { compiled, gapMax }: LeafSetup,
  before: LeafState,
  resumedAt: Instant | null,
  { raw, at, counts, freshUntil: until }: Reading,
): LeafState {
  if (raw === null) return { ...before, raw: null, matured: null };
  const { held } = compiled.leaf;
  const last = before.lastEvidenceAt;
  const broken = last !== null && at - Math.max(last, resumedAt ?? last) > gapMax;
  const earlier = broken ? [] : before.recent;
  const began = broken ? null : before.activeAt;
  const activeAt = raw ? (began ?? at) : null;
  const open = raw && (began === null ? last === null || broken : before.open);
  const recent = held?.type !== 'samples' || !counts ? earlier : [...earlier, raw].slice(-held.of);
  return {
    raw,
    matured: matured(held, { raw, activeAt, open, recent, at }),
    activeAt,
    open,
    lastTrueAt: raw ? at : before.lastTrueAt,
    lastEvidenceAt: at,
    freshUntil: until,
    recent,
  };
}

interface Run extends Pick<LeafState, 'activeAt' | 'open' | 'recent'> {
  readonly raw: boolean;
  readonly at: Instant;
}

function matured(held: Held | null, { raw, activeAt, open, recent, at }: Run): Truth {
  if (held === null) return raw;
  if (held.type === 'duration') {
    if (!raw || activeAt === null) return false;
    return at - activeAt >= held.duration ? true : open ? null : false;
  }
  const seen = recent.filter(Boolean).length;
  if (seen >= held.needed) return true;
  const unseen = held.of - recent.length;
  return open && seen + unseen >= held.needed ? null : false;
}

/** What a leaf says depends on what it said before. */
function remembers({ leaf, exit }: CompiledLeaf): boolean {
  return leaf.held !== null || exit !== null;
}

function hasOwnSample({ leaf }: CompiledLeaf, facts: Facts, at: Instant): boolean {
  const value = facts.series(leaf.left.metric)?.valueAt(at);
  return value !== null && value !== undefined;
}

function newestAt(compiled: CompiledLeaf, facts: Facts, until: Instant): Instant | null {
  let newest: Instant | null = null;
  for (const metric of compiled.metrics) {
    const at = facts.series(metric)?.newestValue(until)?.at;
    if (at !== undefined && (newest === null || at > newest)) newest = at;
  }
  return newest;
}

/** Every instant with evidence from `from` on, each once, oldest first. What was missing and is not any more is none. */
function instantsFrom(
  { compiled, policy, bad }: LeafSetup,
  facts: Facts,
  from: Instant,
  until: Instant,
  undone: readonly LeafStep[],
): readonly Instant[] {
  const samples = compiled.metrics.flatMap(
    (metric) => facts.series(metric)?.valuesBetween(from - 1, until) ?? [],
  );
  const counted = undone.filter(
    ({ at, missing }) => missing && missingTruth(compiled, policy, bad, facts, at) !== null,
  );
  const instants = [...samples, ...counted].map(({ at }) => at).filter((at) => at >= from);
  return [...new Set(instants)].sort((left, right) => left - right);
}

/** What the leaf says at `at`: its last evidence while that is fresh, else nothing. */
export function leafTruth(
  { gapMax, policy }: LeafSetup,
  { state }: LeafMemory,
  kind: 'raw' | 'matured',
  at: Instant,
): Truth {
  if (state.lastEvidenceAt === null) return null;
  if (policy !== 'keep' && state.freshUntil !== null && at >= state.freshUntil) return null;
  return policy !== 'keep' && at - state.lastEvidenceAt >= gapMax ? null : state[kind];
}
