// The `promql` kind: a Prometheus-compatible server, and what is asked of it. The client is loaded only when a profile uses it.

import * as z from 'zod';
import { bodyMaxField } from '../body.ts';
import { durationField, shownUrl, urlField } from '../fields.ts';
import { headersField } from '../http/headers.ts';
import { labelsField } from '../prometheus/labels.ts';
import { hostsElsewhere } from '../hosts.ts';
import { defineSource } from '../source.ts';

/** Longest query: it travels in the URL. */
const queryCharactersMax = 6_000;
const lookbackMax = 7 * 86_400_000;
const answerBytesDefault = 4 * 1024 * 1024;

const promqlOptions = z.strictObject({
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

const promqlRead = z
  .union(
    [
      z.literal('up').meta({ description: 'Whether the server answers queries.' }),
      z.strictObject({
        query: z
          .string()
          .trim()
          .min(1, { error: 'a query is needed' })
          .max(queryCharactersMax, { error: `a query has at most ${queryCharactersMax} characters` })
          .meta({ description: 'PromQL that gives one number.' }),
      }),
      z.strictObject({
        alert: z.string().min(1, { error: "an alert's name is needed" }),
        labels: labelsField.default({}),
      }),
    ],
    {
      error:
        'write one of up, { query: "PromQL" }, { alert: NAME }, { alert: NAME, labels: { NAME: VALUE } }',
    },
  )
  .meta({ description: 'What to ask this server.' });

export type PromqlOptions = z.output<typeof promqlOptions>;
export type PromqlRead = z.output<typeof promqlRead>;
export type AlertRead = Extract<PromqlRead, { alert: string }>;

export const promqlSource = defineSource({
  kind: 'promql',
  options: promqlOptions,
  read: promqlRead,
  defaults: { every: 15_000, timeout: 10_000 },
  place: (options) => shownUrl(options.url),
  hosts: ({ url }) => hostsElsewhere([url]),
  // What a query gives only its writer knows.
  naturalUnit: () => null,
  rhythm: () => null,
  load: () => import('./client.ts'),
});
