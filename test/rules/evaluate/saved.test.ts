// What outlives a restart: alerts, hints and incidents that hold or are about to; through text and back.
import { describe, expect, it } from 'vitest';
import { readSavedRules } from '../../../src/record/saved-rules-schema.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { resumeRules, savedRules } from '../../../src/rules/evaluate/saved.ts';
import { planOf, sampleAt, type PlanSpec } from '../../support/plan.ts';

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

describe('what speaks for the launch goes on after a restart that was no longer than a gap may be', () => {
  const passing: PlanSpec = {
    metrics: { m: { target: '< 100 for 40s', alert: '> 500' } },
    gate: { required: { calm: 'm < 100 for 40s', three: 'm < 100 for 3 samples' } },
  };
  const words = (board: ReturnType<typeof show>) =>
    [board.metrics[0]?.status, ...board.gate.criteria.map(({ status }) => status)].join(' ');

  it('its `for` is taken up: the next reading is the next piece of evidence', () => {
    const judge = new Judge(planOf(passing), start);
    expect(words(show(judge, start, [10, 10, 10, 10]))).toBe('unknown unknown pass');
    const [next, now] = restarted(judge, start + 3 * step, 5_000, passing);
    // Nothing passes before a reading has come: what was known is known of then.
    expect(words(show(next, now, [null]))).toBe('unknown unknown unknown');
    expect(words(show(next, start + 4 * step, [10]))).toBe('green pass pass');
  });

  it('an unseen time longer than the freshness counts for nothing', () => {
    const judge = new Judge(planOf(passing), start);
    expect(words(show(judge, start, [10, 10, 10, 10, 10, 10]))).toBe('green pass pass');
    const [next, now] = restarted(judge, start + 5 * step, 26_000, passing);
    expect(words(show(next, now, [10, 10, 10]))).toBe('unknown unknown pass');
    expect(words(show(next, now + 3 * step, [10, 10]))).toBe('green pass pass');
  });

  it('a reading against it ends it, as ever', () => {
    const judge = new Judge(planOf(passing), start);
    show(judge, start, [10, 10, 10, 10, 10, 10]);
    const [next, now] = restarted(judge, start + 5 * step, 5_000, passing);
    expect(words(show(next, now, [200]))).toBe('amber fail fail');
  });

  it('a red that speaks within it does not become good by the restart', () => {
    const calm: PlanSpec = {
      metrics: { m: {} },
      gate: { required: { calm: 'not (m > 500 for 40s)' } },
    };
    const judge = new Judge(planOf(calm), start);
    expect(show(judge, start, [600, 600, 600, 600, 600]).gate.criteria[0]?.status).toBe('fail');
    const [next, now] = restarted(judge, start + 4 * step, 5_000, calm);
    expect(show(next, now, [600]).gate.criteria[0]?.status).toBe('fail');
    const [late, later] = restarted(judge, start + 4 * step, 60_000, calm);
    expect(show(late, later, [600]).gate.criteria[0]?.status).toBe('unknown');
  });
});

describe('since when a metric is what it is', () => {
  const plain: PlanSpec = { metrics: { m: { target: '< 100', alert: '> 500' } } };
  it.each<[string, number, number]>([
    ['red', 600, 600],
    ['amber', 200, 300],
  ])('%s is taken up', (status, before, after) => {
    const judge = new Judge(planOf(plain), start);
    const { since } = show(judge, start, [10, before, before]).metrics[0] ?? expect.fail();
    expect(since).toBe('2026-12-01T15:00:10.000Z');
    const [next] = restarted(judge, start + 2 * step, 5_000, plain);
    expect(show(next, start + 3 * step, [after]).metrics[0]).toMatchObject({ status, since });
  });
  it('begins anew where it is something else now', () => {
    const judge = new Judge(planOf(plain), start);
    show(judge, start, [10, 600, 600]);
    const [next, now] = restarted(judge, start + 2 * step, 5_000, plain);
    expect(show(next, now, [200]).metrics[0]?.since).toBe(new Date(now).toISOString());
  });
  it('what flapped goes on being damped: a red does not blink green with the restart', () => {
    const judge = new Judge(planOf(plain), start);
    const blinking = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 10 : 600));
    expect(show(judge, start, blinking).metrics[0]).toMatchObject({ status: 'red', detail: 'flapping' });
    const [next] = restarted(judge, start + 11 * step, 5_000, plain);
    expect(show(next, start + 12 * step, [10]).metrics[0]).toMatchObject({
      status: 'red',
      detail: 'flapping',
    });
  });
});

it.each(['', 'null', '{}', '[{"of":"alert"}]', '[{"of":"metric","id":"m","when":"","memory":{}}]'])(
  'what is no memory is none: %s',
  (text) => {
    expect(readSavedRules(text)).toBeNull();
  },
);
