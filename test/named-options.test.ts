// A truth beside other arguments has its name where it is given: `{ fill: true }`, not `true`.
import { expect, test } from 'vitest';
import { bareBooleansIn, bareBooleansOf } from './support/bare-booleans.ts';
import { sourceFiles } from './support/source-files.ts';

const eachSample = 'runs for each sample, where an object for each would be collected again';
const withRules = 'is called throughout src/rules, and changes with it';

/** What may take one, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'src/domain/coverage.ts Coverage.note': eachSample,
  'src/domain/runs-of-looks.ts LookRuns.add': eachSample,
  'src/domain/series.ts Series.push': eachSample,
  'src/domain/display.ts displayValue': withRules,
};

/** Folders whose functions have not been gone through. */
const notYet = /^src\/(?:rules|sources)\//;

test('no exported function takes a bare truth beside other arguments', () => {
  const found = sourceFiles(['src'])
    .filter((file) => !notYet.test(file))
    .flatMap((file) => bareBooleansOf(file).map((name) => `${file} ${name}`));
  expect(found.toSorted()).toEqual(Object.keys(exceptions).toSorted());
});

test('the folders that are left out still have some', () => {
  const folders = ['rules', 'sources'].filter((folder) =>
    sourceFiles([`src/${folder}`]).some((file) => bareBooleansOf(file).length > 0),
  );
  expect(folders).toEqual(['rules', 'sources']);
});

test.each([
  ['export function f(a: string, b: boolean): void {}', ['f']],
  ['export function f(a: string, b = false): void {}', ['f']],
  ['export function f(a: string, b?: boolean | null): void {}', ['f']],
  ['export const f = (a: string, b: boolean): void => {};', ['f']],
  ['export class C { m(a: string, b: boolean): void {} #n(a: string, b: boolean): void {} }', ['C.m']],
  ['export class C { constructor(a: string, b: boolean) {} }', ['C.constructor']],
  [
    'export interface I { m(a: string, b: boolean): void; readonly n: (a: string, b: boolean) => void }',
    ['I.m', 'I.n'],
  ],
  ['export function f(a: boolean): void {}', []],
  ['export function f(a: string, { b }: { readonly b: boolean }): void {}', []],
  ['export function f(a: string, { b = false } = {}): void {}', []],
  ['function f(a: string, b: boolean): void {}', []],
])('of %s it finds %j', (code, names) => {
  expect(bareBooleansIn('a.ts', code)).toEqual(names);
});
