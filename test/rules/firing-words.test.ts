// What is said of something that fires: since when it does, with the `for` that it has held, and whether its value can be told now.
import { expect, it } from 'vitest';
import type { Board } from '../../src/rules/board.ts';
import { Judge } from '../../src/rules/judge.ts';
import { marksOf } from '../../src/rules/launch/marks.ts';
import { resumeRules, savedRules } from '../../src/rules/evaluate/saved.ts';
import { planOf, sampleAt, type PlanSpec } from '../support/plan.ts';

const from = Date.UTC(2026, 11, 1, 15, 0, 0);
const second = 1_000;

/** A look each second from the first one on; null: a program that goes on after another one, and has not looked yet. */
function shown(spec: PlanSpec, values: readonly (number | null)[]): Board {
  const plan = planOf(spec);
  let judge = new Judge(plan, from);
  const boards = values.map((value, index) => {
    const now = from + index * second;
    if (value === null) {
      const saved = savedRules(judge);
      judge = new Judge(plan, now);
      resumeRules(judge, saved, now - second, now);
    }
    const samples = value === null ? [] : [{ metric: 'm', sample: sampleAt(now, value) }];
    return judge.advance({ now, samples, sources: [], loopLagMs: 0, marks: marksOf([]) }).board;
  });
  return boards.at(-1) ?? expect.fail('nothing was shown');
}

const fires = (when: string): PlanSpec => ({
  metrics: { m: { interval: '1s', target: '< 10', alert: when.replace('m ', ''), hold: '3s' } },
  hints: { more: { when } },
  incidents: { deep: { when, class: 'P0' } },
  gate: { required: { calm: 'm < 10' } },
});

function reasons({ metrics, hints, incidents, gate }: Board) {
  return [
    metrics[0]?.reason,
    hints[0]?.reason,
    incidents[0]?.reason,
    gate.criteria.find(({ id }) => id === 'no-open-p0')?.evidence,
  ];
}

it.each([
  ['m > 20', [99, 99, 99], '99 > 20 since 15:00:00 (2s); ends at or below 20'],
  ['m > 20 for 4s', [99, 99, 99, 99, 99, 99], '99 > 20 for 4s since 15:00:00 (5s); ends at or below 20'],
  [
    'm > 20 for 2 of 3 samples',
    [99, 99, 99],
    '99 > 20 for 2 of 3 samples since 15:00:01 (1s); ends at or below 20',
  ],
  // A dip that did not end it moves no since.
  ['m > 20 for 4s', [99, 99, 99, 99, 99, 15, 99], '99 > 20 for 4s since 15:00:00 (6s); ends at or below 20'],
])('%s after %j', (when, values, said) => {
  const named = `m ${said}`;
  expect(reasons(shown(fires(when), values))).toEqual([said, named, named, `deep: ${named}`]);
});

it('of what no longer holds the words do not say that it has', () => {
  const board = shown(fires('m > 20 for 4s'), [99, 99, 99, 99, 99, 15]);
  expect(board.incidents[0]?.reason).toBe(
    'm 15, not > 20: so for 0s of 4s, then it ends; held since 15:00:04 (1s)',
  );
});

it.each(['m > 20 for 4s', 'max(m, 3s) > 20 for 2s'])('%s: after a restart it holds since then', (when) => {
  const [metric, ...others] = reasons(shown(fires(when), [99, 99, 99, 99, 99, 99, null]));
  expect(metric).toMatch(
    /^no reading yet; was red since 15:00:0[24], confirmed last at 15:00:05, and stays so until/,
  );
  for (const said of others)
    expect(said).toMatch(
      /cannot be told( yet)?; it holds since 15:00:0[24] \(\ds\), confirmed last at 15:00:05, and stays until fresh data end it$/,
    );
});

it('a line of a list is the same text for a minute, and a title that looks like a span is as it was written', () => {
  const plan = planOf({ metrics: { m: { interval: '1s' } }, gate: { required: { deep: 'm > 20' } } });
  const metrics = plan.metrics.map((metric) => ({ ...metric, title: 'for 5m12s since now (3m10s)' }));
  const judge = new Judge({ ...plan, metrics }, from);
  const said = Array.from({ length: 181 }, (_, index) => {
    const now = from + index * second;
    const samples = [{ metric: 'm', sample: sampleAt(now, 99) }];
    return judge.advance({ now, samples, sources: [], loopLagMs: 0 }).board.gate.criteria[0]?.evidence;
  });
  expect(new Set(said.slice(120, 180))).toEqual(
    new Set(['for 5m12s since now (3m10s) 99 > 20 for 2m; fails at or below 20']),
  );
});
