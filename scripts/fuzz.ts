// `npm run fuzz -- --minutes 10`: hands changed bytes to all that reads bytes from outside, and demands an answer each time.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { failureText } from '../test/fuzz/runner.ts';
import { caseIn, sharedCase, type WorkerMessage, type WorkerOrder } from '../test/fuzz/shared-case.ts';
import { targetNames } from '../test/fuzz/target-names.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    /** Only this one. */
    target: { type: 'string' },
    seed: { type: 'string' },
    /** The number of the first case. */
    from: { type: 'string', default: '0' },
    /** Tries the bytes of this file, once, and nothing else. */
    input: { type: 'string' },
  },
});

/** A case that takes longer hangs. */
const caseMsMax = 5_000;
/** Loading a target is no case, and takes as long as it takes on a busy machine. */
const openMsMax = 60_000;
/** More failures of one target are more of the same. */
const failuresMax = 10;

const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const end = performance.now() + Number(values.minutes) * 60_000;
const only = values.input === undefined ? null : readFileSync(values.input);
const chosen = targetNames.filter((name) => values.target === undefined || name === values.target);
/** What each target gets before it is the next one's turn; half of a short time, since loading takes the rest. */
const turnMs = Math.min(10_000, (Number(values.minutes) * 60_000) / (2 * chosen.length));
if (chosen.length === 0 || (only !== null && chosen.length > 1)) {
  process.stderr.write(`--target is one of ${targetNames.join(', ')}\n`);
  process.exit(64);
}

interface Progress {
  next: number;
  failures: number;
}

const progress = new Map<string, Progress>(
  chosen.map((name) => [name, { next: Number(values.from), failures: 0 }]),
);
let folder: string | null = null;

function failed(target: string, number: number, input: Uint8Array, problem: string): void {
  const state = progress.get(target);
  if (state) state.failures++;
  folder ??= mkdtempSync(join(tmpdir(), 'launchwall-fuzz-found-'));
  const file = values.input ?? join(folder, `${target}-${seed}-${number}`);
  if (values.input === undefined) writeFileSync(file, input);
  const text = failureText({ target, seed, number: only === null ? number : null, input, problem });
  process.stdout.write(`${text}\nits bytes: npm run fuzz -- --target ${target} --input ${file}\n\n`);
}

/** One thread, until its time is over, it fails at once, or it hangs. @returns the number of the case to go on with. */
function turn(target: string, from: number, ms: number): Promise<number> {
  const shared = sharedCase(only?.length);
  const order: WorkerOrder = { target, seed, from, ms, input: only, shared };
  const worker = new Worker(new URL('../test/fuzz/worker.ts', import.meta.url), { workerData: order });
  const { promise, resolve } = Promise.withResolvers<number>();
  let seen: number | null = null;
  let since = performance.now();
  const stop = (next: number): void => {
    clearInterval(watch);
    resolve(next);
    void worker.terminate();
  };
  const watch = setInterval(() => {
    const trying = caseIn(shared);
    const number = trying?.number ?? null;
    if (number === null || number !== seen) {
      if (number !== null || seen !== null) since = performance.now();
      seen = number;
    }
    const waited = performance.now() - since;
    if (trying === null && waited > openMsMax)
      throw new Error(`${target} is not ready after ${openMsMax / 1_000}s`);
    if (trying === null || waited <= caseMsMax) return;
    failed(target, trying.number, trying.input, `it takes longer than ${caseMsMax / 1_000}s`);
    stop(trying.number + 1);
  }, 100);
  worker.on('message', (message: WorkerMessage) => {
    if (message.type === 'failed') failed(target, message.number, message.input, message.problem);
    else stop(from + message.tries);
  });
  // What nobody catches ends a thread, as it would end the program.
  worker.on('error', (error) => {
    const trying = caseIn(shared);
    if (trying === null) throw error;
    failed(
      target,
      trying.number,
      trying.input,
      `nobody catches ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    stop(trying.number + 1);
  });
  return promise;
}

process.stdout.write(`seed ${seed}\n`);
const began = performance.now();
for (let round = 0; round === 0 || performance.now() < end; round++) {
  for (const [target, state] of progress) {
    const left = end - performance.now();
    if (state.failures >= failuresMax || (left <= 0 && only === null)) continue;
    state.next = await turn(target, state.next, Math.min(turnMs, left));
  }
  if (only !== null || [...progress.values()].every(({ failures }) => failures >= failuresMax)) break;
}
const failures = [...progress.values()].reduce((sum, state) => sum + state.failures, 0);
for (const [target, state] of progress)
  process.stdout.write(
    `${target}: ${only === null ? state.next - Number(values.from) : 1} inputs, ${state.failures} failed\n`,
  );
const seconds = ((performance.now() - began) / 1_000).toFixed(1);
process.stdout.write(
  `seed ${seed} in ${seconds}s: ${failures === 0 ? 'every input was answered' : 'FAILED'}\n`,
);
process.exitCode = failures === 0 ? 0 : 1;
