// What stands in a made-up CloudWatch, and how its operations behave beyond their shapes. The rules are those of AWS's API
// reference for GetMetricData, DescribeAlarms, GetDashboard and ListDashboards; what a schema can say is checked in cloudwatch-wire.ts.

import type {
  CompositeAlarm,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  GetDashboardInput,
  GetDashboardOutput,
  GetMetricDataInput,
  GetMetricDataOutput,
  ListDashboardsInput,
  ListDashboardsOutput,
  MessageData,
  MetricAlarm,
  MetricDataQuery,
  MetricDataResult,
  StatusCode,
} from '@aws-sdk/client-cloudwatch';
import { evaluateMath, type Points } from './cloudwatch-math.ts';
import { ServiceError } from './cloudwatch-wire.ts';

export interface MetricSpec {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly unit?: string;
  /** The value of the period that starts there, in milliseconds; null where there is no data point. */
  readonly value: (start: number, stat: string, periodSeconds: number) => number | null;
  /** Instead of `Complete`, when all pages are there. */
  status?: StatusCode;
  messages?: MessageData[];
}

export interface AlarmSpec {
  readonly name: string;
  readonly type?: 'metric' | 'composite';
  state: string;
  evaluation?: string;
  reason?: string;
  /** False when its actions are disabled. */
  actions?: boolean;
}

export interface DashboardSpec {
  readonly name: string;
  /** As it came with PutDashboard: JSON. */
  body: string;
}

const invalid = (message: string): ServiceError =>
  new ServiceError('ValidationException', message, { code: 'ValidationError' });

const statPattern =
  /^(Average|Sum|Minimum|Maximum|SampleCount|IQM|(p|tm|wm|tc|ts)\d{1,3}(\.\d+)?|(TM|WM|TC|TS|PR)\([^)]*:[^)]*\))$/;

export class CloudwatchWorld {
  metrics: MetricSpec[] = [];
  alarms: AlarmSpec[] = [];
  dashboards: DashboardSpec[] = [];
  /** Data points on a page; 100,800 at AWS. */
  pointsMax = 100_800;
  /** Alarms on a page, when a test wants fewer than asked for. */
  alarmsMax = 100;
  /** What the answer says of the call as a whole. */
  messages: MessageData[] = [];
  now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  getMetricData(input: GetMetricDataInput): GetMetricDataOutput {
    const queries = input.MetricDataQueries ?? [];
    checkQueries(queries, input);
    const start = roundedStart(input);
    const end = input.EndTime?.getTime() ?? 0;
    const results = this.#evaluate(queries, start, end);
    const points = results
      .flatMap(({ points }, index) => [...points].map(([at, value]) => ({ index, at, value })))
      .sort((left, right) =>
        input.ScanBy === 'TimestampAscending' ? left.at - right.at : right.at - left.at,
      );
    const from = Number(input.NextToken ?? 0);
    if (!Number.isInteger(from) || from > points.length) throw invalid('The value for NextToken is invalid');
    const to = from + Math.min(this.pointsMax, input.MaxDatapoints ?? 100_800);
    const page = points.slice(from, to);
    const rest = new Set(points.slice(to).map(({ index }) => index));
    const shown: MetricDataResult[] = results.flatMap(({ id, label, messages, status }, index) => {
      const mine = page.filter((point) => point.index === index);
      // Later pages carry only the results that still have data.
      if (from > 0 && mine.length === 0) return [];
      return [
        {
          Id: id,
          Label: label,
          Timestamps: mine.map(({ at }) => new Date(at)),
          Values: mine.map(({ value }) => value),
          StatusCode: rest.has(index) ? 'PartialData' : status,
          ...(messages.length > 0 ? { Messages: messages } : {}),
        },
      ];
    });
    return {
      MetricDataResults: shown,
      Messages: this.messages,
      ...(to < points.length ? { NextToken: String(to) } : {}),
    };
  }

