// Whose fault it is that nothing is known: two grades of offline, and what proves the way.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoInstant } from '../../../src/domain/clock.ts';
import { gapReasons, stages, ways, type Gap } from '../../../src/domain/gap.ts';
import { type ObserverGrade, unpolledSource } from '../../../src/rules/board.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { Observer } from '../../../src/rules/evaluate/observer.ts';
import type { SourceHealth } from '../../../src/rules/evaluate/input.ts';
import { planOf, sampleAt } from '../../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15);

const said = (reason: Gap['reason'], way: Gap['way'], reached: Gap['reached']): Gap => ({
  reason,
  message: reason,
  ...(way && { way }),
  ...(reached !== undefined && { reached }),
});

/** One look each: what it said; a source without a host of its own is written with `here`. */
const looks: Readonly<Record<string, Gap | null>> = {
  fine: null,
  'no route': said('unreachable', 'ours', 'name'),
  'resolver silent': said('timeout', 'ours', null),
  again: said('dns', 'ours', null),
  'silent syn': said('timeout', 'unsaid', 'name'),
  refused: said('refused', 'theirs', 'name'),
  reset: said('reset', 'theirs', 'tcp'),
  'hangs after tcp': said('timeout', 'theirs', 'tcp'),
  'kept hangs': said('timeout', 'unsaid', 'tcp'),
  'kept reset': said('reset', 'unsaid', 'tcp'),
  'no name': said('dns', 'unsaid', null),
  'HTTP 503': said('http_status', 'theirs', 'answer'),
  expired: said('auth', undefined, undefined),
};

const health = (id: string, look: string, at: number, hosts = [`${id}.example`]): SourceHealth => ({
  id,
  polls: 1,
  gap: looks[look] ?? null,
  lookedAt: isoInstant(start + at * 1_000),
  hosts,
});

/** Each row: `source: what it said`, all looked at in the same second. */
function gradeOf(rows: readonly (readonly string[])[], hosts?: readonly string[]): ObserverGrade | null {
  const observer = new Observer();
  for (const [second, row] of rows.entries())
    observer.look(
      row.map((look, index) => health(`s${index}`, look, second, hosts && [hosts[index] ?? 'one'])),
      start + second * 1_000,
    );
  return observer.grade;
}

