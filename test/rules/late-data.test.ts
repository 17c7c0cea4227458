// Samples that come late, twice, or changed: judged again from their instant on, as if they had come in time.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gap } from '../../src/domain/gap.ts';
import type { Sample } from '../../src/domain/sample.ts';
import { newsOf } from '../../src/rules/machine/news.ts';
import { RuleMachine } from '../../src/rules/machine/rule.ts';
import type { RuleMemory } from '../../src/rules/machine/rule-memory.ts';
import { Judge } from '../../src/rules/judge.ts';
import { loneRule, loneSeries } from '../support/lone-rule.ts';
import { planOf, sampleAt } from '../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15, 0, 0);
const step = 10_000;
const own = newsOf(['m']);

const forms = [
  'm > 500 for 30s',
  'm > 500 for 2 of 4 samples',
  'm > 500 until < 300 for 20s',
  'm > 500 until < 300',
  'avg(m, 30s) > 500 for 20s',
  'max(m, 20s) > 600 for 3 samples',
];

/** What the rule's only comparison says in the end; since when, only as far as its periods reach back. */
function told(memory: RuleMemory): unknown {
  const leaf = memory.leaves[0];
  const { activeAt = null, ...state } = leaf?.state ?? {};
  const first = leaf?.periods[0]?.at ?? Number.NEGATIVE_INFINITY;
  return { state, since: activeAt !== null && Math.max(activeAt, first), periods: leaf?.periods };
}

describe('late data', () => {
  it('in whatever order a few samples come, the comparison says the same in the end', () => {
    const looks = fc.array(fc.tuple(fc.integer({ min: 0, max: 1_000 }), fc.nat({ max: 8 })), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(fc.constantFrom(...forms), fc.boolean(), looks, (when, aligned, looks) => {
        const rhythm = aligned ? { aligned: { period: step, delay: 10 * step } } : {};
        const setup = loneRule({ when, mode: 'fresh', staleAfter: 2.5 * step, interval: step, ...rhythm });
        const samples = looks.map(([value, late], index) => ({ at: start + index * step, value, late }));
        const run = (order: typeof samples): unknown => {
          const series = loneSeries({ staleAfter: 2.5 * step });
          const machine = RuleMachine.from(setup);
          for (const { at, value } of order) {
            series.push(at, value);
            machine.step(series.facts, at, own);
          }
          return told(machine.memory);
        };
        const arrival = samples.toSorted((a, b) => a.at + a.late * step - (b.at + b.late * step));
        expect(run(arrival)).toEqual(run(samples));
      }),
    );
  });

  it('a changed value counts from its instant: the alert had held all along', () => {
    const judge = new Judge(planOf({ metrics: { m: { alert: '> 500 for 30s' } } }), start);
    const tell = (now: number, at: number, value: number) =>
      judge.advance({
        now: start + now * step,
        samples: [{ metric: 'm', sample: sampleAt(start + at * step, value) }],
        sources: [],
        loopLagMs: 0,
      }).board.metrics[0];
    tell(0, 0, 600);
    tell(1, 1, 100);
    tell(2, 2, 600);
    expect(tell(3, 3, 600)).toMatchObject({ status: 'amber', detail: 'pending' });
    expect(tell(3, 1, 700)).toMatchObject({ status: 'red' });
  });

  it('a late reading counts in every window that reaches back to it', () => {
    const judge = new Judge(planOf({ metrics: { m: { use: 'avg(1m)', alert: '> 500' } } }), start);
    const tell = (now: number, at: number, value: number) =>
      judge.advance({
        now: start + now * step,
        samples: [{ metric: 'm', sample: sampleAt(start + at * step, value) }],
        sources: [],
        loopLagMs: 0,
      }).board.metrics[0];
    for (const at of [0, 2, 3]) tell(at, at, 450);
    expect(tell(4, 4, 450)).toMatchObject({ display: '450', status: 'green' });
    expect(tell(4, 1, 900)).toMatchObject({ display: '540', status: 'red' });
  });

  it('a sample told twice is one sample', () => {
    const judge = new Judge(planOf({ metrics: { m: { alert: '> 5 for 2 samples' } } }), start);
    const again = { metric: 'm', sample: sampleAt(start, 9) };
    for (const now of [start, start + step])
      expect(
        judge.advance({ now, samples: [again], sources: [], loopLagMs: 0 }).board.metrics[0],
      ).toMatchObject({ status: 'amber', detail: 'pending' });
  });
});

describe('calculated samples', () => {
  it('are as old as their oldest input, and count once', () => {
    const setup = loneRule({ when: 'm > 5 for 2 samples', mode: 'fresh', staleAfter: 25_000 });
    const series = loneSeries({ staleAfter: 25_000 });
    const machine = RuleMachine.from(setup);
    const seen = (sampleAt: number, at: number): string => {
      series.push(start + sampleAt, 9);
      machine.step(series.facts, start + at, own);
      return machine.memory.state;
    };
    // The other input came two seconds later each time; the first time only it came again.
    expect([seen(0, 2_000), seen(0, 4_000), seen(10_000, 12_000)]).toEqual(['pending', 'pending', 'firing']);
  });
});

it('seed 308338: a late reading gives a later one its value, and that is judged at once', () => {
  const judge = new Judge(
    planOf({ metrics: { m: { use: 'p50(30s)', samplesMin: 2, alert: '< 100', missing: 'keep' } } }),
    start,
  );
  const told = (at: number, stamp: number, value: number) =>
    judge.advance({
      now: start + at,
      samples: [{ metric: 'm', sample: sampleAt(start + stamp, value), seenAt: start + at }],
      sources: [],
      loopLagMs: 0,
    }).board.metrics[0]?.status;
  told(0, 0, 500);
  expect(told(step, step, 500)).toBe('green');
  // Alone in its window: too few.
  expect(told(100_000, 100_000, 5)).toBe('unknown');
  expect(told(104_000, 90_000, 5)).toBe('red');
});

it('seed 33001824: what was missing is not any more once a late reading tells of it', () => {
  const m = {
    alert: 'max(20s) >= 500 for 2 samples',
    missing: 'good',
    because: 'x',
    interval: '10s',
  } as const;
  const judge = new Judge(planOf({ metrics: { m } }), start);
  const status = (at: number, sample: Sample) =>
    judge.advance({
      now: start + at,
      samples: [{ metric: 'm', sample, seenAt: start + at }],
      sources: [],
      loopLagMs: 0,
    }).board.metrics[0]?.status;
  for (let at = 0; at <= 5 * step; at += step) status(at, sampleAt(start + at, 1));
  for (const at of [8 * step, 9 * step]) status(at, { at: start + at, gap: gap('empty', 'nothing there') });
  expect(status(9 * step + 1_000, sampleAt(start + 7 * step, 1))).toBe('green');
});
