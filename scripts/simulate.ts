// `npm run simulate -- --runs 10000 --seed 1`: judges scripted worlds and holds every board against their truth.
import { parseArgs } from 'node:util';
import { drawWorld } from '../test/simulator/deepen.ts';
import { runScript } from '../test/simulator/run.ts';
import { failureText } from '../test/simulator/failure-text.ts';
import { shrink } from '../test/simulator/shrink.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    /** Do not stop at the first failure. */
    all: { type: 'boolean', default: false },
    /** Do not make the failing script small. */
    brief: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const first = Number(values.seed);
const failures = new Map<string, { count: number; seed: number }>();
const began = performance.now();
for (let seed = first; seed < first + runs; seed++) {
  const failure = runScript(drawWorld(seed));
  if (!failure) continue;
  const check = failure.violations[0]?.check ?? '';
  const known = failures.get(check);
  failures.set(check, { count: (known?.count ?? 0) + 1, seed: known?.seed ?? seed });
  if (values.all) continue;
  process.stdout.write(`${failureText(values.brief ? failure : shrink(failure))}\n`);
  break;
}
const seconds = ((performance.now() - began) / 1_000).toFixed(1);
for (const [check, { count, seed }] of failures)
  process.stdout.write(`${check}: ${count}, first with seed ${seed}\n`);
process.stdout.write(
  `${runs} runs from seed ${first} in ${seconds}s: ${failures.size === 0 ? 'every board was right' : 'FAILED'}\n`,
);
process.exitCode = failures.size === 0 ? 0 : 1;
