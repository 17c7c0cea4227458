// What a list of entries comes to: the last one of a subject counts, and telling one again changes nothing.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveT0, marksOf, noMarks, type Entry, type Marks } from '../../../src/rules/launch/marks.ts';

const said = (subject: string, at = 1, by = 'ana', note = '') => ({ subject, at, by, note });

describe('of one subject the last entry counts', () => {
  it.each<[string, Entry[], (marks: Marks) => unknown, unknown]>([
    ['nothing said', [], (marks) => marks, noMarks],
    [
      'a tick',
      [{ kind: 'tick', ...said('a', 5, 'ana', 'at 3') }],
      ({ ticks }) => ticks.get('a'),
      { state: 'done', by: 'ana', at: 5, note: 'at 3', digest: null },
    ],
    [
      'a tick that is taken back',
      [
        { kind: 'tick', ...said('a') },
        { kind: 'untick', ...said('a', 2) },
      ],
      ({ ticks }) => ticks.size,
      0,
    ],
    [
      'a note on a tick leaves it to whoever ticked',
      [
        { kind: 'tick', ...said('a', 5, 'ana', 'at 3') },
        { kind: 'note', ...said('a', 9, 'bo', 'rds-7') },
      ],
      ({ ticks }) => ticks.get('a'),
      { state: 'done', by: 'ana', at: 5, note: 'rds-7', digest: null },
    ],
    [
      'a note on what has been taken back meanwhile ticks nothing',
      [
        { kind: 'tick', ...said('a') },
        { kind: 'untick', ...said('a', 2) },
        { kind: 'note', ...said('a', 3, 'bo', 'x') },
      ],
      ({ ticks }) => ticks.size,
      0,
    ],
    [
      'a skip after a tick',
      [
        { kind: 'tick', ...said('a') },
        { kind: 'skip', ...said('a', 2, 'bo', 'not here') },
      ],
      ({ ticks }) => ticks.get('a'),
      { state: 'skipped', by: 'bo', at: 2, note: 'not here', digest: null },
    ],
    [
      'a signature does not tick, and its end ends only it',
      [
        { kind: 'sign', digest: null, ...said('a') },
        { kind: 'sign', digest: null, ...said('b') },
        { kind: 'unsign', ...said('a') },
      ],
      ({ ticks, signatures }) => [ticks.size, [...signatures.keys()]],
      [0, ['b']],
    ],
    [
      'latches of one rule in their order, and those of a new rule instead',
      [
        { kind: 'latch', ...said('a', 1, ''), rule: 'm > 1', sentence: 'm 2 > 1', t0: 0 },
        { kind: 'latch', ...said('a', 9, ''), rule: 'm > 1', sentence: 'm 3 > 1', t0: 0 },
        { kind: 'latch', ...said('b', 1, ''), rule: 'm > 1', sentence: 'm 2 > 1', t0: 0 },
        { kind: 'latch', ...said('b', 9, ''), rule: 'm > 5', sentence: 'm 6 > 5', t0: 0 },
      ],
      ({ latches }) => ['a', 'b'].map((id) => latches.get(id)?.map(({ at }) => at)),
      [[1, 9], [9]],
    ],
    [
      'an end of an acknowledgement that has been given anew since',
      [
        { kind: 'ack', ...said('m', 1), until: null, severity: 0 },
        { kind: 'ack', ...said('m', 7), until: null, severity: 0 },
        { kind: 'unack', ...said('m', 8, ''), of: 1 },
      ],
      ({ controls }) => controls.acks.map(({ at }) => at),
      [7],
    ],
    [
      'an acknowledgement that a person takes back, and a mute',
      [
        { kind: 'ack', ...said('m', 1), until: null, severity: 0 },
        { kind: 'mute', ...said('m', 1), until: 50 },
        { kind: 'unack', ...said('m', 8), of: null },
        { kind: 'mute', ...said('n', 1), until: 50 },
        { kind: 'unmute', ...said('m', 9) },
      ],
      ({ controls }) => [controls.acks.length, controls.mutes.map(({ metric }) => metric)],
      [0, ['n']],
    ],
  ])('%s', (_name, entries, look, expected) => {
    expect(look(marksOf(entries))).toEqual(expected);
  });

  it.each<[string, number | null, Entry[], number | null]>([
    ['none', null, [], null],
    ['the profile’s', 100, [], 100],
    ['the option’s', 100, [{ kind: 't0', ...said(''), t0: 200, origin: 'option' }], 200],
    [
      'by hand, after the option',
      100,
      [
        { kind: 't0', ...said(''), t0: 200, origin: 'option' },
        { kind: 't0', ...said(''), t0: 150, origin: 'hand' },
      ],
      150,
    ],
  ])('T-0: %s', (_name, planned, entries, expected) => {
    expect(effectiveT0(planned, marksOf(entries))).toBe(expected);
  });
});

