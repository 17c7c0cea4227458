// Going on after a time without judgement, on fresh evidence only; and after a `for` was changed.
import { describe, expect, it } from 'vitest';
import { restoreRule } from '../../../src/rules/machine/resume.ts';
import { newsOf } from '../../../src/rules/machine/news.ts';
import { RuleMachine } from '../../../src/rules/machine/rule.ts';
import type { RuleMemory, RuleSetup } from '../../../src/rules/machine/rule-memory.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { loneRule, loneSeries } from '../../support/lone-rule.ts';
import { planOf, sampleAt } from '../../support/plan.ts';

const step = 10_000;
const minute = 60_000;
const own = newsOf(['m']);
const limits = { outageTolerance: 60 * minute, grace: 30_000 };

/** Steps over these values, one every ten seconds. */
function run(setup: RuleSetup, values: readonly number[]) {
  const series = loneSeries({ staleAfter: 25_000 });
  const machine = RuleMachine.from(setup);
  for (const [index, value] of values.entries()) {
    series.push(index * step, value);
    machine.step(series.facts, index * step, own);
  }
  return { series, memory: machine.memory, downAt: (values.length - 1) * step };
}

function setUp(when: string, hold = 0): RuleSetup {
  return loneRule({ when, mode: 'fresh', staleAfter: 25_000, interval: step, hold });
}

/** The states that follow when these values come after the outage. */
function after(setup: RuleSetup, memory: RuleMemory, now: number, values: readonly number[]): string {
  const series = loneSeries({ staleAfter: 25_000 });
  const machine = RuleMachine.from(setup, memory);
  return values
    .map((value, index) => {
      series.push(now + index * step, value);
      machine.step(series.facts, now + index * step, own);
      return memory.state[0];
    })
    .join('');
}

describe('after a restart', () => {
  it('a `for` goes on where it stood: the time without judgement does not count', () => {
    const setup = setUp('m > 5 for 1m');
    const { memory, downAt } = run(setup, [9, 9, 9, 9]);
    const now = downAt + 10 * minute;
    const restored = restoreRule(setup, memory, { downAt, now, ...limits });
    // 30 of 60 seconds had passed.
    expect(after(setup, restored, now, [9, 9, 9, 9])).toBe('pppf');
  });

  it('what was about to fire has the grace', () => {
    const setup = setUp('m > 5 for 1m');
    const { memory, downAt } = run(setup, [9, 9, 9, 9, 9, 9]);
    const now = downAt + minute;
    const restored = restoreRule(setup, memory, { downAt, now, ...limits });
    expect(after(setup, restored, now, [9, 9, 9, 9])).toBe('pppf');
  });

  it('a short `for` starts again, as does everything pending after a long outage', () => {
    const short = setUp('m > 5 for 20s');
    const first = run(short, [9, 9]);
    const soon = first.downAt + minute;
    const again = restoreRule(short, first.memory, { downAt: first.downAt, now: soon, ...limits });
    expect(after(short, again, soon, [9, 9, 9])).toBe('ppf');
    const long = setUp('m > 5 for 1m');
    const second = run(long, [9, 9, 9, 9, 9]);
    const late = second.downAt + 61 * minute;
    const fresh = restoreRule(long, second.memory, { downAt: second.downAt, now: late, ...limits });
    expect(after(long, fresh, late, [9, 9, 9, 9, 9, 9, 9])).toBe('ppppppf');
  });

  it('what fires stays firing until fresh evidence ends it, however long it took', () => {
    const setup = setUp('m > 5', 20_000);
    const { memory, downAt } = run(setup, [9, 9]);
    for (const down of [minute, 600 * minute]) {
      const now = downAt + down;
      const restored = restoreRule(setup, structuredClone(memory), { downAt, now, ...limits });
      expect(restored.state).toBe('firing');
      expect(RuleMachine.from(setup, restored).truth('matured', now)).toBeNull();
      expect(after(setup, restored, now, [1, 1, 1])).toBe('hhi');
    }
  });

  it('a hold goes on where it stood', () => {
    const setup = setUp('m > 5', 30_000);
    const { memory, downAt } = run(setup, [9, 1, 1, 1]);
    const now = downAt + minute;
    expect(memory.state).toBe('holding');
    const restored = restoreRule(setup, memory, { downAt, now, ...limits });
    expect(after(setup, restored, now, [1, 1])).toBe('hi');
  });
});

describe('after a reload with another `for`', () => {
  const start = Date.UTC(2026, 11, 1, 15, 0, 0);
  function reload(before: string, then: string): readonly (string | null | undefined)[] {
    let judge = new Judge(planOf({ metrics: { m: { alert: before } } }), start);
    return Array.from({ length: 8 }, (_, index) => {
      const now = start + index * step;
      if (index === 4) {
        const next = new Judge(planOf({ metrics: { m: { alert: then } } }), now);
        next.adopt(judge, () => true);
        judge = next;
      }
      const samples = [{ metric: 'm', sample: sampleAt(now, 9) }];
      return judge.advance({ now, samples, sources: [], loopLagMs: 0 }).board.metrics[0]?.status?.[0];
    });
  }

  it('a longer one demotes to pending and keeps since when it held', () => {
    expect(reload('> 5 for 20s', '> 5 for 60s').join('')).toBe('aarraarr');
  });

  it('a shorter one fires as soon as it has held that long', () => {
    expect(reload('> 5 for 60s', '> 5 for 20s').join('')).toBe('aaaarrrr');
  });

  it('another threshold is judged anew over the samples that are kept', () => {
    expect(reload('> 5 for 60s', '> 6 for 30s').join('')).toBe('aaaarrrr');
    expect(reload('> 5', '> 20').join('')).toBe('rrrrgggg');
  });
});
