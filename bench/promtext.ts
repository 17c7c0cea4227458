// What reading a metrics page costs, against JSON.parse of as many bytes that say the same: `node bench/promtext.ts [PAGE]`.
// Both are timed round by round, because the machine drifts; the figure is the median of the rounds' ratios.
import { readFileSync } from 'node:fs';
import type { PageSample } from '../src/sources/prometheus/page/dialect.ts';
import { pageReading } from '../src/sources/prometheus/page/read.ts';
import { median } from './measurement.ts';

/** Most times JSON.parse's time that it may take, and what is aimed at (PERFORMANCE: "Budgets"). */
const budget = 12;
const aim = 5;
const rounds = 61;
const warmUp = 40;

const path = process.argv[2] ?? '../shared/conformance/promtext/pages/alltypes.237mfs.prom.txt';
const page = readFileSync(path, 'utf8');
const samples: PageSample[] = [];
const read = (): void => {
  samples.length = 0;
  const reading = pageReading(page, 'text', { sample: keep }, { samplesMax: 50_000 });
  const result = reading.step(Number.POSITIVE_INFINITY);
  if (!result?.ok) throw new Error(JSON.stringify(result));
};
read();

const json = jsonOfSize(page.length);
for (let round = 0; round < warmUp; round++) {
  read();
  JSON.parse(json);
}
const ratios: number[] = [];
const times: number[] = [];
for (let round = 0; round < rounds; round++) {
  const [ours, parsed] = [timed(read), timed(() => JSON.parse(json) as unknown)];
  times.push(ours);
  ratios.push(ours / parsed);
}
const ratio = median(ratios);
console.log(
  `${page.length} bytes, ${samples.length} samples: ${median(times).toFixed(2)} ms, ` +
    `${ratio.toFixed(1)} times JSON.parse of ${json.length} bytes (budget ${budget}, aim ${aim})`,
);
process.exitCode = ratio <= budget ? 0 : 1;

function keep(sample: PageSample): null {
  samples.push(sample);
  return null;
}

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** The page's samples as JSON, as many of them as make the page's own size. */
function jsonOfSize(size: number): string {
  const lines: string[] = [];
  let length = 2;
  for (const { name, labels, value } of samples) {
    const pairs = Array.from({ length: labels.length / 2 }, (_, index) =>
      labels.slice(2 * index, 2 * index + 2),
    );
    const line = JSON.stringify({ name, labels: Object.fromEntries(pairs) as unknown, value: Number(value) });
    if (length + line.length + 1 > size) break;
    lines.push(line);
    length += line.length + 1;
  }
  return `[${lines.join(',')}]`.padEnd(size, ' ');
}
