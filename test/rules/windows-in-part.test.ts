// Windows that were not seen in full (docs/conditions.md §8.3): bounds where they grow with what is seen, estimates where they estimate.
import { describe, expect, it } from 'vitest';
import { amount, amountFromNumber } from '../../src/domain/amount.ts';
import { gap } from '../../src/domain/gap.ts';
import type { Sample, ValueSample } from '../../src/domain/sample.ts';
import type { Value } from '../../src/domain/value.ts';
import type { Board } from '../../src/rules/board.ts';
import { Judge } from '../../src/rules/judge.ts';
import { planOf, type MetricSpec, type PlanSpec } from '../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15, 0, 0);
const second = 1_000;

/** What was read at a second from the start: a value; "fails", a look that failed; or "nothing", an answer that there is nothing. */
type Look = readonly [at: number, value: Value, more?: Pick<ValueSample, 'begunAt' | 'run'>];

function sampleOf([at, value, more]: Look): Sample {
  const instant = start + at * second;
  if (value === 'fails') return { at: instant, gap: gap('timeout', 'no answer within 3s') };
  if (value === 'nothing') return { at: instant, gap: gap('empty', 'no such series') };
  return {
    at: instant,
    value: typeof value === 'number' && Number.isFinite(value) ? amountFromNumber(value) : value,
    ...more,
  };
}

/** The board after each look, by its second. */
function boards(spec: PlanSpec, looks: readonly Look[]): ReadonlyMap<number, Board> {
  const judge = new Judge(planOf(spec), start);
  return new Map(
    looks.map((look) => {
      const now = start + look[0] * second;
      const samples = [{ metric: 'm', sample: sampleOf(look) }];
      return [look[0], judge.advance({ now, samples, sources: [], loopLagMs: 0 }).board];
    }),
  );
}

function metric(spec: MetricSpec, looks: readonly Look[], at: number) {
  return boards({ metrics: { m: { interval: '1s', staleAfter: '7s', ...spec } } }, looks).get(at)?.metrics[0];
}

function criterion(when: string, spec: MetricSpec, looks: readonly Look[], at: number, minSeen?: string) {
  return boards(
    {
      metrics: { m: { interval: '1s', staleAfter: '7s', ...spec } },
      gate: { required: { c: when } },
      ...(minSeen === undefined ? {} : { minSeen: { c: minSeen } }),
    },
    looks,
  ).get(at)?.gate.criteria[0];
}

const every = (step: number, from: number, to: number, value: (at: number) => Look[1]): Look[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index): Look => {
    const at = from + index * step;
    return [at, value(at)];
  });

const growing = (step: number, from: number, to: number, pace: number): Look[] =>
  every(step, from, to, (at) => (at - from) * pace + 1_000);

describe('a counter that grows 100 a second, seen for a few seconds of a minute', () => {
  const looks = growing(1, 0, 90, 100);

  it.each([
    ['target: "rate(1m) < 10/s"', { target: 'rate(1m) < 10' }],
    ['use: rate(1m)', { use: 'rate(1m)', target: '< 10' }],
  ])('%s is never green, and red from its minimum on', (_, rule) => {
    const spec = { ...rule, alert: 'use' in rule ? '> 50' : 'rate(1m) > 50' };
    expect([1, 2, 4, 5, 6, 20, 59, 61].map((at) => metric(spec, looks, at)?.status)).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'unknown',
      'red',
      'red',
      'red',
      'red',
    ]);
  });

  it('says how much it saw, and what that leaves open', () => {
    expect(metric({ use: 'increase(1m)', target: '< 10000' }, looks, 12)).toMatchObject({
      status: 'unknown',
      detail: 'warming',
      window: { ms: 60_000, seenMs: 12_000 },
      reason: 'warming: saw 12s of 1m: at least 1,200; told in 48s; "< 10000" cannot be told yet',
    });
  });

  it('is no go', () => {
    expect(criterion('rate(m, 1m) < 10', {}, looks, 20)).toMatchObject({ status: 'fail' });
    expect(criterion('rate(m, 1m) < 150', {}, looks, 20)).toMatchObject({ status: 'unknown' });
    expect(criterion('rate(m, 1m) < 150', {}, looks, 61)).toMatchObject({ status: 'pass' });
    expect(criterion('rate(m, 1m) < 150', {}, looks, 20, '15s')).toMatchObject({ status: 'pass' });
    expect(criterion('rate(m, 1m) < 150', {}, looks, 14, '15s')).toMatchObject({ status: 'unknown' });
  });
});

