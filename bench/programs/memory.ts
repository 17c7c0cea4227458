// The wall's memory: updated again and again on a terminal that takes everything. Arguments: the number of metrics, the number
// of updates. Answers on stdout, as JSON: the process's memory in bytes after the first updates, and what of the heap is
// still there after each further update, garbage collected, in bytes.
import { PassThrough, Writable } from 'node:stream';
import { growHeapInSmallSteps } from '../../src/cli/session/heap.ts';
import { runWall } from '../../src/ui/render.tsx';
import { wallControls } from '../../test/support/wall-fixture.ts';
import { updated, wallOf } from './wall-data.ts';

const settleMs = 20;
const [metrics = 0, updates = 0] = process.argv.slice(2).map(Number);
const warmUpUpdates = 100;

const terminal = new Writable({ write: (_chunk, _encoding, done) => done() });
const stdout = Object.assign(terminal, {
  isTTY: true,
  columns: 160,
  rows: 50,
}) as unknown as NodeJS.WriteStream;
const stdin = Object.assign(new PassThrough(), {
  isTTY: true,
  setRawMode: () => stdin,
  ref: () => stdin,
  unref: () => stdin,
}) as unknown as NodeJS.ReadStream;

const controls = wallControls({ first: wallOf(metrics) });
const closing = new AbortController();
const closed = runWall(controls, { stdin, stdout, colours: true, signal: closing.signal });
await draw(0, 1);
growHeapInSmallSteps();
await draw(1, warmUpUpdates);
const memory = process.memoryUsage.rss();
const before = heapUsed();
await draw(warmUpUpdates, warmUpUpdates + updates);
const slope = (heapUsed() - before) / updates;
process.stdout.write(JSON.stringify({ memory, slope }));
closing.abort();
await closed;
process.exit(0);

async function draw(from: number, to: number): Promise<void> {
  for (let turn = from; turn < to; turn++) {
    const snapshot = controls.wall.get();
    if (snapshot === null) throw new Error('the wall has no snapshot');
    controls.wall.set(updated(snapshot, 'all', turn));
    await new Promise((resolve) => setTimeout(resolve, settleMs));
  }
}

/** `--expose-gc` makes `gc` there. */
function heapUsed(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
