// What outlives a restart: alerts, hints and incidents that hold or are about to; through text and back.
import { describe, expect, it } from 'vitest';
import { readSavedRules } from '../../src/record/saved-rules-schema.ts';
import { Judge } from '../../src/rules/judge.ts';
import { resumeRules, savedRules } from '../../src/rules/saved-rules.ts';
import { planOf, sampleAt, type PlanSpec } from '../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15);
const step = 10_000;
const spec: PlanSpec = {
  metrics: { m: { target: '< 100', alert: '> 500 for 1m' } },
  hints: { more: { when: 'm > 400 for 3 samples' } },
  incidents: { outage: { when: 'm > 500', class: 'P1', respond: '15m' } },
  gate: { required: { calm: 'm < 100' } },
};

/** Shows these values, one every ten seconds from `from`; null: no sample. The last board. */
function show(judge: Judge, from: number, values: readonly (number | null)[]) {
  const boards = values.map((value, index) => {
    const now = from + index * step;
    const samples = value === null ? [] : [{ metric: 'm', sample: sampleAt(now, value) }];
    return judge.advance({ now, samples, sources: [], loopLagMs: 0 }).board;
  });
  return boards.at(-1) ?? expect.fail('nothing was shown');
}

/** Another program with this profile, `away` milliseconds later. */
function restarted(before: Judge, downAt: number, away: number, changed: PlanSpec = spec): [Judge, number] {
  const text = JSON.stringify(savedRules(before));
  const now = downAt + away;
  const judge = new Judge(planOf(changed), now);
  resumeRules(judge, readSavedRules(text) ?? expect.fail('it cannot be read back'), downAt, now);
  return [judge, now];
}

describe('after a restart', () => {
  it('nothing is kept of what is at rest', () => {
    const judge = new Judge(planOf(spec), start);
    show(judge, start, [10, 10, 10]);
    expect(savedRules(judge)).toEqual([]);
  });

  it('an incident is open since when it was, also before anything is read', () => {
    const judge = new Judge(planOf(spec), start);
    const before = show(judge, start, [600, 600]);
    const [next, now] = restarted(judge, start + step, 5 * 60_000);
    const board = show(next, now, [null]);
    const { state, since, respondBy } = before.incidents[0] ?? {};
    expect(board.incidents[0]).toMatchObject({ state, since, respondBy });
    expect(board.gate.verdict).toBe('no-go');
    expect(show(next, now + step, [10, 10, 10, 10, 10, 10]).incidents).toEqual([]);
  });

  it('a `for` goes on: the time without judgement does not count', () => {
    const judge = new Judge(planOf(spec), start);
    expect(show(judge, start, [10, 600, 600, 600, 600]).metrics[0]?.status).toBe('amber');
    const [next, now] = restarted(judge, start + 4 * step, 5 * 60_000);
    // 30 of 60 seconds had passed; half of its own `for` is the least it waits.
    expect(show(next, now, [600, 600, 600]).metrics[0]?.status).toBe('amber');
    expect(show(next, now + 3 * step, [600]).metrics[0]?.status).toBe('red');
  });

  it('a red is known to have been red', () => {
    const judge = new Judge(planOf(spec), start);
    expect(show(judge, start, [10, 600, 600, 600, 600, 600, 600, 600]).metrics[0]?.status).toBe('red');
    const [next, now] = restarted(judge, start + 7 * step, 86_400_000);
    expect(show(next, now, [null]).metrics[0]).toMatchObject({ status: 'unknown', was: 'red' });
    expect(show(next, now + step, [600]).metrics[0]?.status).toBe('red');
    expect(show(next, now + 2 * step, [10]).metrics[0]?.status).toBe('green');
  });

  it('a changed condition begins anew', () => {
    const judge = new Judge(planOf(spec), start);
    show(judge, start, [600, 600]);
    const changed = { ...spec, incidents: { outage: { when: 'm > 550', class: 'P1' } } };
    const [next, now] = restarted(judge, start + step, 60_000, changed);
    expect(show(next, now, [null]).incidents).toEqual([]);
  });

  it('what has been judged since stays as it is', () => {
    const judge = new Judge(planOf(spec), start);
    show(judge, start, [600, 600]);
    const next = new Judge(planOf(spec), start + step);
    show(next, start + step, [10]);
    resumeRules(next, savedRules(judge), start + step, start + 2 * step);
    expect(show(next, start + 2 * step, [10]).incidents).toEqual([]);
  });
});

it.each(['', 'null', '{}', '[{"of":"alert"}]', '[{"of":"metric","id":"m","when":"","memory":{}}]'])(
  'what is no memory is none: %s',
  (text) => {
    expect(readSavedRules(text)).toBeNull();
  },
);