describe('what grows with what is seen has bounds', () => {
  it('360 an hour are not fewer than 100 an hour because ten seconds were seen', () => {
    const looks = growing(10, 0, 1_100, 0.1);
    const statuses = [10, 600, 990, 1_000, 1_010].map(
      (at) => criterion('increase(m, 1h) < 100', { interval: '10s', staleAfter: '25s' }, looks, at)?.status,
    );
    expect(statuses).toEqual(['unknown', 'unknown', 'unknown', 'fail', 'fail']);
  });

  it('> X may fire early, < X and not > X wait', () => {
    const looks = every(1, 0, 10, () => 7);
    expect(metric({ alert: 'max(1h) > 5' }, looks, 0)?.status).toBe('red');
    expect(metric({ alert: 'max(1h) > 9' }, looks, 10)?.status).toBe('unknown');
    expect(metric({ alert: 'min(1h) < 9' }, looks, 0)?.status).toBe('red');
    expect(criterion('not max(m, 1h) > 9', {}, looks, 10)?.status).toBe('unknown');
    expect(criterion('changes(m, 1h) < 1', {}, looks, 10)?.status).toBe('unknown');
    expect(criterion('resets(m, 1h) == 0', {}, looks, 10)?.status).toBe('unknown');
  });

  it('a sum has a bound only of what is never negative', () => {
    const looks = every(1, 0, 10, () => 7);
    expect(metric({ alert: 'sum(1h) > 20', neverNegative: true }, looks, 5)?.status).toBe('red');
    expect(metric({ alert: 'sum(1h) > 20' }, looks, 5)?.status).toBe('unknown');
  });

  it('a target over it may speak on the wall from what is written, and at the gate not', () => {
    const looks = growing(10, 0, 700, 0.02);
    const spec = { use: 'increase(1h)', target: '< 100', interval: '10s', staleAfter: '25s', minSeen: '10m' };
    expect(metric(spec, looks, 590)?.status).toBe('unknown');
    expect(metric(spec, looks, 600)).toMatchObject({
      status: 'green',
      window: { ms: 3_600_000, seenMs: 600_000 },
    });
    expect(metric(spec, looks, 600)?.reason).toMatch(/10m of 1h seen/);
  });
});

