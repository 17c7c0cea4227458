// The state machine of a rule as a table: what each event makes of each state, in each way of judging.
import { describe, expect, it } from 'vitest';
import { RuleMachine } from '../../../src/rules/machine/rule.ts';
import { newsOf } from '../../../src/rules/machine/news.ts';
import { loneRule, loneSeries, type LoneSpec } from '../../support/lone-rule.ts';
import { after, kindNames, second, standing, states } from './rule-events.ts';
import { transitions } from './transitions.ts';

const rows = kindNames.flatMap((kind) =>
  states.flatMap((state) =>
    Object.entries(transitions[kind][state]).map(([event, told]) => [kind, state, event, told] as const),
  ),
);

it.each(rows)('%s, %s: %s', (kind, state, event, told) => {
  expect(after(kind, state, event)).toBe(told);
});

describe('beside its state', () => {
  it('a pending rule tells when it fires, where a `for` tells it; no other does', () => {
    const when = (kind: 'fresh' | 'periods', state: 'inactive' | 'pending' | 'firing'): number | null => {
      return standing(kind, state).machine.firesAt();
    };
    expect(when('fresh', 'pending')).toBe(80 * second);
    expect([when('fresh', 'inactive'), when('fresh', 'firing'), when('periods', 'pending')]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it.each([
    [{}, 59, true],
    [{}, 84, true],
    [{}, 85, null],
    [{ isBlocked: () => true }, 61, null],
    [{ unseen: (metric: string) => metric === 'm' }, 61, null],
    [{ unseen: (metric: string) => metric === 'other' }, 61, true],
  ] as const)('what it says with %o at %d s: %s', (given, at, said) => {
    const { machine } = standing('fresh', 'firing');
    const { isBlocked, unseen } = { isBlocked: undefined, unseen: undefined, ...given };
    expect(machine.truth('matured', at * second, isBlocked, unseen)).toBe(said);
  });

  it.each([
    [{ when: 'm > 5' }, false],
    [{ when: 'm > 5', missing: 'keep' }, false],
    [{ when: 'm > 5', missing: 'bad' }, true],
    [{ when: 'm > 5', missing: 'good' }, true],
    [{ when: 'age(m) > 1m' }, true],
    [{ when: 'm > 5 for 2 samples', aligned: { period: 10 * second, delay: 0 } }, true],
  ] as const satisfies readonly (readonly [Partial<LoneSpec>, boolean])[])(
    '%o changes with time alone: %s',
    (spec, isTimed) => {
      expect(RuleMachine.from(loneRule({ mode: 'fresh', ...spec })).ticks).toBe(isTimed);
    },
  );

  it('a kept memory that lacks a comparison cannot tell it, and what the memory has beyond them is left alone', () => {
    const { setup, memory } = standing('fresh', 'firing').machine;
    const series = loneSeries();
    const taken = (leaves: typeof memory.leaves): string => {
      const kept = { ...structuredClone(memory), leaves };
      series.push(70 * second, 1);
      RuleMachine.from(setup, kept).step(series.facts, 70 * second, newsOf(['m']));
      return `${kept.state} ${kept.truth} ${kept.leaves.length}`;
    };
    expect(taken([])).toBe('firing null 0');
    const [leaf] = structuredClone(memory.leaves);
    if (!leaf) throw new Error('no comparison');
    expect(taken([leaf, structuredClone(leaf)])).toBe('holding false 2');
    expect(leaf.state.raw).toBe(false);
  });
});
