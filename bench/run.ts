// Measures what the program costs, as ratios to bare Node's start and to the fewest bytes possible, and holds it against its
// budgets. `npm run bench -- [--rounds 15] [--only updates]`; exits 1 when a budget is exceeded by more than the spread.
import { parseArgs } from 'node:util';
import { bareStart } from './bare-start.ts';
import { median, type Figure, type Measurement } from './measurement.ts';
import { engineLoad } from './measurements/engine-load.ts';
import { firstWall } from './measurements/first-wall.ts';
import { judging } from './measurements/judging.ts';
import { keptLooks } from './measurements/kept-looks.ts';
import { loading } from './measurements/loading.ts';
import { memory } from './measurements/memory.ts';
import { metricsPage } from './measurements/page.ts';
import { polls } from './measurements/polls.ts';
import { startUp } from './measurements/start-up.ts';
import { updates } from './measurements/updates.ts';

/** How far a figure may lie above its budget on a noisy machine. */
const spread = 1.15;

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, only: { type: 'string' } },
});
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds: a whole number from 1 on, not ${options.rounds}`);

const chosen = [
  startUp(),
  firstWall(),
  loading(),
  updates(),
  memory(),
  keptLooks(),
  judging(),
  metricsPage(),
  engineLoad(),
  polls(),
].filter(({ name }) => options.only === undefined || name.includes(options.only));
if (chosen.length === 0) throw new Error(`--only: there is no group ${options.only}`);
const missing = new Map<Measurement, string>();
const samples = new Map<Figure, number[]>();
const bare: number[] = [];

try {
  for (const measurement of chosen) {
    const why = await measurement.prepare();
    if (why !== null) missing.set(measurement, why);
  }
  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`round ${round} of ${rounds}\r`);
    for (const measurement of chosen) if (!missing.has(measurement)) await sampleOnce(measurement);
  }
} finally {
  for (const measurement of chosen) await measurement.dispose();
}
process.exitCode = print() ? 0 : 1;

async function sampleOnce(measurement: Measurement): Promise<void> {
  const found = await measurement.sample(async () => {
    const unit = await bareStart();
    bare.push(unit);
    return unit;
  });
  for (const figure of measurement.figures) {
    const value = found[figure.id];
    if (value !== undefined) samples.set(figure, [...(samples.get(figure) ?? []), value]);
  }
}

/** Prints the table; whether every figure that was measured is within its budget. */
function print(): boolean {
  let good = true;
  console.log(
    `${bare.length > 0 ? `B = ${median(bare).toFixed(1)} ms, ` : ''}${rounds} rounds, medians; spread forgiven: ${Math.round((spread - 1) * 100)} %`,
  );
  for (const measurement of chosen) {
    console.log(`\n${measurement.name}`);
    for (const figure of measurement.figures) {
      const values = samples.get(figure);
      const budget = `${figure.atLeast ? '≥' : '≤'} ${figure.budget}`.padStart(8);
      if (values === undefined) {
        const why = missing.get(measurement);
        good &&= why !== undefined;
        console.log(`  ${figure.title.padEnd(40)}${budget}  ${why ?? 'FAIL: nothing was measured'}`);
        continue;
      }
      const value = median(values);
      const within = isWithin(figure, value);
      good &&= within;
      console.log(
        `  ${figure.title.padEnd(40)}${budget}${value.toFixed(2).padStart(10)} ${figure.unit.padEnd(13)}${within ? 'pass' : 'FAIL'}`,
      );
    }
  }
  return good;
}

function isWithin({ budget, atLeast, exact }: Figure, value: number): boolean {
  if (atLeast) return value >= budget;
  return value <= (exact ? budget : budget * spread);
}
