// Evidence belongs to the launch (docs/judgement.md §8.10): to items of phases from T-0 on, what came before T-0 is unseen.
import { describe, expect, it } from 'vitest';
import { amountFromNumber } from '../../../src/domain/amount.ts';
import type { Board } from '../../../src/rules/board.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { marksOf, type Entry } from '../../../src/rules/launch/marks.ts';
import { resumeRules, savedRules } from '../../../src/rules/evaluate/saved.ts';
import { planOf, type PlanSpec } from '../../support/plan.ts';

const t0 = Date.UTC(2026, 11, 1, 15, 0, 0);
const second = 1_000;

function spec(when: string, more: Partial<PlanSpec> = {}): PlanSpec {
  return {
    t0,
    metrics: { m: { interval: '10s' }, n: { interval: '10s' } },
    phases: { before: { at: '-1h', items: { early: when } }, after: { at: '0s', items: { late: when } } },
    gate: { required: { open: when } },
    ...more,
  };
}

interface Watched {
  readonly judge: Judge;
  readonly entries: Entry[];
}

function begin(plan: PlanSpec, from = -600): Watched {
  return { judge: new Judge(planOf(plan), t0 + from * second), entries: [] };
}

/** A look each ten seconds of [from, to]; the board of the last one. */
function show(
  { judge, entries }: Watched,
  from: number,
  to: number,
  value: (at: number) => number | boolean,
): Board {
  let board: Board | null = null;
  for (let at = from; at <= to; at += 10) {
    const now = t0 + at * second;
    const read = value(at);
    const sample = { at: now, value: typeof read === 'number' ? amountFromNumber(read) : read };
    const samples = [{ metric: 'm', sample }];
    const judged = judge.advance({ now, samples, sources: [], loopLagMs: 0, marks: marksOf(entries) });
    entries.push(...judged.said);
    ({ board } = judged);
  }
  return board ?? expect.fail('nothing was shown');
}

function live(board: Board, id: string): string | null | undefined {
  return board.phases.flatMap(({ items }) => items).find((item) => item.id === id)?.live;
}

/** How the item of the later phase stands after looks that are all well. */
function lateAfter(watched: Watched, from: number, to: number): string | null | undefined {
  return live(
    show(watched, from, to, () => 1),
    'late',
  );
}

