// A CloudWatch source over the stand-in server, under a clock that a test moves by hand.

import { performance } from 'node:perf_hooks';
import { afterEach } from 'vitest';
import type { Clock } from '../../../src/domain/clock.ts';
import { isValueSample, type Sample } from '../../../src/domain/sample.ts';
import { cloudwatchSource } from '../../../src/sources/cloudwatch/kind.ts';
import type { PollResult, Source } from '../../../src/sources/source.ts';
import { startCloudwatchServer, type CloudwatchServer } from '../../support/cloudwatch-server.ts';
import { remedied } from '../../support/remedied.ts';

/** The instant at which the tests begin. */
export const noon = Date.UTC(2026, 10, 22, 12, 0, 0);

export const minute = 60_000;

export interface HandClock extends Clock {
  time: number;
}

export function handClock(time = noon, scale = 1): HandClock {
  const clock: HandClock = {
    time,
    scale,
    now: () => clock.time,
    monotonic: () => performance.now(),
    after: () => () => {},
  };
  return clock;
}

/** A read of a metric in the namespace `App`, as a profile writes it. */
export function stat(metric: string, more: object = {}): object {
  return { namespace: 'App', metric, stat: 'Average', period: '60s', ...more };
}

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

export interface Bench {
  readonly clock: HandClock;
  readonly server: CloudwatchServer;
  readonly source: (reads: Record<string, object>, options?: object) => Promise<Source>;
}

/** A fresh server and clock; what is opened with them is closed after the test. */
export async function bench(clock = handClock()): Promise<Bench> {
  const server = await startCloudwatchServer({ now: () => clock.time });
  open.push(server);
  return {
    clock,
    server,
    async source(reads, options = {}) {
      const source = await cloudwatchSource.create({
        id: 'aws',
        options: { region: 'us-east-1', endpoint: server.url, anonymous: true, ...options },
        reads: Object.entries(reads).map(([metric, read]) => ({ metric, read, exact: false })),
        every: minute,
        timeout: 5_000,
        clock,
      });
      open.push(source);
      return source;
    },
  };
}

/** The limit is real time, on a machine that may do much else: it ends what hangs, and is no measure of what works. */
export async function poll(source: Source, timeoutMs = 30_000): Promise<PollResult> {
  return remedied(await source.poll(AbortSignal.timeout(timeoutMs)));
}

export function samplesOf(result: PollResult, metric: string): Sample[] {
  return result.samples.filter((entry) => entry.metric === metric).map(({ sample }) => sample);
}

/** `[at - noon in seconds, value]` of the metric's value samples. */
export function valuesOf(result: PollResult, metric: string): [seconds: number, value: unknown][] {
  return samplesOf(result, metric)
    .filter(isValueSample)
    .map(({ at, value }) => [(at - noon) / 1_000, value]);
}

/** `reason: message` of the metric's newest sample when it is a gap. */
export function gapOf(result: PollResult, metric: string): string | null {
  const last = samplesOf(result, metric).at(-1);
  return last?.gap ? `${last.gap.reason}: ${last.gap.message}` : null;
}
