// The lint of meaning: each finding with its severity, its place and a remedy, and what must not be a finding.
import { describe, expect, it } from 'vitest';
import { lintPlan } from '../../../src/rules/lint/lint.ts';
import type { Plan } from '../../../src/rules/plan.ts';
import { planOf, type MetricSpec, type PlanSpec } from '../../support/plan.ts';

function told(plan: Plan): string[] {
  return lintPlan(plan).map(({ severity, path, message }) => `${severity} ${path.join('.')}: ${message}`);
}

/** One metric, polled every 10s, answers within 3s. */
const metric = (spec: MetricSpec): string[] => told(planOf({ metrics: { m: spec } }));
const hint = (when: string, spec: MetricSpec = {}): string[] =>
  told(planOf({ metrics: { m: spec, n: {} }, hints: { h: { when } } }));
const incident = (when: string, more: { respond?: string; detect?: string; class?: string }): string[] =>
  told(planOf({ metrics: { m: {} }, incidents: { i: { when, ...more } } }));

describe('findings', () => {
  it.each<[string, readonly string[], RegExp]>([
    // How long it takes.
    ['detect, kept', incident('m > 5', { detect: '35s' }), /^$/],
    [
      'detect, kept unless it is held off',
      incident('m > 5', { detect: '34s' }),
      /^warning incidents\.i\.detect: detect promises 34s, and after a login, a right or a TLS handshake that failed it opens only after 35s/,
    ],
    [
      'detect, not kept',
      incident('m > 5', { detect: '14s' }),
      /^warning incidents\.i\.detect: detect promises 14s, and at the worst it opens after 15s: shorten/,
    ],
    [
      'detect without a bound',
      incident('until(m, 5) < 1h', { detect: '1m' }),
      /^warning incidents\.i\.detect: .* no bound can be given/,
    ],
    ['response, kept', incident('m > 5 for 10m', { respond: '15m' }), /^$/],
    [
      'response, not kept',
      incident('m > 5 for 15m', { respond: '15m' }),
      /^warning incidents\.i\.when: it opens up to 15m25s after its cause, later than/,
    ],
    ['detect stands above respond', incident('m > 5 for 15m', { respond: '15m', detect: '20m' }), /^$/],
    ['detect of a metric, kept', metric({ alert: '> 5', detect: '35s' }), /^$/],
    [
      'detect of a metric, not kept',
      metric({ alert: '> 5 for 2 samples', detect: '20s' }),
      /^warning metrics\.m\.detect: detect promises 20s, and at the worst it turns red after 25s/,
    ],
    [
      'detect of a metric without an alert',
      metric({ target: '< 5', detect: '1m' }),
      /^warning metrics\.m\.detect: .* there is no alert: add one/,
    ],
    // `for`.
    ['for a look and more', metric({ alert: '> 5 for 10s' }), /^$/],
    [
      'for less than a look',
      metric({ alert: '> 5 for 9s' }),
      /^warning metrics\.m\.alert: "for 9s" is shorter than the 10s between two looks: .* write "for 2 samples"/,
    ],
    ['for 0s', metric({ alert: '> 5 for 0s' }), /^$/],
    ['time itself needs no looks', hint('m absent for 3s'), /^$/],
    // Windows.
    [
      'a percentile that rests on three readings',
      hint('p95(m, 10m) > 5'),
      /^warning hints\.h\.when: p95\(\) of about 60 readings rests on the highest 3 of them: .* write 33m20s or more for 200/,
    ],
    ['a percentile of enough', hint('p95(m, 34m) > 5'), /^$/],
    [
      'p99 wants a thousand',
      hint('p99(m, 2h) > 5'),
      /rests on the highest 7 of them: .* write 2h46m40s or more/,
    ],
    ['as a metric’s use', metric({ use: 'p95(10m)', target: '< 5' }), /^warning metrics\.m\.use: p95\(\)/],
    ['minSamples says how many are enough', metric({ use: 'p95(10m)', target: '< 5', samplesMin: 20 }), /^$/],
    ['the median wants no more than others', hint('p50(m, 1m) > 5'), /^$/],
    ['four readings', hint('avg(m, 40s) > 5'), /^$/],
    [
      'fewer than four',
      hint('avg(m, 39s) > 5'),
      /^warning hints\.h\.when: 39s hold about 4 readings, .* write 40s or more/,
    ],
    ['not even one', hint('avg(m, 9s) > 5'), /^error hints\.h\.when: 9s never hold more than one reading/],
    [
      'a rate of one',
      hint('rate(m, 10s) > 5/s'),
      /^error hints\.h\.when: rate\(\) needs two readings, and 10s never hold two: it can never be told/,
    ],
    [
      'a window of the read, that never holds two looks',
      metric({ readWindow: '10s', target: '< 5' }),
      /^error metrics\.m\.read\.window: what grows needs two looks, and 10s never hold two: it can never be told; .* write 40s or more/,
    ],
    [
      'a window of the read, with fewer than four',
      metric({ readWindow: '39s', target: '< 5' }),
      /^warning metrics\.m\.read\.window: 39s hold about 4 looks/,
    ],
    ['a window of the read, with four', metric({ readWindow: '40s', target: '< 5' }), /^$/],
    [
      'use, too',
      metric({ use: 'success(20s)', unit: '%', target: '> 99%' }),
      /^warning metrics\.m\.use: 20s hold about 2 readings/,
    ],
    [
      'minSamples that fit',
      metric({ use: 'success(10m)', unit: '%', target: '> 99%', samplesMin: 59 }),
      /^$/,
    ],
    [
      'minSamples that are reached only sometimes',
      metric({ use: 'success(10m)', unit: '%', target: '> 99%', samplesMin: 60 }),
      /^error metrics\.m\.minSamples: 10m hold 60 readings only sometimes.*told and not told by turns; write 59 or less/,
    ],
    [
      'minSeen longer than its window',
      metric({ use: 'success(10m)', unit: '%', target: '> 99%', minSeen: '20m' }),
      /^error metrics\.m\.minSeen: .* write 10m or less/,
    ],
    ['minSeen without a window', metric({ target: '> 9', minSeen: '20m' }), /^warning metrics\.m\.minSeen: /],
    [
      'a gate whose window is told too late',
      told(planOf({ metrics: { m: { target: '> 9' } }, gate: { required: { c: 'avg(m, 1h) > 9' } } })),
      /^warning gate\.required\.0\.when: .* run gate --timeout 1h5m/m,
    ],
    [
      'a gate whose window has bounds: no minimum helps',
      told(planOf({ metrics: { m: { target: '> 9' } }, gate: { required: { c: 'increase(m, 1h) < 9' } } })),
      /m needs its whole 1h seen.*: it cannot go; run gate --timeout 1h5m/,
    ],
    [
      'a gate that waits for a P0 incident',
      told(
        planOf({
          metrics: { m: { target: '> 9' } },
          incidents: { i: { when: 'increase(m, 1h) > 9', class: 'P0', detect: '2h' } },
          gate: { required: { c: 'm > 9' } },
        }),
      ),
      /^warning incidents\.i\.when: it is told 1h after the start .* run gate --timeout 1h5m/m,
    ],
    [
      'a gate whose window is told in time',
      told(
        planOf({
          metrics: { m: { target: '> 9' } },
          gate: { required: { c: 'avg(m, 1h) > 9', d: 'increase(m, 1h) > 0' } },
          minSeen: { c: '5m' },
        }),
      ),
      /^$/,
    ],
    [
      'minSamples that never fit',
      metric({ use: 'success(10m)', unit: '%', target: '> 99%', samplesMin: 61 }),
      /^error metrics\.m\.minSamples: 61 readings never fit into 10m at one every 10s: .* write 59 or less/,
    ],
    [
      'minSamples without use',
      metric({ alert: '> 5', samplesMin: 3 }),
      /^warning metrics\.m\.minSamples: .* write "for 3 samples"/,
    ],
    // More readings than are kept.
    ['a window that is held', hint('avg(m, 55h) > 5'), /^$/],
    [
      'a window that cannot be held',
      hint('avg(m, 3d) > 5'),
      /^warning hints\.h\.when: 3d hold 25,920 readings of m, one every 10s, and 20,000 are kept: avg\(\) would see the last 2d7h33m20s only; write every: 13s or more on "src", or 2d7h33m20s or less$/,
    ],
    [
      'a baseline is thirteen windows',
      hint('drop(m, 5h) > 5%'),
      /^warning .* 2d17h hold 23,400 readings of m, .* write every: 12s or more on "src", or 4h16m24s or less$/,
    ],
    [
      'as a metric’s use, held by the source’s own pace',
      metric({ use: 'success(3d)', unit: '%', target: '> 99%' }),
      /^warning metrics\.m\.use: 3d hold 25,920 readings/,
    ],
    ['every 15s is enough for 3d', metric({ use: 'avg(3d)', target: '< 5', interval: '15s' }), /^$/],
    [
      'a calculated metric has a reading with each of its sources',
      told(
        planOf({
          metrics: { a: { source: 'x' }, b: { source: 'y' }, c: { expr: 'a + b' } },
          hints: { h: { when: 'avg(c, 30h) > 5' } },
        }),
      ),
      /^warning hints\.h\.when: 1d6h hold 21,600 readings of c, one every 5s, .* write every: 11s or more on "x" and "y"/,
    ],
    // Thresholds.
    [
      'success above 100%',
      metric({ use: 'success(1h)', unit: '%', alert: '> 100%' }),
      /^error metrics\.m\.alert: "> 100%" can never hold: m is from 0% to 100%/,
    ],
    [
      'success below 0%',
      metric({ use: 'success(1h)', unit: '%', alert: '< 0%' }),
      /^error .* can never hold/,
    ],
    ['success of 100%', metric({ use: 'success(1h)', unit: '%', target: '>= 100%' }), /^$/],
    [
      'a percentage above 100%',
      metric({ unit: '%', alert: '> 999%' }),
      /^warning metrics\.m\.alert: "> 999%" can never hold: m is as a rule from 0% to 100%/,
    ],
    ['a percentage that is a change', metric({ unit: '%', alert: '< -5%' }), /^$/],
    [
      'a percentage that always meets',
      metric({ unit: '%', target: '<= 100%' }),
      /^warning metrics\.m\.target: "<= 100%" always holds/,
    ],
    [
      'a drop above 100%',
      hint('drop(m, 5m) > 100%'),
      /^error .*"drop\(m, 5m\) > 100%" can never hold: drop\(m, 5m\) is at most 100%/,
    ],
    ['a drop below nothing is a rise', hint('drop(m, 5m) < -50%'), /^$/],
    ['a negative count', hint('count(m, 5m) < 0'), /^error .* is never below 0/],
    ['a count of nothing or more', hint('count(m, 5m) >= 0'), /^warning .* always holds/],
    ['a negative duration', metric({ unit: 'ms', alert: '< 0' }), /^warning .* as a rule never below 0/],
    ['a plain number may be negative', metric({ alert: '< 0' }), /^$/],
    ['a range outside', hint('m in 101..200 %', { unit: '%' }), /^warning .* can never hold/],
    [
      'parts that exclude each other',
      hint('m > 10 and m < 10'),
      /^error hints\.h\.when: "m > 10 and m < 10" can never hold: its comparisons of m exclude/,
    ],
    ['parts that do not', hint('m >= 10 and m <= 10'), /^$/],
    ['parts of different metrics', hint('m > 10 and n < 10'), /^$/],
    ['parts over different windows', hint('avg(m, 5m) > 10 and avg(m, 1h) < 10'), /^$/],
    ['either of them', hint('m > 10 or m < 5'), /^$/],
    // Cuts.
    ['cuts in order', metric({ target: '< 100', alert: '> 500' }), /^$/],
    ['cuts that touch', metric({ target: '< 100', alert: '>= 100' }), /^$/],
    [
      'an alert that is looser',
      metric({ target: '< 100', alert: '> 50' }),
      /^error metrics\.m\.alert: a value \(above 50 and below 100\) meets the target "< 100" and raises the alert "> 50"/,
    ],
    [
      'an alert on the wrong side',
      metric({ target: '> 99%', alert: '> 50%', unit: '%' }),
      /^error metrics\.m\.alert: a value \(above 99%\) meets/,
    ],
    [
      'an alert that shares one value',
      metric({ target: '<= 100', alert: '>= 100' }),
      /^error .* a value \(100\) meets/,
    ],
    ['a band', metric({ target: '0.2..0.5 ETH', alert: '< 0.1 ETH', unit: 'ETH' }), /^$/],
    [
      'other units',
      metric({ target: '< 1s', alert: '> 500ms', unit: 'ms' }),
      /^error .* a value \(above 500ms and below 1000ms\)/,
    ],
    ['words', metric({ target: '== "OK"', alert: '== "OK"' }), /^error .* a value \("OK"\) meets/],
    ['true and false', metric({ target: '== true', alert: '== false' }), /^$/],
    ['different functions', metric({ target: '< 100', alert: 'avg(5m) > 50' }), /^$/],
    // Freshness and holding.
    [
      'stale before the next look',
      metric({ target: '< 5', staleAfter: '10s' }),
      /^error metrics\.m\.staleAfter: .* unknown before each look, .* write 25s, or leave it out/,
    ],
    [
      'stale at one late answer',
      metric({ target: '< 5', staleAfter: '12s' }),
      /^warning metrics\.m\.staleAfter: one slow answer makes it unknown/,
    ],
    ['fresh enough', metric({ target: '< 5', staleAfter: '13s' }), /^$/],
    ['held for an hour', metric({ alert: '> 5', hold: '1h' }), /^$/],
    [
      'held for longer',
      metric({ alert: '> 5', hold: '61m' }),
      /^warning metrics\.m\.hold: a red would stay for 1h1m/,
    ],
  ])('%s', (_name, findings, expected) => {
    expect(findings.join('\n')).toMatch(expected);
    expect(findings.length).toBeLessThanOrEqual(1);
  });
});

