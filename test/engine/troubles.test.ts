// A failure that lasts is told once, another one and one that comes back are told too.
import { expect, it } from 'vitest';
import { LaunchwallError } from '../../src/domain/errors.ts';
import { Troubles } from '../../src/engine/troubles.ts';

it.each<[name: string, met: readonly (readonly [kind: string, failure: string | null])[], told: string[]]>([
  ['nothing fails', [['save', null]], []],
  [
    'it lasts',
    [
      ['save', 'full'],
      ['save', 'full'],
    ],
    ['full'],
  ],
  [
    'it becomes another',
    [
      ['save', 'full'],
      ['save', 'gone'],
    ],
    ['full', 'gone'],
  ],
  [
    'it comes back',
    [
      ['save', 'full'],
      ['save', null],
      ['save', 'full'],
    ],
    ['full', 'full'],
  ],
  [
    'other work does not end it',
    [
      ['save', 'full'],
      ['read', null],
      ['save', 'full'],
    ],
    ['full'],
  ],
  [
    'all work fails with it',
    [
      ['save', 'full'],
      ['read', 'full'],
    ],
    ['full'],
  ],
])('%s', (_, met, expected) => {
  const told: string[] = [];
  const troubles = new Troubles((sentence) => told.push(sentence));
  for (const [kind, failure] of met) {
    const done = troubles.try(kind, () => {
      if (failure !== null) throw new LaunchwallError('record', failure);
    });
    expect(done).toBe(failure === null);
  }
  expect(told).toEqual(expected);
});
