// The small pure rules: the launch clock and its phases, the verdict, what is let in.

import { describe, expect, it } from 'vitest';
import { severity, type Status } from '../../src/domain/status.ts';
import { admit } from '../../src/rules/evaluate/admit.ts';
import { currentPhase, launchClock } from '../../src/rules/launch/clock.ts';
import { countStatuses, verdictOf } from '../../src/rules/draw/board.ts';
import { planOf } from '../support/plan.ts';

const hour = 3_600_000;

describe('the launch clock', () => {
  it.each([
    [0, 'T+00:00:00'],
    [-1, 'T+00:00:00'],
    [-1_000, 'T-00:00:01'],
    [-hour, 'T-01:00:00'],
    [42 * 60_000 + 17_999, 'T+00:42:17'],
    [30 * hour, 'T+30:00:00'],
  ])('%d ms from T-0', (since, text) => {
    expect(launchClock(since, 0)).toBe(text);
  });

  it('is in the last phase that has begun', () => {
    const phases = [-hour, 0, null, hour].map((offset) => ({
      id: String(offset),
      title: '',
      offset,
      items: [],
    }));
    const at = (now: number) => currentPhase(phases, now, 0)?.id ?? null;
    expect([-2 * hour, -hour, -1, 0, hour - 1, 5 * hour].map(at)).toEqual([
      null,
      '-3600000',
      '-3600000',
      '0',
      '0',
      '3600000',
    ]);
    expect(currentPhase(phases, 0, null)).toBeNull();
  });
});

describe('the verdict', () => {
  const judged = (status: Status | null, was: 'red' | null = null) => ({ status, was, detail: null });
  it.each<[string, (Status | null)[], Status]>([
    ['nothing judged', [], 'unknown'],
    ['only plain readings', [null, null], 'unknown'],
    ['all green', ['green', 'green', null], 'green'],
    ['one amber', ['green', 'amber'], 'amber'],
    ['unknown is worse than amber', ['amber', 'unknown'], 'unknown'],
    ['red is worst', ['unknown', 'red', 'green'], 'red'],
  ])('%s', (_name, statuses, verdict) => {
    expect(verdictOf(statuses.map((status) => judged(status)))).toBe(verdict);
    expect(verdictOf(statuses.toReversed().map((status) => judged(status)))).toBe(verdict);
  });

  it('an unknown that was red stands between red and unknown', () => {
    const order = [
      judged('red'),
      judged('unknown', 'red'),
      judged('unknown'),
      judged('amber'),
      judged('green'),
      judged(null),
    ];
    expect(order.map(({ status, was }) => severity(status, was))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('counts each status', () => {
    expect(countStatuses([judged('green'), judged('green'), judged('red'), judged(null)])).toEqual({
      green: 2,
      amber: 0,
      red: 1,
      unknown: 0,
    });
  });
});

describe('what is let in', () => {
  const [metric] = planOf({ metrics: { m: { exact: true } } }).metrics;
  const [loose] = planOf({ metrics: { m: {} } }).metrics;
  if (!metric || !loose) throw new Error('no metric');
  it.each([
    ['NaN', loose, { at: 100, value: Number.NaN }, 'nan'],
    ['the future', loose, { at: 10_101, value: 1 }, 'clock_skew'],
    ['no instant', loose, { at: Number.NaN, value: 1 }, 'parse'],
    ['a measured number where money is judged', metric, { at: 100, value: 0.1 }, 'parse'],
  ] as const)('%s is a gap', (_name, plan, sample, reason) => {
    expect(admit(plan, sample, 5_100)).toMatchObject({ gap: { reason } });
  });

  it.each([
    [{ target: '>= 0' }, 'x', '"x" is no number, and >= 0 compares one'],
    [{ alert: '> 5 for 10m' }, true, 'true is no number, and > 5 for 10m compares one'],
    [{ target: '0..5' }, 'x', '"x" is no number, and 0..5 compares one'],
    [{ target: '== "OK"' }, 'x', null],
    [{ target: '== true' }, false, null],
    [{ target: '== true' }, 200, 'a number is neither true nor false: == true'],
    [{ alert: '== false for 1m' }, 1, 'a number is neither true nor false: == false for 1m'],
    [{ target: 'count(5m) > 3', alert: '!= "x"' }, 5, null],
    [{ target: '== false or < 5' }, 7, null],
    [{ target: '== true', alert: '> 9' }, 7, null],
    [{ alert: 'changes(5m) > 3' }, 'x', null],
    [{}, 'x', null],
  ])('%j with %j', (rules, value, message) => {
    const [plan] = planOf({ metrics: { m: rules } }).metrics;
    const admitted = plan && admit(plan, { at: 100, value }, 5_100);
    expect(admitted?.gap ?? null).toEqual(message === null ? null : { reason: 'wrong_type', message });
  });

  it('a clock a little ahead is forgiven, and never ahead of us', () => {
    expect(admit(loose, { at: 10_000, value: 1 }, 5_100)).toEqual({ at: 5_100, value: 1 });
    expect(admit(loose, { at: 5_000, value: 1 }, 5_100)).toEqual({ at: 5_000, value: 1 });
  });
});
