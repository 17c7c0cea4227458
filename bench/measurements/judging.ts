// Judging 200 rules over 50 series once; against 400 rules, and against itself after hours.
import { bundleProgram, type Bundle } from '../bundle.ts';
import { measuredBy } from '../measured.ts';
import type { Measurement } from '../measurement.ts';

const hours = 3;

export function judging(): Measurement {
  let bundle: Bundle | null = null;
  const judged = (rules: number): Promise<Record<string, number>> => measuredBy(bundle, [rules, hours]);
  return {
    name: 'judging',
    figures: [
      // 5 ms where bare Node takes 27.
      { id: 'p99', title: '200 rules × 50 series, p99', unit: 'B', budget: 0.19 },
      { id: 'median', title: '200 rules × 50 series, median', unit: 'B', budget: 0.19 },
      { id: 'linear', title: '400 rules against 200', unit: '×', budget: 2.2 },
      { id: 'flat', title: `after ${hours} hours against the first half`, unit: '×', budget: 1.3 },
    ],
    async prepare() {
      bundle = await bundleProgram('bench/programs/judging.ts');
      return null;
    },
    async sample(bare) {
      const unit = await bare();
      const once = await judged(200);
      const twice = await judged(400);
      const last = once['last'] ?? Number.NaN;
      return {
        p99: (once['p99'] ?? Number.NaN) / unit,
        median: last / unit,
        linear: (twice['last'] ?? Number.NaN) / last,
        flat: last / (once['first'] ?? Number.NaN),
      };
    },
    dispose: async () => bundle?.remove(),
  };
}
