// The server that stands in for CloudWatch is itself strict: what AWS refuses, it refuses.

import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { operations } from './cloudwatch-wire.ts';
import { bench, minute, noon } from '../sources/cloudwatch/harness.ts';

const second = noon / 1_000;
const query = {
  Id: 'm1',
  MetricStat: { Metric: { Namespace: 'App', MetricName: 'a' }, Period: 60, Stat: 'Sum' },
};
const span = { StartTime: second - 600, EndTime: second };
const data = (more: object): object => ({ MetricDataQueries: [query], ...span, ...more });

async function call(
  url: string,
  operation: string,
  body: object,
  encoding?: 'gzip',
): Promise<{ status: number; code: string | null; json: unknown }> {
  const text = JSON.stringify(body);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `GraniteServiceVersion20100801.${operation}`,
      ...(encoding ? { 'content-encoding': encoding } : {}),
    },
    body: encoding ? gzipSync(text) : text,
  });
  const json: unknown = await response.json();
  return { status: response.status, code: response.headers.get('x-amzn-query-error'), json };
}

describe('the stand-in for CloudWatch', () => {
  test('knows every operation that the SDK knows', () => {
    expect(operations.size).toBeGreaterThan(40);
    expect([...operations.keys()]).toEqual(
      expect.arrayContaining(['GetMetricData', 'DescribeAlarms', 'PutMetricData']),
    );
  });

  test.each<[string, object, string]>([
    [
      '501 queries',
      data({ MetricDataQueries: Array.from({ length: 501 }, (_, n) => ({ ...query, Id: `m${n}` })) }),
      'between 1 and 500',
    ],
    ['no query', data({ MetricDataQueries: [] }), 'between 1 and 500'],
    ['an id twice', data({ MetricDataQueries: [query, query] }), 'not unique'],
    ['an id with a capital', data({ MetricDataQueries: [{ ...query, Id: 'M1' }] }), 'parameter Id'],
    ['start after end', data({ StartTime: second }), 'StartTime must be less'],
    [
      'a period of 45 s',
      data({ MetricDataQueries: [{ ...query, MetricStat: { ...query.MetricStat, Period: 45 } }] }),
      'Period must be',
    ],
    [
      'an unknown statistic',
      data({ MetricDataQueries: [{ ...query, MetricStat: { ...query.MetricStat, Stat: 'avg' } }] }),
      'parameter Stat',
    ],
    ['both kinds of query', data({ MetricDataQueries: [{ ...query, Expression: 'm1' }] }), 'exactly one of'],
    [
      'nothing returned',
      data({ MetricDataQueries: [{ ...query, ReturnData: false }] }),
      'At least one query',
    ],
    ['too many points', data({ MaxDatapoints: 200_000 }), 'MaxDatapoints'],
    [
      'a broken expression',
      data({ MetricDataQueries: [query, { Id: 'e1', Expression: 'm1 +' }] }),
      "Error in expression 'e1'",
    ],
    [
      'an unknown name',
      data({ MetricDataQueries: [query, { Id: 'e1', Expression: 'm9' }] }),
      'Unknown identifier m9',
    ],
    ['an unknown member', data({ Colour: 'red' }), 'unknown member'],
    ['a time as text', data({ StartTime: '2026-11-22' }), 'expected epoch seconds'],
    ['a list as text', data({ MetricDataQueries: 'm1' }), 'expected a list'],
  ])('%s is refused', async (_, body, message) => {
    const { server } = await bench();
    const { code, json, status } = await call(server.url, 'GetMetricData', body);
    expect(status).toBe(400);
    expect(code).toMatch(/;Sender$/);
    expect(JSON.stringify(json)).toContain(message);
  });

  test('a missing member, an unknown operation and a request without a signature are refused', async () => {
    const { server } = await bench();
    expect(await call(server.url, 'GetMetricData', { MetricDataQueries: [query] })).toMatchObject({
      status: 400,
      code: 'MissingParameter;Sender',
    });
    expect(await call(server.url, 'Explode', {})).toMatchObject({ status: 404 });
    server.credentials = new Map();
    expect(await call(server.url, 'DescribeAlarms', {})).toMatchObject({
      status: 403,
      code: 'MissingAuthenticationToken;Sender',
    });
  });

  test('its own answers are checked as strictly', async () => {
    const { server } = await bench();
    server.fault = () => ({ kind: 'answer', answer: { MetricDataResults: [{ Id: 7 }] } });
    const { json } = await call(server.url, 'GetMetricData', data({}));
    expect(JSON.stringify(json)).toContain('expected a string');
  });

  test('periods lie on the clock, the start belongs to the span and the end does not', async () => {
    const { server } = await bench();
    server.world.metrics = [{ namespace: 'App', name: 'a', value: (start) => (start - noon) / minute }];
    const { json } = await call(
      server.url,
      'GetMetricData',
      data({ StartTime: second - 170, EndTime: second }),
      'gzip',
    );
    expect(json).toMatchObject({
      MetricDataResults: [{ Id: 'm1', StatusCode: 'Complete', Values: [-1, -2, -3] }],
    });
  });

  test('dashboards: found by their exact name, listed by its beginning, a strange name refused', async () => {
    const { server } = await bench();
    server.world.dashboards = [
      { name: 'api', body: '{"widgets":[]}' },
      { name: 'web', body: '{}' },
    ];
    expect(await call(server.url, 'GetDashboard', { DashboardName: 'api' })).toMatchObject({
      status: 200,
      json: { DashboardName: 'api', DashboardBody: '{"widgets":[]}' },
    });
    expect(await call(server.url, 'GetDashboard', { DashboardName: 'ap' })).toMatchObject({
      status: 404,
      code: 'ResourceNotFound;Sender',
    });
    expect(await call(server.url, 'GetDashboard', { DashboardName: 'a b' })).toMatchObject({ status: 400 });
    expect(await call(server.url, 'GetDashboard', {})).toMatchObject({
      status: 400,
      code: 'MissingParameter;Sender',
    });
    expect(await call(server.url, 'ListDashboards', { DashboardNamePrefix: 'a' })).toMatchObject({
      json: { DashboardEntries: [{ DashboardName: 'api', Size: 14 }] },
    });
  });

  test('alarms: metric alarms unless asked, at most 100 names', async () => {
    const { server } = await bench();
    server.world.alarms = [
      { name: 'm', state: 'OK' },
      { name: 'c', type: 'composite', state: 'OK' },
    ];
    const { json } = await call(server.url, 'DescribeAlarms', {});
    expect(json).toMatchObject({ MetricAlarms: [{ AlarmName: 'm' }], CompositeAlarms: [] });
    const names = Array.from({ length: 101 }, (_, index) => `a${index}`);
    expect(await call(server.url, 'DescribeAlarms', { AlarmNames: names })).toMatchObject({ status: 400 });
    expect(await call(server.url, 'DescribeAlarms', { MaxRecords: 101 })).toMatchObject({ status: 400 });
    expect(await call(server.url, 'DescribeAlarms', { AlarmNamePrefix: '' })).toMatchObject({ status: 400 });
    const both = { AlarmNames: ['m'], AlarmNamePrefix: 'm' };
    expect(await call(server.url, 'DescribeAlarms', both)).toMatchObject({ status: 400 });
    expect(await call(server.url, 'DescribeAlarms', { StateValue: 'RED' })).toMatchObject({ status: 400 });
    expect(await call(server.url, 'DescribeAlarms', { AlarmNamePrefix: 'x' })).toMatchObject({
      json: { MetricAlarms: [], CompositeAlarms: [] },
    });
  });
});
