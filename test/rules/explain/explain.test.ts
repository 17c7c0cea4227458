// A rule in words: each fact, each state with this rule's own numbers, what ends it, what looks at it.
import { describe, expect, it } from 'vitest';
import { explain, explainable } from '../../../src/rules/explain/explain.ts';
import { planOf } from '../../support/plan.ts';

const plan = planOf({
  metrics: {
    up: { target: '== true', alert: '== false for 2 samples', source: 'api' },
    queue: { target: '< 100', alert: '> 500 for 5m', hold: '40s', needs: ['up'], source: 'redis' },
    uptime: { use: 'success(1h)', unit: '%', samplesMin: 60, alert: '< 99.5%', source: 'api' },
    relayer: { unit: 'ETH', exact: true, alert: '< 0.1 ETH until >= 0.12 ETH', missing: 'bad' },
    errors: { target: '< 5', missing: 'good', because: 'counted only when there are some' },
    kept: { target: '< 5', missing: 'keep' },
    plain: { unit: 's' },
    cloud: {
      unit: '%',
      target: '< 70%',
      interval: '60s',
      aligned: { period: '60s', delay: '130s' },
      staleAfter: '5m',
    },
  },
  hints: { grow: { when: 'queue > 1000 for 10m and up == true' } },
  incidents: { down: { when: 'up == false', respond: '15m', detect: '30s' }, hand: { class: 'P2' } },
  phases: { 'T-1h': { items: { low: 'queue < 50' } } },
  gate: { required: { works: 'up == true and queue < 100' } },
});

const states = (id: string) => explain(plan, id)?.states.map(({ state, when }) => `${state}: ${when}`);

describe('a metric', () => {
  it('says what it reads, what it demands, and what missing data count as', () => {
    expect(explain(plan, 'queue')?.rule).toEqual([
      'reads: redis (http, https://redis.example), a sample every 10s',
      'polled: every 10s, an answer within 3s',
      'target: < 100',
      'alert: > 500 for 5m',
      'hold: 40s against the alert before a red ends',
      'fresh: a value counts while it is younger than 25s',
      'missing: unknown, never green',
      'needs: up; while one is down this is unknown because of it',
    ]);
    expect(explain(plan, 'uptime')?.rule).toEqual(
      expect.arrayContaining([
        'judged: success(1h) of its readings, once there are 60 readings',
        'unit: %',
        'target: none',
      ]),
    );
    expect(explain(plan, 'cloud')?.rule).toContain('settles: a period counts 2m after its end');
    expect(explain(plan, 'relayer')?.rule).toContain('unit: ETH, exact values only');
    expect(explain(plan, 'relayer')?.rule).toContain('missing: counts as bad: red');
  });

  it('has its states with its own numbers', () => {
    expect(states('queue')).toEqual([
      '● green: fresh, and meets < 100',
      '▲ amber: fresh, and misses < 100',
      '▲ amber, pending: > 500, but not yet for 5m',
      '✖ red: > 500 for 5m, on fresh samples',
      '✖ red, recovering: seen not to hold any more, for less than 40s',
      '◌ unknown, stale: no value younger than 25s; a red before it stays noted',
    ]);
    expect(states('up')).toContain('✖ red: == false in 2 samples, on fresh samples');
    expect(states('uptime')).toContain(
      '◌ unknown, warming: less than 9m50s of its window of 1h seen, or fewer than 60 readings in it',
    );
    expect(states('relayer')).toContain('✖ red, stale: no value younger than 25s');
    expect(states('kept')).toContain('as it was, stale: no value younger than 25s');
    expect(states('errors')).toContain(
      '● green, stale: no value younger than 25s, and the source answers "nothing there"',
    );
    expect(states('plain')).toEqual(['a plain reading: it has no target and no alert, and no status']);
  });

  it('says what it takes after a start until it tells', () => {
    expect(explain(plan, 'uptime')?.warmUp).toMatchObject({
      takes: 590_000,
      metric: 'uptime',
      window: 3_600_000,
    });
    expect(explain(plan, 'up')?.warmUp).toMatchObject({ window: null });
  });

  it('says how fast it tells, when silence is seen, and what ends a red', () => {
    expect(explain(plan, 'queue')).toMatchObject({
      detection: { total: 10_000 + 1_000 + 310_000 + 3_000 + 1_000 },
      unknownAfterMs: 26_000,
      ends: 'the red ends at or below 500, once that has been seen for 40s on fresh samples; no gap ends it',
    });
    expect(explain(plan, 'relayer')?.ends).toBe(
      'the red ends at or above 0.12 ETH, at the first fresh sample against it; no gap ends it',
    );
    expect(explain(plan, 'plain')).toMatchObject({ detection: null, unknownAfterMs: null, ends: null });
    expect(explain(plan, 'kept')?.unknownAfterMs).toBeNull();
  });

  it('says what looks at it', () => {
    const uses = (id: string) =>
      explain(plan, id)?.usedBy.map(({ kind, id: by, text }) => `${kind} ${by}: ${text}`);
    expect(uses('queue')).toEqual([
      'hint grow: queue > 1000 for 10m and up == true',
      'item low: low',
      'criterion works: works',
    ]);
    expect(uses('up')).toEqual([
      'hint grow: queue > 1000 for 10m and up == true',
      'incident down: up == false',
      'criterion works: works',
      'metric queue: needs it',
    ]);
    expect(uses('plain')).toEqual([]);
  });
});

