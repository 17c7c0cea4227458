// Measures what each cure of Ink gains: the bundle without it against the bundle with all, round by round, in CPU (user and
// system), which a busy machine disturbs less than time. `npm run bench:cures -- [--rounds 15] [--metrics 100]`.
import { parseArgs } from 'node:util';
import { cures } from '../scripts/cures.ts';
import { bundleProgram, type Bundle } from './bundle.ts';
import { measuredBy } from './measured.ts';
import { median } from './measurement.ts';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, metrics: { type: 'string', default: '100' } },
});
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 6)
  throw new Error(
    `--rounds: a whole number from 6 on, below which no interval can be told, not ${options.rounds}`,
  );

const figures = [
  ['start-cpu', 'first frame, CPU'],
  ['clock-cpu', 'clock only, CPU'],
  ['one-cpu', 'one row, CPU'],
  ['all-cpu', 'all rows, CPU'],
  ['clock-bytes', 'clock only, bytes'],
  ['one-bytes', 'one row, bytes'],
  ['all-bytes', 'all rows, bytes'],
] as const;

const all = 'all cures';
const bundles = new Map<string, Bundle>();
const samples = new Map<string, Record<string, number>[]>();
try {
  bundles.set(all, await bundleProgram('bench/programs/wall-updates.ts'));
  for (const { name } of cures) {
    const others = cures.filter((cure) => cure.name !== name);
    bundles.set(name, await bundleProgram('bench/programs/wall-updates.ts', others));
  }
  // The first run of each fills its compile cache.
  for (const bundle of bundles.values()) await sample(bundle);
  for (let round = 0; round < rounds; round++) {
    process.stderr.write(`round ${round + 1} of ${rounds}\r`);
    for (const name of turned([...bundles.keys()], round)) {
      const bundle = bundles.get(name);
      if (bundle) samples.set(name, [...(samples.get(name) ?? []), await sample(bundle)]);
    }
  }
} finally {
  for (const bundle of bundles.values()) await bundle.remove();
}
print();

function sample(bundle: Bundle): Promise<Record<string, number>> {
  return measuredBy(bundle, [options.metrics, 'plain'], {
    env: { CI: '', FORCE_COLOR: '3', NODE_COMPILE_CACHE: bundle.env['XDG_CACHE_HOME'] },
  });
}

/** Each is first in its turn, so that none is always measured in the wake of the same one. */
function turned<Item>(items: readonly Item[], round: number): readonly Item[] {
  const at = round % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

function print(): void {
  console.log(
    `${rounds} rounds, ${options.metrics} metrics. How much more it costs without the cure: median, 95 % interval`,
  );
  for (const { name } of cures) {
    console.log(`\n${name}`);
    for (const [id, title] of figures) {
      const pairs = (samples.get(name) ?? []).map((without, round) => {
        const whole = samples.get(all)?.[round]?.[id] ?? Number.NaN;
        return ((without[id] ?? Number.NaN) / whole - 1) * 100;
      });
      const [low, high] = interval(pairs);
      console.log(`  ${title.padEnd(20)}${percent(median(pairs))}   ${percent(low)} to ${percent(high)}`);
    }
  }
}

/**
 * Of the median, without asking how the values are spread: as many are left out at each end as may, with 95 % certainty, lie
 * beyond the median by chance (the sign test).
 */
function interval(values: readonly number[]): readonly [low: number, high: number] {
  const sorted = values.toSorted((left, right) => left - right);
  let out = 0;
  let chance = 2 ** -values.length;
  let ways = chance;
  while (chance * 2 <= 0.05) {
    out++;
    ways *= (values.length - out + 1) / out;
    chance += ways;
  }
  return [sorted[out - 1] ?? Number.NaN, sorted.at(-out) ?? Number.NaN];
}

function percent(value: number): string {
  return `${value >= 0 ? '+' : ''}${value.toFixed(1)} %`.padStart(9);
}
