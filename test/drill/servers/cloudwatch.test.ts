// The drill's CloudWatch, asked by AWS's own client. The answers are decoded by the client's schemas.

import { gzipSync } from 'node:zlib';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  ListMetricsCommand,
  paginateGetMetricData,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startCloudWatchServer } from '../../../src/drill/servers/cloudwatch.ts';
import { serviceOf, stage, t0 } from '../support/around.ts';

const set = stage(`
tracks:
  cpu: { digits: 1, points: [{ at: T-0, value: 40 }, { at: T+10m, value: 100 }] }
  errors: { points: [{ at: T-0, value: 5 }] }
  requests: { points: [{ at: T-0, value: 200 }] }
  none: { points: [{ at: T-0, value: 0 }] }
services:
  aws:
    kind: cloudwatch
    env: CLOUDWATCH_URL
    publishDelay: 30s
    metrics:
      - { namespace: AWS/ECS, metric: CPUUtilization, dimensions: { ServiceName: api, ClusterName: c }, value: cpu }
      - { namespace: App, metric: Errors, value: errors }
      - { namespace: App, metric: Requests, value: requests }
      - { namespace: App, metric: None, value: none }
    alarms:
      - { name: cpu-high, value: cpu, above: 70 }
      - { name: errors-high, value: errors, above: 1 }
      - { name: all-bad, composite: true, value: errors, above: 1 }
    dashboards: { overview: errors }
  quiet:
    kind: cloudwatch
    env: QUIET_URL
    alarms: [{ name: new, value: none, above: 1, noData: errors, actions: false }]
`);
const server = await startCloudWatchServer(serviceOf(set, 'aws', 'cloudwatch'), set.around);
const client = new CloudWatchClient({
  region: 'us-east-1',
  endpoint: server.url,
  credentials: { accessKeyId: 'anonymous', secretAccessKey: 'anonymous' },
  maxAttempts: 1,
});
afterAll(async () => {
  client.destroy();
  await server.close();
});
beforeEach(() => {
  set.fault = null;
  set.at = t0 + 600_000;
});

const cpu = (Stat: string, Period = 60): MetricDataQuery => ({
  Id: 'm1',
  MetricStat: {
    Metric: {
      Namespace: 'AWS/ECS',
      MetricName: 'CPUUtilization',
      Dimensions: [
        { Name: 'ClusterName', Value: 'c' },
        { Name: 'ServiceName', Value: 'api' },
      ],
    },
    Period,
    Stat,
  },
});
const app = (Id: string, MetricName: string): MetricDataQuery => ({
  Id,
  ReturnData: false,
  MetricStat: { Metric: { Namespace: 'App', MetricName }, Period: 60, Stat: 'Average' },
});
const ask = (queries: MetricDataQuery[], more: object = {}, from = 0, to = 600) =>
  client.send(
    new GetMetricDataCommand({
      MetricDataQueries: queries,
      StartTime: new Date(t0 + from * 1_000),
      EndTime: new Date(t0 + to * 1_000),
      ...more,
    }),
  );

describe('GetMetricData', () => {
  test('gives aligned periods, newest first, and nothing younger than the publishing delay', async () => {
    const { MetricDataResults: [result] = [] } = await ask([cpu('Average')], {}, 25);
    expect(result).toMatchObject({ Id: 'm1', Label: 'CPUUtilization', StatusCode: 'Complete' });
    expect(result?.Timestamps).toHaveLength(10);
    expect(result?.Timestamps?.[0]).toEqual(new Date(t0 + 540_000));
    expect(result?.Timestamps?.at(-1)).toEqual(new Date(t0));
    // The minute from T+0 climbs from 40 to 46 in six looks: 40, 41, … 45.
    expect(result?.Values?.at(-1)).toBeCloseTo(42.5, 6);
    // Of the last minute only the looks up to T+9m30s are there.
    expect(result?.Values?.[0]).toBeCloseTo((94 + 95 + 96 + 97) / 4, 6);
  });

  test.each([
    ['Minimum', 40],
    ['Maximum', 45],
    ['Sum', 255],
    ['SampleCount', 6],
    ['p50', 42],
    ['p99.9', 45],
  ])('%s of the first minute', async (stat, value) => {
    const { MetricDataResults: [result] = [] } = await ask([cpu(stat)], { ScanBy: 'TimestampAscending' });
    expect(result?.Values?.[0]).toBeCloseTo(value, 6);
  });

  test('matches the whole set of dimensions; an unknown metric has no data', async () => {
    const part = cpu('Average');
    part.MetricStat?.Metric?.Dimensions?.pop();
    const { MetricDataResults: [result] = [] } = await ask([part]);
    expect(result).toMatchObject({ Timestamps: [], Values: [], StatusCode: 'Complete' });
  });

  test('does arithmetic, and has no point where it would divide by zero', async () => {
    const results = await ask([
      app('errors', 'Errors'),
      app('requests', 'Requests'),
      app('none', 'None'),
      { Id: 'e1', Expression: '100 * (errors - -errors) / requests', Label: 'rate' },
      { Id: 'e2', Expression: 'errors / none' },
      { Id: 'e3', Expression: 'e1 + 1' },
    ]);
    expect(results.MetricDataResults?.map(({ Id, Values }) => [Id, Values?.[0], Values?.length])).toEqual([
      ['e1', 5, 10],
      ['e2', undefined, 0],
      ['e3', 6, 10],
    ]);
  });

  test('pages by datapoints', async () => {
    const pages = [];
    const queries = [cpu('Average'), { ...cpu('Maximum'), Id: 'm2' }];
    for await (const page of paginateGetMetricData(
      { client },
      {
        MetricDataQueries: queries,
        StartTime: new Date(t0),
        EndTime: new Date(t0 + 600_000),
        MaxDatapoints: 6,
      },
    ))
      pages.push(
        page.MetricDataResults?.map(({ Id, Values, StatusCode }) => [Id, Values?.length, StatusCode]),
      );
    expect(pages).toEqual([
      [['m1', 6, 'PartialData']],
      [
        ['m1', 4, 'Complete'],
        ['m2', 2, 'PartialData'],
      ],
      [['m2', 6, 'PartialData']],
      [['m2', 2, 'Complete']],
    ]);
  });

  test.each<[string, MetricDataQuery[], object, string]>([
    ['a period of 90 s', [cpu('Average', 90)], {}, 'a period is 1, 5, 10, 20, 30'],
    ['an unknown statistic', [cpu('Middle')], {}, 'Stat is not supported'],
    ['two queries of one id', [cpu('Sum'), cpu('Sum')], {}, 'must be unique'],
    ['an end before the start', [cpu('Sum')], { EndTime: new Date(t0 - 1_000) }, 'must be less than'],
    [
      'a circle',
      [
        { Id: 'e1', Expression: 'e2+1' },
        { Id: 'e2', Expression: 'e1+1' },
      ],
      {},
      'refers to itself',
    ],
    ['an unknown id', [{ Id: 'e1', Expression: 'x+1' }], {}, 'refers to x'],
    ['a function', [cpu('Sum'), { Id: 'e1', Expression: 'FILL(m1,0)' }], {}, 'cannot read'],
    ['a broken expression', [cpu('Sum'), { Id: 'e1', Expression: '(m1' }], {}, 'Error in expression'],
    ['a token of ours that is not', [cpu('Sum')], { NextToken: 'x' }, 'next token'],
  ])('%s is refused', async (_, queries, more, message) => {
    await expect(ask(queries, more)).rejects.toThrow(message);
  });
});

