// What a profile may write for a CloudWatch source, and what each mistake is answered with.

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cloudwatchSource } from '../../../src/sources/cloudwatch/kind.ts';
import { sourceKinds } from '../../../src/sources/registry.ts';

const { options, read } = cloudwatchSource;

/** Every sentence that a wrong value gets; those of a union's forms included, since the loader picks the one that was meant. */
function faults(schema: z.ZodType, value: unknown): string {
  const parsed = schema.safeParse(value);
  return parsed.success ? 'fine' : parsed.error.issues.flatMap((issue) => sentences(issue)).join(' | ');
}

function sentences(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.join('.');
  if (issue.code === 'invalid_union') return [issue.message, ...issue.errors.flat().flatMap(sentences)];
  return issue.code === 'invalid_key' ? issue.issues.flatMap(sentences) : [`${path}: ${issue.message}`];
}

const cpu = { namespace: 'AWS/ECS', metric: 'CPUUtilization', stat: 'Average' };
const two = { m1: cpu, m2: cpu };

describe('the schema of a CloudWatch source', () => {
  test('is in the registry', () => {
    expect(sourceKinds.get('cloudwatch')).toBe(cloudwatchSource);
  });

  test('fills in what is left out', () => {
    expect(options.parse({ region: 'us-east-1' })).toEqual({ region: 'us-east-1', settle: 120_000 });
    expect(read.parse(cpu)).toEqual({ ...cpu, dimensions: {}, period: 60_000 });
  });

  test.each([
    [{ region: 'us-gov-west-1', settle: '3m', history: '15m', profile: 'x' }, /^fine$/],
    [{ region: 'local', endpoint: 'http://127.0.0.1:4566', anonymous: true }, /^fine$/],
    [{}, /region: /],
    [{ region: 'US East' }, /region: an AWS region is lower-case/],
    [{ region: 'us-east-1', anonymous: true }, /anonymous: anonymous needs an endpoint/],
    [
      { region: 'us-east-1', endpoint: 'http://x', anonymous: false },
      /anonymous: anonymous can only be true/,
    ],
    [
      { region: 'us-east-1', endpoint: 'http://x', anonymous: true, profile: 'p' },
      /profile: profile and anonymous/,
    ],
    [{ region: 'us-east-1', endpoint: 'monitoring' }, /endpoint: an absolute URL/],
    [{ region: 'us-east-1', settle: '2 minutes' }, /settle: "2 minutes" is no duration/],
    [{ region: 'us-east-1', secretAccessKey: 'x' }, /Unrecognized key/],
  ])('options %j: %s', (value, expected) => {
    expect(faults(options, value)).toMatch(expected);
  });

  test.each([
    [{ alarm: 'cpu high' }, /^fine$/],
    [{ ...cpu, stat: 'p99.9', unit: 'Percent', period: '5m', dimensions: { a: 'b' } }, /^fine$/],
    [{ expression: 'm1/m2*100', metrics: two, period: '60s' }, /^fine$/],
    [{ expression: 'IF(m1 > 1e3, m2, 0)', metrics: two }, /^fine$/],
    [{ expression: 'SUM(METRICS("m1"))', metrics: two }, /^fine$/],
    [{ expression: "SUM(SEARCH('{AWS/EC2} cpu', 'Average'))" }, /^fine$/],
    [{ expression: 'SELECT MAX(cpu) FROM "AWS/EC2"' }, /^fine$/],
    [{ ...cpu, stat: 'average' }, /"average" is no statistic of CloudWatch \(did you mean "Average"\?\)/],
    [{ ...cpu, stat: 'p101' }, /no statistic/],
    [{ ...cpu, period: '45s' }, /period: a period is 1s, 5s/],
    [{ ...cpu, period: '2d' }, /period: a period is/],
    [
      { expression: 'm1/m3', metrics: two },
      /names "m3", which "metrics" lacks.*\| .*"metrics" has "m2", which/,
    ],
    [{ expression: '1 + 1', metrics: {} }, /the expression reads no metric/],
    [{ expression: 'SELECT MAX(cpu) FROM x', metrics: two }, /leave "metrics" out/],
    [{ expression: 'M1', metrics: { M1: cpu } }, /begins with a lower-case letter/],
    [{ alarm: '' }, /alarm’s name must not be empty/],
    [{ alarms: {} }, /^fine$/],
    [{ alarms: { prefix: 'proofwork-', state: 'ALARM' } }, /^fine$/],
    [{ alarms: { prefix: 'proofwork-', state: ['ALARM', 'INSUFFICIENT_DATA'] } }, /^fine$/],
    [{ alarms: { prefix: 'proofwork-', actionsEnabled: false } }, /^fine$/],
    [{ alarms: { prefix: '' } }, /prefix: a prefix must not be empty/],
    [{ alarms: { state: 'RED' } }, /a state is OK, ALARM or INSUFFICIENT_DATA, or a list/],
    [{ alarms: { state: [] } }, /alarms\.state: Too small/],
    [{ alarms: { prefix: 'x', actionsEnabled: 'no' } }, /actionsEnabled: .*expected boolean/],
    [{ alarms: { prefx: 'x' } }, /Unrecognized key: "prefx"/],
    [{ alarms: 'x' }, /alarms: .*expected object/],
    [{ dashboard: 'sge' }, /^fine$/],
    [{ dashboard: 'sge', type: 'metric' }, /^fine$/],
    [{ dashboard: '' }, /dashboard’s name must not be empty/],
    [{ dashboard: 'sge', type: 'graph' }, /type: .*"metric"/],
    [{ dashboard: 'sge', period: '60s' }, /Unrecognized key: "period"/],
    [{ alarm: 'x', period: '60s' }, /Unrecognized key: "period"/],
    [{ ...cpu, statistic: 'Sum' }, /Unrecognized key: "statistic"/],
    [{ namespace: 'a', metric: 'b' }, /stat: .*expected string/],
    [{ ...cpu, dimensions: { a: 1 } }, /dimensions\.a: .*expected string/],
    [{ ...cpu, unit: 'percent' }, /unit: .*"Percent"/],
    [{ namespace: 'a' }, /expected \{ namespace/],
    ['cpu', /expected \{ namespace/],
  ])('read %j: %s', (value, expected) => {
    expect(faults(read, value)).toMatch(expected);
  });

  test('takes the options that all sources share beside its own', () => {
    const own = options.safeExtend({ kind: z.literal('cloudwatch'), every: z.string() }).strict();
    expect(faults(own, { kind: 'cloudwatch', every: '60s', region: 'us-east-1' })).toBe('fine');
    expect(faults(own, { kind: 'cloudwatch', every: '60s', region: 'us-east-1', anonymous: true })).toMatch(
      /needs an endpoint/,
    );
  });

  test('says its rhythm, its place and its units', () => {
    const given = { region: 'us-east-1', endpoint: 'https://u:secret@vpce.example/x?k=1', settle: '90s' };
    expect(cloudwatchSource.place(given)).toBe('CloudWatch us-east-1 at https://vpce.example/x');
    expect(cloudwatchSource.rhythm(given, { ...cpu, period: '5m' })).toEqual({
      interval: 300_000,
      delay: 90_000,
    });
    expect(cloudwatchSource.rhythm(given, { alarm: 'a' })).toBeNull();
    expect(cloudwatchSource.rhythm(given, { alarms: { prefix: 'a' } })).toBeNull();
    expect(cloudwatchSource.rhythm(given, { dashboard: 'a' })).toBeNull();
    expect(cloudwatchSource.naturalUnit(cpu)).toBeNull();
  });

  test('has a JSON Schema', () => {
    const json = JSON.stringify([
      z.toJSONSchema(options, { io: 'input' }),
      z.toJSONSchema(read, { io: 'input' }),
    ]);
    expect(json).toContain('"default":"120s"');
    expect(json).toContain('Bytes/Second');
  });
});
