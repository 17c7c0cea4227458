// What of a changed profile's sources is what it was: by what is used, and not by how it was written.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedSources, knownReadingOf, sameReading, sameSetup } from '../../src/engine/changed-setup.ts';
import type { SourceSetup } from '../../src/sources/source.ts';

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

const { plain } = fc.letrec<{ plain: Plain }>((tie) => ({
  plain: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.string({ maxLength: 3 }),
    fc.integer({ min: 0, max: 9 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('plain'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-d]{1,2}$/), tie('plain'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** The same data with every map's keys in the reverse of their order. */
function reversed(value: Plain): Plain {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, part]) => [key, reversed(part)]),
  );
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

/** Written out by what it holds alone: what is equal has one such text. */
function canonical(value: Plain): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  const pairs = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`);
  return `{${pairs.toSorted().join(',')}}`;
}

function setup(change: Partial<SourceSetup> = {}): SourceSetup {
  return {
    id: 'api',
    kind: 'http',
    options: { url: 'https://api.example.com', headers: { authorization: 'first', accept: 'text/plain' } },
    reads: [{ metric: 'up', read: { json: '/up' }, exact: false }],
    known: {
      options: {
        url: 'https://api.example.com',
        headers: { authorization: '${TOKEN}', accept: 'text/plain' },
      },
      reads: { up: { json: '/up' } },
    },
    every: 5_000,
    timeout: 3_000,
    ...change,
  };
}

describe('two set-ups', () => {
  test('are one where they hold the same, however their keys are ordered', () => {
    fc.assert(fc.property(plain, (value) => sameSetup<Plain>(value, reversed(value))));
  });

  test('are one only then', () => {
    const near = fc.oneof(
      fc.tuple(plain, plain),
      plain.map((value) => [value, structuredClone(value)] as const),
    );
    fc.assert(
      fc.property(near, ([one, other]) => {
        expect(sameSetup(one, other)).toBe(canonical(one) === canonical(other));
        expect(sameSetup<Plain>({ own: one }, { own: reversed(other) })).toBe(sameSetup(one, other));
      }),
      { numRuns: 1_000 },
    );
  });

  test('differ by the order of what is a list, and by what one of them lacks', () => {
    expect(sameSetup(['a', 'b'], ['b', 'a'])).toBe(false);
    expect(sameSetup<Plain>({ a: null }, {})).toBe(false);
    expect(sameSetup<Plain>({ a: 1 }, { a: '1' })).toBe(false);
  });
});

describe('a source', () => {
  const rewritten = setup({
    options: { headers: { accept: 'text/plain', authorization: 'first' }, url: 'https://api.example.com' },
  });
  const renewed = setup({
    options: { url: 'https://api.example.com', headers: { authorization: 'second', accept: 'text/plain' } },
  });

  test('is as it was where only its keys are in another order', () => {
    expect(changedSources([setup()], [rewritten])).toEqual([]);
    expect(sameReading('up', [setup()], [rewritten])).toBe(true);
  });

  test('has changed with the value of a variable, which no digest of the profile shows', () => {
    expect(changedSources([setup()], [renewed])).toEqual([setup()]);
    expect(sameReading('up', [setup()], [renewed])).toBe(false);
    expect(knownReadingOf('up', [renewed])).toBe(knownReadingOf('up', [setup()]));
  });

  test('that is gone has changed', () => {
    expect(changedSources([setup()], [])).toEqual([setup()]);
    expect(changedSources([], [setup()])).toEqual([]);
  });

  test('is known by a text of a fixed form', () => {
    expect(knownReadingOf('up', [setup()])).toBe(
      '["http",{"url":"https://api.example.com","headers":{"authorization":"${TOKEN}","accept":"text/plain"}},{"json":"/up"}]',
    );
    const { known: _, ...plainly } = setup();
    expect(knownReadingOf('up', [plainly])).toBe(
      '["http",{"url":"https://api.example.com","headers":{"authorization":"first","accept":"text/plain"}},{"json":"/up"}]',
    );
  });
});
