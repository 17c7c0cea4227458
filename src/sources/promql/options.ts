// What a profile may say of a server that answers PromQL, and what is asked of it.

import * as z from 'zod';
import { bodyMaxField } from '../body.ts';
import { durationField, urlField } from '../fields.ts';
import { headersField } from '../http/headers.ts';
import { labelsField } from '../prometheus/labels.ts';

/** Longest query: it travels in the URL. */
const queryCharactersMax = 6_000;
const lookbackMax = 7 * 86_400_000;
const answerBytesDefault = 4 * 1024 * 1024;

/** Longest time that an answer may be said to speak of. */
const spanMax = 400 * 86_400_000;

function promqlField(description: string): z.ZodString {
  return z
    .string()
    .trim()
    .min(1, { error: 'a query is needed' })
    .max(queryCharactersMax, { error: `a query has at most ${queryCharactersMax} characters` })
    .meta({ description });
}

export const promqlOptions = z.strictObject({
  url: urlField(['http', 'https']).meta({
    description:
      'Where the server is, without /api/v1: http://prometheus:9090, https://mimir/prometheus. A query in it goes along.',
  }),
  headers: headersField.default({}),
  lookback: durationField
    .refine((span) => span <= lookbackMax, { error: 'the lookback is at most 7d' })
    .optional()
    .meta({ description: 'At the start, one range query for each query fills this much of the past: 1h.' }),
  bodyMax: bodyMaxField
    .default(answerBytesDefault)
    .meta({ description: 'How much of an answer is read: 4MiB (the default), at most 16MiB.' }),
});

const coversField = z
  .strictObject({
    span: durationField
      .refine((span) => span >= 1_000 && span <= spanMax, { error: 'the span is between 1s and 400d' })
      .meta({ description: 'How much time the answer speaks of: 30d.' }),
    of: promqlField('What there must be data of in all that time: up{job="api"}.'),
  })
  .meta({
    description:
      'The answer counts once the server has data of all this time. It is asked at most once an hour, by a query of its own.',
  });

export const promqlRead = z
  .union(
    [
      z.literal('up').meta({ description: 'Whether the server answers queries.' }),
      z.strictObject({
        query: promqlField('PromQL that gives one number.'),
        covers: coversField.optional(),
      }),
      z.strictObject({
        alert: z.string().min(1, { error: "an alert's name is needed" }),
        labels: labelsField.default({}),
      }),
    ],
    {
      error:
        'write one of up, { query: "PromQL" }, { query: "PromQL", covers: { span: 30d, of: "PromQL" } }, { alert: NAME }, { alert: NAME, labels: { NAME: VALUE } }',
    },
  )
  .meta({ description: 'What to ask this server.' });

export type PromqlOptions = z.output<typeof promqlOptions>;
export type PromqlRead = z.output<typeof promqlRead>;
export type Covers = z.output<typeof coversField>;
export type AlertRead = Extract<PromqlRead, { alert: string }>;
