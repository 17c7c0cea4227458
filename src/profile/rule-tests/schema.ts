// The one schema of a rule test's file.

import * as z from 'zod';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { durationField } from '../../sources/fields.ts';
import { instantField, spanField, textField } from '../schema/fields.ts';

const statusField = z
  .enum(['green', 'amber', 'red', 'unknown', 'none'])
  .meta({ description: 'The status; none for a plain reading, which has no target and no alert.' });

const metricField = z.union([
  statusField,
  z.strictObject({
    status: statusField.optional(),
    detail: z.enum(['pending', 'recovering', 'warming', 'stale', 'muted', 'flapping', 'none']).optional(),
    was: z.enum(['red', 'none']).optional(),
    reason: textField
      .meta({ description: 'Words that its sentence holds, or a pattern between slashes.' })
      .optional(),
  }),
]);

const idsField = z.array(textField);
const itemStatusField = z.enum(['pass', 'fail', 'unknown', 'todo']);

const expectationSchema = z
  .strictObject({
    at: durationField.meta({ description: 'A duration from the start of the test.', examples: ['5m'] }),
    metrics: z.record(z.string(), metricField).optional(),
    hints: idsField.optional(),
    incidents: idsField.optional(),
    pending: idsField.optional(),
    items: z.record(z.string(), itemStatusField).optional(),
    criteria: z.record(z.string(), itemStatusField).optional(),
    gate: z.enum(['go', 'no-go']).optional(),
    verdict: z.enum(['green', 'amber', 'red', 'unknown']).optional(),
  })
  .refine((entry) => Object.keys(entry).length > 1, { error: 'nothing is expected at this instant' });

/** T-0 is an instant, or lies so long after the test's start. */
type LaunchPoint = { readonly instant: Instant } | { readonly offset: Milliseconds };
const atInstant = (instant: Instant): LaunchPoint => ({ instant });
const afterStart = (offset: Milliseconds): LaunchPoint => ({ offset });

const samplesField = z.union([z.string(), z.number(), z.boolean()]);

const testSchema = z.strictObject({
  name: textField,
  interval: spanField.optional(),
  start: instantField.optional(),
  t0: z.union([instantField.transform(atInstant), durationField.transform(afterStart)]).optional(),
  like: textField.optional(),
  series: z
    .record(z.string(), z.union([samplesField, z.strictObject({ every: spanField, samples: samplesField })]))
    .optional(),
  signed: z.union([z.literal('all'), idsField]).optional(),
  seen: z
    .literal('whole')
    .meta({ description: 'Windows count as seen whole from the first sample on, as Prometheus has it.' })
    .optional(),
  expect: z.array(expectationSchema).min(1),
});

export const ruleTestsSchema = z.strictObject({
  profile: textField.meta({ description: 'The profile: a path from this file, or a name.' }),
  env: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  interval: spanField.optional(),
  tests: z.array(testSchema).min(1),
});

export type RuleTestsDocument = z.output<typeof ruleTestsSchema>;
export type TestDocument = RuleTestsDocument['tests'][number];
export type ExpectationDocument = TestDocument['expect'][number];
