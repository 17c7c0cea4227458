// An exporter in this process whose page the test writes, and a clock that the test moves.

import { onTestFinished } from 'vitest';
import { prometheusSource } from '../../../src/sources/prometheus/kind.ts';
import type { PollResult } from '../../../src/sources/source.ts';
import { httpServer } from '../../support/http-servers.ts';
import { clockFrom, openSource, told } from '../../support/poll-source.ts';

export interface Exporter {
  page: string;
  contentType: string;
  status: number;
  /** The test's time, in milliseconds. */
  now: number;
  /** By how many milliseconds the exporter's clock is ahead of it. */
  ahead: number;
  readonly requests: { readonly url: string; readonly headers: Readonly<Record<string, unknown>> }[];
  look(): Promise<PollResult>;
  /** What the source remembers as it is now. */
  memory(charsMax?: number): string | null;
  doubts(): number;
  /** Ends the source, and opens another that is given this memory. */
  restart(memory: string | null): Promise<void>;
  /** Shows this page after so many seconds, and gives each metric's value or gap. */
  after(seconds: number, page: string): Promise<Record<string, string>>;
}

/** A source that reads these from a page of its own; both end with the test. */
export async function exporterWith(
  reads: Readonly<Record<string, unknown>>,
  options: Readonly<Record<string, unknown>> = {},
): Promise<Exporter> {
  const state = {
    page: '',
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    status: 200,
    now: 1_700_000_000_000,
    ahead: 0,
    requests: [] as { url: string; headers: Record<string, unknown> }[],
  };
  const server = await httpServer((request, response) => {
    state.requests.push({ url: request.url ?? '', headers: request.headers });
    const date = new Date(state.now + state.ahead).toUTCString();
    response.writeHead(state.status, { 'content-type': state.contentType, date }).end(state.page);
  });
  const open = (memory?: string) =>
    openSource(prometheusSource, { url: `${server.url}/metrics`, ...options }, reads, {
      clock: clockFrom(() => state.now),
      memory,
    });
  let source = await open();
  onTestFinished(() => server.close());
  const look = (): Promise<PollResult> => source.look();
  return Object.assign(state, {
    look,
    memory: (charsMax = 256_000) => source.memory?.text(charsMax) ?? null,
    doubts: () => source.memory?.doubts ?? 0,
    async restart(memory: string | null) {
      await source.close();
      source = await open(memory ?? undefined);
    },
    async after(seconds: number, page: string) {
      state.now += seconds * 1_000;
      state.page = page;
      return told(await look());
    },
  });
}
