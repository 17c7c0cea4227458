// How many alarms are as a profile asks, and how many widgets a dashboard has, against the stand-in for CloudWatch.

import { describe, expect, test } from 'vitest';
import { exactText } from '../../../src/domain/value.ts';
import type { PollResult } from '../../../src/sources/source.ts';
import { serviceErrors } from '../../support/cloudwatch-server.ts';
import { bench, gapOf, poll, samplesOf } from './harness.ts';

/** The newest value as exact text, or its gap. */
function told(result: PollResult, metric: string): string | null {
  const sample = samplesOf(result, metric).at(-1);
  return sample?.value === undefined ? gapOf(result, metric) : exactText(sample.value);
}

const inAlarm = { alarms: { prefix: 'pw-', state: 'ALARM' } };

describe('alarms counted, with a stand-in for CloudWatch', () => {
  test('by state and by their actions, metric and composite ones, of one prefix or of all', async () => {
    const { server, source } = await bench();
    server.world.alarms = [
      { name: 'pw-cpu', state: 'OK' },
      { name: 'pw-5xx', state: 'ALARM', actions: false },
      { name: 'pw-all', type: 'composite', state: 'ALARM' },
      { name: 'pw-new', state: 'INSUFFICIENT_DATA', actions: false },
      { name: 'other', state: 'ALARM' },
    ];
    const aws = await source({
      alarm: inAlarm,
      notOk: { alarms: { prefix: 'pw-', state: ['ALARM', 'INSUFFICIENT_DATA'] } },
      fresh: { alarms: { prefix: 'pw-', state: 'INSUFFICIENT_DATA' } },
      disabled: { alarms: { prefix: 'pw-', actionsEnabled: false } },
      silent: { alarms: { prefix: 'pw-', state: 'ALARM', actionsEnabled: false } },
      enabled: { alarms: { prefix: 'pw-', actionsEnabled: true } },
      every: { alarms: { prefix: 'pw-' } },
      region: { alarms: { state: 'ALARM' } },
    });
    const result = await poll(aws);
    const names = ['alarm', 'notOk', 'fresh', 'disabled', 'silent', 'enabled', 'every', 'region'];
    expect(names.map((name) => told(result, name))).toEqual(['2', '3', '1', '2', '1', '2', '4', '3']);
    expect(result.note).toBe('DescribeAlarms: 2 lists of alarms, $0.0012 an hour');
    // Eight metrics, two questions.
    expect(server.alarmCalls()).toHaveLength(2);
    for (const alarm of server.world.alarms) alarm.state = 'OK';
    expect(told(await poll(aws), 'alarm')).toBe('0');
  });

  test('a prefix that no alarm has is a gap: none in ALARM would be green', async () => {
    const { server, source } = await bench();
    server.world.alarms = [{ name: 'pw-cpu', state: 'OK' }];
    const result = await poll(
      await source({ typo: { alarms: { prefix: 'pw_', state: 'ALARM' } }, fine: inAlarm }),
    );
    expect(told(result, 'typo')).toMatch(
      /^not_found: there is no alarm whose name begins with "pw_" in CloudWatch us-east-1/,
    );
    expect(told(result, 'fine')).toBe('0');
    server.world.alarms = [];
    expect(told(await poll(await source({ all: { alarms: {} } })), 'all')).toMatch(
      /^not_found: there is no alarm in CloudWatch us-east-1/,
    );
  });

  test.each([
    ['PARTIAL_DATA', /^partial_data: the alarm "pw-b" stands at OK, but/],
    ['EVALUATION_ERROR', /^unavailable: the alarm "pw-b" stands at OK, but CloudWatch could not judge it/],
  ])('one alarm under %s leaves its count untold, not that of actions', async (evaluation, gap) => {
    const { server, source } = await bench();
    server.world.alarms = [
      { name: 'pw-a', state: 'OK', actions: false },
      { name: 'pw-b', state: 'OK', evaluation },
    ];
    const aws = await source({ count: inAlarm, off: { alarms: { prefix: 'pw-', actionsEnabled: false } } });
    const result = await poll(aws);
    expect(told(result, 'count')).toMatch(gap);
    expect(told(result, 'off')).toBe('1');
  });

  test('pages are followed, paid for, and counted only to their end', async () => {
    const { server, source } = await bench();
    const alarms = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ name: `pw-${index}`, state: 'ALARM' }));
    server.world.alarms = alarms(1_950);
    const aws = await source({ count: inAlarm });
    const whole = await poll(aws);
    expect(told(whole, 'count')).toBe('1950');
    expect(whole.note).toBe('DescribeAlarms: 1 list of alarms, $0.012 an hour');
    server.world.alarms = alarms(2_001);
    expect(told(await poll(aws), 'count')).toBe(
      'too_large: there are more than 2000 alarms: they are counted with a longer prefix only',
    );
  });

  test('without the right it is a gap that names it', async () => {
    const { server, source } = await bench();
    server.fault = () => ({ kind: 'error', error: serviceErrors.denied('cloudwatch:DescribeAlarms') });
    const result = await poll(await source({ count: inAlarm }));
    expect(result.gap?.reason).toBe('denied');
    expect(told(result, 'count')).toMatch(/^denied: AWS denies cloudwatch:DescribeAlarms/);
  });
});

