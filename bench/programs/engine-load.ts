// The engine with many HTTP sources, each polled every second against a server on this machine: how late a poll begins, how
// many begin at once, and what it costs. Arguments: the number of sources, the server's port. Answers on stdout, as JSON:
// milliseconds, polls started in one slot as a multiple of N/100, percent of a core.
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../src/engine/clocks.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { SourceSetup } from '../../src/sources/source.ts';
import { nextOnGrid } from '../../src/engine/pace.ts';
import { sourceKinds } from '../../src/sources/registry.ts';
import type { Source } from '../../src/sources/source.ts';
import { planOf } from '../../test/support/plan.ts';

const every = 1_000;
const warmUpMs = 4_000;
const measuredMs = 8_000;
const slotMs = 10;

const [count = 0, port = 0] = process.argv.slice(2).map(Number);
const kind = sourceKinds.get('http');
if (kind === undefined) throw new Error('no http kind');
const ids = Array.from({ length: count }, (_, index) => `s${index}`);
const clock = systemClock();
const lateness: number[] = [];
const startedInSlot = new Map<number, number>();
let measuring = false;

const engine = new Engine({
  plan: planOf({
    metrics: Object.fromEntries(
      ids.map((id) => [`m-${id}`, { source: id, unit: 'ms', target: '< 1s', alert: '> 2s', interval: '1s' }]),
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
  open: async (source) => noted(source.id, await kind.create({ ...source, clock })),
  redact: (text) => text,
});
await engine.start();
await pause(warmUpMs);
measuring = true;
const cpu = process.cpuUsage();
const startedAt = performance.now();
await pause(measuredMs);
measuring = false;
const { user, system } = process.cpuUsage(cpu);
const share = (user + system) / 1_000 / (performance.now() - startedAt);
const sorted = lateness.toSorted((left, right) => left - right);
process.stdout.write(
  JSON.stringify({
    polls: (100 * lateness.length) / ((count * measuredMs) / every),
    late: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    burst: Math.max(...startedInSlot.values()) / (count / (every / slotMs)),
    cpu: share * 100,
  }),
);
process.exit(0);

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
