// The marks of a running launch: a person's count once they are kept, the program's own at once; a log that fails is told.
import { describe, expect, it } from 'vitest';
import { LaunchwallError } from '../../src/domain/errors.ts';
import { MarkBook, memoryLog, type MarkLog } from '../../src/engine/mark-book.ts';
import type { Entry } from '../../src/rules/launch/marks.ts';
import { handClock } from '../support/hand-clock.ts';

const tick = (subject: string): Entry => ({ kind: 'tick', subject, at: 1, by: 'ana', note: '' });
const latch = (subject: string): Entry => {
  return { kind: 'latch', subject, at: 1, by: '', note: '', rule: 'm > 1', sentence: 'm 2 > 1', t0: 0 };
};

/** A log that can be told to fail. */
function fallible() {
  const memory = memoryLog();
  const state = { fails: null as string | null, kept: [] as Entry[] };
  const check = (): void => {
    if (state.fails !== null) throw new LaunchwallError('record', state.fails);
  };
  const log: MarkLog = {
    poll: () => {
      check();
      return memory.poll();
    },
    append: (entries) => {
      check();
      state.kept.push(...entries);
      memory.append(entries);
    },
  };
  return { log, state, memory };
}

function book(log: MarkLog) {
  const clock = handClock(0);
  const told: string[] = [];
  const made = new MarkBook(clock, (sentence) => told.push(sentence));
  made.attach(log);
  return { clock, told, book: made };
}

describe('what a person says', () => {
  it('counts when it is kept', () => {
    const { log, state } = fallible();
    const { book: marks } = book(log);
    marks.say(tick('a'));
    expect([marks.marks.ticks.has('a'), state.kept]).toEqual([true, [tick('a')]]);
  });

  it('does not count when it cannot be kept, and says why', () => {
    const { log, state } = fallible();
    const { book: marks } = book(log);
    state.fails = 'the disk is full';
    expect(() => marks.say(tick('a'))).toThrow('the disk is full');
    state.fails = null;
    marks.look();
    expect([marks.marks.ticks.size, state.kept]).toEqual([0, []]);
  });

  it('elsewhere is seen at the next look', () => {
    const { log, memory } = fallible();
    const { book: marks } = book(log);
    memory.append([tick('b')]);
    expect(marks.marks.ticks.size).toBe(0);
    marks.look();
    expect([...marks.marks.ticks.keys()]).toEqual(['b']);
  });
});

describe('what the program says', () => {
  it('counts at once, and is kept as soon as that is possible; the trouble is told once', () => {
    const { log, state } = fallible();
    const { book: marks, clock, told } = book(log);
    state.fails = 'another program holds it';
    marks.keep([latch('a')]);
    marks.look();
    marks.keep([latch('b')]);
    expect([...marks.marks.latches.keys()]).toEqual(['a', 'b']);
    expect([state.kept, told]).toEqual([[], ['another program holds it']]);
    state.fails = null;
    marks.look();
    expect(state.kept).toEqual([]);
    clock.advance(5_000);
    marks.look();
    expect(state.kept).toEqual([latch('a'), latch('b')]);
    expect([...marks.marks.latches.keys()]).toEqual(['a', 'b']);
    state.fails = 'the disk is full';
    marks.look();
    expect(told).toEqual(['another program holds it', 'the disk is full']);
  });
});

it('a new log begins from its own first entry', () => {
  const { book: marks } = book(memoryLog([tick('a')]));
  marks.attach(memoryLog([tick('b')]));
  expect([...marks.marks.ticks.keys()]).toEqual(['b']);
});