const body = (...types: string[]): string =>
  JSON.stringify({ widgets: types.map((type) => ({ type, x: 0 })) });

describe('dashboards, with a stand-in for CloudWatch', () => {
  test('the value is the number of widgets, or of those of one type', async () => {
    const { server, source } = await bench();
    server.world.dashboards = [
      { name: 'sge', body: body('metric', 'text', 'metric', 'alarm') },
      { name: 'bare', body: body() },
    ];
    const aws = await source({
      all: { dashboard: 'sge' },
      graphs: { dashboard: 'sge', type: 'metric' },
      bare: { dashboard: 'bare' },
      alarm: inAlarm,
    });
    server.world.alarms = [{ name: 'pw-a', state: 'OK' }];
    const result = await poll(aws);
    expect(['all', 'graphs', 'bare'].map((name) => told(result, name))).toEqual(['4', '2', '0']);
    expect(server.calls.filter(({ operation }) => operation === 'GetDashboard')).toHaveLength(2);
    expect(result.note).toBe(
      'DescribeAlarms: 1 list of alarms, $0.00060 an hour; GetDashboard: 2 dashboards, $0.0012 an hour; $0.0018 an hour in all',
    );
  });

  test('one that is missing is a gap that names it, and the others are read', async () => {
    const { server, source } = await bench();
    server.world.dashboards = [{ name: 'sge', body: body('metric') }];
    const result = await poll(await source({ gone: { dashboard: 'sgx' }, fine: { dashboard: 'sge' } }));
    expect(told(result, 'gone')).toMatch(/^not_found: no dashboard "sgx" in CloudWatch us-east-1/);
    expect(told(result, 'fine')).toBe('1');
    expect(result.gap).toBeNull();
  });

  test.each([
    ['', 'parse: the dashboard "sge" came without a body'],
    ['<html>', 'parse: the body of the dashboard "sge" has no list of widgets'],
    ['{}', 'parse: the body of the dashboard "sge" has no list of widgets'],
    ['{"widgets":{}}', 'parse: the body of the dashboard "sge" has no list of widgets'],
    ['{"widgets":[7]}', 'parse: the body of the dashboard "sge" has no list of widgets'],
  ])('the body %j is a gap', async (text, gap) => {
    const { server, source } = await bench();
    server.world.dashboards = [{ name: 'sge', body: text }];
    expect(told(await poll(await source({ sge: { dashboard: 'sge' } })), 'sge')).toBe(gap);
  });

  test('a name that CloudWatch refuses, a missing right and a failing service are gaps', async () => {
    const { server, source } = await bench();
    const aws = await source({ sge: { dashboard: 'a b' } });
    expect(told(await poll(aws), 'sge')).toMatch(/^not_configured: CloudWatch refuses the query: /);
    server.fault = () => ({ kind: 'error', error: serviceErrors.denied('cloudwatch:GetDashboard') });
    expect(told(await poll(aws), 'sge')).toMatch(/^denied: AWS denies cloudwatch:GetDashboard/);
    server.fault = () => ({ kind: 'error', error: serviceErrors.throttled() });
    const slow = await poll(aws);
    expect([told(slow, 'sge'), slow.retryAfter]).toEqual([expect.stringMatching(/^throttled: /), null]);
    server.fault = () => ({ kind: 'answer', answer: {} });
    expect(told(await poll(aws), 'sge')).toMatch(/^parse: /);
  });
});
