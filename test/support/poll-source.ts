// Makes a source through its kind, as a profile would, and looks at what one poll of it says.

import { onTestFinished } from 'vitest';
import type { Clock, Instant } from '../../src/domain/clock.ts';
import { exactText } from '../../src/domain/value.ts';
import type { PollResult, Source, SourceKind } from '../../src/sources/source.ts';
import { remedied } from './remedied.ts';

/** A clock whose time is told by the test; it runs on only when `now` does. */
export function clockFrom(now: () => Instant): Clock {
  return {
    now,
    monotonic: () => performance.now(),
    scale: 1,
    after: (delay, run) => {
      const timer = setTimeout(run, delay);
      return () => clearTimeout(timer);
    },
  };
}

export interface TestSource extends Source {
  /** Polls with a limit, as the scheduler does. */
  look(timeoutMs?: number): Promise<PollResult>;
}

/** @param reads the metric's id and its `read`, as written in a profile. */
export async function openSource(
  kind: SourceKind,
  options: unknown,
  reads: Readonly<Record<string, unknown>>,
  {
    clock = clockFrom(Date.now),
    timeout = 20_000,
    memory,
  }: { clock?: Clock; timeout?: number; memory?: string | undefined } = {},
): Promise<TestSource> {
  const source = await kind.create({
    id: 'under-test',
    options,
    reads: Object.entries(reads).map(([metric, read]) => ({ metric, read, exact: false })),
    every: 5_000,
    timeout,
    clock,
    ...(memory !== undefined && { memory }),
  });
  onTestFinished(() => source.close());
  const poll = async (signal: AbortSignal): Promise<PollResult> => remedied(await source.poll(signal));
  return {
    poll,
    close: () => source.close(),
    ...(source.memory && { memory: source.memory }),
    look: (timeoutMs = timeout) => poll(AbortSignal.timeout(timeoutMs)),
  };
}

/** Each metric's value as exact text, or `gap:reason`; the gap of the whole look stands under `*`. */
export function told(result: PollResult): Record<string, string> {
  const told: Record<string, string> = {};
  if (result.gap) told['*'] = `gap:${result.gap.reason}`;
  for (const { metric, sample } of result.samples)
    told[metric] = sample.gap ? `gap:${sample.gap.reason}` : exactText(sample.value);
  return told;
}

/** Every sentence in a result. */
export function sentences(result: PollResult): string[] {
  const gaps = result.samples.flatMap(({ sample }) => (sample.gap ? [sample.gap.message] : []));
  return [
    ...(result.gap ? [result.gap.message] : []),
    ...gaps,
    ...(result.note === null ? [] : [result.note]),
  ];
}
