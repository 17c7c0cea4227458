// DescribeAlarms, page by page to its end: metric and composite alarms, and what CloudWatch itself doubts of one.

import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Answer } from '../../domain/answer.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import type { Failure } from './failure.ts';
import type { Session } from './session.ts';

/** Most names in one call, and most alarms on one page. */
export const alarmNamesMax = 100;

/** 2,000 alarms; more pages are read of no question. */
const pagesMax = 20;

export type Alarm = MetricAlarm | CompositeAlarm;

/** Which alarms are asked for: those of these names, or all whose names begin so; null for all of the region. */
export type AlarmQuestion = { readonly names: readonly string[] } | { readonly prefix: string | null };

export interface AlarmPages {
  readonly alarms: readonly Alarm[];
  /** There are no others. */
  readonly complete: boolean;
}

export async function readAlarms(
  session: Session,
  question: AlarmQuestion,
  signal: AbortSignal,
): Promise<Answer<AlarmPages, Failure>> {
  const alarms: Alarm[] = [];
  let token: string | undefined;
  for (let page = 1; page <= pagesMax; page++) {
    const reply = await session.describeAlarms(
      {
        ...('names' in question
          ? { AlarmNames: [...question.names] }
          : question.prefix !== null && { AlarmNamePrefix: question.prefix }),
        // By default CloudWatch lists metric alarms only.
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: alarmNamesMax,
        ...(token === undefined ? {} : { NextToken: token }),
      },
      signal,
    );
    if (reply.gap) return reply;
    const { CompositeAlarms, MetricAlarms, NextToken } = reply.value;
    if (!Array.isArray(CompositeAlarms) && !Array.isArray(MetricAlarms))
      return { kind: 'other', gap: gap('parse', 'CloudWatch answered without any alarms') };
    alarms.push(...(MetricAlarms ?? []), ...(CompositeAlarms ?? []));
    token = NextToken;
    if (token === undefined || token === '') return { value: { alarms, complete: true } };
  }
  return { value: { alarms, complete: false } };
}

const states: ReadonlySet<string> = new Set(['OK', 'ALARM', 'INSUFFICIENT_DATA']);

/** The alarm's state, or why it is not to be believed. @param shown the alarm's name for people. */
export function stateOf(alarm: Alarm, shown: string): Answer<string> {
  const state: unknown = alarm.StateValue;
  if (typeof state !== 'string' || !states.has(state))
    return { gap: gap('parse', `the alarm "${shown}" has a state that is not known here`) };
  const doubt = 'EvaluationState' in alarm ? doubtOf(alarm, shown, state) : null;
  return doubt === null ? { value: state } : { gap: doubt };
}

function doubtOf({ EvaluationState, StateReason }: MetricAlarm, shown: string, state: string): Gap | null {
  const evaluation: string | undefined = EvaluationState;
  if (evaluation === undefined || evaluation === '') return null;
  const stands = `the alarm "${shown}" stands at ${state}`;
  if (evaluation === 'PARTIAL_DATA')
    return gap('partial_data', `${stands}, but CloudWatch judged it on partial data`);
  const reason = plainText(StateReason ?? '', 120);
  return gap(
    'unavailable',
    `${stands}, but CloudWatch could not judge it (${plainText(evaluation, 40)})${reason === '' ? '' : `: ${reason}`}`,
  );
}
