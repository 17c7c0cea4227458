// The wall on a terminal that only counts, updated again and again: what one update of each kind writes and costs.
// Arguments: the number of metrics; `plain`, if bytes are to be told as they are. Answers on stdout, as JSON: bytes (else as a
// multiple of the ideal, where there is one) and milliseconds of CPU an update, and the CPU from the start to the first frame.
import { PassThrough, Writable } from 'node:stream';
import { runWall } from '../../src/ui/render.tsx';
import { wallControls } from '../../test/support/wall-fixture.ts';
import { median } from '../measurement.ts';
import { updated, wallOf, type Update } from './wall-data.ts';

const columns = 160;
const rows = 50;
const warmUpUpdates = 120;
const measuredUpdates = 40;
/** Longer than a frame at the most frames a second, so that no update is drawn together with the next. */
const settleMs = 25;

const [, , metrics, form] = process.argv;

const chunks: string[] = [];
const terminal = new Writable({
  decodeStrings: false,
  write(chunk: string, _, done) {
    chunks.push(chunk);
    done();
  },
});
const stdout = Object.assign(terminal, { isTTY: true, columns, rows }) as unknown as NodeJS.WriteStream;
const stdin = Object.assign(new PassThrough(), {
  isTTY: true,
  setRawMode: () => stdin,
  ref: () => stdin,
  unref: () => stdin,
}) as unknown as NodeJS.ReadStream;

const controls = wallControls({ first: wallOf(Number(metrics)) });
const closing = new AbortController();
const closed = runWall(controls, { stdin, stdout, colours: true, signal: closing.signal });
while (chunks.length === 0) await settled();

const started = process.cpuUsage();
const found: Record<string, number> = { 'start-cpu': (started.user + started.system) / 1_000 };
for (let turn = 0; turn < warmUpUpdates; turn++) await update(turn % 2 ? 'one' : 'all', turn);
for (const kind of ['nothing', 'clock', 'one', 'all'] as const) {
  const before = chunks.length;
  const cpu = process.cpuUsage();
  const written: string[] = [];
  for (let turn = 1; turn <= measuredUpdates; turn++) written.push(await update(kind, 1_000 + turn));
  const { user, system } = process.cpuUsage(cpu);
  found[`${kind}-cpu`] = (user + system) / 1_000 / measuredUpdates;
  found[`${kind}-bytes`] = await bytesOf(kind, chunks.slice(0, before).join(''), written);
}
process.stdout.write(JSON.stringify(found));
closing.abort();
await closed;
process.exit(0);

/** Draws the next wall; what was written for it. */
async function update(kind: Update, turn: number): Promise<string> {
  const before = chunks.length;
  const snapshot = controls.wall.get();
  if (snapshot === null) throw new Error('the wall has no snapshot');
  controls.wall.set(updated(snapshot, kind, turn));
  await settled();
  return chunks.slice(before).join('');
}

function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, settleMs));
}

/** The median of an update's bytes; where most of the screen's change is the point, as a multiple of the fewest possible. */
async function bytesOf(kind: Update, shown: string, written: readonly string[]): Promise<number> {
  const bytes = written.map((chunk) => Buffer.byteLength(chunk));
  if (form === 'plain' || kind === 'nothing' || kind === 'clock') return median(bytes);
  // The terminal that it draws on is no part of the wall's start.
  const { idealBytes } = await import('../ideal-bytes.ts');
  const [, ...ideal] = await idealBytes([shown, ...written], columns, rows);
  return median(bytes.map((count, index) => count / (ideal[index] ?? Number.NaN)));
}
