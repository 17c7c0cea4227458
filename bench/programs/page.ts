// Reading a metrics page against JSON.parse of as many bytes that say the same. Argument: the page's file. Answers on stdout, as
// JSON: how many samples it has, and the median of the rounds' ratios; both are timed round by round, because the machine
// drifts. In time that passes: one reading is shorter than the steps in which CPU is counted.
import { readFileSync } from 'node:fs';
import type { PageSample } from '../../src/sources/prometheus/page/dialect.ts';
import { pageReading } from '../../src/sources/prometheus/page/read.ts';
import { median } from '../measurement.ts';

const rounds = 61;
const warmUp = 40;

const page = readFileSync(process.argv[2] ?? '', 'utf8');
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
for (let round = 0; round < rounds; round++) {
  const [ours, parsed] = [timed(read), timed(() => JSON.parse(json) as unknown)];
  ratios.push(ours / parsed);
}
process.stdout.write(JSON.stringify({ samples: samples.length, ratio: median(ratios) }));

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