describe('CloudWatch', () => {
  const cloud = {
    unit: '%',
    interval: '60s',
    aligned: { period: '60s', delay: '180s' },
    staleAfter: '5m',
  } satisfies MetricSpec;
  const every = (ms: number, spec: MetricSpec = cloud): string[] => {
    const plan = planOf({ metrics: { m: spec } });
    return told({ ...plan, sources: plan.sources.map((source) => ({ ...source, every: ms })) });
  };

  it('polled faster than its period', () => {
    expect(every(30_000)).toEqual([
      'warning sources.src.every: polled every 30s, and its shortest period is 1m: most polls cost money and bring nothing new; write every: 1m',
    ]);
    expect(every(60_000)).toEqual([]);
  });

  it('looks back further than a day', () => {
    expect(every(60_000, { ...cloud, alert: '> 70% for 24h' })).toEqual([]);
    expect(every(60_000, { ...cloud, alert: '> 70% for 25h' })).toEqual([
      expect.stringMatching(
        /^warning metrics\.m\.alert: "for 1d1h" looks back 1d1h over periods of 1m, and CloudWatch evaluates 1d at the most/,
      ),
    ]);
    const hourly = { ...cloud, interval: '1h', aligned: { period: '1h', delay: '62m' }, staleAfter: '4h' };
    expect(every(3_600_000, { ...hourly, alert: '> 70% for 168 samples' })).toEqual([]);
    expect(every(3_600_000, { ...hourly, alert: '> 70% for 169 samples' })).toHaveLength(1);
  });
});

