// A look that was read well and says that there is none ends a value at once; what rests on time itself is told without one.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gap, gapReasons, endsValue } from '../../src/domain/gap.ts';
import { Judge } from '../../src/rules/judge.ts';
import type { Evidence } from '../../src/rules/evaluate/input.ts';
import { planOf, sampleAt, type MetricSpec, type PlanSpec } from '../support/plan.ts';
import { none, walk, type Look } from '../support/walk-looks.ts';

const start = Date.UTC(2026, 11, 1, 15, 0, 0);
const second = 1_000;

/** A letter a board: g green, a amber, r red, u unknown, U unknown that was red. */
function statuses(metric: MetricSpec, looks: readonly Look[], last?: number): string {
  return walk({ metrics: { m: metric } }, { m: looks }, last)
    .map(({ board }) => board.metrics[0])
    .map((state) => (state?.was === 'red' ? 'U' : (state?.status?.charAt(0) ?? '-')))
    .join('');
}

describe('a value ends with the first look that says that there is none', () => {
  it.each<[string, MetricSpec, Look[], string]>([
    ['unknown by default', { target: '< 5' }, [1, 1, 'not_found'], 'ggu'],
    ['of a name that is known too', { target: '< 5' }, [1, 1, 'empty'], 'ggu'],
    ['a red stays, as one that was red', { alert: '> 5' }, [9, 9, 'not_found', 'not_found'], 'rrUU'],
    ['a failing look says nothing', { target: '< 5' }, [1, 'timeout', 'parse', 'http_status'], 'gggg'],
    ['silence after it gives no value back', { target: '< 5' }, [1, 'not_found', 'timeout', '-'], 'guuu'],
    ['a value gives it back', { target: '< 5' }, [1, 'not_found', 1], 'gug'],
    ['keep: what it was', { target: '< 5', missing: 'keep' }, [1, 'not_found', 'not_found'], 'ggg'],
    ['keep: a red too', { alert: '> 5', missing: 'keep' }, [9, 'empty', 'empty'], 'rrr'],
    ['bad: red', { alert: '> 5', missing: 'bad' }, [1, 'not_found', 'empty'], 'grr'],
    ['good: what its rules say of nothing', { target: '< 5', missing: 'good' }, [1, 'empty', 'empty'], 'ggg'],
    ['good, but the name is not there', { target: '< 5', missing: 'good' }, [1, 'not_found'], 'gu'],
    [
      'good: a red ends after its hold',
      { alert: '> 5', missing: 'good' },
      [9, ...none(5, 'empty')],
      'rrrrgg',
    ],
  ])('%s', (_name, metric, looks, expected) => {
    expect(statuses(metric, looks)).toBe(expected);
  });

  it.each<[string, MetricSpec]>([
    ['over a window too', { target: 'max(5s) < 5' }],
    ['what it is used for too', { use: 'max(5s)', target: '< 5' }],
  ])('%s', (_name, metric) => {
    // Its window is seen whole by then.
    expect(statuses(metric, [...Array<Look>(8).fill(1), 'not_found'])).toMatch(/gu$/);
  });

  it.each(gapReasons)('%s ends it or not, as the one table says', (reason) => {
    expect(statuses({ target: '< 5' }, [1, reason])).toBe(endsValue(reason) ? 'gu' : 'gg');
  });

  it('says so in its own words, and not that the value is too old', () => {
    const boards = walk({ metrics: { m: { target: '< 5' } } }, { m: [1, 'not_found'] });
    expect(boards.at(-1)?.board.metrics[0]).toMatchObject({
      status: 'unknown',
      detail: null,
      since: new Date(start + second).toISOString(),
      gap: { reason: 'not_found' },
      reason: 'it is not_found; last 1 1s ago; none since 15:00:01',
    });
    expect(boards.at(-1)?.transitions).toMatchObject([{ metric: 'm', from: 'green', to: 'unknown' }]);
  });

  it('reaches hints, incidents, criteria and what is calculated', () => {
    const boards = walk(
      {
        metrics: { m: {}, n: {}, half: { expr: 'm / 2', target: '< 5' } },
        incidents: { high: { when: 'm > 5' } },
        gate: { required: { low: 'm < 50', beside: 'm < n', calculated: 'half < 50' } },
      },
      { m: [9, 'not_found', 'not_found'], n: [9, 9, 9] },
    ).map(({ board }) => ({
      incident: board.incidents[0]?.state,
      gate: board.gate.criteria.filter(({ id }) => id !== 'incident high').map(({ status }) => status),
      half: board.metrics[2]?.status,
    }));
    expect(boards[0]?.gate.slice(0, 1)).toEqual(['pass']);
    for (const board of boards.slice(1)) {
      expect(board.incident).toBe('open');
      expect(board.gate.slice(0, 3)).toEqual(['unknown', 'unknown', 'unknown']);
      expect(board.half).toBe('unknown');
    }
  });

  it('neither restarts a `for` nor lets it ripen, as any short gap', () => {
    const metric = { alert: '> 5 for 4s' };
    expect(statuses(metric, [9, 9, ...none(2), 9, 9])).toBe('aauurr');
    expect(statuses(metric, [9, 9, ...none(4)])).toBe('aauuuu');
    expect(statuses({ ...metric, staleAfter: '2s' }, [9, 9, ...none(2), 9, 9])).toBe('aauuaa');
  });
});

