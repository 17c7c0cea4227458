// The memory of one comparison: since when it has been true, on fresh evidence only (RULES.md §8.4).
//
//   raw      what the newest evidence says: true, false, or it cannot be told
//   matured  raw has been true for the whole `for`; without one, raw itself
//
// A sample is evidence; a gap is none. Two pieces of evidence further apart than the freshness do not add up:
// the clock starts again at the later one. Once raw is true, `until` decides when it is false again.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { CompiledLeaf, Facts, Truth } from './compile.ts';

/** Plain data: it is kept across reloads and, later, on disk. */
export interface LeafMemory {
  raw: Truth;
  matured: Truth;
  /** When the present run of true evidence began. */
  activeAt: Instant | null;
  lastTrueAt: Instant | null;
  lastEvidenceAt: Instant | null;
  /** The last truths, newest last, where `for` counts samples. */
  recent: boolean[];
}

export function freshLeafMemory(): LeafMemory {
  return { raw: null, matured: null, activeAt: null, lastTrueAt: null, lastEvidenceAt: null, recent: [] };
}

/**
 * Takes in what the evidence of the instant `at` says.
 * @param now the instant from which it is looked at; never before `at`.
 */
export function stepLeaf(
  compiled: CompiledLeaf,
  memory: LeafMemory,
  facts: Facts,
  at: Instant,
  now: Instant,
  gapMax: Milliseconds,
): void {
  const raw = rawTruth(compiled, memory, facts, now);
  const broken = memory.lastEvidenceAt !== null && at - memory.lastEvidenceAt > gapMax;
  if (raw === null) {
    memory.raw = null;
    memory.matured = null;
    return;
  }
  if (broken) {
    memory.recent = [];
    memory.activeAt = null;
  }
  // A corrected sample, or one that came late, changes what is known of an instant: it is not seen twice.
  else if (memory.lastEvidenceAt === at && !compiled.timed) memory.recent.pop();
  memory.lastEvidenceAt = at;
  memory.raw = raw;
  if (raw) {
    memory.activeAt ??= at;
    memory.lastTrueAt = at;
  } else memory.activeAt = null;
  memory.matured = matured(compiled, memory, raw, at);
}

/** With `until`, a comparison that was true stays so until its way out holds. */
function rawTruth(compiled: CompiledLeaf, memory: LeafMemory, facts: Facts, at: Instant): Truth {
  const raw = compiled.test(facts, at);
  if (raw !== false || compiled.exit === null || memory.activeAt === null) return raw;
  const out = compiled.exit(facts, at);
  return out === null ? null : !out;
}

function matured(compiled: CompiledLeaf, memory: LeafMemory, raw: boolean, at: Instant): boolean {
  const { held } = compiled.leaf;
  if (held === null) return raw;
  if (held.type === 'duration')
    return raw && memory.activeAt !== null && at - memory.activeAt >= held.duration;
  memory.recent.push(raw);
  if (memory.recent.length > held.of) memory.recent.shift();
  return memory.recent.filter(Boolean).length >= held.needed;
}

/** What the leaf says now: its last evidence while that is fresh, else nothing. */
export function leafTruth(
  memory: LeafMemory,
  kind: 'raw' | 'matured',
  at: Instant,
  gapMax: Milliseconds,
): Truth {
  if (memory.lastEvidenceAt === null || at - memory.lastEvidenceAt >= gapMax) return null;
  return memory[kind];
}
