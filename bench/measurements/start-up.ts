// How long help takes, and how long the first sign of life.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../bundle.ts';
import { inB, type Measurement } from '../measurement.ts';
import { ptyTime } from '../pty-time.ts';
import { programFlags } from '../program-flags.ts';

const executable = join(root, 'bin/launchwall.js');
const flags = programFlags;

export function startUp(): Measurement {
  let cache = '';
  const help = () => ptyTime({ args: [...flags, executable, '--help'], marker: /Usage: launchwall/ });
  const firstPaint = () =>
    ptyTime({
      args: [...flags, executable, 'sge/production'],
      marker: /sge\/production/,
      env: { XDG_CACHE_HOME: cache },
    });
  return {
    name: 'start-up',
    figures: [
      { id: 'help', title: '--help', unit: 'B', budget: 1.3 },
      { id: 'paint', title: 'first paint', unit: 'B', budget: 1.5 },
    ],
    async prepare() {
      if (!existsSync(join(root, 'dist/main.js'))) throw new Error('the program is not built: npm run build');
      cache = await mkdtemp(join(tmpdir(), 'launchwall-bench-'));
      await firstPaint();
      return null;
    },
    sample: async (bare) => ({ help: await inB(bare, help), paint: await inB(bare, firstPaint) }),
    dispose: () => rm(cache, { recursive: true, force: true }),
  };
}
