// From the start of the program to the first whole wall on a terminal of 160×50, and to all clients of sources loaded.
// The engine is left out: the first board is there at once.
import { bundleProgram, clientKinds, type Bundle } from '../bundle.ts';
import { inB, type Measurement } from '../measurement.ts';
import { ptyTime } from '../pty-time.ts';
import { programFlags } from '../program-flags.ts';

export function firstWall(): Measurement {
  let bundle: Bundle | null = null;
  let kinds: readonly string[] = [];
  const start = (metrics: number, clients: readonly string[]): Promise<number> =>
    ptyTime({
      args: [...programFlags, bundle?.executable ?? '', 'bench'],
      // The program writes it right after the frame.
      marker: clients.length > 0 ? /bench-clients-loaded/ : /bench-wall-drawn/,
      quitWith: 'q',
      env: {
        ...bundle?.env,
        LAUNCHWALL_BENCH_METRICS: `${metrics}`,
        LAUNCHWALL_BENCH_CLIENTS: clients.join(),
      },
    });
  return {
    name: 'first wall',
    figures: [
      { id: 'wall20', title: 'first full wall, N = 20', unit: 'B', budget: 5 },
      { id: 'wall100', title: 'first full wall, N = 100', unit: 'B', budget: 5 },
      { id: 'wall500', title: 'first full wall, N = 500', unit: 'B', budget: 5 },
      { id: 'growth', title: 'first full wall, N = 2,000', unit: '× N=100', budget: 1.15 },
      { id: 'clients', title: 'all source clients loaded after it', unit: 'B', budget: 9 },
    ],
    async prepare() {
      kinds = await clientKinds();
      bundle = await bundleProgram('bench/programs/wall-start.ts');
      // Fills the compile cache; it is written when the program ends by itself.
      await start(100, kinds);
      return null;
    },
    async sample(bare) {
      const inBares = (metrics: number, clients: readonly string[] = []): Promise<number> =>
        inB(bare, () => start(metrics, clients));
      const hundred = await inBares(100);
      return {
        wall20: await inBares(20),
        wall100: hundred,
        wall500: await inBares(500),
        growth: (await inBares(2_000)) / hundred,
        clients: await inBares(100, kinds),
      };
    },
    dispose: async () => bundle?.remove(),
  };
}