describe('DescribeAlarms', () => {
  test('gives metric alarms unless asked for both', async () => {
    set.at = t0;
    const metric = await client.send(new DescribeAlarmsCommand({}));
    expect(metric.MetricAlarms?.map(({ AlarmName, StateValue }) => [AlarmName, StateValue])).toEqual([
      ['cpu-high', 'OK'],
      ['errors-high', 'ALARM'],
    ]);
    expect(metric.CompositeAlarms).toEqual([]);
    set.at = t0 + 600_000;
    const both = await client.send(
      new DescribeAlarmsCommand({
        AlarmNames: ['cpu-high', 'all-bad', 'absent'],
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      }),
    );
    expect(both.MetricAlarms?.[0]).toMatchObject({ AlarmName: 'cpu-high', StateValue: 'ALARM' });
    expect(both.MetricAlarms?.[0]?.StateUpdatedTimestamp).toEqual(new Date(set.at));
    expect(both.CompositeAlarms).toHaveLength(1);
  });

  test('pages', async () => {
    const first = await client.send(new DescribeAlarmsCommand({ MaxRecords: 1 }));
    const second = await client.send(
      new DescribeAlarmsCommand({ MaxRecords: 1, NextToken: first.NextToken }),
    );
    expect([first, second].map((page) => page.MetricAlarms?.[0]?.AlarmName)).toEqual([
      'cpu-high',
      'errors-high',
    ]);
    expect(second.NextToken).toBeUndefined();
  });
});

describe('GetDashboard', () => {
  test('gives as many widgets as the track says; another name is not found', async () => {
    const { DashboardBody = '' } = await client.send(new GetDashboardCommand({ DashboardName: 'overview' }));
    expect(JSON.parse(DashboardBody)).toMatchObject({
      widgets: Array.from({ length: 5 }, () => ({ type: 'metric' })),
    });
    const missing = client.send(new GetDashboardCommand({ DashboardName: 'other' }));
    await expect(missing).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await expect(client.send(new GetDashboardCommand({ DashboardName: 'a b' }))).rejects.toThrow(
      'DashboardName',
    );
  });
});

test('an alarm may lack data, and have its actions disabled', async () => {
  const quiet = await startCloudWatchServer(serviceOf(set, 'quiet', 'cloudwatch'), set.around);
  onTestFinished(() => quiet.close());
  const response = await fetch(quiet.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'GraniteServiceVersion20100801.DescribeAlarms' },
    body: '{}',
  });
  expect(await response.json()).toMatchObject({
    MetricAlarms: [{ AlarmName: 'new', StateValue: 'INSUFFICIENT_DATA', ActionsEnabled: false }],
  });
});

describe('failures', () => {
  test.each([
    ['throttle', 'Throttling'],
    ['expired', 'ExpiredToken'],
  ] as const)('%s', async (fault, name) => {
    set.fault = fault;
    await expect(ask([cpu('Sum')])).rejects.toMatchObject({ name });
  });

  test.each(['reset', 'html', 'error', 'half', 'garbage'] as const)('%s', async (fault) => {
    set.fault = fault;
    await expect(ask([cpu('Sum')])).rejects.toBeInstanceOf(Error);
  });

  test('an operation that it lacks', async () => {
    await expect(client.send(new ListMetricsCommand({}))).rejects.toThrow('no operation ListMetrics');
  });

  test('a gzipped request is read, a broken one refused', async () => {
    const headers = {
      'x-amz-target': 'GraniteServiceVersion20100801.DescribeAlarms',
      'content-encoding': 'gzip',
    };
    const good = await fetch(server.url, { method: 'POST', headers, body: gzipSync('{"MaxRecords":1}') });
    expect(await good.json()).toHaveProperty('NextToken');
    const bad = await fetch(server.url, { method: 'POST', headers, body: 'no gzip' });
    expect([bad.status, bad.headers.get('x-amzn-query-error')]).toEqual([400, 'MalformedInput;Sender']);
  });
});
