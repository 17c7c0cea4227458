// The memory of rules as it stands in a launch's file, checked when it is read back: another version may have written it.

import * as z from 'zod';
import type { SavedRule } from '../rules/evaluate/saved.ts';

const instant = z.number().nullable();
const truth = z.boolean().nullable();

const leafState = z.object({
  raw: truth,
  matured: truth,
  activeAt: instant,
  open: z.boolean(),
  lastTrueAt: instant,
  lastEvidenceAt: instant,
  // What an earlier version has kept counts by its own age alone.
  freshUntil: instant.default(null),
  recent: z.array(z.boolean()),
});

const leaf = z.object({
  state: leafState,
  past: z.array(z.never()),
  resumedAt: instant,
  periods: z.array(z.object({ at: z.number(), truth, raw: truth, matured: truth })),
});

const memory = z.object({
  state: z.enum(['inactive', 'pending', 'firing', 'holding']),
  since: instant,
  holdSince: instant,
  lastFalseAt: instant,
  // What an earlier version has kept says nothing of it.
  confirmedAt: instant.default(null),
  truth,
  steppedAt: instant,
  // An earlier version made no difference.
  from: instant.default(null),
  leaves: z.array(leaf),
});

const status = z.enum(['green', 'amber', 'red', 'unknown']);
const standing = z.object({
  status,
  since: z.number(),
  seenAt: z.number(),
  flap: z.object({
    changes: z.array(z.boolean()),
    results: z.array(status),
    flapping: z.boolean(),
    lastAt: instant,
  }),
  toldFlapping: status.nullable(),
});

const rule = z.object({
  id: z.string(),
  when: z.string(),
  // What an earlier version has kept was told of nobody knows which reading.
  readings: z.record(z.string(), z.string()).default({}),
});
const saved = z.array(
  z.discriminatedUnion('of', [
    rule.extend({ of: z.enum(['alert', 'hint', 'incident', 'target', 'item']), memory }),
    rule.extend({ of: z.literal('status'), memory: standing }),
  ]),
);

/** Null for what is not of this shape: the rules begin anew then. */
export function readSavedRules(text: string): readonly SavedRule[] | null {
  try {
    const parsed = saved.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
