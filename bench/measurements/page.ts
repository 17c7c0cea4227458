// Reading the metrics page of 190 kB and 1,857 samples that the conformance tests read too.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { bundleProgram, type Bundle } from '../bundle.ts';
import { measuredBy } from '../measured.ts';
import type { Measurement } from '../measurement.ts';

const samples = 1_857;
/** As the tests have it: `LAUNCHWALL_CONFORMANCE` names another place. */
const cases = process.env['LAUNCHWALL_CONFORMANCE'] ?? resolve('../shared/conformance');
const page = `${cases}/promtext/pages/alltypes.237mfs.prom.txt`;

export function metricsPage(): Measurement {
  let bundle: Bundle | null = null;
  return {
    name: 'page',
    figures: [
      { id: 'ratio', title: 'a metrics page of 190 kB parsed', unit: '× JSON.parse', budget: 12 },
      { id: 'samples', title: 'its samples', unit: 'samples', budget: samples, atLeast: true },
    ],
    async prepare() {
      if (!existsSync(page)) return `${page} is not there`;
      bundle = await bundleProgram('bench/programs/page.ts');
      return null;
    },
    async sample() {
      return measuredBy(bundle, [page]);
    },
    dispose: async () => bundle?.remove(),
  };
}
