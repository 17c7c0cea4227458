// A T-0 that is moved (docs/judgement.md §8.10): what items of phases from T-0 on passed by before it is no evidence of this launch.
import { expect, it } from 'vitest';
import type { ItemState } from '../../src/rules/board.ts';
import { Judge } from '../../src/rules/judge.ts';
import { marksOf, type Entry } from '../../src/rules/launch/marks.ts';
import { planOf, sampleAt, type PlanSpec } from '../support/plan.ts';

const t0 = Date.UTC(2026, 11, 1, 15, 0, 0);
const second = 1_000;

const spec: PlanSpec = {
  t0,
  metrics: { m: { interval: '10s' } },
  phases: {
    early: { at: '-1m', items: { ready: 'm < 5' } },
    launch: { at: '0s', items: { calm: 'm < 5' } },
    hour: { at: '1h', items: { steady: 'm < 5' } },
  },
};

/** One look each; instants are seconds after the first T-0. */
function launch() {
  const entries: Entry[] = [];
  let judge = new Judge(planOf(spec), t0 - 600 * second);
  const board = (seconds: number, samples: Parameters<Judge['advance']>[0]['samples']) =>
    judge.advance({
      now: t0 + seconds * second,
      samples,
      sources: [],
      loopLagMs: 0,
      marks: marksOf(entries),
    });
  return {
    entries,
    move: (seconds: number, to: number) =>
      void entries.push({
        kind: 't0',
        at: t0 + seconds * second,
        by: 'ana',
        note: '',
        subject: '',
        t0: t0 + to * second,
        origin: 'hand',
      }),
    /** The profile is loaded again with another T-0; null: with none. */
    reload: (seconds: number, to: number | null) => {
      const launched = { t0: to === null ? null : t0 + to * second, version: null };
      const next = new Judge({ ...planOf(spec), launch: launched }, t0 + seconds * second);
      next.adopt(judge, () => true);
      judge = next;
    },
    look: (seconds: number, value: number): Readonly<Record<string, ItemState>> => {
      entries.push(...board(seconds, [{ metric: 'm', sample: sampleAt(t0 + seconds * second, value) }]).said);
      const { phases } = board(seconds, []).board;
      return Object.fromEntries(phases.flatMap(({ items }) => items).map((item) => [item.id, item]));
    },
  };
}

const passed = { status: 'pass', at: '2026-12-01T15:00:10.000Z' };
const failed = { status: 'fail', live: 'fail', at: null };

it('is judged anew by a later T-0, before it and after it; earlier phases keep what they passed by', () => {
  const { look, move } = launch();
  look(-30, 1);
  expect(look(10, 1)['calm']).toMatchObject(passed);
  move(20, 60);
  look(30, 99);
  const before = look(40, 99);
  expect(before['calm']).toMatchObject(failed);
  expect(before['calm']?.evidence).toContain('m 99, not < 5');
  expect(before['ready']).toMatchObject({ status: 'pass', at: '2026-12-01T14:59:30.000Z' });
  expect(look(60, 99)['calm']).toMatchObject(failed);
  expect(look(70, 1)['calm']).toMatchObject({ status: 'pass', at: '2026-12-01T15:01:10.000Z' });
  expect(look(80, 99)['calm']).toMatchObject({
    status: 'pass',
    live: 'fail',
    at: '2026-12-01T15:01:10.000Z',
  });
});

it('is judged anew where the profile names another T-0, or none', () => {
  const { look, reload } = launch();
  expect(look(10, 1)['calm']).toMatchObject(passed);
  reload(20, 60);
  expect(look(30, 99)['calm']).toMatchObject(failed);
  reload(40, null);
  expect(look(50, 99)['calm']).toMatchObject(failed);
});

it('of a phase with an offset the same', () => {
  const { look, move } = launch();
  expect(look(3_610, 1)['steady']).toMatchObject({ status: 'pass', at: '2026-12-01T16:00:10.000Z' });
  move(3_620, 30);
  expect(look(3_630, 99)['steady']).toMatchObject(failed);
});

it('what a look passed under an earlier T-0 may rest on the time before a later one', () => {
  const { look, move } = launch();
  expect(look(10, 1)['calm']).toMatchObject(passed);
  move(20, 5);
  expect(look(30, 99)['calm']).toMatchObject(failed);
});

it('keeps what it passed by under an earlier T-0, also one that is moved back', () => {
  const { look, move } = launch();
  expect(look(10, 1)['calm']).toMatchObject(passed);
  move(20, -60);
  expect(look(30, 99)['calm']).toMatchObject(passed);
  move(40, 60);
  look(70, 1);
  move(80, 0);
  expect(look(90, 99)['calm']).toMatchObject(passed);
});

it('passes in its own phase where it is moved to a later one', () => {
  const { look, entries } = launch();
  const latch = {
    kind: 'latch',
    by: '',
    note: '',
    subject: 'steady',
    rule: 'm < 5',
    sentence: 'm 1 < 5',
  } as const;
  entries.push({ ...latch, at: t0 + 10 * second, t0 });
  expect(look(20, 1)['steady']).toMatchObject({ status: 'pass', at: null });
  expect(look(3_610, 1)['steady']).toMatchObject({ status: 'pass', at: '2026-12-01T16:00:10.000Z' });
  look(3_620, 1);
  expect(entries.filter(({ subject }) => subject === 'steady')).toHaveLength(2);
});

it('a latch of which nobody kept the T-0 counts by its instant', () => {
  const { look, move, entries } = launch();
  const latch = {
    kind: 'latch',
    by: '',
    note: '',
    subject: 'calm',
    rule: 'm < 5',
    sentence: 'm 1 < 5',
  } as const;
  entries.push({ ...latch, at: t0 + 10 * second, t0: null });
  expect(look(20, 99)['calm']).toMatchObject(passed);
  move(30, 15);
  expect(look(40, 99)['calm']).toMatchObject(failed);
});
