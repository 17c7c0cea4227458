// How the tests run: one fork a file, colours and CI variables pinned in one set-up file; on the Ink that ships, with its cures,
// but for the tests that hold the cures against Ink itself.
import { configDefaults, defineConfig } from 'vitest/config';
import { curedPackages, testCures } from './scripts/test-cures.ts';

/** What compares a cure with what it stands for. */
const oracles = [
  'test/scripts/{cures,patches}.test.ts',
  'test/ui/ink/*.test.ts',
  'test/domain/{cells,one-cell}.test.ts',
];

export default defineConfig({
  test: {
    setupFiles: ['test/support/setup.ts'],
    // What takes longer names its own limit.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        plugins: [testCures()],
        test: {
          name: 'shipped',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, ...oracles],
          server: { deps: { inline: [...curedPackages] } },
        },
      },
      { extends: true, test: { name: 'stock', include: oracles } },
    ],
  },
});