describe('holes', () => {
  /** 100 a second; nothing was seen between these seconds. */
  const holed = (from: number, to: number, kind: 'fails' | 'away'): Look[] =>
    growing(1, 0, 200, 100).flatMap((look): Look[] => {
      const [at] = look;
      if (at <= from || at >= to) return [look];
      return kind === 'away' ? [] : [[at, 'fails']];
    });

  it('do not end a red', () => {
    const spec = { use: 'rate(1m)', alert: '> 50', target: '< 10', hold: '4s' };
    for (const kind of ['fails', 'away'] as const) {
      const after = [101, 102, 103, 110].map((at) => metric(spec, holed(60, 100, kind), at));
      expect(after.map((state) => state?.status)).not.toContain('green');
      expect(after.map((state) => state?.status)).not.toContain('amber');
    }
  });

  it('of a counter are seen where only we were away', () => {
    expect(criterion('increase(m, 1m) < 7000', {}, holed(60, 100, 'away'), 110)?.status).toBe('pass');
    expect(criterion('increase(m, 1m) < 7000', {}, holed(60, 100, 'fails'), 110)?.status).toBe('unknown');
  });

  it('a long step over the beginning of a window may lie in it, or not', () => {
    const looks: Look[] = [...every(10, 0, 200, () => 67), ...every(10, 320, 440, () => 83)];
    const spec = { interval: '10s', staleAfter: '25s' };
    for (const when of ['increase(m, 2m) < 2', 'not (increase(m, 2m) >= 2)', 'rate(m, 2m) <= 0/s']) {
      const passes = [200, 320, 330, 430, 440].map((at) => criterion(when, spec, looks, at)?.status);
      expect(passes).toEqual(['pass', 'fail', 'unknown', 'unknown', 'pass']);
    }
    expect(criterion('increase(m, 2m) < 2', spec, looks, 330)?.evidence).toContain('open until 15:07:20');
    // Whatever it was, there were fewer.
    expect(criterion('increase(m, 2m) < 20', spec, looks, 330)?.status).toBe('pass');
  });

  it('a counter that began again unseen: 500, down for 8s, 510', () => {
    const looks: Look[] = [
      ...every(1, 0, 70, () => 500),
      ...every(1, 71, 78, () => 'fails'),
      ...every(1, 79, 90, () => 510),
    ];
    expect(criterion('increase(m, 1m) < 100', {}, looks, 90)?.status).toBe('unknown');
    const shown = looks.map(([at, value]): Look => [at, value, { run: at < 75 ? 'a' : 'b' }]);
    expect(criterion('increase(m, 1m) < 100', {}, shown, 90)?.status).toBe('unknown');
    const begun = looks.map(([at, value]): Look => [
      at,
      value,
      { begunAt: start + (at < 75 ? -3_600 : 75) * second },
    ]);
    expect(criterion('increase(m, 1m) < 100', {}, begun, 90)?.status).toBe('fail');
    const same = looks.map(([at, value]): Look => [at, value, { run: 'a' }]);
    expect(criterion('increase(m, 1m) < 100', {}, same, 90)?.status).toBe('pass');
  });

  it('a counter that was not there, on a page that was read well, has grown by at most what it shows', () => {
    const looks: Look[] = [...every(1, 0, 70, () => 'nothing'), ...every(1, 71, 140, () => 400)];
    expect(criterion('increase(m, 1m) < 100', {}, looks, 90)?.status).toBe('unknown');
    expect(criterion('increase(m, 1m) < 500', {}, looks, 90)?.status).toBe('pass');
    expect(metric({ use: 'rate(1m)', target: '< 1', alert: '> 50' }, looks, 90)?.status).toBe('unknown');
    expect(criterion('increase(m, 1m) < 100', {}, looks, 135)?.status).toBe('pass');
  });

  it('before its own beginning a counter was zero, and that is seen', () => {
    const looks = every(1, 0, 20, (at) => 5 + at).map(([at, value]): Look => [
      at,
      value,
      { begunAt: start - 10 * second },
    ]);
    expect(criterion('increase(m, 1m) <= 20', {}, looks, 15)?.status).toBe('pass');
    expect(criterion('increase(m, 1m) < 20', {}, looks, 15)?.status).toBe('fail');
  });

  describe('what a beginning shows, and what two clocks could have made up', () => {
    const hour = 3_600;
    /** 500, no answer for 20 s, 510; the process began at these seconds, by its own clock. */
    const outage = (before: number | null, after: number): Look[] =>
      [
        ...every(1, 0, 70, () => 500),
        ...every(1, 71, 90, () => 'fails'),
        ...every(1, 91, 110, () => 510),
      ].map(([at, value]): Look => {
        const begun = at < 80 ? before : after;
        return begun === null ? [at, value] : [at, value, { begunAt: start + begun * second }];
      });
    const told = (looks: readonly Look[], condition = 'increase(m, 1m) < 100') =>
      criterion(condition, {}, looks, 110)?.status;

    it.each([
      ['the same to the millisecond', -hour, -hour, 'pass'],
      ['worked out anew at each look', -hour, -hour + 1.4, 'pass'],
      ['another one since', -hour, 80, 'fail'],
      ['another one, of a clock that is 4 s behind', -hour, 72 - 4, 'fail'],
      ['another one, of a clock that is a minute behind', -hour, 80 - 60, 'unknown'],
      ['another one, of a clock that is ahead', -hour, 300, 'unknown'],
      ['one that took the place of one seen seconds after its beginning', 69, 70.5, 'unknown'],
      ['the page of another replica', -hour, -2 * hour, 'unknown'],
      ['said only since', null, -hour, 'unknown'],
      ['said only since, and it began in between', null, 80, 'fail'],
      ['said only since, and perhaps it began in between', null, 74, 'unknown'],
    ] as const)('%s', (_, before, after, status) => {
      expect(told(outage(before, after))).toBe(status);
    });

    it('of another process between two looks no less is told than it may have grown by', () => {
      const looks: Look[] = [
        ...every(1, 0, 70, (): number => 500).map(([at, value]): Look => [at, value, { run: 'a' }]),
        ...every(1, 71, 110, (): number => 510).map(([at, value]): Look => [at, value, { run: 'b' }]),
      ];
      expect(told(looks)).toBe('unknown');
      expect(told(looks, 'increase(m, 1m) < 600')).toBe('pass');
      const begun = looks.map(([at, value, more]): Look => [
        at,
        value,
        { ...more, begunAt: start + (at < 71 ? -hour : 70.5) * second },
      ]);
      expect(told(begun)).toBe('fail');
    });

    it('a beginning counts as inside the window only where no clock could have put it there', () => {
      const looks = (begunAt: number) =>
        every(1, 0, 20, (at) => 5 + at).map(([at, value]): Look => [at, value, { begunAt }]);
      const at = (begun: number) => criterion('increase(m, 1m) >= 20', {}, looks(start + begun * second), 15);
      // The window begins 45 s before the first look.
      expect(at(-10)?.status).toBe('pass');
      expect(at(-40)?.status).toBe('pass');
      expect(at(-41)?.status).toBe('unknown');
      // It has not begun yet.
      expect(at(30)?.status).toBe('unknown');
    });

    it('one run whose counters were cleared has a hole all the same', () => {
      const looks: Look[] = [
        ...every(1, 0, 70, (): number => 500),
        ...every(1, 71, 90, () => 'fails'),
        ...every(1, 91, 110, (): number => 40),
      ].map(([at, value]): Look => [at, value, { run: 'a' }]);
      expect(told(looks)).toBe('unknown');
    });
  });

  it('a maximum over a window that is mostly hole', () => {
    const looks: Look[] = [
      ...every(1, 0, 10, () => 7),
      ...every(1, 11, 200, () => 'fails'),
      ...every(1, 201, 260, () => 7),
    ];
    expect(criterion('max(m, 5m) < 9', {}, looks, 260)?.status).toBe('unknown');
  });
});

