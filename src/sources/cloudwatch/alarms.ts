// One poll's DescribeAlarms: the states of the alarms that a profile names.

import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Clock, Instant } from '../../domain/clock.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import type { Sample } from '../../domain/sample.ts';
import { plainText } from '../../domain/text.ts';
import { gapsFor, type MetricRead } from '../source.ts';
import type { Outcome } from './metric-data.ts';
import type { Session } from './session.ts';

/** Most names in one call, and most alarms on one page. */
export const alarmNamesMax = 100;

/** A call for 100 names has its answer on one page; more are read only from a service that pages smaller. */
const pagesMax = 20;

export type AlarmRead = MetricRead<{ readonly alarm: string }>;

const states: ReadonlySet<string> = new Set(['OK', 'ALARM', 'INSUFFICIENT_DATA']);

export class AlarmReader {
  readonly #session: Session;
  readonly #clock: Clock;
  readonly #place: string;
  readonly #byName: ReadonlyMap<string, readonly AlarmRead[]>;

  constructor(
    reads: readonly AlarmRead[],
    { session, clock, place }: { session: Session; clock: Clock; place: string },
  ) {
    this.#session = session;
    this.#clock = clock;
    this.#place = place;
    this.#byName = Map.groupBy(reads, ({ read }) => read.alarm);
  }

  /** Alarms that one poll asks for. */
  get alarms(): number {
    return this.#byName.size;
  }

  read(signal: AbortSignal): Promise<Outcome[]> {
    const names = [...this.#byName.keys()];
    const calls: Promise<Outcome>[] = [];
    for (let start = 0; start < names.length; start += alarmNamesMax)
      calls.push(this.#describe(names.slice(start, start + alarmNamesMax), signal));
    return Promise.all(calls);
  }

  async #describe(names: readonly string[], signal: AbortSignal): Promise<Outcome> {
    const found = new Map<string, MetricAlarm | CompositeAlarm>();
    let token: string | undefined;
    for (let page = 1; page <= pagesMax; page++) {
      const reply = await this.#session.describeAlarms(
        {
          AlarmNames: [...names],
          // By default CloudWatch lists metric alarms only.
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          MaxRecords: alarmNamesMax,
          ...(token === undefined ? {} : { NextToken: token }),
        },
        signal,
      );
      if (reply.failure) return this.#failed(names, reply.failure);
      const { CompositeAlarms, MetricAlarms, NextToken } = reply.output;
      if (!Array.isArray(CompositeAlarms) && !Array.isArray(MetricAlarms))
        return this.#failed(names, {
          kind: 'other',
          gap: gap('empty', 'CloudWatch answered without any alarms'),
        });
      for (const alarm of [...(MetricAlarms ?? []), ...(CompositeAlarms ?? [])])
        if (alarm.AlarmName !== undefined) found.set(alarm.AlarmName, alarm);
      token = NextToken;
      if (token === undefined || token === '') break;
    }
    const at = this.#clock.now();
    const samples = names.flatMap((name) => {
      const sample = alarmSample(name, found.get(name) ?? null, at, this.#place);
      return this.#metrics(name).map((metric) => ({ metric, sample }));
    });
    return { samples, failure: null, remarks: [] };
  }

  #failed(names: readonly string[], failure: NonNullable<Outcome['failure']>): Outcome {
    const metrics = names.flatMap((name) => this.#metrics(name));
    return { samples: gapsFor(metrics, this.#clock.now(), failure.gap), failure, remarks: [] };
  }

  #metrics(name: string): string[] {
    return (this.#byName.get(name) ?? []).map(({ metric }) => metric);
  }
}

/** The alarm's state as the value; a state that CloudWatch itself doubts is a gap, whatever it is. */
function alarmSample(
  name: string,
  alarm: MetricAlarm | CompositeAlarm | null,
  at: Instant,
  place: string,
): Sample {
  const shown = plainText(name, 80);
  if (!alarm) return { at, gap: gap('not_found', `no metric or composite alarm "${shown}" in ${place}`) };
  const state: unknown = alarm.StateValue;
  if (typeof state !== 'string' || !states.has(state))
    return { at, gap: gap('parse', `the alarm "${shown}" has a state that is not known here`) };
  const doubt = 'EvaluationState' in alarm ? doubtOf(alarm, shown, state) : null;
  return doubt ? { at, gap: doubt } : { at, value: state };
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
