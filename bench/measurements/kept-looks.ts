// What a kept look costs, and by how much the judgement of 300 plain sources grows while it fills what it keeps.
import { bundleProgram, type Bundle } from '../bundle.ts';
import { measuredBy } from '../measured.ts';
import type { Measurement } from '../measurement.ts';

const metrics = 300;
const minutes = 40;

export function keptLooks(): Measurement {
  let bundle: Bundle | null = null;
  return {
    name: 'kept looks',
    figures: [
      { id: 'look', title: 'a kept look', unit: 'bytes', budget: 16 },
      {
        id: 'growth',
        title: `${metrics} sources at 1 s for ${minutes} minutes, growth a look`,
        unit: 'bytes',
        budget: 16,
      },
    ],
    async prepare() {
      bundle = await bundleProgram('bench/programs/kept-looks.ts');
      return null;
    },
    async sample() {
      const found = await measuredBy(bundle, [metrics, minutes], { flags: ['--expose-gc'] });
      return { look: found['look'] ?? Number.NaN, growth: found['growth'] ?? Number.NaN };
    },
    dispose: async () => bundle?.remove(),
  };
}