describe('estimates', () => {
  const up = every(10, 0, 4_000, () => true);
  const slow = { interval: '10s', staleAfter: '25s' };

  it('one look never decides', () => {
    for (const use of ['success(1h)', 'success(10s)']) {
      const spec = { use, unit: '%', target: '> 99.9%', alert: '< 90%' };
      expect(metric(spec, [[0, true]], 0)?.status).toBe('unknown');
      expect(metric(spec, [[0, false]], 0)?.status).toBe('unknown');
    }
  });

  it('a share is told from a tenth of its window on, as an estimate; at the gate whole, or from what is written', () => {
    const spec = { ...slow, use: 'success(1h)', unit: '%', target: '> 99.9%' };
    expect(metric(spec, up, 350)?.status).toBe('unknown');
    expect(metric(spec, up, 360)).toMatchObject({ status: 'green', display: '100%' });
    expect(metric(spec, up, 720)?.reason).toMatch(/12m of 1h seen/);
    expect(criterion('m > 99.9%', spec, up, 720)?.status).toBe('unknown');
    expect(criterion('m > 99.9%', spec, up, 720, '5m')?.status).toBe('pass');
    expect(criterion('m > 99.9%', spec, up, 3_610)?.status).toBe('pass');
  });

  it('an alert fires where even a perfect rest could not save the window', () => {
    const spec = { use: 'success(1m)', unit: '%', alert: '< 99%' };
    const looks = every(1, 0, 10, (at) => at !== 0);
    expect(metric(spec, looks, 1)?.status).toBe('red');
    expect(metric({ ...spec, alert: '< 90%' }, looks, 1)?.status).toBe('unknown');
    const latencies = every(1, 0, 10, () => 900);
    expect(metric({ alert: 'avg(1m) > 10', neverNegative: true }, latencies, 0)?.status).toBe('red');
    expect(metric({ alert: 'avg(1m) > 10' }, latencies, 0)?.status).toBe('unknown');
  });

  it('never more is asked than the window as its pace fills it', () => {
    const looks = every(15, 0, 120, () => 1);
    const spec = { interval: '15s', staleAfter: '37s' };
    expect(metric({ ...spec, target: 'avg(1m) < 5' }, looks, 30)?.status).toBe('unknown');
    expect(metric({ ...spec, target: 'avg(1m) < 5' }, looks, 45)?.status).toBe('green');
    expect(metric({ ...spec, target: 'avg(30s) < 5' }, looks, 15)?.status).toBe('green');
  });

  it('once told, a window is untold only below half of its minimum', () => {
    const looks = (hole: number): Look[] => [
      ...every(1, 0, 600, () => 1),
      ...every(1, 601, 600 + hole, () => 'fails'),
      ...every(1, 601 + hole, 610 + hole, () => 1),
    ];
    const after = (hole: number) => metric({ target: 'avg(10m) < 5' }, looks(hole), 605 + hole)?.status;
    expect([60, 560, 575].map(after)).toEqual(['green', 'green', 'unknown']);
  });

  it('once told to an incident by its own minimum, it stays told until less than half of that is left', () => {
    const looks = (hole: number): Look[] => [
      ...every(1, 0, 600, () => 1),
      ...every(1, 601, 600 + hole, () => 'fails'),
      ...every(1, 601 + hole, 660 + hole, () => 100),
    ];
    const after = (hole: number) => {
      const incidents = { i: { when: 'avg(m, 10m) < 5', minSeen: '9m' } };
      const metrics = { m: { interval: '1s', staleAfter: '7s' } };
      const told = boards({ metrics, incidents }, looks(hole));
      return [600, 660 + hole].map((at) => told.get(at)?.incidents.map(({ state }) => state));
    };
    expect(after(200)).toEqual([['open'], []]);
    expect(after(400)).toEqual([['open'], ['open']]);
  });
});

