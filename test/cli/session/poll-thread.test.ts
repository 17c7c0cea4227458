// The polling thread itself: many sources of one launch, polled over real sockets in a thread, and let go of with the launch.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { pollThread } from '../../../src/cli/session/poll-thread.ts';
import { Agenda } from '../../../src/engine/agenda.ts';
import { systemClock } from '../../../src/engine/clocks.ts';
import type { MetricSample, SourceSetup } from '../../../src/sources/source.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function served(): Promise<{ readonly url: string; readonly paths: Set<string> }> {
  const paths = new Set<string>();
  const server = createServer((request, response) => {
    paths.add(request.url ?? '');
    response.setHeader('content-type', 'application/json');
    response.end('{"balance":12345678901234567890.5}');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, paths };
}

test('each source is asked there, again and again, and each reading arrives exact', async () => {
  const { url, paths } = await served();
  const clock = systemClock();
  const samples: MetricSample[] = [];
  const faults: string[] = [];
  const poller = pollThread(
    {
      clock,
      agenda: new Agenda(clock),
      open: () => Promise.reject(new Error('nothing is opened here')),
      events: {
        samples: (come) => samples.push(...come),
        fault: (source, error) => faults.push(`${source}: ${String(error)}`),
        trouble: (sentence) => faults.push(sentence),
        redact: (text) => text,
      },
    },
    () => [],
  );
  const count = 60;
  const sources = Array.from({ length: count }, (_, index): SourceSetup => ({
    id: `s${index}`,
    kind: 'http',
    options: { url: `${url}/${index}` },
    reads: [{ metric: `m${index}`, read: { json: '/balance' }, exact: true }],
    every: 1_000,
    timeout: 20_000,
  }));
  try {
    await poller.open(sources);
    await poller.pollOnce();
    expect(faults).toEqual([]);
    expect(new Set(samples.map(({ metric }) => metric)).size).toBe(count);
    expect(samples.every(({ sample }) => sample.gap === undefined)).toBe(true);
    expect(samples[0]?.sample.value).toEqual({ numerator: 123456789012345678905n, denominator: 10n });
    expect(paths.size).toBe(count);
    expect(poller.source('s0')?.state).toMatchObject({ ok: true, polls: 1, kind: 'http' });
    poller.start(sources.map(({ id }) => id));
    await vi.waitFor(() => expect(poller.source('s7')?.polls).toBeGreaterThan(3), 40_000);
  } finally {
    await poller.stop();
  }
}, 60_000);
