// The engine with many HTTP sources, each polled every second against a server on this machine: how late a poll begins, how
// many begin at once, and what it costs. Polled as the program does: here, or in a thread of their own where they are many.
// Arguments: the number of sources, the server's port. Answers on stdout, as JSON: milliseconds, polls started in one slot as
// a multiple of N/100, percent of a core: of the whole process, and of the polling thread alone where there is one.
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { processMs, systemClock } from '../../src/engine/clocks.ts';
import { Engine } from '../../src/engine/engine.ts';
import { LocalPoller } from '../../src/engine/local-poller.ts';
import { nextOnGrid } from '../../src/engine/pace.ts';
import { PollService } from '../../src/engine/poll-service.ts';
import { RemotePoller } from '../../src/engine/remote-poller.ts';
import { SplitPoller } from '../../src/engine/split-poller.ts';
import { sourceKinds } from '../../src/sources/registry.ts';
import type { Source, SourceSetup } from '../../src/sources/source.ts';
import { planOf } from '../../test/support/plan.ts';

const every = 1_000;
const warmUpMs = 6_000;
const measuredMs = 8_000;
const slotMs = 10;

const clock = systemClock(isMainThread ? undefined : workerData.origin);
const kind = sourceKinds.get('http');
const lateness: number[] = [];
const startedInSlot = new Map<number, number>();
let measuring = false;

if (isMainThread) await main();
else serve();

async function main(): Promise<void> {
  const [count = 0, port = 0] = process.argv.slice(2).map(Number);
  const ids = Array.from({ length: count }, (_, index) => `s${index}`);
  const threads: Worker[] = [];
  const engine = new Engine({
    plan: planOf({
      metrics: Object.fromEntries(
        ids.map((id) => [
          `m-${id}`,
          { source: id, unit: 'ms', target: '< 1s', alert: '> 2s', interval: '1s' },
        ]),
      ),
    }),
    sources: ids.map((id): SourceSetup => ({
      id,
      kind: 'http',
      options: { url: `http://127.0.0.1:${port}/` },
      reads: [{ metric: `m-${id}`, read: 'latency', exact: false }],
      every,
      timeout: 900,
    })),
    clock,
    open,
    redact: (text) => text,
    poller: (local) =>
      new SplitPoller({
        clock,
        here: new LocalPoller(local),
        there: async () =>
          new RemotePoller({
            clock,
            events: local.events,
            secrets: () => [],
            begin(events) {
              setFlagsFromString('--max-semi-space-size=16');
              const worker = new Worker(new URL(import.meta.url), {
                workerData: { origin: clock.now() - processMs() },
              });
              worker.on('message', (message) =>
                message.type === 'figures' ? print(message) : events.told(message),
              );
              worker.on('error', (error) => events.ended(String(error)));
              threads.push(worker);
              return { tell: (ask) => worker.postMessage(ask), end: async () => undefined };
            },
          }),
        staysHere: () => false,
      }),
  });
  await engine.start();
  await pause(warmUpMs);
  begin();
  for (const worker of threads) worker.postMessage('begin');
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await pause(measuredMs);
  const { user, system } = process.cpuUsage(cpu);
  const share = (100 * (user + system)) / 1_000 / (performance.now() - startedAt);

  const print = (found: object): void => {
    process.stdout.write(JSON.stringify({ cpu: share, ...found }), () => process.exit(0));
  };
  if (threads.length === 0) print(figures(count));
  for (const worker of threads) worker.postMessage({ figures: count });
}

/** The polling thread: as the program's own, with a note of each poll. */
function serve(): void {
  const service = new PollService({ clock, open, tell: (told) => parentPort?.postMessage(told) });
  parentPort?.on('message', (message) => {
    if (message === 'begin') begin();
    else if ('figures' in message) parentPort?.postMessage({ type: 'figures', ...figures(message.figures) });
    else void service.hear(message);
  });
}

let threadCpu = { user: 0, system: 0 };

function begin(): void {
  measuring = true;
  threadCpu = process.threadCpuUsage();
}

function figures(count: number) {
  measuring = false;
  const { user, system } = process.threadCpuUsage(threadCpu);
  const sorted = lateness.toSorted((left, right) => left - right);
  return {
    polls: (100 * lateness.length) / ((count * measuredMs) / every),
    late: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    burst: Math.max(...startedInSlot.values()) / (count / (every / slotMs)),
    checks: (100 * (user + system)) / 1_000 / measuredMs,
  };
}

async function open(source: SourceSetup): Promise<Source> {
  if (kind === undefined) throw new Error('no http kind');
  return noted(source.id, await kind.create({ ...source, clock }));
}

/** The same source; when it is asked is noted against its own grid. */
function noted(id: string, source: Source): Source {
  return {
    poll(signal) {
      const now = clock.now();
      if (measuring) {
        lateness.push(now - dueBefore(id, now));
        const slot = Math.floor(now / slotMs);
        startedInSlot.set(slot, (startedInSlot.get(slot) ?? 0) + 1);
      }
      return source.poll(signal);
    },
    close: () => source.close(),
  };
}

/** The newest instant of the source's grid that is not in the future. */
function dueBefore(id: string, now: number): number {
  let due = nextOnGrid(id, every, now - 2 * every);
  for (let next = due; next <= now; next = nextOnGrid(id, every, next)) due = next;
  return due;
}
