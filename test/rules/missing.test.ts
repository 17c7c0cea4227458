// What missing data mean beside the metrics: in hints, incidents and criteria; and what is said before the first sample.
import { describe, expect, it } from 'vitest';
import { gap } from '../../src/domain/gap.ts';
import type { Sample } from '../../src/domain/sample.ts';
import type { Board } from '../../src/rules/board.ts';
import { Judge } from '../../src/rules/judge.ts';
import type { MissingData } from '../../src/rules/plan.ts';
import { planOf, sampleAt } from '../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15, 0, 0);
const step = 10_000;

type Look = number | 'empty' | 'refused' | 'none';

function sampleOf(at: number, look: Look): Sample[] {
  if (look === 'none') return [];
  if (typeof look === 'number') return [sampleAt(at, look)];
  return [{ at, gap: gap(look, look === 'empty' ? 'no data points' : 'nobody listens there') }];
}

function walk(missing: MissingData, when: string, looks: readonly Look[]): readonly Board[] {
  const plan = planOf({
    metrics: { errors: { alert: '> 10', missing, because: 'counted only when there are any' } },
    incidents: { outage: { when } },
    gate: { required: { calm: 'errors < 10' } },
  });
  const judge = new Judge(plan, start);
  return looks.map((look, index) => {
    const now = start + index * step;
    const samples = sampleOf(now, look).map((sample) => ({ metric: 'errors', sample }));
    return judge.advance({ now, samples, sources: [], loopLagMs: 0 }).board;
  });
}

/** A letter a look: o open, p pending, - none. */
function incidents(boards: readonly Board[]): string {
  return boards.map((board) => board.incidents[0]?.state[0] ?? '-').join('');
}

/** A letter a look: p pass, f fail, u unknown. */
function criterion(boards: readonly Board[]): string {
  return boards.map((board) => board.gate.criteria[0]?.status[0]).join('');
}

describe('missing data in other rules', () => {
  it('says why the value that a line asks for is not there', () => {
    const boards = walk('unknown', 'errors > 10', ['refused', 'refused', 'none']);
    expect(boards.map(({ gate }) => gate.criteria[0]?.evidence)).toEqual([
      'errors cannot be told; nobody listens there',
      'errors cannot be told; nobody listens there',
      'errors cannot be told; nobody listens there (10s ago)',
    ]);
  });

  it.each<[string, MissingData, string, Look[], string, string]>([
    [
      'unknown: an incident stays, a criterion cannot be told',
      'unknown',
      'errors > 10',
      [20, 'empty', 'empty', 'empty', 'empty'],
      'ooooo',
      'fuuuu',
    ],
    [
      'good: nothing there ends it, after its hold',
      'good',
      'errors > 10',
      [20, ...Array<Look>(8).fill('empty')],
      'ooooo----',
      'fpppppppp',
    ],
    [
      'good, but the source fails: nothing has been said',
      'good',
      'errors > 10',
      [20, ...Array<Look>(8).fill('refused')],
      'ooooooooo',
      'fffuuuuuu',
    ],
    ['good: from the start', 'good', 'errors > 10', ['empty', 'empty'], '--', 'pp'],
    [
      'bad: silence holds the incident’s condition',
      'bad',
      'errors > 10 for 20s',
      [1, ...Array<Look>(6).fill('refused')],
      '---ppoo',
      'pppffff',
    ],
    [
      'bad: for a condition that is turned round too',
      'bad',
      'not errors < 5',
      [1, ...Array<Look>(4).fill('refused')],
      '---oo',
      'pppff',
    ],
    [
      'bad: not before there was time for a sample',
      'bad',
      'errors > 10',
      ['none', 'none', 'none', 'none'],
      '---o',
      'uuuf',
    ],
    [
      'keep: what was last known',
      'keep',
      'errors > 10',
      [20, ...Array<Look>(5).fill('refused')],
      'oooooo',
      'ffffff',
    ],
    [
      'keep: a pass too, as the profile says',
      'keep',
      'errors > 10',
      [2, ...Array<Look>(5).fill('refused')],
      '------',
      'pppppp',
    ],
  ])('%s', (_name, missing, when, looks, opened, passed) => {
    const boards = walk(missing, when, looks);
    expect([incidents(boards), criterion(boards)]).toEqual([opened, passed]);
  });

  it('a status that is not known is not green, and not "not red" either', () => {
    const plan = planOf({
      metrics: { api: { target: '< 5' } },
      incidents: { down: { when: 'api is amber' } },
      gate: { required: { 'not red': 'not api is red', told: 'not api is unknown' } },
    });
    const judge = new Judge(plan, start);
    const look = (index: number, value: number | null): Board =>
      judge.advance({
        now: start + index * step,
        samples: [{ metric: 'api', sample: sampleAt(start + index * step, value) }],
        sources: [],
        loopLagMs: 0,
      }).board;
    const passes = ({ gate }: Board): readonly string[] =>
      gate.criteria.map(({ status }) => status).slice(0, 2);
    expect(passes(look(0, null))).toEqual(['unknown', 'fail']);
    const open = look(1, 9);
    expect([passes(open), incidents([open])]).toEqual([['pass', 'pass'], 'o']);
    // The incident was opened by a status; not knowing that status any more does not end it.
    const boards = [2, 3, 4, 5, 6, 7, 8, 9, 10].map((index) => look(index, null));
    expect(incidents(boards)).toBe('ooooooooo');
  });

  it('before two intervals have passed, nothing read yet is warming', () => {
    const boards = walk('unknown', 'errors > 10', ['none', 'none', 'none', 'none']);
    expect(boards.map(({ metrics }) => [metrics[0]?.status, metrics[0]?.detail])).toEqual([
      ['unknown', 'warming'],
      ['unknown', 'warming'],
      ['unknown', null],
      ['unknown', null],
    ]);
  });
});
