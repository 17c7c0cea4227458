// Entries as they stand in a launch's file: what every entry has in columns, the rest as JSON.

import * as z from 'zod';
import type { Entry } from '../rules/launch/marks.ts';

const base = { at: z.int(), by: z.string(), note: z.string(), subject: z.string() };

const entrySchema = z.discriminatedUnion('kind', [
  z.object({ ...base, kind: z.literal('t0'), t0: z.int(), origin: z.enum(['hand', 'option']) }),
  z.object({ ...base, kind: z.enum(['untick', 'note', 'unsign']) }),
  z.object({ ...base, kind: z.enum(['tick', 'skip']), digest: z.string().nullable().exactOptional() }),
  z.object({ ...base, kind: z.literal('sign'), digest: z.string().nullable().default(null) }),
  z.object({
    ...base,
    kind: z.literal('latch'),
    rule: z.string(),
    sentence: z.string(),
    shown: z.record(z.string(), z.string()).exactOptional(),
    t0: z.int().nullable().default(null),
  }),
  z.object({ ...base, kind: z.literal('ack'), until: z.int().nullable(), severity: z.int().nullable() }),
  z.object({ ...base, kind: z.literal('unack'), of: z.int().nullable() }),
  z.object({ ...base, kind: z.literal('mute'), until: z.int() }),
  z.object({ ...base, kind: z.literal('unmute') }),
]);

export interface EntryRow {
  readonly at: number;
  readonly kind: string;
  readonly subject: string;
  readonly by: string;
  readonly body: string;
}

export function rowOf({ at, kind, subject, by, ...body }: Entry): EntryRow {
  return { at, kind, subject, by, body: JSON.stringify(body) };
}

/** Null for a row that nobody can read: damaged, or written by hand. */
export function entryOf({ at, kind, subject, by, body }: Readonly<Record<string, unknown>>): Entry | null {
  const parsed = entrySchema.safeParse({ ...jsonOf(body), at, kind, subject, by });
  return parsed.success ? parsed.data : null;
}

function jsonOf(text: unknown): object {
  try {
    const json: unknown = JSON.parse(String(text));
    return typeof json === 'object' && json !== null ? json : {};
  } catch {
    return {};
  }
}
