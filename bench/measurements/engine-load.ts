// The engine under load: 500 and 2,000 HTTP sources, each polled every second; lateness, bursts, CPU.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { bundleProgram, type Bundle } from '../bundle.ts';
import { measuredBy } from '../measured.ts';
import type { Measurement } from '../measurement.ts';

const sizes = [500, 2_000] as const;

/** @param unit what starting bare Node takes, in milliseconds. */
function inUnits(id: string, value: number, unit: number): number {
  if (id === 'late') return value / unit;
  // Of a percent of a core there are ten milliseconds in a second.
  return id === 'cpu' || id === 'checks' ? (10 * value) / unit : value;
}

export function engineLoad(): Measurement {
  let bundle: Bundle | null = null;
  let target: ChildProcess | null = null;
  let port = 0;
  return {
    name: 'engine',
    figures: sizes.flatMap((count) => [
      { id: `polls-${count}`, title: `${count} polls a second: made`, unit: '%', budget: 95, atLeast: true },
      // 15 ms where bare Node takes 27.
      { id: `late-${count}`, title: `${count} polls a second: lateness, p99`, unit: 'B', budget: 0.56 },
      { id: `burst-${count}`, title: `${count} polls a second: most in 10 ms`, unit: '× N/100', budget: 2 },
      // 15 % of a core where bare Node takes 27 ms.
      {
        id: `checks-${count}`,
        title: `${count} polls a second: CPU of polling`,
        unit: 'B a second',
        budget: 5.6,
      },
      {
        id: `cpu-${count}`,
        title: `${count} polls a second: CPU, judged, with a board a second`,
        unit: 'B a second',
        // With 2,000: and 7 % of a core for as many metrics that all change each second.
        budget: count === 500 ? 5.6 : 8.2,
      },
    ]),
    async prepare() {
      target = fork(fileURLToPath(new URL('../programs/http-target.mjs', import.meta.url)));
      [{ port }] = (await once(target, 'message')) as [{ port: number }];
      bundle = await bundleProgram('bench/programs/engine-load.ts');
      return null;
    },
    async sample(bare) {
      const found: Record<string, number> = {};
      for (const count of sizes) {
        const unit = await bare();
        const measured = await measuredBy(bundle, [count, port]);
        for (const [id, value] of Object.entries(measured))
          found[`${id}-${count}`] = inUnits(id, value, unit);
      }
      return found;
    },
    async dispose() {
      target?.kill();
      await bundle?.remove();
    },
  };
}
