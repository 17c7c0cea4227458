// The board's JSON as a schema: what `launchwall schema board` prints, and what a board read from outside is checked against.
// A proof for the compiler keeps it equal to the type `Board`.

import * as z from 'zod';
import { toJSONSchema } from 'zod/v4/core';
import { gapReasons, stages, ways } from '../domain/gap.ts';
import { statuses } from '../domain/status.ts';
import type { Board } from '../rules/board.ts';

const iso = z.iso.datetime({ precision: 3 }).meta({ description: 'ISO 8601, UTC, milliseconds.' });
const text = z.string();
const count = z.int().min(0);
const status = z.enum(statuses);
const perStatus = z.strictObject({ green: count, amber: count, red: count, unknown: count });

const confirmedAt = iso.nullable().meta({
  description: 'The newest evidence that said so; while it is unknown, that said how it was.',
});

const step = z.strictObject({
  text,
  run: text.nullable().meta({ description: 'A command for a person to run; never run by Launchwall.' }),
});

const gap = z.strictObject({
  reason: z.enum(gapReasons),
  message: text,
  way: z.enum(ways).meta({
    description:
      'Of whose way the failed look speaks: ours (no route, no resolver), theirs (something came back), or of neither.',
  }),
  reached: z
    .enum(stages)
    .nullable()
    .meta({ description: 'How far the look came; null: not even the name, or nothing was asked.' }),
  remedy: step.nullable().meta({ description: 'What a person can do about it, where that is known.' }),
});

const metric = z.strictObject({
  id: text,
  title: text,
  group: text.nullable(),
  source: text,
  status: status.nullable().meta({ description: 'Null for a metric with neither target nor alert.' }),
  detail: z.enum(['pending', 'recovering', 'warming', 'stale', 'muted', 'flapping']).nullable(),
  was: status.nullable().meta({
    description: 'While it is unknown: how it stood before; red while nothing has ended that.',
  }),
  since: iso.meta({
    description:
      'The start of the trouble, across gaps, pauses, restarts and recoveries that did not end; of what is unknown and was not red, since when it is unknown.',
  }),
  confirmedAt,
  value: z.number().nullable().meta({ description: 'For plotting; `exact` is what was judged.' }),
  exact: text.nullable(),
  unit: text.nullable(),
  display: text.nullable(),
  target: text.nullable(),
  alert: text.nullable(),
  turnsRedAt: iso.nullable(),
  endsAt: iso.nullable().meta({ description: 'When a recovering red ends if nothing changes.' }),
  sampledAt: iso.nullable(),
  ageMs: z.number().min(0).nullable(),
  blockedBy: text.nullable().meta({
    description:
      'The metric or source that is down, and for want of which this one cannot be told: the one at the root.',
  }),
  forecast: z
    .strictObject({
      to: z.enum(['target', 'alert']),
      bound: text,
      fromMs: z.number().min(0),
      toMs: z.number().min(0),
    })
    .nullable()
    .meta({ description: 'Which bound it crosses next if it goes on like this, in milliseconds from now.' }),
  gap: gap.nullable(),
  window: z
    .strictObject({ ms: z.number().min(0), seenMs: z.number().min(0) })
    .nullable()
    .meta({
      description: 'The window that its value or its own rules look back over, and how much of it was seen.',
    }),
  reason: text.meta({ description: 'One sentence: value, threshold, since when, what would end it.' }),
  ack: z.strictObject({ by: text, at: iso, until: iso.nullable(), note: text }).nullable(),
  mute: z.strictObject({ by: text, at: iso, until: iso, note: text }).nullable(),
});

const hint = z.strictObject({
  id: text,
  kind: z.enum(['scale-up', 'scale-down', 'rollback']),
  title: text,
  state: z.enum(['pending', 'active']),
  since: iso,
  confirmedAt,
  reason: text,
  steps: z.array(step),
});

const incident = z.strictObject({
  id: text,
  class: text,
  title: text,
  state: z.enum(['pending', 'open']),
  since: iso,
  confirmedAt,
  respondBy: iso.nullable(),
  tell: text.nullable(),
  reason: text,
  steps: z.array(step),
});

const item = z.strictObject({
  id: text,
  refs: z.array(text),
  text,
  kind: z.enum(['auto', 'manual']),
  status: z.enum(['pass', 'fail', 'unknown', 'todo', 'done', 'skipped']),
  live: z.enum(['pass', 'fail', 'unknown']).nullable().meta({
    description: 'What an automatic item’s condition says now; `status` stays what passed in its phase.',
  }),
  by: text.nullable(),
  at: iso.nullable(),
  evidence: text.nullable(),
  measured: z
    .array(z.strictObject({ metric: text, display: text }))
    .meta({ description: 'What the metrics of an automatic item that has passed in its phase read then.' }),
});

const criterion = z.strictObject({
  id: text,
  refs: z.array(text),
  text,
  required: z.boolean(),
  kind: z.enum(['auto', 'manual']),
  status: z.enum(['pass', 'fail', 'unknown', 'todo', 'done']),
  by: text.nullable(),
  at: iso.nullable(),
  evidence: text.nullable(),
});

const source = z.strictObject({
  id: text,
  kind: text,
  ok: z.boolean(),
  latencyMs: z.number().min(0).nullable(),
  polls: count,
  gaps: count,
  skipped: count,
  gap: gap.nullable(),
  lookedAt: iso.nullable().meta({ description: 'When the newest look that has ended began.' }),
  lastOkAt: iso.nullable(),
  nextAt: iso.nullable(),
  note: text.nullable(),
  warning: text.nullable().meta({
    description: 'What of its set-up somebody should mend although it answers: a role that may write.',
  }),
});

export const boardSchema = z.strictObject({
  schema: z.literal('launchwall.board/2'),
  at: iso,
  profile: z.strictObject({ name: text, title: text, digest: text }),
  launch: z.strictObject({
    t0: iso.nullable(),
    clock: text.nullable().meta({ description: 'T+00:42:17, T-01:00:00; null without a T-0.' }),
    phase: text.nullable(),
    version: text.nullable(),
  }),
  verdict: status,
  counts: perStatus,
  muted: perStatus.meta({
    description: 'What is muted, by status: neither the verdict nor `counts` has it.',
  }),
  metrics: z.array(metric),
  hints: z.array(hint),
  incidents: z.array(incident),
  phases: z.array(z.strictObject({ id: text, title: text, startsAt: iso.nullable(), items: z.array(item) })),
  gate: z.strictObject({ verdict: z.enum(['go', 'no-go']), criteria: z.array(criterion) }),
  sources: z.array(source),
  observer: z.strictObject({
    offline: z.boolean(),
    grade: z.enum(['certain', 'doubt']).nullable().meta({
      description:
        'certain: this machine has no way out. doubt: it has none, or everything behind it is down.',
    }),
    since: iso.nullable(),
    loopLagMs: z.number(),
  }),
});

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;
type Equal<Left, Right> = [Left] extends [Right] ? ([Right] extends [Left] ? true : false) : false;

/** Does not compile when the schema and `Board` differ in a key, a type or a null. */
export const boardSchemaIsTheBoard: Equal<
  DeepReadonly<z.output<typeof boardSchema>>,
  DeepReadonly<Board>
> = true;

/** JSON Schema (2020-12) of the board. */
export function boardJsonSchema(): Record<string, unknown> {
  return {
    $id: 'https://launchwall.invalid/schema/board.schema.json',
    title: 'Launchwall board',
    ...toJSONSchema(boardSchema),
  };
}