const subject = fc.constantFrom('a', 'b', 'c');
const base = { at: fc.nat(20), by: fc.constantFrom('ana', 'bo'), note: fc.constantFrom('', 'x'), subject };
const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({ ...base, kind: fc.constantFrom('tick', 'skip', 'untick', 'note', 'unsign') }),
  fc.record({ ...base, kind: fc.constant('sign' as const), digest: fc.constantFrom('sha256:1', null) }),
  fc.record({
    ...base,
    kind: fc.constant('latch' as const),
    rule: fc.constantFrom('m > 1', 'm > 2'),
    sentence: fc.constant('m 3'),
    t0: fc.constantFrom(null, 0, 5),
  }),
  fc.record({
    ...base,
    kind: fc.constant('ack' as const),
    until: fc.option(fc.nat(30), { nil: null }),
    severity: fc.constant(0),
  }),
  fc.record({ ...base, kind: fc.constant('unack' as const), of: fc.option(fc.nat(20), { nil: null }) }),
  fc.record({ ...base, kind: fc.constant('mute' as const), until: fc.nat(30) }),
  fc.record({ ...base, kind: fc.constant('unmute' as const) }),
  fc.record({
    ...base,
    subject: fc.constant(''),
    kind: fc.constant('t0' as const),
    t0: fc.nat(9),
    origin: fc.constantFrom('hand', 'option'),
  }),
);
const entries = fc.array(entry, { maxLength: 30 });

/** Plain and in one order, so that two can be compared. */
function shown({ t0, ticks, signatures, latches, controls }: Marks): unknown {
  const sorted = (map: ReadonlyMap<string, unknown>): unknown =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  const byMetric = (list: readonly { readonly metric: string }[]): unknown =>
    [...list].sort((a, b) => (a.metric < b.metric ? -1 : 1));
  return [
    t0,
    sorted(ticks),
    sorted(signatures),
    sorted(latches),
    byMetric(controls.acks),
    byMetric(controls.mutes),
  ];
}

describe('for any entries', () => {
  it('in pieces they come to the same as in one go', () => {
    fc.assert(
      fc.property(entries, entries, (first, second) => {
        expect(shown(marksOf(second, marksOf(first)))).toEqual(shown(marksOf([...first, ...second])));
      }),
    );
  });

  it('one that is told twice in a row changes nothing', () => {
    fc.assert(
      fc.property(entries, (list) => {
        expect(shown(marksOf(list.flatMap((one) => [one, one])))).toEqual(shown(marksOf(list)));
      }),
    );
  });

  it('those of other subjects do not matter, wherever they stand', () => {
    fc.assert(
      fc.property(entries, subject, (list, chosen) => {
        const others = list.filter((one) => one.subject !== chosen);
        const own = list.filter((one) => one.subject === chosen);
        expect(shown(marksOf([...others, ...own]))).toEqual(shown(marksOf(list)));
        expect(shown(marksOf([...own, ...others]))).toEqual(shown(marksOf(list)));
      }),
    );
  });
});