describe('each of the others by its own rule', () => {
  it('delta needs its two edges, and not what lies between them', () => {
    const looks: Look[] = [[0, 5], [1, 5], ...every(1, 2, 58, () => 'fails'), [60, 8], [61, 9]];
    expect(criterion('delta(m, 1m) < 5', {}, looks, 60)?.status).toBe('pass');
    expect(criterion('delta(m, 1m) > 3', {}, looks, 61)?.status).toBe('pass');
    expect(
      criterion(
        'delta(m, 1m) < 5',
        {},
        every(1, 0, 40, () => 5),
        40,
      )?.status,
    ).toBe('unknown');
  });

  it('count is exact over the time in which we looked: an outage is a time without readings', () => {
    const looks: Look[] = [...every(1, 0, 30, () => 1), ...every(1, 31, 70, () => 'fails'), [71, 1]];
    expect(criterion('count(m, 1m) < 25', {}, looks, 71)?.status).toBe('pass');
    expect(criterion('count(m, 1m) < 25', {}, looks, 20)?.status).toBe('unknown');
    expect(criterion('count(m, 1m) > 15', {}, looks, 20)?.status).toBe('pass');
  });

  it('for begins anew where a window could not be told between', () => {
    const looks = growing(1, 0, 120, 100);
    expect(metric({ use: 'rate(1m)', alert: '> 50 for 10s' }, looks, 10)?.status).not.toBe('red');
    expect(metric({ use: 'rate(1m)', alert: '> 50 for 10s' }, looks, 20)?.status).toBe('red');
  });
});

