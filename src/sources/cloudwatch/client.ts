// The live CloudWatch source: one poll is all metrics, alarms and dashboards of one region. Loaded only when a profile uses it.

import type { Milliseconds } from '../../domain/clock.ts';
import { counted } from '../../domain/plural.ts';
import { plainText } from '../../domain/text.ts';
import type { PollResult, Source, SourceInput } from '../source.ts';
import { withPassage } from '../way.ts';
import { AlarmCounter, type AlarmCountRead } from './alarm-counts.ts';
import { AlarmReader, type AlarmRead } from './alarms.ts';
import { dollarsAnHour, dollarText, requestDollarsAnHour } from './cost.ts';
import { DashboardReader, type DashboardMetric } from './dashboards.ts';
import { MetricDataReader, type Outcome } from './metric-data.ts';
import type { DataRead } from './queries.ts';
import { cloudwatchPlace, type CloudwatchOptions, type CloudwatchRead } from './options.ts';
import { Session } from './session.ts';

export function createSource(input: SourceInput<CloudwatchOptions, CloudwatchRead>): Source {
  return new CloudwatchSource(input);
}

class CloudwatchSource implements Source {
  readonly #session: Session;
  readonly #data: MetricDataReader;
  readonly #alarms: AlarmReader;
  readonly #counts: AlarmCounter;
  readonly #dashboards: DashboardReader;
  readonly #every: Milliseconds;

  constructor({ clock, every, options, reads, timeout }: SourceInput<CloudwatchOptions, CloudwatchRead>) {
    const place = cloudwatchPlace(options);
    const session = new Session({ options, place, timeout, clock });
    const { settle, history = null } = options;
    const dataReads: DataRead[] = [];
    const alarmReads: AlarmRead[] = [];
    const countReads: AlarmCountRead[] = [];
    const dashboardReads: DashboardMetric[] = [];
    for (const { read, ...entry } of reads)
      if ('alarm' in read) alarmReads.push({ ...entry, read });
      else if ('alarms' in read) countReads.push({ ...entry, read });
      else if ('dashboard' in read) dashboardReads.push({ ...entry, read });
      else dataReads.push({ ...entry, read });
    this.#session = session;
    this.#data = new MetricDataReader(dataReads, { session, clock, settle, history });
    const parts = { session, clock, place };
    this.#alarms = new AlarmReader(alarmReads, parts);
    this.#counts = new AlarmCounter(countReads, parts);
    this.#dashboards = new DashboardReader(dashboardReads, parts);
    this.#every = every;
  }

  async poll(signal: AbortSignal): Promise<PollResult> {
    // A call that the last poll gave up may have ended since.
    this.#session.takeLatency();
    this.#session.takeRequests();
    const approach = this.#session.beginLook();
    const readers = [this.#data, this.#alarms, this.#counts, this.#dashboards];
    const outcomes = (await Promise.all(readers.map((reader) => reader.read(signal)))).flat();
    const requests = this.#session.takeRequests();
    const gaps = outcomes.flatMap(({ failure }) => (failure ? [failure.gap] : []));
    const failedWhole = outcomes.length > 0 && gaps.length === outcomes.length;
    const result = {
      samples: outcomes.flatMap(({ samples }) => samples),
      gap: failedWhole ? (gaps[0] ?? null) : null,
      latencyMs: this.#session.takeLatency(),
      note: this.#note(outcomes, requests),
      // It asks for fewer calls and does not say how few: that is the scheduler's to know.
      retryAfter: null,
    };
    const passage = approach.passageOf(result.gap);
    if (result.gap !== null && passage.way === 'unsaid') this.#session.connectAnew();
    return withPassage(result, passage);
  }

  close(): Promise<void> {
    this.#session.close();
    return Promise.resolve();
  }

  /** What was asked for, and what an hour of it costs; other than metrics it is the calls that count, pages included. */
  #note(outcomes: readonly Outcome[], requests: ReadonlyMap<string, number>): string | null {
    const metrics = this.#data.metricsRequested;
    const parts: string[] = [];
    const add = (action: string, subject: string, dollars: number): number => {
      parts.push(`${action}: ${subject}, ${dollarText(dollars)} an hour`);
      return dollars;
    };
    let total = 0;
    if (metrics > 0)
      total += add('GetMetricData', counted(metrics, 'metric'), dollarsAnHour(metrics, this.#every));
    for (const [action, subject] of this.#plainCalls()) {
      const calls = requests.get(action) ?? 0;
      total += add(action, subject, requestDollarsAnHour(calls, this.#every));
    }
    if (parts.length > 1) parts.push(`${dollarText(total)} an hour in all`);
    parts.push(...new Set(outcomes.flatMap(({ remarks }) => remarks)));
    return parts.length > 0 ? plainText(parts.join('; ')) : null;
  }

  #plainCalls(): [action: string, subject: string][] {
    const { alarms } = this.#alarms;
    const { prefixes } = this.#counts;
    const { dashboards } = this.#dashboards;
    const asked = [
      ...(alarms > 0 ? [counted(alarms, 'alarm')] : []),
      ...(prefixes > 0 ? [`${counted(prefixes, 'list')} of alarms`] : []),
    ];
    return [
      ...(asked.length > 0 ? [['DescribeAlarms', asked.join(' and ')] satisfies [string, string]] : []),
      ...(dashboards > 0
        ? [['GetDashboard', counted(dashboards, 'dashboard')] satisfies [string, string]]
        : []),
    ];
  }
}
