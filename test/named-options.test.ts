// A truth beside other arguments has its name where it is given: `{ fill: true }`, not `true`.
import { expect, test } from 'vitest';
import { bareBooleansIn, bareBooleansOf } from './support/bare-booleans.ts';
import { sourceFiles } from './support/source-files.ts';

const eachSample = 'runs for each sample, where an object for each would be collected again';
const eachCharacter = 'runs for each label of a page of many thousands';

/** What may take one, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'src/domain/coverage.ts Coverage.note': eachSample,
  'src/domain/runs-of-looks.ts LookRuns.add': eachSample,
  'src/domain/series.ts Series.push': eachSample,
  'src/rules/evaluate/flapping.ts isFlapping': eachSample,
  'src/rules/evaluate/look-log.ts LookLog.note': eachSample,
  'src/rules/evaluate/metric.ts MetricJudge.note': eachSample,
  'src/rules/evaluate/metric.ts MetricJudge.verdict': eachSample,
  'src/rules/evaluate/missed-looks.ts MissedLooks.note': eachSample,
  'src/rules/evaluate/status.ts metricVerdict': eachSample,
  'src/rules/machine/missing.ts missingTruth': eachSample,
  'src/sources/prometheus/page/labels.ts LabelReader.read': eachCharacter,
  'src/sources/prometheus/page/quoted.ts unescaped': eachCharacter,
};

test('no exported function takes a bare truth beside other arguments', () => {
  const found = sourceFiles(['src']).flatMap((file) => bareBooleansOf(file).map((name) => `${file} ${name}`));
  expect(found.toSorted()).toEqual(Object.keys(exceptions).toSorted());
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