describe('the grade', () => {
  const row = (look: string, count: number): string[] => Array.from({ length: count }, () => look);
  it.each<[string, string[][], ObserverGrade | null]>([
    ['three without a route', [row('no route', 3)], 'certain'],
    ['our resolver silent', [['resolver silent', 'again', 'resolver silent']], 'certain'],
    ['two are too few', [row('no route', 2)], null],
    ['four of five', [[...row('no route', 4), 'fine']], 'certain'],
    ['three of four', [[...row('no route', 3), 'fine']], null],
    ['only connect time-outs', [row('silent syn', 3)], 'doubt'],
    ['time-outs beside a silent resolver', [['silent syn', 'again', 'resolver silent']], 'certain'],
    ['one place without a route, all else silent', [['no route', ...row('silent syn', 4)]], 'doubt'],
    ['refusals prove the way', [row('refused', 5)], null],
    ['a reset of a new connection proves it', [row('reset', 5)], null],
    ['so does a connection that was taken', [row('hangs after tcp', 5)], null],
    ['a kept connection says nothing', [row('kept hangs', 3), row('kept reset', 3)], null],
    ['the next poll connects anew, and tells', [row('kept hangs', 3), row('silent syn', 3)], 'doubt'],
    ['answers', [row('HTTP 503', 5)], null],
    ['a login that never was asked for', [row('expired', 5)], null],
    ['names that never resolved', [row('no name', 5)], null],
    ['names that resolved before', [row('fine', 3), row('no name', 3)], 'certain'],
    ['it ends when somebody answers', [row('no route', 3), ['no route', 'refused', 'no route']], null],
  ])('%s', (_name, rows, grade) => {
    expect(gradeOf(rows)).toBe(grade);
  });

  it('one host is not this machine: one dead API with any number of sources on it', () => {
    expect(gradeOf([row('silent syn', 6)], [])).toBeNull();
    expect(gradeOf([row('no route', 6)], [])).toBeNull();
    expect(gradeOf([row('silent syn', 6)], ['two'])).toBe('doubt');
  });

  it('one name that is gone, on two sources, is the name', () => {
    expect(gradeOf([row('fine', 4), row('no name', 4)], [])).toBeNull();
  });

  it('what looks at nothing elsewhere says nothing either way', () => {
    const observer = new Observer();
    const away = ['a', 'b', 'c'].map((id) => health(id, 'no route', 0));
    const here = ['d', 'e', 'f', 'g'].map((id) => health(id, 'fine', 0, []));
    observer.look([...away, ...here], start);
    expect(observer.grade).toBe('certain');
    observer.look(
      here.map((one) => ({ ...one, gap: looks['no route'] ?? null })),
      start,
    );
    expect(observer.grade).toBeNull();
  });

  it('what was not looked at since the trouble began does not count, what was not asked yet does', () => {
    const slow = (polls: number): SourceHealth[] =>
      ['x', 'y', 'z'].map((id) => ({ ...health(id, 'fine', 0), polls }));
    const fast = ['a', 'b', 'c'].map((id) => health(id, 'no route', 5));
    const observer = new Observer();
    observer.look([...fast, ...slow(1)], start + 5_000);
    expect([observer.grade, observer.since]).toEqual(['certain', start + 5_000]);
    const fresh = new Observer();
    fresh.look([...fast, ...slow(0)], start + 5_000);
    expect(fresh.grade).toBeNull();
    // They have answered since: it is not us.
    observer.look([...fast, ...['x', 'y', 'z'].map((id) => health(id, 'fine', 6))], start + 6_000);
    expect([observer.grade, observer.since]).toEqual([null, null]);
  });

  it('whatever comes back from a fifth and more of the sources, it is neither grade', () => {
    const gap = fc.record({
      reason: fc.constantFrom(...gapReasons),
      message: fc.constant('it failed'),
      way: fc.constantFrom(...ways),
      reached: fc.option(fc.constantFrom(...stages), { nil: null }),
    });
    const proof = fc.option(
      gap.map((one): Gap => ({ ...one, way: 'theirs' })),
      { nil: null },
    );
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 12 }), fc.array(proof, { minLength: 4 }), (failed, proofs) => {
        const observer = new Observer();
        const sources = [...failed, ...proofs].map((one, index) => ({
          ...health(`s${index}`, 'fine', 0),
          gap: one,
        }));
        observer.look(sources, start);
        expect(observer.grade).toBe(null);
      }),
    );
  });
});

describe('what follows from it', () => {
  const spec = {
    metrics: {
      a: { source: 's1', alert: '> 5' },
      b: { source: 's2', alert: '== false' },
      c: { source: 's3', alert: '> 5 for 4s' },
    },
    incidents: { down: { class: 'P0', when: 'b == false' } },
  };
  const boards = (look: string) => {
    const judge = new Judge(planOf(spec), start);
    return Array.from({ length: 8 }, (_, second) => {
      const now = start + second * 1_000;
      const gap = second < 2 ? null : (looks[look] ?? null);
      const seen = { a: 1, b: gap === null, c: 9 };
      return judge.advance({
        now,
        samples: Object.entries(seen).map(([metric, value]) => ({ metric, sample: sampleAt(now, value) })),
        sources: ['s1', 's2', 's3'].map((id) => unpolledSource(id, 'http')),
        health: ['s1', 's2', 's3'].map((id) => ({ ...health(id, 'fine', second), gap })),
        loopLagMs: 0,
      }).board;
    });
  };

  it('in doubt all ripens and opens as without it, with the doubt in its sentence', () => {
    const doubted = boards('silent syn');
    const without = boards('hangs after tcp');
    const told = (board: (typeof doubted)[number]) => ({
      metrics: board.metrics.map(({ status, detail, since }) => [status, detail, since]),
      incidents: board.incidents.map(({ id, state, since }) => [id, state, since]),
    });
    expect(doubted.map(told)).toEqual(without.map(told));
    const last = doubted.at(-1);
    expect(last?.observer).toMatchObject({ offline: true, grade: 'doubt', since: isoInstant(start + 2_000) });
    const words = "either this machine's way out or everything behind it";
    expect(last?.incidents[0]?.reason).toContain(words);
    expect(last?.metrics.map(({ reason }) => reason.includes(words))).toEqual([true, true, true]);
    expect(JSON.stringify(without)).not.toContain(words);
  });

  it('certain: nothing new ripens or opens', () => {
    const last = boards('no route').at(-1);
    expect(last?.observer).toMatchObject({ offline: true, grade: 'certain' });
    expect(last?.metrics.map(({ status }) => status)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(last?.incidents).toEqual([]);
  });
});
