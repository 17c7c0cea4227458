// A command as a profile runs it, in a folder of the test's own: real processes, and a scheduler's look at them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../../src/domain/clock.ts';
import type { Gap } from '../../../src/domain/gap.ts';
import { exactText } from '../../../src/domain/value.ts';
import { systemClock } from '../../../src/engine/clocks.ts';
import { execSource } from '../../../src/sources/exec/kind.ts';
import type { PollResult, Source } from '../../../src/sources/source.ts';
import { remedied } from '../../support/remedied.ts';

export interface Commanded {
  readonly source: Source;
  readonly folder: string;
  /** Polls; `until` ends the time that the scheduler gives. Otherwise there is a minute, which no test waits for. */
  readonly poll: (until?: AbortSignal) => Promise<PollResult>;
  /** Each metric as text: its value, or its gap's `reason: message`. */
  readonly look: (until?: AbortSignal) => Promise<Record<string, string>>;
  /** What would be called if the program ended on the spot. */
  readonly endings: Set<() => void>;
  /** Why commands may not be run; null at first. */
  refusal: Gap | null;
}

export interface Asking {
  readonly options: Record<string, unknown>;
  readonly reads?: Record<string, unknown>;
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout?: number;
  readonly exact?: boolean;
  readonly clock?: Clock;
}

function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-exec-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o755 });
  return folder;
}

export async function commanded({
  options,
  reads = { exit: { exit: 'code' } },
  files,
  env = {},
  timeout = 60_000,
  exact = false,
  clock = systemClock(),
}: Asking): Promise<Commanded> {
  const folder = folderWith(files);
  const endings = new Set<() => void>();
  const own = { PATH: process.env['PATH'] ?? '', HOME: folder };
  const state: { refusal: Gap | null } = { refusal: null };
  const source = await execSource.create({
    id: 'under-test',
    options,
    reads: Object.entries(reads).map(([metric, read]) => ({ metric, read, exact })),
    every: 60_000,
    timeout,
    clock,
    host: {
      env: { ...own, ...env },
      folder,
      refusal: () => Promise.resolve(state.refusal),
      onAbruptEnd: (end) => {
        endings.add(end);
        return () => endings.delete(end);
      },
    },
  });
  onTestFinished(() => source.close());
  const poll = async (until = AbortSignal.timeout(60_000)): Promise<PollResult> =>
    remedied(await source.poll(until));
  return {
    source,
    folder,
    poll,
    look: async (until) => told(await poll(until), Object.keys(reads)),
    endings,
    get refusal() {
      return state.refusal;
    },
    set refusal(refusal) {
      state.refusal = refusal;
    },
  };
}

export function told(result: PollResult, metrics: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    metrics.map((metric) => {
      const sample = result.samples.find((entry) => entry.metric === metric)?.sample;
      const why = sample?.gap ?? result.gap;
      if (sample?.value !== undefined) return [metric, exactText(sample.value)];
      return [metric, why ? `${why.reason}: ${why.message}` : '(nothing)'];
    }),
  );
}
