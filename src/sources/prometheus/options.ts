// What a profile may say of a page of metrics, and what can be read from it.

import * as z from 'zod';
import { isFloat } from './page/numbers.ts';
import { bodyMaxField, unframedField } from '../body.ts';
import { durationField, urlField } from '../fields.ts';
import { headersField } from '../http/headers.ts';
import { labelsField } from './labels.ts';

const pageBytesDefault = 10_000_000;
const windowMin = 1_000;
const windowMax = 6 * 3_600_000;

const metricName = z.string().min(1, { error: "a metric's name is needed, as it stands on the page" });

const histogramName = metricName.refine((name) => !name.endsWith('_bucket'), {
  error: 'a histogram is named without "_bucket"',
});

const windowField = durationField
  .refine((span) => span >= windowMin && span <= windowMax, { error: 'a window is from 1s to 6h long' })
  .meta({ description: 'How far back is looked: 5m. At least four times `every`.' });

const aggregates = ['sum', 'max', 'min', 'avg', 'count'] as const;

const aggregateField = z.enum(aggregates).optional().meta({
  description: 'What several series make together. Without it exactly one must match.',
});

const shareField = z
  .string()
  .transform((text, context) => {
    const [, operator, bound = ''] = /^\s*(<=|>)\s*(\S+)\s*$/.exec(text) ?? [];
    if ((operator === '<=' || operator === '>') && isFloat(bound)) return { operator, bound };
    const message = `"${text}" is no bound: write "<= 0.1" or "> 0.1", a bucket's own bound`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  })
  .meta({ description: 'Which observations: "<= 0.1" or "> 0.1". The bound must be one of the buckets\'.' });

export const prometheusOptions = z.strictObject({
  url: urlField(['http', 'https']).meta({ description: 'The page: http://host:9090/metrics.' }),
  headers: headersField.default({}),
  strict: z.boolean().default(false).meta({
    description: 'Refuse what Prometheus itself lets pass: hold the page to the letter of its format.',
  }),
  bodyMax: bodyMaxField
    .default(pageBytesDefault)
    .meta({ description: 'How much of the page is read: 10MB (the default), at most 16MiB.' }),
  unframed: unframedField,
});

export const prometheusRead = z
  .union(
    [
      z.literal('up').meta({ description: 'Whether the page comes and can be read.' }),
      z.strictObject({ series: metricName, labels: labelsField.default({}), aggregate: aggregateField }),
      z.strictObject({
        rate: metricName,
        labels: labelsField.default({}),
        window: windowField,
        aggregate: aggregateField,
      }),
      z.strictObject({
        quantile: z
          .number()
          .gt(0, { error: 'a quantile lies between 0 and 1: 0.95' })
          .lt(1, { error: 'a quantile lies between 0 and 1: 0.95' }),
        histogram: histogramName,
        labels: labelsField.default({}),
        window: windowField,
      }),
      z.strictObject({
        share: shareField,
        histogram: histogramName,
        labels: labelsField.default({}),
        window: windowField,
      }),
    ],
    {
      error: (issue) =>
        ownMessage(issue.errors) ??
        'write one of up, { series: NAME }, { rate: NAME, window: 1m }, { quantile: 0.95, histogram: NAME, window: 5m }, ' +
          `{ share: "<= 0.1", histogram: NAME, window: 5m }; with labels: { NAME: VALUE }, and aggregate: ${aggregates.join('|')} ` +
          'for a series or a rate',
    },
  )
  .meta({ description: 'What to read from the page.' });

/** The message that one of a union's members wrote itself: it knows better than the union what is wrong. */
function ownMessage(errors: unknown): string | null {
  const parsed = z.array(z.array(z.object({ code: z.string(), message: z.string() }))).safeParse(errors);
  return parsed.data?.flat().find(({ code }) => code === 'custom')?.message ?? null;
}

export type PrometheusOptions = z.output<typeof prometheusOptions>;
export type PrometheusRead = z.output<typeof prometheusRead>;
export type Aggregate = (typeof aggregates)[number];
