// What one update of the wall costs, hot: bytes to the terminal, and CPU, at 20 and at 500 metrics on 160×50.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bareUsage } from '../bare-usage.ts';
import { bundleProgram, type Bundle } from '../bundle.ts';
import type { Figure, Measurement } from '../measurement.ts';
import { programFlags } from '../program-flags.ts';

const sizes = [20, 500] as const;

function figuresAt(metrics: number): readonly Figure[] {
  const at = `N = ${metrics}`;
  return [
    { id: `one-bytes-${metrics}`, title: `one row, ${at}, bytes`, unit: '× ideal', budget: 2.5 },
    { id: `all-bytes-${metrics}`, title: `all rows, ${at}, bytes`, unit: '× ideal', budget: 1.5 },
    { id: `clock-bytes-${metrics}`, title: `clock only, ${at}, bytes`, unit: 'bytes', budget: 250 },
    { id: `nothing-bytes-${metrics}`, title: `nothing, ${at}, bytes`, unit: 'bytes', budget: 0, exact: true },
    { id: `one-cpu-${metrics}`, title: `one row, ${at}, CPU`, unit: 'B', budget: 0.35 },
    { id: `all-cpu-${metrics}`, title: `all rows, ${at}, CPU`, unit: 'B', budget: 0.5 },
  ];
}

export function updates(): Measurement {
  let bundle: Bundle | null = null;
  return {
    name: 'updates',
    figures: sizes.flatMap(figuresAt),
    async prepare() {
      bundle = await bundleProgram('bench/programs/wall-updates.ts');
      return null;
    },
    async sample() {
      const found: Record<string, number> = {};
      for (const metrics of sizes) {
        const { cpu: unit } = await bareUsage();
        const { stdout } = await promisify(execFile)(
          process.execPath,
          [...programFlags, bundle?.main ?? '', `${metrics}`],
          { env: { ...process.env, CI: '', FORCE_COLOR: '3' }, maxBuffer: 64 * 1_024 * 1_024 },
        );
        for (const [id, value] of Object.entries(JSON.parse(stdout) as Record<string, number>))
          found[`${id}-${metrics}`] = id.endsWith('-cpu') ? value / unit : value;
      }
      return found;
    },
    dispose: async () => bundle?.remove(),
  };
}
