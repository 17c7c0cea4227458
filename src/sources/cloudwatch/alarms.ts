// One poll's DescribeAlarms for the alarms that a profile names: their states.

import type { Clock, Instant } from '../../domain/clock.ts';
import { gap } from '../../domain/gap.ts';
import type { Sample } from '../../domain/sample.ts';
import { plainText } from '../../domain/text.ts';
import { gapsFor, type MetricRead } from '../source.ts';
import { alarmNamesMax, readAlarms, stateOf, type Alarm } from './alarm-pages.ts';
import type { Outcome } from './metric-data.ts';
import type { Session } from './session.ts';

export type AlarmRead = MetricRead<{ readonly alarm: string }>;

/** What a reader of alarms and dashboards is given. */
export interface ReaderParts {
  readonly session: Session;
  readonly clock: Clock;
  /** Where it looks, for sentences. */
  readonly place: string;
}

export class AlarmReader {
  readonly #parts: ReaderParts;
  readonly #byName: ReadonlyMap<string, readonly AlarmRead[]>;

  constructor(reads: readonly AlarmRead[], parts: ReaderParts) {
    this.#parts = parts;
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
    const { clock, place, session } = this.#parts;
    const told = await readAlarms(session, { names }, signal);
    const at = clock.now();
    if (told.gap) {
      const metrics = names.flatMap((name) => this.#metrics(name));
      return { samples: gapsFor(metrics, at, told.gap), failure: told, remarks: [] };
    }
    const found = new Map(told.value.alarms.map((alarm) => [alarm.AlarmName, alarm]));
    const samples = names.flatMap((name) => {
      const sample = alarmSample(name, found.get(name) ?? null, at, place);
      return this.#metrics(name).map((metric) => ({ metric, sample }));
    });
    return { samples, failure: null, remarks: [] };
  }

  #metrics(name: string): string[] {
    return (this.#byName.get(name) ?? []).map(({ metric }) => metric);
  }
}

/** The alarm's state as the value; a state that CloudWatch itself doubts is a gap, whatever it is. */
function alarmSample(name: string, alarm: Alarm | null, at: Instant, place: string): Sample {
  const shown = plainText(name, 80);
  if (!alarm) return { at, gap: gap('not_found', `no metric or composite alarm "${shown}" in ${place}`) };
  return { at, ...stateOf(alarm, shown) };
}
