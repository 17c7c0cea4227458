// Alarms' states against the server that stands in for CloudWatch.

import { describe, expect, test } from 'vitest';
import { bench, gapOf, minute, noon, poll, samplesOf, valuesOf } from './harness.ts';

describe('alarms, with a stand-in for CloudWatch', () => {
  test('the value is the state of a metric or composite alarm, read now', async () => {
    const { clock, server, source } = await bench();
    server.world.alarms = [
      { name: 'cpu high', state: 'OK' },
      { name: 'all', type: 'composite', state: 'ALARM' },
      { name: 'new', state: 'INSUFFICIENT_DATA' },
    ];
    const aws = await source({
      cpu: { alarm: 'cpu high' },
      all: { alarm: 'all' },
      fresh: { alarm: 'new' },
      again: { alarm: 'all' },
    });
    const first = await poll(aws);
    expect(first).toMatchObject({
      gap: null,
      note: 'DescribeAlarms: 3 alarms, $0.00060 an hour',
      retryAfter: null,
    });
    expect(first.latencyMs).toBeGreaterThan(0);
    expect(['cpu', 'all', 'fresh', 'again'].map((metric) => valuesOf(first, metric))).toEqual([
      [[0, 'OK']],
      [[0, 'ALARM']],
      [[0, 'INSUFFICIENT_DATA']],
      [[0, 'ALARM']],
    ]);
    clock.time += minute;
    expect(valuesOf(await poll(aws), 'cpu')).toEqual([[60, 'OK']]);
    expect(server.dataCalls()).toEqual([]);
  });

  test('an alarm that does not exist is a gap that names it', async () => {
    const { server, source } = await bench();
    server.world.alarms = [{ name: 'a', state: 'OK' }];
    const answer = await poll(await source({ a: { alarm: 'a' }, b: { alarm: 'b\u001b[1m' } }));
    expect(gapOf(answer, 'b')).toMatch(
      /^not_found: no metric or composite alarm "b \[1m" in CloudWatch us-east-1/,
    );
    expect(gapOf(answer, 'a')).toBeNull();
  });

  test.each([
    [
      'PARTIAL_DATA',
      'OK',
      'partial_data: the alarm "a" stands at OK, but CloudWatch judged it on partial data',
    ],
    [
      'EVALUATION_ERROR',
      'OK',
      'unavailable: the alarm "a" stands at OK, but CloudWatch could not judge it (EVALUATION_ERROR): no rights',
    ],
    [
      'EVALUATION_FAILURE',
      'ALARM',
      'unavailable: the alarm "a" stands at ALARM, but CloudWatch could not judge it (EVALUATION_FAILURE): no rights',
    ],
    [
      'IN_WARM_UP',
      'INSUFFICIENT_DATA',
      'unavailable: the alarm "a" stands at INSUFFICIENT_DATA, but CloudWatch could not judge it (IN_WARM_UP): no rights',
    ],
  ])('an alarm under %s is a gap', async (evaluation, state, gap) => {
    const { server, source } = await bench();
    server.world.alarms = [{ name: 'a', state, evaluation, reason: 'no rights' }];
    expect(gapOf(await poll(await source({ a: { alarm: 'a' } })), 'a')).toBe(gap);
  });

  test('a state that is not known is a gap, never a word to be judged', async () => {
    const { server, source } = await bench();
    server.world.alarms = [{ name: 'a', state: 'FINE\u001b[2J' }];
    expect(gapOf(await poll(await source({ a: { alarm: 'a' } })), 'a')).toMatch(
      /^parse: the alarm "a" has a state/,
    );
  });

  test('250 alarms are asked for a hundred at a time, and pages are followed', async () => {
    const { server, source } = await bench();
    const names = Array.from({ length: 250 }, (_, index) => `a${index}`);
    server.world.alarms = names.map((name, index) => ({ name, state: index % 2 === 0 ? 'OK' : 'ALARM' }));
    server.world.alarmsMax = 40;
    const answer = await poll(await source(Object.fromEntries(names.map((name) => [name, { alarm: name }]))));
    for (const [index, name] of names.entries())
      expect(valuesOf(answer, name)).toEqual([[0, index % 2 === 0 ? 'OK' : 'ALARM']]);
    const calls = server.alarmCalls();
    expect(calls).toHaveLength(3 + 3 + 2);
    expect(calls.every(({ AlarmNames }) => (AlarmNames?.length ?? 0) <= 100)).toBe(true);
  });

  test.each(['{}', '[]', '{"MetricAlarms":{}}'])('%s is a gap', async (body) => {
    const { server, source } = await bench();
    server.fault = () => ({ kind: 'raw', status: 200, type: 'application/x-amz-json-1.0', body });
    const answer = await poll(await source({ a: { alarm: 'a' } }));
    expect(gapOf(answer, 'a')).toMatch(/^parse: /);
    expect(answer.gap).not.toBeNull();
    expect(samplesOf(answer, 'a').map(({ at }) => at)).toEqual([noon]);
  });
});
