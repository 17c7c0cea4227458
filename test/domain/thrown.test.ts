// A word and a code for whatever was thrown.
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { codeOf, messageOf } from '../../src/domain/thrown.ts';

test.each<[string, unknown, string, string | null]>([
  ['an error', new Error('no'), 'no', null],
  ['one of Node', Object.assign(new Error('gone'), { code: 'ENOENT' }), 'gone', 'ENOENT'],
  ['one with a number', Object.assign(new Error('no'), { code: 7 }), 'no', null],
  [
    'one of another context',
    runInNewContext("Object.assign(new Error('x'), { code: 'C' })"),
    'Error: x',
    'C',
  ],
  ['a text', 'down', 'down', null],
  ['nothing', null, 'null', null],
  ['not even that', undefined, 'undefined', null],
])('%s', (_, thrown, message, code) => {
  expect([messageOf(thrown), codeOf(thrown)]).toEqual([message, code]);
});