  describeAlarms(input: DescribeAlarmsInput): DescribeAlarmsOutput {
    const names = input.AlarmNames;
    if (names !== undefined && names.length > 100)
      throw invalid("Value at 'alarmNames' failed to satisfy constraint: Member must have length <= 100");
    if (names !== undefined && input.AlarmNamePrefix !== undefined)
      throw invalid('AlarmNames and AlarmNamePrefix cannot be specified together');
    if (input.AlarmNamePrefix === '')
      throw invalid(
        "Value '' at 'alarmNamePrefix' failed to satisfy constraint: Member must have length >= 1",
      );
    if (input.StateValue !== undefined && !['OK', 'ALARM', 'INSUFFICIENT_DATA'].includes(input.StateValue))
      throw invalid(`Value '${input.StateValue}' at 'stateValue' is not in the enum`);
    const max = input.MaxRecords ?? 50;
    if (max < 1 || max > 100) throw invalid("Value at 'maxRecords' must be between 1 and 100");
    const types = input.AlarmTypes ?? ['MetricAlarm'];
    const asked = this.alarms.filter(
      ({ name, state, type }) =>
        (names === undefined || names.includes(name)) &&
        name.startsWith(input.AlarmNamePrefix ?? '') &&
        (input.StateValue === undefined || state === input.StateValue) &&
        types.includes(type === 'composite' ? 'CompositeAlarm' : 'MetricAlarm'),
    );
    const from = Number(input.NextToken ?? 0);
    const to = from + Math.min(max, this.alarmsMax);
    const page = asked.slice(from, to);
    return {
      MetricAlarms: page
        .filter(({ type }) => type !== 'composite')
        .map((alarm): MetricAlarm => ({
          ...described(alarm),
          ...(alarm.evaluation === undefined ? {} : { EvaluationState: alarm.evaluation as never }),
        })),
      CompositeAlarms: page.filter(({ type }) => type === 'composite').map(described),
      ...(to < asked.length ? { NextToken: String(to) } : {}),
    };
  }