describe('the launch', () => {
  const plan = (spec: Omit<PlanSpec, 'metrics'>): string[] => told(planOf({ metrics: { m: {} }, ...spec }));

  it('phases out of order', () => {
    expect(
      plan({
        phases: { a: { at: '-1h', items: {} }, b: { at: '-1h', items: {} }, c: { at: '1h', items: {} } },
      }),
    ).toEqual([]);
    expect(plan({ phases: { a: { at: '1h', items: {} }, b: { at: '-1h', items: {} } } })).toEqual([
      'warning phases.1.at: "b" begins before "a", which stands before it: put the phases in the order of the clock',
    ]);
  });

  it('a phase without an instant, where others have one', () => {
    const untimed = (before: string | null): string[] =>
      plan({
        phases: {
          ...(before !== null && { a: { at: before, items: {} } }),
          b: { items: {} },
          c: { at: '9h', items: {} },
        },
      });
    expect(
      [null, '-1h', '0s', '90m'].map((before) => untimed(before).map((one) => one.replace(/.*write /, ''))),
    ).toEqual([
      ['at: T-1d'],
      ['at: T-1h, as "a" has, or later'],
      ['at: T-0, as "a" has, or later'],
      ['at: T+1h30m, as "a" has, or later'],
    ]);
    expect(untimed('0s')[0]).toMatch(/^warning phases\.1: "b" has no instant: it is never current/);
    expect(plan({ phases: { a: { items: {} }, b: { items: {} } } })).toEqual([]);
  });

  it('a gate that requires nothing', () => {
    expect(plan({ gate: { recommended: { a: 'm < 5' } } })).toEqual([
      'warning gate: nothing is required, so the gate is never a go: put what must hold under "required"',
    ]);
    expect(plan({ gate: { required: { a: 'm < 5' } } })).toEqual([]);
  });

  it('conditions of items and criteria are looked at where they stand', () => {
    const findings = lintPlan(
      planOf({
        metrics: { m: {} },
        phases: { a: { items: { x: null, y: 'avg(m, 20s) > 5' } } },
        gate: { required: { r: 'm > 5' }, recommended: { s: null, t: 'm > 5 and avg(m, 20s) > 5' } },
      }),
    );
    expect(findings.map(({ path, offset }) => [path.join('.'), offset])).toEqual([
      ['phases.0.items.1.when', 0],
      ['gate.recommended.1.when', 10],
    ]);
  });

  it('an incident of which only a person can tell promises nothing', () => {
    expect(plan({ incidents: { i: { detect: '1m' } } })).toEqual([
      expect.stringMatching(/^warning incidents\.i\.detect: only a person can tell this incident/),
    ]);
  });
});