describe('calculated metrics', () => {
  const two = (spec: PlanSpec, looks: readonly (readonly [number, number, number])[], at: number) => {
    const judge = new Judge(planOf(spec), start);
    let board: Board | null = null;
    for (const [second, a, b] of looks) {
      if (second > at) break;
      const now = start + second * 1_000;
      const samples = [
        { metric: 'a', sample: { at: now, value: amount(a) } },
        { metric: 'b', sample: { at: now, value: amount(b) } },
      ];
      ({ board } = judge.advance({ now, samples, sources: [], loopLagMs: 0 }));
    }
    return board?.metrics[2];
  };
  const plain = { interval: '1s', staleAfter: '7s' };
  const looks = Array.from({ length: 100 }, (_, at) => [at, at, at * 10] as const);

  it('take bounds: the least and the most that their inputs leave open', () => {
    const spec = {
      metrics: {
        a: plain,
        b: plain,
        s: { ...plain, expr: 'increase(a, 1m) + increase(b, 1m)', alert: '> 100', target: '< 50' },
      },
    };
    expect([4, 5, 12].map((at) => two(spec, looks, at)?.status)).toEqual(['unknown', 'unknown', 'red']);
  });

  it('a ratio of two growths of one source over one window is an estimate', () => {
    const spec = {
      metrics: {
        a: plain,
        b: plain,
        s: { ...plain, expr: 'increase(a, 1m) / increase(b, 1m) * 100', unit: '%', target: '< 20' },
      },
    };
    expect([3, 8].map((at) => two(spec, looks, at)?.status)).toEqual(['unknown', 'green']);
  });

  it('but where what came between two looks may lie in one of them', () => {
    const ratio = 'increase(a, 20s) / increase(b, 20s) * 100';
    const spec = { metrics: { a: plain, b: plain, s: { ...plain, expr: ratio, unit: '%', target: '< 1' } } };
    // Sixteen errors in ten seconds in which nobody looked, among requests at a steady pace.
    const stood = looks
      .filter(([at]) => at <= 40 || at >= 50)
      .map(([at]) => [at, at < 45 ? 67 : 83, at * 10] as const);
    expect([40, 52, 65, 71].map((at) => two(spec, stood, at)?.status)).toEqual([
      'green',
      'amber',
      'unknown',
      'green',
    ]);
  });
});

describe('a written minimum on the wall', () => {
  const spec = { use: 'increase(1m)', target: '< 100', minSeen: '5s' };

  it('says of a counter that is no finite number what is so', () => {
    const looks: Look[] = [...every(1, 0, 20, () => 5), [21, Number.POSITIVE_INFINITY], [22, 6]];
    for (const use of ['increase(15s)', 'rate(15s)']) {
      const of = use.slice(0, -5);
      const spec = { use, target: '< 100' };
      expect(metric(spec, looks, 21)).toMatchObject({
        gap: { reason: 'nan', message: `${of}() takes finite numbers, and it is +Inf` },
      });
      expect(metric(spec, looks, 22)?.gap?.message).toBe(
        `${of}() takes finite numbers, and at 15:00:21 it was +Inf; told again from 15:00:36 on, if it was the last one`,
      );
    }
    // Its edges tell a delta, and the first one has not been seen.
    expect(metric({ use: 'delta(1m)', target: '< 100' }, looks, 20)?.gap?.message).toBe(
      'warming: delta() is not told by what was seen of 1m so far',
    );
  });

  it('lets what grows speak of what was seen, and not of what came to be between two looks', () => {
    const steady = every(1, 0, 20, () => 400);
    expect(metric(spec, steady, 20)?.status).toBe('green');
    const born: Look[] = [...every(1, 0, 9, () => 'nothing'), ...every(1, 10, 20, () => 400)];
    expect(metric(spec, born, 20)?.status).toBe('unknown');
    expect(metric({ ...spec, use: 'rate(1m)', target: '< 1' }, born, 20)?.status).toBe('unknown');
    const why = '(what came between two looks is open until 15:01:10)';
    expect(metric(spec, born, 20)?.reason).toContain(why);
    expect(metric({ use: 'rate(15s)', target: '< 1' }, born, 20)?.reason).toContain(
      'saw 15s of 15s (what came between two looks is open until 15:00:25)',
    );
    expect(criterion('increase(m, 15s) < 300', {}, born, 20)?.evidence).toContain('open until 15:00:25');
    expect(criterion('increase(m, 15s) < 300', {}, born.concat([[25, 400]]), 25)?.status).toBe('pass');
  });
});