describe('a source with a clock of its own', () => {
  const look = (judge: Judge, now: number, at: number, value: number | null) =>
    judge.advance({
      now,
      samples: [
        {
          metric: 'm',
          seenAt: now,
          sample: value === null ? { at: now, gap: gap('empty', 'no data points') } : sampleAt(at, value),
        },
      ],
      sources: [],
      loopLagMs: 0,
    }).board.metrics[0]?.status;
  const world = () => new Judge(planOf({ metrics: { m: { alert: '> 5', staleAfter: '5m' } } }), start);

  it('tells a value after "there is none" whose period ended before that look', () => {
    const judge = world();
    expect(look(judge, start, start - 60 * second, 1)).toBe('green');
    expect(look(judge, start + 60 * second, 0, null)).toBe('unknown');
    expect(look(judge, start + 120 * second, start, 9)).toBe('red');
  });

  it('tells the same value again: it stands', () => {
    const judge = world();
    expect(look(judge, start, start - 60 * second, 1)).toBe('green');
    expect(look(judge, start + 60 * second, 0, null)).toBe('unknown');
    expect(look(judge, start + 120 * second, start - 60 * second, 1)).toBe('green');
  });
});

describe('what rests on time itself is told without a value', () => {
  const looks: Look[] = [1, ...none(5), 1, 1, 1, 1, 1];
  const silent: Look[] = [1, ...Array<Look>(14).fill('-')];
  it.each<[string, MetricSpec, Look[], string]>([
    [
      'absent: red when it holds, recovering when it is back',
      { alert: 'absent for 3s' },
      looks,
      'gaaarrrrrgg',
    ],
    ['beside a target that needs a value', { alert: 'absent for 3s', target: '< 5' }, looks, 'guuurrrrrgg'],
    ['with `or`', { alert: '> 5 or absent for 3s' }, looks, 'gaaarrrrrgg'],
    ['with `or`, red before', { alert: '> 5 or absent for 3s' }, [9, ...none(4), 1, 1, 1, 1], 'rrrrrrrrg'],
    ['with `and`', { alert: 'absent for 2s and age() > 3s' }, looks, 'guuurrrrrgg'],
    ['age', { alert: 'age() > 12s' }, silent, 'gggggggggguuurr'],
    ['a target', { target: 'not absent' }, looks, 'gaaaaaggggg'],
    [
      'a target of age, which is green on a fresh value alone',
      { target: 'age() < 12s' },
      silent,
      'gggggggggguuaaa',
    ],
    ['keep does not outweigh it', { alert: 'absent for 3s', missing: 'keep' }, looks, 'ggggrrrrrgg'],
  ])('%s', (_name, metric, row, expected) => {
    expect(statuses(metric, row)).toBe(expected);
  });

  it('nothing is absent before there was time for a value', () => {
    const spec: PlanSpec = {
      metrics: { m: { alert: 'absent' }, n: {}, d: { expr: 'm + n' } },
      incidents: { gone: { when: 'd absent' }, off: { when: 'n absent' } },
    };
    const judge = new Judge(planOf(spec), start);
    const look = (at: number, samples: Evidence[] = []) =>
      judge.advance({ now: start + at * second, samples, sources: [], loopLagMs: 0 }).board;
    expect(look(0)).toMatchObject({ metrics: [{ status: 'unknown' }, {}, {}], incidents: [] });
    const one = { metric: 'm', sample: sampleAt(start + second, 1) };
    expect(look(1, [one])).toMatchObject({ metrics: [{ status: 'green' }, {}, {}], incidents: [] });
    const missed = { at: start + 2 * second, gap: gap('timeout', 'no answer') };
    expect(look(2, [{ metric: 'n', sample: missed }]).incidents).toMatchObject([{ id: 'off' }]);
    expect(look(26).incidents.map(({ id }) => id)).toEqual(['gone', 'off']);
  });

  it('a metric that never had a value', () => {
    expect(statuses({ alert: 'absent for 3s' }, none(6))).toBe('uuurrr');
    expect(statuses({ target: 'not absent' }, none(4))).toBe('uuuu');
  });

  it('the status of another metric', () => {
    const boards = walk(
      { metrics: { m: { alert: 'n is red for 2s' }, n: { alert: '> 5' } } },
      { m: [1, ...none(5)], n: [9, 9, 9, 9, 1, 1, 1, 1] },
    );
    expect(boards.map(({ board }) => board.metrics[0]?.status?.charAt(0)).join('')).toBe('aarrrrrr');
  });

  it('agrees with an incident of the same words, whatever is seen', () => {
    const words = fc.constantFrom(
      'absent for 3s',
      '> 5 or absent for 2s',
      'age() > 4s',
      'age() > 3s and absent',
    );
    const seen = fc.array(fc.constantFrom<Look>(1, 9, 'not_found', 'empty', 'timeout', '-'), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(words, seen, (alert, row) => {
        const own = alert.replace('> 5', 'm > 5').replace('absent', 'm absent').replace('age()', 'age(m)');
        const spec = {
          metrics: { m: { alert, staleAfter: '3s', hold: '4s' } },
          incidents: { same: { when: own } },
        };
        for (const { board } of walk(spec, { m: row })) {
          const [metric] = board.metrics;
          const red = metric?.status === 'red' || metric?.was === 'red';
          expect(red).toBe(board.incidents[0]?.state === 'open');
        }
      }),
    );
  });
});

