// Puts the cures of Ink (scripts/cures.ts) into the modules that a test loads, so that the tests of views run what ships.

import type { Plugin } from 'vitest/config';
import { curedCode, curedFileAt } from './cures.ts';

export function testCures(): Plugin {
  return {
    name: 'cures',
    enforce: 'pre',
    transform(code, id) {
      const file = curedFileAt(id);
      return file === null ? null : { code: curedCode(file, code), map: null };
    },
  };
}

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

export const curedPackages: readonly RegExp[] = [
  new RegExp(`[\\\\/]node_modules[\\\\/](?:${packages.join('|')})[\\\\/]`),
];