describe('a written minimum beside an alert', () => {
  const spec: MetricSpec = { use: 'increase(1m)', target: '< 100', alert: '> 1000', minSeen: '5s' };

  it('lets the target speak, while so far the alert would not hold either', () => {
    const at = (looks: readonly Look[], second_: number) => metric(spec, looks, second_)?.status;
    const calm = every(1, 0, 20, () => 400);
    expect([3, 6, 20].map((one) => at(calm, one))).toEqual(['unknown', 'green', 'green']);
    expect(at(growing(1, 0, 20, 30), 10)).toBe('amber');
    expect(at(growing(1, 0, 20, 300), 10)).toBe('red');
  });

  it('ends no red', () => {
    const burst: Look[] = [
      ...growing(1, 0, 10, 300),
      ...every(1, 11, 60, () => 'fails'),
      ...every(1, 61, 90, () => 5_000),
    ];
    expect([10, 70, 90].map((one) => metric(spec, burst, one)?.status)).toEqual(['red', 'red', 'red']);
  });
});

describe('what was blocked was not seen', () => {
  it('a need that was down makes a hole', () => {
    const plan = planOf({
      metrics: {
        api: { alert: '== false', interval: '1s', staleAfter: '7s' },
        m: { interval: '1s', staleAfter: '7s', needs: ['api'] },
        d: { interval: '1s', staleAfter: '7s', expr: 'm * 1' },
      },
      gate: { required: { c: 'max(m, 1m) < 9', calculated: 'max(d, 1m) < 9' } },
    });
    const judge = new Judge(plan, start);
    const criterionAt = new Map<number, readonly string[]>();
    for (let at = 0; at <= 200; at++) {
      const now = start + at * second;
      const samples = [
        { metric: 'api', sample: { at: now, value: at < 80 || at > 100 } },
        { metric: 'm', sample: { at: now, value: amount(5) } },
      ];
      const { board } = judge.advance({ now, samples, sources: [], loopLagMs: 0 });
      criterionAt.set(
        at,
        board.gate.criteria.map(({ status }) => status),
      );
    }
    const expected = ['pass', 'unknown', 'unknown', 'unknown', 'pass'];
    expect([70, 90, 105, 155, 165].map((at) => criterionAt.get(at)?.[0])).toEqual(expected);
    expect([70, 90, 105, 155, 165].map((at) => criterionAt.get(at)?.[1])).toEqual(expected);
  });

  it('also where a late reading tells the values after it anew', () => {
    const plan = planOf({
      metrics: {
        api: { alert: '== false', interval: '1s', staleAfter: '7s' },
        m: { interval: '1s', staleAfter: '7s', needs: ['api'], use: 'delta(50s)' },
      },
      gate: { required: { c: 'max(m, 1m) < 9' } },
    });
    const judge = new Judge(plan, start);
    const states: (string | undefined)[] = [];
    for (let at = 0; at <= 235; at++) {
      const now = start + at * second;
      const late = at === 232 ? [{ metric: 'm', sample: { at: now - 50_500, value: amount(5) } }] : [];
      const samples = [
        { metric: 'api', sample: { at: now, value: at < 200 || at > 220 } },
        { metric: 'm', sample: { at: now, value: amount(5) } },
        ...late,
      ];
      const { board } = judge.advance({ now, samples, sources: [], loopLagMs: 0 });
      states.push(board.gate.criteria[0]?.status);
    }
    expect([199, 231, 232, 235].map((at) => states[at])).toEqual(['pass', 'unknown', 'unknown', 'unknown']);
  });
});

