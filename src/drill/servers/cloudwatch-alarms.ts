// DescribeAlarms over the tracks: an alarm is in ALARM while its track is above its mark, unless it has no data.

import * as z from 'zod';
import type { CloudWatchView } from './cloudwatch-data.ts';
import { fromPageToken, pageToken } from './cloudwatch-error.ts';

const stateSchema = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']);

const inputSchema = z.strictObject({
  AlarmNames: z.array(z.string().min(1)).max(100).optional(),
  AlarmNamePrefix: z.string().min(1).optional(),
  /** Without it only metric alarms are given. */
  AlarmTypes: z.array(z.enum(['MetricAlarm', 'CompositeAlarm', 'LogAlarm'])).default(['MetricAlarm']),
  ChildrenOfAlarmName: z.string().optional(),
  ParentsOfAlarmName: z.string().optional(),
  StateValue: stateSchema.optional(),
  ActionPrefix: z.string().optional(),
  MaxRecords: z.int().min(1).max(100).default(50),
  NextToken: z.string().optional(),
});

export function describeAlarms(raw: unknown, view: CloudWatchView): unknown {
  const input = inputSchema.parse(raw);
  const { AlarmNames: names, AlarmNamePrefix: prefix, StateValue: state } = input;
  const found = view.service.alarms
    .map((alarm) => {
      const value = view.world.number(alarm.value, view.at);
      const hasNoData = alarm.noData !== undefined && view.world.number(alarm.noData, view.at) > 0;
      const now = hasNoData ? 'INSUFFICIENT_DATA' : value > alarm.above ? 'ALARM' : 'OK';
      return { ...alarm, now, reading: value };
    })
    .filter(({ composite }) => input.AlarmTypes.includes(composite ? 'CompositeAlarm' : 'MetricAlarm'))
    .filter(({ name }) => names === undefined || names.includes(name))
    .filter(({ name }) => prefix === undefined || name.startsWith(prefix))
    .filter(({ now }) => state === undefined || now === state);
  const [from = 0] = input.NextToken === undefined ? [] : fromPageToken(input.NextToken, 1);
  const shown = found.slice(from, from + input.MaxRecords);
  const wire = (alarm: (typeof found)[number]): unknown => ({
    AlarmName: alarm.name,
    AlarmArn: `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${alarm.name}`,
    StateValue: alarm.now,
    StateReason: `${alarm.reading} is ${alarm.now === 'ALARM' ? '' : 'not '}greater than ${alarm.above}`,
    StateUpdatedTimestamp: view.at / 1_000,
    ActionsEnabled: alarm.actions,
    ...(alarm.composite ? { AlarmRule: `ALARM(${alarm.name}-member)` } : { Threshold: alarm.above }),
  });
  const rest = from + shown.length;
  return {
    MetricAlarms: shown.filter(({ composite }) => !composite).map(wire),
    CompositeAlarms: shown.filter(({ composite }) => composite).map(wire),
    ...(rest < found.length ? { NextToken: pageToken([rest]) } : {}),
  };
}
