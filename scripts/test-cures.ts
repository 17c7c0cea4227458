// Puts the cures of Ink (scripts/cures.ts) into the modules that a test loads, so that the tests of views run what ships.

import { readFileSync } from 'node:fs';
import type { Plugin } from 'vitest/config';
import { curedCode, curedFileAt } from './cures.ts';

/** Packages that are cured or load such a one. Left out here, one would be loaded by Node itself and bring its own, uncured. */
const packages = [
  'ink',
  'ink-table',
  'ink-testing-library',
  '@alcalzone/ansi-tokenize',
  '@alcalzone/ink-table',
  'cli-truncate',
  'slice-ansi',
  'string-width',
  'widest-line',
  'wrap-ansi',
  'yoga-layout',
];
const inOnePackage = `[\\\\/]node_modules[\\\\/](?:${packages.join('|')})[\\\\/]`;

export const curedPackages: readonly RegExp[] = [new RegExp(inOnePackage)];
const itsModules = new RegExp(`${inOnePackage}(?!.*[\\\\/]node_modules[\\\\/]).*\\.js$`);

export function testCures(): Plugin {
  return {
    name: 'cures',
    enforce: 'pre',
    load(id) {
      if (!itsModules.test(id)) return null;
      // The sources that these packages' maps point to are not in them, and each would be told as missing.
      const code = readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
      const file = curedFileAt(id);
      return { code: file === null ? code : curedCode(file, code), map: null };
    },
  };
}
