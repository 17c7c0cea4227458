// The live CloudWatch source: one poll is all metrics and all alarms of one region. Loaded only when a profile uses it.

import type { Clock, Milliseconds } from '../../domain/clock.ts';
import { plainText } from '../../domain/text.ts';
import type { PollResult, Source, SourceInput } from '../source.ts';
import { AlarmReader, type AlarmRead } from './alarms.ts';
import { dollarsAnHour, dollarText } from './cost.ts';
import { MetricDataReader, type Outcome } from './metric-data.ts';
import type { DataRead } from './queries.ts';
import { cloudwatchPlace, type CloudwatchOptions, type CloudwatchRead } from './schema.ts';
import { Session } from './session.ts';

/** How long a throttled source keeps still, in real milliseconds: doubled each time in a row, up to the most. */
export const throttlePause = { first: 15_000, most: 300_000 } as const;

export function createSource(input: SourceInput<CloudwatchOptions, CloudwatchRead>): Source {
  return new CloudwatchSource(input);
}

class CloudwatchSource implements Source {
  readonly #session: Session;
  readonly #data: MetricDataReader;
  readonly #alarms: AlarmReader;
  readonly #clock: Clock;
  readonly #every: Milliseconds;
  #throttledInARow = 0;

  constructor({ clock, every, options, reads, timeout }: SourceInput<CloudwatchOptions, CloudwatchRead>) {
    const place = cloudwatchPlace(options);
    const session = new Session({ options, place, timeout, clock });
    const { settle, history = null } = options;
    const dataReads: DataRead[] = [];
    const alarmReads: AlarmRead[] = [];
    for (const { read, ...entry } of reads)
      if ('alarm' in read) alarmReads.push({ ...entry, read });
      else dataReads.push({ ...entry, read });
    this.#session = session;
    this.#data = new MetricDataReader(dataReads, { session, clock, settle, history });
    this.#alarms = new AlarmReader(alarmReads, { session, clock, place });
    this.#clock = clock;
    this.#every = every;
  }

  async poll(signal: AbortSignal): Promise<PollResult> {
    // A call that the last poll gave up may have ended since.
    this.#session.takeLatency();
    const outcomes = (await Promise.all([this.#data.read(signal), this.#alarms.read(signal)])).flat();
    const gaps = outcomes.flatMap(({ failure }) => (failure ? [failure.gap] : []));
    const failedWhole = outcomes.length > 0 && gaps.length === outcomes.length;
    return {
      samples: outcomes.flatMap(({ samples }) => samples),
      gap: failedWhole ? (gaps[0] ?? null) : null,
      latencyMs: this.#session.takeLatency(),
      note: this.#note(outcomes),
      retryAfter: this.#pauseAfter(outcomes),
    };
  }

  close(): Promise<void> {
    this.#session.close();
    return Promise.resolve();
  }

  #note(outcomes: readonly Outcome[]): string | null {
    const metrics = this.#data.metricsRequested;
    const { alarms } = this.#alarms;
    const parts: string[] = [];
    if (metrics > 0) {
      const cost = dollarText(dollarsAnHour(metrics, this.#every));
      parts.push(`GetMetricData: ${counted(metrics, 'metric')}, ${cost} an hour`);
    }
    if (alarms > 0) parts.push(`DescribeAlarms: ${counted(alarms, 'alarm')}`);
    parts.push(...new Set(outcomes.flatMap(({ remarks }) => remarks)));
    return parts.length > 0 ? plainText(parts.join('; ')) : null;
  }

  #pauseAfter(outcomes: readonly Outcome[]): Milliseconds | null {
    if (!outcomes.some(({ failure }) => failure?.kind === 'throttled')) {
      this.#throttledInARow = 0;
      return null;
    }
    const pause = Math.min(throttlePause.first * 2 ** this.#throttledInARow, throttlePause.most);
    this.#throttledInARow++;
    return pause * this.#clock.scale;
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
