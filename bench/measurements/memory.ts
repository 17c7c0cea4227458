// The memory of the wall alone against bare Node's, and whether an update leaves anything behind.
import { bareUsage } from '../bare-usage.ts';
import { bundleProgram, type Bundle } from '../bundle.ts';
import { measuredBy } from '../measured.ts';
import type { Measurement } from '../measurement.ts';

const updates = 1_500;

export function memory(): Measurement {
  let bundle: Bundle | null = null;
  const wall = (metrics: number, further: number): Promise<Record<string, number>> =>
    measuredBy(bundle, [metrics, further], { flags: ['--expose-gc'], env: { CI: '', FORCE_COLOR: '3' } });
  return {
    name: 'memory',
    figures: [
      { id: 'small', title: 'the wall alone, N = 100', unit: '× bare Node', budget: 2.5 },
      { id: 'large', title: 'the wall alone, N = 2,000', unit: '× bare Node', budget: 3 },
      { id: 'slope', title: `heap left behind, ${updates} updates`, unit: 'kB an update', budget: 1 },
    ],
    async prepare() {
      bundle = await bundleProgram('bench/programs/memory.ts');
      return null;
    },
    async sample() {
      const { memory: unit } = await bareUsage();
      const small = await wall(100, updates);
      const large = await wall(2_000, 1);
      return {
        small: (small['memory'] ?? Number.NaN) / unit,
        large: (large['memory'] ?? Number.NaN) / unit,
        slope: (small['slope'] ?? Number.NaN) / 1_000,
      };
    },
    dispose: async () => bundle?.remove(),
  };
}