describe('missing: good', () => {
  it('is never green on anything but "there is none" or a value', () => {
    const seen = fc.array(fc.constantFrom<Look>(1, '-', ...gapReasons), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(seen, (row) => {
        const boards = walk(
          { metrics: { m: { target: '== 0', missing: 'good', staleAfter: '3s' } } },
          { m: row },
        );
        for (const [index, { board }] of boards.entries()) {
          if (board.metrics[0]?.status !== 'green') continue;
          const said = row.slice(Math.max(0, index - 2), index + 1).findLast((look) => look !== '-');
          expect(said).toBe('empty');
        }
      }),
    );
  });

  it('shows no value as standing that a look has ended', () => {
    const seen = fc.array(fc.constantFrom<Look>(1, 9, '-', ...gapReasons), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(seen, fc.constantFrom('< 5', 'max(5s) < 5'), (row, target) => {
        const boards = walk({ metrics: { m: { target, staleAfter: '4s' } } }, { m: row });
        for (const [index, { board }] of boards.entries()) {
          const said = row.slice(0, index + 1);
          const value = said.findLastIndex((look) => typeof look === 'number');
          const over = said
            .slice(value + 1)
            .some((look) => typeof look === 'string' && look !== '-' && endsValue(look));
          if (over) expect(board.metrics[0]?.status).toBe('unknown');
        }
      }),
    );
  });
});
