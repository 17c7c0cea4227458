// What a profile may say of a CloudWatch source and of what its metrics read.

import * as z from 'zod';
import { didYouMean } from '../../domain/nearest.ts';
import { durationField, shownUrl, urlField } from '../fields.ts';
import { isInsightsQuery, namesInExpression, needsOwnCall, queryIdPattern } from './expression.ts';
import { isPeriod, isStatistic, statistics, storedUnits } from './statistic.ts';

/** Most metrics that one expression may take in; with its own query it must fit into one call of 500. */
const expressionMetricsMax = 100;

export const cloudwatchOptions = z
  .strictObject({
    region: z
      .string()
      .meta({ description: 'The AWS region whose metrics and alarms are read.', examples: ['us-east-1'] })
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
        error: 'an AWS region is lower-case letters, digits and hyphens: us-east-1',
      }),
    settle: durationField
      .prefault('120s')
      .meta({ description: 'How long after the end of a period its value may still change.' }),
    history: durationField.optional().meta({
      description: 'How far back each poll looks for values that came late; three periods when left out.',
    }),
    endpoint: urlField(['http', 'https'])
      .optional()
      .meta({ description: 'Where CloudWatch is asked instead of at AWS: an emulator, a VPC endpoint.' }),
    profile: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "A profile of AWS's own configuration files, for the credentials." }),
    anonymous: z
      .literal(true, { error: 'anonymous can only be true; leave it out to use your AWS credentials' })
      .optional()
      .meta({ description: 'The endpoint takes any credentials: made-up ones are sent, yours are not.' }),
  })
  .refine(({ anonymous, endpoint }) => anonymous === undefined || endpoint !== undefined, {
    path: ['anonymous'],
    error: 'anonymous needs an endpoint: AWS itself answers nobody without credentials',
  })
  .refine(({ anonymous, profile }) => anonymous === undefined || profile === undefined, {
    path: ['profile'],
    error: 'profile and anonymous exclude each other: either your credentials are used or they are not',
  });

const name = (what: string) =>
  z
    .string()
    .min(1, { error: `${what} must not be empty` })
    .max(255);

const period = durationField
  .prefault('60s')
  .refine(isPeriod, {
    error: 'a period is 1s, 5s, 10s, 20s, 30s or whole minutes, up to 1d',
  })
  .meta({ description: 'The length of one data point: 1s, 5s, 10s, 20s, 30s or whole minutes.' });

const metricStat = {
  namespace: name('a namespace').meta({ examples: ['AWS/ECS'] }),
  metric: name('a metric’s name').meta({ examples: ['CPUUtilization'] }),
  dimensions: z
    .record(z.string().min(1), z.string().min(1))
    .prefault({})
    .refine((dimensions) => Object.keys(dimensions).length <= 30, {
      error: 'a metric has at most 30 dimensions',
    })
    .meta({
      description: 'All dimensions of the metric, by name: CloudWatch does not add up over the others.',
    }),
  stat: z
    .string()
    .meta({ description: 'Average, Sum, Minimum, Maximum, SampleCount, p99.9, tm90, TM(10%:90%), …' })
    .refine(isStatistic, {
      error: ({ input }) =>
        `"${String(input)}" is no statistic of CloudWatch${didYouMean(String(input), statistics)}: ` +
        `write ${statistics.join(', ')}, or p99, tm90, TM(10%:90%) and the like`,
    }),
  unit: z
    .enum(storedUnits)
    .optional()
    .meta({ description: 'Only data stored with this unit; seldom needed.' }),
};

const metricRead = z.strictObject({ ...metricStat, period });

const expressionRead = z
  .strictObject({
    expression: name('an expression')
      .max(2_048)
      .meta({ examples: ['errors / requests * 100'] }),
    metrics: z
      .record(
        z.string().regex(queryIdPattern, {
          error: 'a name in metric math begins with a lower-case letter, then letters, digits and "_"',
        }),
        z.strictObject(metricStat),
      )
      .prefault({})
      .meta({ description: 'The metrics that the expression names.' }),
    period,
  })
  .superRefine(({ expression, metrics }, context) => {
    for (const message of expressionFaults(expression, Object.keys(metrics)))
      context.addIssue({ code: 'custom', path: ['expression'], message });
  });

/** What is wrong between an expression and the metrics it is given, as sentences. */
function expressionFaults(expression: string, known: readonly string[]): string[] {
  if (isInsightsQuery(expression))
    return known.length > 0 ? ['a SELECT query reads metrics by itself: leave "metrics" out'] : [];
  const used = namesInExpression(expression);
  const faults = used
    .filter((used) => !known.includes(used))
    .map((used) => `the expression names "${used}", which "metrics" lacks${didYouMean(used, known)}`);
  if (!needsOwnCall(expression)) {
    if (known.length === 0) faults.push('the expression reads no metric: list them under "metrics"');
    for (const name of known)
      if (!used.includes(name)) faults.push(`"metrics" has "${name}", which the expression does not use`);
  }
  if (known.length > expressionMetricsMax)
    faults.push(`an expression takes at most ${expressionMetricsMax} metrics`);
  return faults;
}

const alarmRead = z.strictObject({
  alarm: name('an alarm’s name').meta({
    description: "A metric or composite alarm; the value is its state's name: OK, ALARM, INSUFFICIENT_DATA.",
  }),
});

const alarmState = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']);

const alarmsRead = z.strictObject({
  alarms: z
    .strictObject({
      prefix: name('a prefix')
        .optional()
        .meta({ description: "How the alarms' names begin; all of the region when left out." }),
      state: z
        .union([alarmState.transform((state) => [state]), z.array(alarmState).min(1)], {
          error: 'a state is OK, ALARM or INSUFFICIENT_DATA, or a list of them',
        })
        .optional()
        .meta({ description: 'Only those in this state, or in one of these.' }),
      actionsEnabled: z.boolean().optional().meta({
        description: 'Only those whose actions are enabled, or with false those that are disabled.',
      }),
    })
    .meta({ description: 'How many alarms there are: metric and composite ones.' }),
});

const dashboardRead = z.strictObject({
  dashboard: name('a dashboard’s name').meta({
    description: 'The value is how many widgets the dashboard has.',
  }),
  type: z
    .enum(['metric', 'alarm', 'log', 'text', 'explorer', 'custom'])
    .optional()
    .meta({ description: 'Only widgets of this type.' }),
});

export const cloudwatchRead = z.union([metricRead, expressionRead, alarmRead, alarmsRead, dashboardRead], {
  error:
    'expected { namespace, metric, dimensions, stat, period }, { expression, metrics, period }, { alarm }, ' +
    '{ alarms: { prefix, state, actionsEnabled } } or { dashboard }',
});

export type CloudwatchOptions = z.output<typeof cloudwatchOptions>;
export type CloudwatchRead = z.output<typeof cloudwatchRead>;
export type MetricStatRead = z.output<typeof metricRead>;
export type AlarmsRead = z.output<typeof alarmsRead>;
export type DashboardRead = z.output<typeof dashboardRead>;
export type ExpressionRead = z.output<typeof expressionRead>;

/** `CloudWatch us-east-1`, and where it is asked if not at AWS. */
export function cloudwatchPlace({ region, endpoint }: CloudwatchOptions): string {
  return `CloudWatch ${region}` + (endpoint === undefined ? '' : ` at ${shownUrl(endpoint)}`);
}

/** Where the SDK looks, unless its environment says otherwise. */
export function cloudwatchUrl({ region, endpoint }: CloudwatchOptions): string {
  return endpoint ?? `https://monitoring.${region}.amazonaws.com`;
}
