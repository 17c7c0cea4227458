// The shapes of the API's answers, as far as they are used (prometheus.io/docs, querying/api).

import * as z from 'zod';

/** `null` and nothing at all are an empty list: other servers than Prometheus write them so. */
const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

export const goodAnswer = z.object({
  status: z.literal('success'),
  data: z.unknown(),
  warnings: texts,
  infos: texts,
  isPartial: z.boolean().default(false),
});

export const failedAnswer = z.object({
  status: z.literal('error'),
  errorType: z.string().default('error'),
  error: z.string().default(''),
});

/** Seconds since 1970, and the number as text: `NaN`, `+Inf`, `1e+06`. */
const point = z.tuple([z.number(), z.string()]);

export const instantData = z.discriminatedUnion('resultType', [
  z.object({ resultType: z.literal('scalar'), result: point }),
  z.object({ resultType: z.literal('string'), result: point }),
  z.object({
    resultType: z.literal('vector'),
    // A native histogram has `histogram` and no value.
    result: z.array(z.object({ value: point.optional() })),
  }),
  z.object({ resultType: z.literal('matrix'), result: z.array(z.unknown()) }),
]);

export const rangeData = z.object({
  resultType: z.literal('matrix'),
  result: z.array(z.object({ values: z.array(point).default([]) })),
});

const alert = z.object({ labels: z.record(z.string(), z.string()), state: z.string() });

export const rulesData = z.object({
  groups: z
    .array(
      z.object({
        /** Seconds between two evaluations. */
        interval: z.number().optional(),
        rules: z
          .array(
            z.object({
              name: z.string(),
              type: z.string().optional(),
              state: z.string().optional(),
              health: z.string().optional(),
              lastError: z.string().optional(),
              lastEvaluation: z.string().optional(),
              alerts: z
                .array(alert)
                .nullish()
                .transform((list) => list ?? []),
            }),
          )
          .nullish()
          .transform((list) => list ?? []),
      }),
    )
    .nullish()
    .transform((list) => list ?? []),
});

export type InstantData = z.output<typeof instantData>;
export type RangeData = z.output<typeof rangeData>;
export type RulesData = z.output<typeof rulesData>;