describe('what is said of a red whose window cannot be told any more', () => {
  const away = (at: number) => at > 20 && at < 80;
  const looks = every(1, 0, 90, (at) => (away(at) ? 'fails' : at * 100));
  const still = every(1, 0, 90, (at) => (away(at) ? 'fails' : Math.min(at, 10) * 100));

  it('an estimate, growth, nothing at all: since when it is red, apart from what was seen', () => {
    const rate = (at: number) => metric({ alert: 'rate(1m) > 50' }, looks, at)?.reason;
    expect(rate(20)).toBe('100/s > 50 (saw 20s of 1m) since 15:00:06 (14s); ends at or below 50');
    expect(rate(81)).toBe(
      '100/s so far, > 50 cannot be told yet: saw 1s of 1m; red since 15:00:06 (1m15s), confirmed last at 15:00:20; ends at or below 50, once that can be told',
    );
    expect(metric({ alert: 'increase(1m) > 50' }, looks, 80)?.reason).toBe(
      '> 50 cannot be told yet: saw nothing of 1m yet; red since 15:00:01 (1m19s), confirmed last at 15:00:20; ends at or below 50, once that can be told',
    );
  });

  it('a recovery waits, and so does what was about to turn red', () => {
    expect(metric({ alert: 'rate(10s) > 50', hold: '1m' }, still, 81)?.reason).toMatch(
      /cannot be told yet: saw 1s of 10s; recovering for \d+s of 1m, and waits until that is told; red since /,
    );
    expect(metric({ alert: 'rate(1m) > 50 for 5m' }, looks, 81)?.reason).toBe(
      '100/s so far, > 50 cannot be told yet: saw 1s of 1m; it was about to turn red, and waits until that is told',
    );
  });
});

describe('one window has one number in all that is said of it', () => {
  const looks = every(10, 0, 60, (at) => at * at);
  const board = (spec: MetricSpec, at: number) =>
    boards(
      {
        metrics: { m: { interval: '10s', staleAfter: '25s', use: 'increase(1m)', ...spec } },
        incidents: { i: { when: 'm > 500' } },
        gate: { required: { c: 'm < 50000' } },
      },
      looks,
    ).get(at);

  it('its bound, where it is told by it', () => {
    const { metrics, incidents, gate } = board({ alert: '> 500' }, 30) ?? expect.fail('no board');
    expect(metrics[0]?.reason).toMatch(/^at least 900 > 500 \(saw 30s of 1m\) since /);
    expect(incidents[0]?.reason).toMatch(/^m at least 900 > 500 \(saw 30s of 1m\) since /);
    expect(gate.criteria[0]?.evidence).toBe('m at least 900, < 50,000 cannot be told yet: saw 30s of 1m');
  });

  it('what was so far, where a target may speak of that', () => {
    const told = (target: string) => board({ target, minSeen: '20s' }, 30)?.metrics[0]?.reason;
    expect(told('< 1000')).toMatch(/^900 so far, 30s of 1m seen, target < 1000/);
    expect(told('< 500')).toMatch(/^900 so far, 30s of 1m seen misses the target < 500 since /);
  });

  it('of a rule’s own window it is the window’s, not the reading’s', () => {
    const spec = { target: 'rate(1m) < 500', interval: '10s', staleAfter: '25s' };
    expect(metric(spec, looks, 20)?.reason).toMatch(/^warming: saw 20s of 1m: 20\/s so far; told in 10s; /);
    expect(metric(spec, looks, 30)?.reason).toMatch(/^900, target rate\(1m\) < 500 \(saw 30s of 1m\)/);
  });
});

describe('a window over what has a written minimum of its own', () => {
  const steady = every(1, 0, 130, () => 5);
  const spec: MetricSpec = { use: 'max(1m)', minSeen: '10s' };

  it('is not told by that: it is meant for the metric', () => {
    for (const when of ['max(m, 1m) < 9', 'avg(m, 1m) < 9'])
      expect([20, 55, 125].map((at) => criterion(when, spec, steady, at)?.status)).toEqual([
        'unknown',
        'unknown',
        'pass',
      ]);
    const plain: MetricSpec = { minSeen: '10s' };
    expect(criterion('avg(m, 1m) < 9', plain, steady, 20)?.status).toBe('unknown');
    expect(criterion('avg(m, 1m) < 9', plain, steady, 20, '10s')?.status).toBe('pass');
  });

  it('is at least the most of what is at least something', () => {
    expect(criterion('max(m, 1m) < 3', spec, steady, 20)?.status).toBe('fail');
    expect(criterion('avg(m, 1m) < 3', spec, steady, 20)?.status).toBe('unknown');
  });
});