describe('a hint and an incident', () => {
  it('have their condition, their states, their end and what they look at', () => {
    expect(explain(plan, 'grow')).toMatchObject({
      kind: 'hint',
      rule: ['when: queue > 1000 for 10m and up == true', 'kind: scale-up', 'do: Do it (do-it)'],
      looksAt: ['queue', 'up'],
      ends: 'ends when the condition no longer holds, once that has been seen for 40s; no gap ends it',
    });
    expect(states('grow')).toEqual([
      'not there: the condition does not hold, or never could be told',
      'pending: it holds, but not yet for all of its time',
      'active: queue > 1000 for 10m and up == true',
      'active, ending: seen not to hold any more, for less than 40s',
      'active, not told: its metrics have no fresh values: it stays until fresh ones end it',
    ]);
  });

  it('an incident has its class and its promise', () => {
    expect(explain(plan, 'down')).toMatchObject({
      kind: 'incident',
      promised: 30_000,
      detection: { total: 15_000 },
      looksAt: ['up'],
    });
    expect(states('down')).toContain('open: up == false');
  });

  it('without a condition only a person can tell it', () => {
    expect(explain(plan, 'hand')).toMatchObject({ states: [], detection: null, ends: null });
    expect(explain(plan, 'hand')?.rule[0]).toBe(
      'no condition: only a person can tell, it never opens by itself',
    );
  });
});

it('lists what it can explain, and knows nothing else', () => {
  expect(explainable(plan)).toEqual([...plan.metrics.map(({ id }) => id), 'grow', 'down', 'hand']);
  expect(explain(plan, 'no-such')).toBeNull();
});

describe('a line of the checklist', () => {
  const spec = {
    metrics: { smoke: { interval: '10m' }, other: {} },
    phases: { 'T-1h': { items: { low: 'smoke < 50', backup: null } } },
    gate: { required: { three: 'smoke == 0' } },
    runs: { three: { of: 'smoke', count: 3, maxAge: 3_600_000, same: 'other' } },
  };
  const lines = planOf(spec);

  it('with runs says what completes the row and what breaks it', () => {
    expect(explain(lines, 'three')).toMatchObject({
      kind: 'criterion',
      rule: [
        'when: smoke == 0',
        'runs: in 3 runs of smoke in a row with one other, the newest younger than 1h',
        'required for a go',
      ],
      states: [
        {
          state: 'pass',
          when: 'the condition held at each of the last 3 looks at smoke, with one other in all of them, the newest younger than 1h',
        },
        { state: 'fail', when: 'at one of the last 3 it did not hold' },
        {
          state: 'unknown',
          when: 'there were fewer, one of them gave no reading, or the newest is older than 1h',
        },
      ],
      looksAt: ['smoke', 'other'],
    });
  });

  it('without them is judged by the present, and by hand by a person', () => {
    expect(explain(lines, 'low')?.states.map(({ state }) => state)).toEqual(['pass', 'fail', 'unknown']);
    expect(explain(lines, 'backup')).toMatchObject({ kind: 'item', rule: ['a person ticks it'], states: [] });
  });

  it('is named by the metrics that it looks at', () => {
    expect(explain(lines, 'other')?.usedBy).toEqual([
      {
        kind: 'criterion',
        id: 'three',
        text: 'three (in 3 runs of smoke in a row with one other, the newest younger than 1h)',
      },
    ]);
  });
});
