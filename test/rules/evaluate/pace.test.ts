// What is said of a metric that is heading for its alert: when, as a range, and only while that is known.
import { describe, expect, it } from 'vitest';
import { Judge } from '../../../src/rules/judge.ts';
import { planOf, sampleAt, type MetricSpec } from '../../support/plan.ts';

const minute = 60_000;
const start = Date.UTC(2026, 11, 1, 15, 0, 0);

/** The sentence after `minutes` looks, one a minute. */
function sentence(spec: MetricSpec, minutes: number, value: (minute: number) => number): string {
  const judge = new Judge(planOf({ metrics: { m: { staleAfter: '150s', interval: '1m', ...spec } } }), start);
  let reason = '';
  for (let at = 0; at < minutes; at++) {
    const now = start + at * minute;
    const sample = sampleAt(now, Math.round(value(at) * 1e6) / 1e6);
    const { board } = judge.advance({ now, samples: [{ metric: 'm', sample }], sources: [], loopLagMs: 0 });
    reason = board.metrics[0]?.reason ?? '';
  }
  return reason;
}

const balance: MetricSpec = { target: '0.2..0.5 ETH', alert: '< 0.1 ETH until >= 0.12 ETH', unit: 'ETH' };

describe('the pace', () => {
  it('of a balance that is spent', () => {
    expect(sentence(balance, 90, (at) => 0.5 - at * 0.002)).toBe(
      '0.322 ETH, target 0.2..0.5 ETH; at this pace 0.1 ETH in 1h50m–2h',
    );
  });

  it('is a range where it varies', () => {
    const spent = (at: number): number => at * 0.001 + (Math.floor(at / 10) % 2) * 0.004;
    expect(sentence(balance, 120, (at) => 0.5 - spent(at))).toMatch(/at this pace 0\.1 ETH in 4h.*–5h/);
  });

  it('is told beside a missed target', () => {
    expect(sentence(balance, 90, (at) => 0.3 - at * 0.002)).toMatch(
      /misses the target .*; red at < 0\.1 ETH; at this pace 0\.1 ETH in 11m$/,
    );
  });

  it('of a queue that fills', () => {
    expect(sentence({ target: '< 100', alert: '> 500 for 10m' }, 60, (at) => at)).toMatch(
      /; at this pace 500 in 7h20m–7h30m$/,
    );
  });

  it.each<[string, MetricSpec, number, (at: number) => number]>([
    ['before there is enough to tell', balance, 29, (at) => 0.5 - at * 0.002],
    ['while it heads the other way', balance, 90, (at) => 0.2 + at * 0.001],
    ['while it stands', balance, 90, () => 0.3],
    ['while some of it heads away', balance, 90, (at) => 0.3 + Math.sin(at / 5) * 0.05],
    ['beyond a week', balance, 90, (at) => 0.5 - at * 0.00001],
    ['once it is there', balance, 90, (at) => 0.2 - at * 0.002],
    [
      'where the alert is no plain bound',
      { alert: '< 0.1 ETH or > 5 ETH', unit: 'ETH' },
      90,
      (at) => 0.5 - at * 0.002,
    ],
  ])('nothing is said %s', (_, spec, minutes, value) => {
    expect(sentence(spec, minutes, value)).not.toContain('pace');
  });
});

it('a bound of until() may be in another unit', () => {
  const spec: MetricSpec = { alert: 'until(100000000 gwei) < 3h', unit: 'ETH' };
  expect(sentence(spec, 90, (at) => 0.5 - at * 0.002)).toContain('1h51m');
});

describe('the forecast on the board', () => {
  function forecast(spec: MetricSpec, minutes: number, value: (minute: number) => number) {
    const judge = new Judge(
      planOf({ metrics: { m: { staleAfter: '150s', interval: '1m', ...spec } } }),
      start,
    );
    const boards = Array.from({ length: minutes }, (_, at) => {
      const now = start + at * minute;
      const sample = sampleAt(now, Math.round(value(at) * 1e6) / 1e6);
      return judge.advance({ now, samples: [{ metric: 'm', sample }], sources: [], loopLagMs: 0 }).board;
    });
    return boards.at(-1)?.metrics[0]?.forecast ?? null;
  }

  it('is of the target while that is met', () => {
    expect(forecast({ target: '<= 80', alert: '> 95' }, 60, (at) => at)).toEqual({
      to: 'target',
      bound: '80',
      fromMs: 21 * minute,
      toMs: 21 * minute,
    });
  });

  it('is of the alert once the target is missed', () => {
    expect(forecast({ target: '<= 40', alert: '> 95' }, 60, (at) => at)).toMatchObject({
      to: 'alert',
      bound: '95',
    });
  });

  it('of a floor', () => {
    expect(forecast({ target: '> 20' }, 60, (at) => 100 - at)).toMatchObject({
      to: 'target',
      fromMs: 21 * minute,
    });
  });

  it.each<[string, MetricSpec, number, (at: number) => number]>([
    ['before there is enough to tell', { target: '< 100' }, 29, (at) => at],
    ['while it heads away', { target: '< 100' }, 60, (at) => 90 - at],
    ['while red', { target: '< 20', alert: '> 30' }, 60, (at) => at],
    ['of a range', { target: '0..100' }, 60, (at) => at],
  ])('is none %s', (_, spec, minutes, value) => {
    expect(forecast(spec, minutes, value)).toBeNull();
  });
});
