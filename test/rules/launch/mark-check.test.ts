// What may be said of a launch, and what only the program itself can tell.

import { describe, expect, it } from 'vitest';
import { Judge } from '../../../src/rules/judge.ts';
import { targetsOf, entryOfMark, refusal, type Mark } from '../../../src/rules/launch/mark-check.ts';
import { planOf, sampleAt } from '../../support/plan.ts';

const now = Date.UTC(2026, 11, 1, 15);
const plan = planOf({
  metrics: { m: { target: '< 100', alert: '> 500' }, calm: { target: '< 100' }, plain: {} },
  phases: { launch: { at: '0s', items: { backup: null, steady: 'm < 100' } } },
  gate: { required: { lead: null, well: 'm < 100' } },
});
const { board } = new Judge(plan, now).advance({
  now,
  samples: [
    { metric: 'm', sample: sampleAt(now, 600) },
    { metric: 'calm', sample: sampleAt(now, 1) },
    { metric: 'plain', sample: sampleAt(now, 1) },
  ],
  sources: [],
  loopLagMs: 0,
});

const said = (subject: string, note = '', by = 'ana') => ({ subject, note, by });

it.each<[string, Mark, string | null]>([
  ['a manual item is ticked', { kind: 'tick', ...said('backup') }, null],
  ['and skipped', { kind: 'skip', ...said('backup', 'none here') }, null],
  ['not without a reason', { kind: 'skip', ...said('backup') }, 'a skipped item needs a reason'],
  [
    'a note is put on what is ticked',
    { kind: 'note', ...said('backup', 'x') },
    '“backup” is not ticked: there is nothing to add a note to',
  ],
  ['nor by nobody', { kind: 'tick', ...said('backup', '', '') }, 'nobody’s name is given'],
  [
    'an automatic item is judged',
    { kind: 'tick', ...said('steady') },
    '“steady” is judged by its condition (m < 100); nobody can say it instead',
  ],
  ['no such item', { kind: 'tick', ...said('lead') }, 'there is no item "lead"'],
  ['a manual criterion is signed', { kind: 'sign', ...said('lead') }, null],
  [
    'an automatic one is not',
    { kind: 'sign', ...said('well') },
    '“well” is judged by its condition (m < 100); nobody can say it instead',
  ],
  ['an item is not signed', { kind: 'sign', ...said('backup') }, 'there is no criterion "backup"'],
  ['a red is acknowledged', { kind: 'ack', ...said('m'), until: null }, null],
  ['with an end to come', { kind: 'ack', ...said('m'), until: now }, 'its end lies in the past'],
  [
    'a green is not',
    { kind: 'ack', ...said('calm'), until: null },
    'calm is green: there is nothing to acknowledge',
  ],
  [
    'nor a plain reading',
    { kind: 'ack', ...said('plain'), until: null },
    'plain is not judged: there is nothing to acknowledge',
  ],
  ['nor what is not there', { kind: 'ack', ...said('x'), until: null }, 'there is no metric "x"'],
  ['a mute has an end to come', { kind: 'mute', ...said('m'), until: now - 1 }, 'its end lies in the past'],
  ['and may be taken back', { kind: 'unmute', ...said('m') }, null],
  [
    'a latch is not said',
    { kind: 'latch', ...said('steady'), rule: 'm < 100', sentence: '', t0: null },
    'that an item has passed is seen, not said',
  ],
])('%s', (_name, mark, expected) => {
  expect(refusal(mark, plan, board, now)).toBe(expected);
});

it('an acknowledgement remembers how bad it was', () => {
  expect(entryOfMark({ kind: 'ack', ...said('m'), until: null }, now, board, plan)).toMatchObject({
    at: now,
    severity: 0,
  });
});

describe('what is meant', () => {
  const item = (id: string, refs: string[]) => ({
    id,
    text: id,
    when: null,
    manual: null,
    runs: null,
    minSeen: null,
    refs,
    digest: `sha256:${id}`,
    former: null,
  });
  const referred = {
    ...plan,
    phases: [{ id: 'p', title: 'p', offset: 0, items: [item('a', ['s-1']), item('s-2', ['s-1'])] }],
    gate: [{ ...item('c', ['s-2']), required: true }],
  };

  it.each([
    ['a', ['item a']],
    ['s-1', ['item a', 'item s-2']],
    // An id wins over a ref.
    ['s-2', ['item s-2']],
    ['c', ['criterion c']],
    ['x', []],
  ])('%s', (wanted, expected) => {
    expect(targetsOf(referred, wanted).map(({ type, item: { id } }) => `${type} ${id}`)).toEqual(expected);
  });
});
