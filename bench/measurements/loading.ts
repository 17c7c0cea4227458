// Loading a profile of 500 metrics, and whether twice as many cost twice as much.
import { bareUsage } from '../bare-usage.ts';
import { bundleProgram, type Bundle } from '../bundle.ts';
import { measuredBy } from '../measured.ts';
import type { Measurement } from '../measurement.ts';

const loads = 10;

export function loading(): Measurement {
  let bundle: Bundle | null = null;
  const loaded = (metrics: number): Promise<Record<string, number>> => measuredBy(bundle, [metrics, loads]);
  return {
    name: 'loading',
    // No peer to compare with: the budgets keep out what grows. Nearly half of it is the yaml package.
    figures: [
      { id: 'first', title: 'a profile of 500 metrics, at the start', unit: 'B', budget: 15 },
      { id: 'again', title: 'the same, when it is edited', unit: 'B', budget: 6 },
      { id: 'linear', title: '1,000 metrics against 500', unit: '×', budget: 2.2 },
    ],
    async prepare() {
      bundle = await bundleProgram('bench/programs/loading.ts');
      return null;
    },
    async sample() {
      const { cpu: unit } = await bareUsage();
      const half = await loaded(500);
      const whole = await loaded(1_000);
      const again = half['again'] ?? Number.NaN;
      return {
        first: (half['first'] ?? Number.NaN) / unit,
        again: again / unit,
        linear: (whole['again'] ?? Number.NaN) / again,
      };
    },
    dispose: async () => bundle?.remove(),
  };
}
