// Polling one source by hand, as the scheduler would: with a signal that aborts after a real time.

import type { Clock } from '../../src/domain/clock.ts';
import { systemClock } from '../../src/engine/clocks.ts';
import type { Gap } from '../../src/domain/gap.ts';
import { exactText } from '../../src/domain/value.ts';
import type { PollResult, Source, SourceKind } from '../../src/sources/source.ts';

export interface MadeSource {
  readonly source: Source;
  poll(): Promise<PollResult>;
  /** Each metric's value as text, or its gap's `reason: message`; a metric without a sample shows the poll's gap. */
  look(): Promise<Record<string, string>>;
}

export interface MakeInput {
  readonly options: Record<string, unknown>;
  /** Metric id to read; an exact one is written `[read, 'exact']`. */
  readonly reads: Record<string, unknown>;
  readonly exact?: boolean;
  readonly every?: number;
  readonly timeoutMs?: number;
  readonly clock?: Clock;
}

export async function makeSource(kind: SourceKind, input: MakeInput): Promise<MadeSource> {
  const timeout = input.timeoutMs ?? 20_000;
  const source = await kind.create({
    id: 'under-test',
    options: input.options,
    reads: Object.entries(input.reads).map(([metric, read]) => ({
      metric,
      read,
      exact: input.exact ?? false,
    })),
    every: input.every ?? 5_000,
    timeout,
    clock: input.clock ?? systemClock(),
  });
  const poll = (): Promise<PollResult> => source.poll(AbortSignal.timeout(timeout));
  return {
    source,
    poll,
    async look() {
      const result = await poll();
      const shown: Record<string, string> = {};
      for (const metric of Object.keys(input.reads)) {
        const sample = result.samples.find((entry) => entry.metric === metric)?.sample;
        shown[metric] =
          sample?.value === undefined ? gapText(sample?.gap ?? result.gap) : exactText(sample.value);
      }
      return shown;
    },
  };
}

export function gapText(gap: Gap | null): string {
  return gap ? `${gap.reason}: ${gap.message}` : '(nothing)';
}
