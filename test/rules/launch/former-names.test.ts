// What was said of an item under the id that an earlier version gave it counts for it today.
import { expect, test } from 'vitest';
import { MarkBook, memoryLog } from '../../../src/engine/mark-book.ts';
import { marksFor } from '../../../src/rules/launch/former-names.ts';
import type { Entry } from '../../../src/rules/launch/marks.ts';
import type { ItemPlan, Plan } from '../../../src/rules/plan.ts';
import { handClock } from '../../support/hand-clock.ts';
import { planOf } from '../../support/plan.ts';

const bare = planOf({
  metrics: { m: {} },
  phases: { 'T-0': { at: '0s', items: { call: null, other: null } } },
  gate: { required: { go: null } },
});

/** Each item was known by this name, and by the text that its machine made of it. */
function renamed(plan: Plan, names: Readonly<Record<string, string>>): Plan {
  const named = <Item extends ItemPlan>(item: Item): Item => {
    const id = names[item.id];
    return id === undefined ? item : { ...item, former: { id, digest: `sha256:${id} here` } };
  };
  return {
    ...plan,
    phases: plan.phases.map((phase) => ({ ...phase, items: phase.items.map(named) })),
    gate: plan.gate.map(named),
  };
}

const plan = renamed(bare, { call: 'T-0/call-ana', go: 'gate/go-ana' });

const said = (
  kind: 'tick' | 'untick' | 'sign' | 'unsign',
  subject: string,
  at: number,
  digest?: string,
): Entry =>
  ({ kind, subject, at, by: 'ana', note: '', ...(digest === undefined ? {} : { digest }) }) as Entry;

test('a tick and a signature, with what they were given for', () => {
  const marks = marksFor(plan, [
    said('tick', 'T-0/call-ana', 1, 'sha256:T-0/call-ana here'),
    said('sign', 'gate/go-ana', 2, 'sha256:gate/go-ana here'),
  ]);
  expect(marks.ticks.get('call')).toMatchObject({ at: 1, digest: 'sha256:call' });
  expect(marks.signatures.get('go')).toMatchObject({ at: 2, digest: 'sha256:go' });
});

test('one that was given for another text stays one for another text', () => {
  const marks = marksFor(plan, [said('sign', 'gate/go-ana', 1, 'sha256:something else')]);
  expect(marks.signatures.get('go')?.digest).toBe('sha256:something else');
});

test('what is said last counts, under whichever name', () => {
  const taken = [said('tick', 'T-0/call-ana', 1), said('untick', 'call', 2)];
  expect(marksFor(plan, taken).ticks.has('call')).toBe(false);
  const given = [...taken, said('tick', 'T-0/call-ana', 3)];
  expect(marksFor(plan, given).ticks.get('call')?.at).toBe(3);
});

test('a name that is another item’s today is that one’s', () => {
  const marks = marksFor(renamed(bare, { call: 'other' }), [said('tick', 'other', 1)]);
  expect([...marks.ticks.keys()]).toEqual(['other']);
});

test('a book goes by the names of the profile that is watched now', () => {
  const book = new MarkBook(handClock(0), () => undefined);
  book.follow(bare);
  book.attach(memoryLog([said('tick', 'T-0/call-ana', 1)]));
  expect([...book.marks.ticks.keys()]).toEqual(['T-0/call-ana']);
  book.follow(plan);
  expect([...book.marks.ticks.keys()]).toEqual(['call']);
  book.say(said('untick', 'call', 2));
  expect(book.marks.ticks.size).toBe(0);
});