describe('an item of a phase from T-0 on', () => {
  it('waits for a window of its own: what was seen before T-0 is unseen', () => {
    const watched = begin(spec('max(m, 5m) < 10'));
    const atT0 = show(watched, -600, 0, () => 1);
    expect([live(atT0, 'early'), live(atT0, 'late'), atT0.gate.criteria[0]?.status]).toEqual([
      'pass',
      'unknown',
      'pass',
    ]);
    const evidence = atT0.phases[1]?.items[0]?.evidence;
    expect(evidence).toContain('saw nothing of 5m yet');
    expect(evidence).toContain('what came before T-0, 15:00:00, does not count here');
    expect(lateAfter(watched, 10, 290)).toBe('unknown');
    const whole = show(watched, 300, 310, () => 1);
    expect(live(whole, 'late')).toBe('pass');
    expect(whole.phases[1]?.items[0]?.at).toBe('2026-12-01T15:05:00.000Z');
  });

  it('is not failed by what came before', () => {
    const watched = begin(spec('max(m, 5m) < 10'));
    const atT0 = show(watched, -600, 0, (at) => (at < 0 ? 50 : 1));
    expect([live(atT0, 'early'), live(atT0, 'late')]).toEqual(['fail', 'unknown']);
    expect(lateAfter(watched, 10, 310)).toBe('pass');
  });

  it('begins its `for` at T-0', () => {
    const watched = begin(spec('m < 10 for 5m'));
    const atT0 = show(watched, -600, 0, () => 1);
    expect([live(atT0, 'early'), live(atT0, 'late')]).toEqual(['pass', 'unknown']);
    expect(lateAfter(watched, 10, 290)).toBe('unknown');
    expect(lateAfter(watched, 300, 300)).toBe('pass');
  });

  it.each<[string, PlanSpec['metrics'], string]>([
    ['a reading with a window of its own', { m: { interval: '10s', use: 'max(2m)' } }, 'm < 10'],
    [
      'what is calculated over a window',
      { m: { interval: '10s' }, twice: { expr: 'max(m, 2m) * 2', interval: '10s' } },
      'twice < 10',
    ],
  ])('counts %s once the whole of that lies after T-0', (_name, metrics, when) => {
    const watched = begin(spec(when, { metrics }));
    const board = show(watched, -600, 110, () => 1);
    expect(board.phases[1]?.items[0]?.evidence).toContain('cannot be told; 1m50s of 2m since T-0, 15:00:00');
    expect([live(board, 'early'), live(board, 'late')]).toEqual(['pass', 'unknown']);
    expect(lateAfter(watched, 120, 120)).toBe('pass');
  });

  it('counts a reading whose source answers over a time once all of that lies after T-0', () => {
    const plan = planOf(spec('m < 10'));
    const sources = plan.sources.map((source) => ({ ...source, covers: { m: 120 * second } }));
    const watched = { judge: new Judge({ ...plan, sources }, t0 - 600 * second), entries: [] };
    const board = show(watched, -600, 110, () => 1);
    expect([live(board, 'early'), live(board, 'late')]).toEqual(['pass', 'unknown']);
    expect(lateAfter(watched, 120, 120)).toBe('pass');
  });

  it('counts runs from T-0 on', () => {
    const runs = { late: { of: 'm', count: 3, maxAge: 3_600_000, same: null } };
    const watched = begin(spec('m < 10', { runs }));
    expect(
      live(
        show(watched, -600, 10, () => 1),
        'late',
      ),
    ).not.toBe('pass');
    expect(lateAfter(watched, 20, 20)).toBe('pass');
  });

  it('shows before T-0 what is true then', () => {
    const watched = begin(spec('max(m, 5m) < 10'));
    const board = show(watched, -600, -10, () => 1);
    expect(live(board, 'late')).toBe('pass');
    expect(board.phases[1]?.items[0]?.at).toBeNull();
  });

  it('is judged anew when T-0 is moved', () => {
    const watched = begin(spec('m < 10 for 5m'));
    expect(lateAfter(watched, -600, 300)).toBe('pass');
    watched.entries.length = 0;
    const moved = t0 + 300 * second;
    watched.entries.push({ kind: 't0', at: moved, by: '', note: '', subject: '', t0: moved, origin: 'hand' });
    expect(lateAfter(watched, 310, 590)).toBe('unknown');
    expect(lateAfter(watched, 600, 600)).toBe('pass');
  });

  it('shows what is true while T-0 is put off again', () => {
    const watched = begin(spec('max(m, 5m) < 10'));
    expect(lateAfter(watched, -600, 10)).toBe('unknown');
    const at = t0 + 15 * second;
    const later = t0 + 3_600 * second;
    watched.entries.push({ kind: 't0', at, by: '', note: '', subject: '', t0: later, origin: 'hand' });
    expect(lateAfter(watched, 20, 40)).toBe('pass');
  });

  it('goes on after a restart', () => {
    const plan = spec('m < 10 for 5m');
    const watched = begin(plan);
    show(watched, -600, 200, () => 1);
    const [downAt, now] = [t0 + 200 * second, t0 + 210 * second];
    const next = new Judge(planOf(plan), now);
    resumeRules(next, savedRules(watched.judge), downAt, now);
    const again = { judge: next, entries: watched.entries };
    expect(lateAfter(again, 210, 290)).toBe('unknown');
    expect(lateAfter(again, 300, 310)).toBe('pass');
  });

  it('goes on when the profile is loaded again', () => {
    const plan = spec('max(m, 5m) < 10');
    const watched = begin(plan);
    show(watched, -600, 290, (at) => (at < 0 ? 50 : 1));
    const next = new Judge(planOf(plan), t0 + 295 * second);
    next.adopt(watched.judge, () => true);
    expect(
      live(
        show({ judge: next, entries: watched.entries }, 300, 310, () => 1),
        'late',
      ),
    ).toBe('pass');
  });

  it.each([
    ['n is green and m < 10', 'unknown'],
    ['not (n is red) and m < 10', 'unknown'],
    ['n < 10 and m < 10', 'unknown'],
    ['n is red or m < 10', 'pass'],
  ])('rests on no look from before T-0, however fresh that is: %s', (when, expected) => {
    const metrics = { m: { interval: '10s' }, n: { interval: '60s', staleAfter: '150s', target: '< 10' } };
    const watched = begin(spec(when, { metrics }));
    const both = (at: number) => {
      const now = t0 + at * second;
      const samples = (at === 0 ? ['m'] : ['m', 'n']).map((metric) => {
        return { metric, sample: { at: now, value: amountFromNumber(1) } };
      });
      const marks = marksOf(watched.entries);
      const judged = watched.judge.advance({ now, samples, sources: [], loopLagMs: 0, marks });
      watched.entries.push(...judged.said);
      return judged.board;
    };
    both(-60);
    expect(live(both(0), 'late')).toBe(expected);
    expect(watched.entries.some(({ subject }) => subject === 'late')).toBe(expected === 'pass');
    expect(live(both(60), 'late')).toBe('pass');
    expect(watched.entries.some(({ subject }) => subject === 'late')).toBe(true);
  });

  it('is not latched by a look that came before T-0 and is shown after it', () => {
    const watched = begin(spec('m is green', { metrics: { m: { interval: '10s', target: '< 10' } } }));
    const look = (now: number, seenAt: number | null) => {
      const sample = { at: seenAt ?? now, value: amountFromNumber(1) };
      const samples = seenAt === null ? [] : [{ metric: 'm', sample, seenAt }];
      const marks = marksOf(watched.entries);
      watched.entries.push(...watched.judge.advance({ now, samples, sources: [], loopLagMs: 0, marks }).said);
      return watched.entries.filter(({ subject }) => subject === 'late').length;
    };
    look(t0 - second, t0 - second);
    expect(look(t0 + 2, t0 - 48)).toBe(0);
    expect(look(t0 + second, null)).toBe(0);
    expect(look(t0 + 2 * second, t0 + 1_900)).toBe(1);
  });
});