  getDashboard({ DashboardName: name = '' }: GetDashboardInput): GetDashboardOutput {
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(name))
      throw new ServiceError(
        'InvalidParameterValueException',
        `The value ${name} for DashboardName is invalid`,
      );
    const found = this.dashboards.find((dashboard) => dashboard.name === name);
    if (!found) throw new ServiceError('DashboardNotFoundError', `Dashboard ${name} does not exist`);
    return { DashboardArn: dashboardArn(name), DashboardBody: found.body, DashboardName: name };
  }

  listDashboards({ DashboardNamePrefix: prefix = '', NextToken }: ListDashboardsInput): ListDashboardsOutput {
    const asked = this.dashboards.filter(({ name }) => name.startsWith(prefix));
    const from = Number(NextToken ?? 0);
    // AWS gives up to 1,000 on a page.
    const to = from + 1_000;
    return {
      DashboardEntries: asked.slice(from, to).map(({ body, name }) => ({
        DashboardArn: dashboardArn(name),
        DashboardName: name,
        LastModified: new Date(0),
        Size: body.length,
      })),
      ...(to < asked.length ? { NextToken: String(to) } : {}),
    };
  }

  #evaluate(queries: readonly MetricDataQuery[], start: number, end: number): EvaluatedQuery[] {
    const series = new Map<string, Points>();
    for (const { Id = '', MetricStat } of queries)
      if (MetricStat) series.set(Id, this.#points(MetricStat, start, end).points);
    return queries.flatMap((query): EvaluatedQuery[] => {
      const id = query.Id ?? '';
      if (query.ReturnData === false) return [];
      if (query.MetricStat) {
        const { points, spec } = this.#points(query.MetricStat, start, end);
        const label = query.MetricStat.Metric?.MetricName ?? '';
        const status = spec?.status ?? 'Complete';
        return [{ id, label, points, status, messages: spec?.messages ?? [] }];
      }
      return this.#expression(id, query, series, start, end);
    });
  }

  #expression(
    id: string,
    query: MetricDataQuery,
    series: ReadonlyMap<string, Points>,
    start: number,
    end: number,
  ): EvaluatedQuery[] {
    const expression = query.Expression ?? '';
    const search = /^SEARCH\('([^']*)'/.exec(expression);
    const seconds = query.Period ?? 60;
    if (search || expression.startsWith('SELECT '))
      return this.metrics
        .filter(({ name }) => (search ? name.includes(search[1] ?? '') : expression.includes(`(${name})`)))
        .map((spec) => ({
          id,
          label: spec.name,
          points: pointsOf(spec, 'Average', seconds, start, end, this.now()),
          status: 'Complete',
          messages: [],
        }));
    const { dropped, points } = evaluateMath(expression, id, series);
    const messages = dropped
      ? [
          {
            Code: 'ArithmeticError',
            Value: 'One or more data-points have been dropped due to non-numeric values',
          },
        ]
      : [];
    return [{ id, label: expression, points, status: 'Complete', messages }];
  }

  #points(
    { Metric, Period = 60, Stat = '', Unit }: NonNullable<MetricDataQuery['MetricStat']>,
    start: number,
    end: number,
  ): { points: Points; spec: MetricSpec | null } {
    const dimensions = new Map((Metric?.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
    const spec =
      this.metrics.find(
        (candidate) =>
          candidate.namespace === Metric?.Namespace &&
          candidate.name === Metric.MetricName &&
          (Unit === undefined || candidate.unit === Unit) &&
          // Every combination of dimensions is a metric of its own: nothing is added up.
          dimensions.size === Object.keys(candidate.dimensions ?? {}).length &&
          Object.entries(candidate.dimensions ?? {}).every(([name, value]) => dimensions.get(name) === value),
      ) ?? null;
    const points = spec ? pointsOf(spec, Stat, Period, start, end, this.now()) : new Map<number, number>();
    return { points, spec };
  }
}

interface EvaluatedQuery {
  readonly id: string;
  readonly label: string;
  readonly points: Points;
  readonly status: StatusCode;
  readonly messages: MessageData[];
}

/** Dashboards belong to the account, not to a region. */
function dashboardArn(name: string): string {
  return `arn:aws:cloudwatch::000000000000:dashboard/${name}`;
}

function pointsOf(
  { value }: MetricSpec,
  stat: string,
  seconds: number,
  start: number,
  end: number,
  now: number,
): Points {
  const points = new Map<number, number>();
  // Periods lie on the clock, not on the request; the running one has a data point already.
  const period = seconds * 1_000;
  for (let at = Math.ceil(start / period) * period; at < end && at <= now; at += period) {
    const one = value(at, stat, seconds);
    if (one !== null) points.set(at, one);
  }
  return points;
}

function checkQueries(queries: readonly MetricDataQuery[], input: GetMetricDataInput): void {
  if (queries.length === 0 || queries.length > 500)
    throw invalid('The collection MetricDataQueries must have between 1 and 500 members');
  if ((input.StartTime?.getTime() ?? 0) >= (input.EndTime?.getTime() ?? 0))
    throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  if ((input.MaxDatapoints ?? 1) > 100_800) throw invalid('MaxDatapoints must be at most 100800');
  if (!queries.some(({ ReturnData }) => ReturnData !== false))
    throw invalid('At least one query must return data');
  const ids = new Set<string>();
  for (const { Expression, Id = '', MetricStat } of queries) {
    if (!/^[a-z][a-zA-Z0-9_]*$/.test(Id)) throw invalid(`The value ${Id} for parameter Id is not valid`);
    if (ids.has(Id)) throw invalid(`The id ${Id} is not unique`);
    ids.add(Id);
    if ((Expression === undefined) === (MetricStat === undefined))
      throw invalid(`${Id}: exactly one of Expression and MetricStat is needed`);
    if (MetricStat) checkStat(MetricStat);
  }
}

function checkStat({ Metric, Period = 0, Stat = '' }: NonNullable<MetricDataQuery['MetricStat']>): void {
  if (![1, 5, 10, 20, 30].includes(Period) && (Period < 60 || Period % 60 !== 0))
    throw invalid(`Period must be 1, 5, 10, 20, 30 or a multiple of 60, not ${Period}`);
  if (!statPattern.test(Stat)) throw invalid(`The value ${Stat} for parameter Stat is not supported.`);
  if ((Metric?.Dimensions?.length ?? 0) > 30) throw invalid('A metric has at most 30 dimensions');
  if (Metric?.Namespace?.startsWith('Refused') === true)
    throw invalid(`The namespace ${Metric.Namespace} is not valid`);
}

/** Rounded down to the minute, or to the second's fraction of a minute for short periods. */
function roundedStart({ MetricDataQueries = [], StartTime }: GetMetricDataInput): number {
  const periods = MetricDataQueries.map(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? 60);
  const unit = Math.min(60, ...periods) * 1_000;
  return Math.floor((StartTime?.getTime() ?? 0) / unit) * unit;
}

function described({ actions = true, name, reason, state }: AlarmSpec): CompositeAlarm {
  return {
    AlarmName: name,
    AlarmArn: `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`,
    StateValue: state as never,
    ...(reason === undefined ? {} : { StateReason: reason }),
    StateUpdatedTimestamp: new Date(0),
    ActionsEnabled: actions,
  };
}
