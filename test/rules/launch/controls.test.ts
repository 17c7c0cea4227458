// What people say about metrics: acknowledgements that end by themselves, mutes with an end, deadlines that pass.
import { describe, expect, it } from 'vitest';
import type { Ack, Controls, Mute } from '../../../src/rules/launch/controls.ts';
import type { Judgement } from '../../../src/rules/evaluate/input.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { noMarks } from '../../../src/rules/launch/marks.ts';
import { mutedTail } from '../../../src/domain/muted.ts';
import { planOf, sampleAt, type PlanSpec } from '../../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15, 0, 0);
const step = 10_000;
const spec: PlanSpec = {
  metrics: { m: { target: '< 100', alert: '> 500' }, other: { target: '< 100' } },
  incidents: { outage: { when: 'm > 500', respond: '25s' } },
  gate: { required: { calm: 'm <= 500' } },
};

function walk(
  values: readonly (number | null | undefined)[],
  controlsAt: (index: number) => Controls,
): readonly Judgement[] {
  const judge = new Judge(planOf(spec), start);
  return values.map((value, index) => {
    const now = start + index * step;
    const read = value === undefined ? [] : [{ metric: 'm', sample: sampleAt(now, value) }];
    const samples = [...read, { metric: 'other', sample: sampleAt(now, 1) }];
    return judge.advance({
      now,
      samples,
      sources: [],
      loopLagMs: 0,
      marks: { ...noMarks, controls: controlsAt(index) },
    });
  });
}

function ack(index: number, until: number | null = null): Ack {
  const at = start + index * step;
  return {
    metric: 'm',
    by: 'ana',
    note: 'on it',
    at,
    until: until === null ? null : start + until * step,
    severity: null,
  };
}

function mute(from: number, until: number): Mute {
  const instant = (index: number): number => start + index * step;
  return { metric: 'm', by: 'ana', note: 'maintenance', at: instant(from), until: instant(until) };
}

/** From a look on, these have been said. */
function since(index: number, controls: Partial<Controls>) {
  return (now: number): Controls =>
    now < index ? { acks: [], mutes: [] } : { acks: [], mutes: [], ...controls };
}

/** `A` where the acknowledgement is in force. */
function acked(seen: readonly Judgement[]): string {
  return seen.map(({ board }) => (board.metrics[0]?.ack ? 'A' : '.')).join('');
}

describe('acknowledgement', () => {
  it.each<[string, (number | null)[], Ack, string]>([
    ['stays while it is red', [600, 600, 600, 600], ack(1), '.AAA'],
    ['ends at its time', [600, 600, 600, 600, 600], ack(1, 3), '.AA..'],
    ['ends with the recovery, and does not come back', [600, 600, 10, 600], ack(1), '.A..'],
    ['ends when it gets worse', [150, 150, 600, 600], ack(1), '.A..'],
    ['stays when it gets better, though not well', [600, 600, 150, 600], ack(1), '.AAA'],
    ['stays while a red cannot be told', [600, 600, null, null, null, null], ack(1), '.AAAAA'],
    ['of what is well is none', [10, 10, 600], ack(1), '...'],
  ])('%s', (_name, values, given, expected) => {
    expect(acked(walk(values, since(1, { acks: [given] })))).toBe(expected);
  });

  it('says who, when, until when and why; the red stays red and blocks the gate', () => {
    const { board } = walk([600, 600], since(1, { acks: [ack(1, 9)] })).at(-1) ?? {};
    expect(board?.metrics[0]).toMatchObject({
      status: 'red',
      ack: {
        by: 'ana',
        at: new Date(start + step).toISOString(),
        until: new Date(start + 9 * step).toISOString(),
        note: 'on it',
      },
    });
    expect([board?.verdict, board?.gate.verdict]).toEqual(['red', 'no-go']);
  });

  it('a new one counts where an old one has ended', () => {
    const seen = walk([600, 600, 600, 600], (index) => ({
      acks: index < 3 ? [ack(0, 2)] : [ack(0, 2), ack(3)],
      mutes: [],
    }));
    expect(acked(seen)).toBe('AA.A');
  });

  it('the end of its time is told, since nothing else says so', () => {
    const seen = walk([600, 600, 600, 600], since(1, { acks: [ack(1, 3)] }));
    expect(seen[3]?.transitions).toContainEqual(
      expect.objectContaining({ metric: 'm', from: 'acknowledged', to: 'red' }),
    );
  });

  it('outlives a restart: nothing read yet ends nothing, and how bad it was is remembered', () => {
    const given = (severity: number): Ack => ({ ...ack(0), severity });
    const red = walk([undefined, 600, 600, 10], since(0, { acks: [given(0)] }));
    expect(acked(red)).toBe('AAA.');
    // It was acknowledged as amber, and red is what is found.
    expect(acked(walk([undefined, 600], since(0, { acks: [given(3)] })))).toBe('A.');
  });

  it('says that it has ended, until that is kept', () => {
    const seen = walk([600, 10, 600], since(0, { acks: [ack(0)] }));
    expect(seen.map(({ said }) => said.length)).toEqual([0, 1, 1]);
    expect(seen[1]?.said[0]).toMatchObject({ kind: 'unack', subject: 'm', of: start, by: '' });
  });

  it('is taken up by a reload', () => {
    const judge = new Judge(planOf(spec), start);
    const look = (judged: Judge, index: number): Judgement =>
      judged.advance({
        now: start + index * step,
        samples: [{ metric: 'm', sample: sampleAt(start + index * step, 600) }],
        sources: [],
        loopLagMs: 0,
        marks: { ...noMarks, controls: { acks: [ack(0, 2)], mutes: [] } },
      });
    expect(acked([look(judge, 0), look(judge, 1), look(judge, 2)])).toBe('AA.');
    const next = new Judge(planOf(spec), start + 3 * step);
    next.adopt(judge, () => true);
    expect(acked([look(next, 3)])).toBe('.');
  });
});

describe('muting', () => {
  it('is computed and shown, not counted, with its author and its end', () => {
    const seen = walk([600, 600, 600, 600], since(1, { mutes: [mute(1, 3)] }));
    expect(
      seen.map(({ board }) => [board.metrics[0]?.status, board.metrics[0]?.detail, board.verdict]),
    ).toEqual([
      ['red', null, 'red'],
      ['red', 'muted', 'green'],
      ['red', 'muted', 'green'],
      ['red', null, 'red'],
    ]);
    expect(seen[1]?.board.counts).toEqual({ green: 1, amber: 0, red: 0, unknown: 0 });
    expect(seen[1]?.board.metrics[0]?.reason).toMatch(/^muted by ana until 15:00:30: maintenance; 600 > 500/);
    expect(seen[3]?.transitions).toContainEqual(
      expect.objectContaining({ metric: 'm', from: 'muted', to: 'red' }),
    );
  });

  it.each([
    [{}, ''],
    [{ green: 1 }, ''],
    [{ red: 1 }, ' · 1 red muted'],
    [{ amber: 1, red: 2, unknown: 3 }, ' · 2 red, 3 unknown, 1 amber muted'],
  ])('what is left out stands beside the verdict: %o', (some, said) => {
    expect(mutedTail({ muted: { green: 0, amber: 0, red: 0, unknown: 0, ...some } })).toBe(said);
  });

  it('does not open the gate, nor close an incident', () => {
    const { board } = walk([600, 600], since(1, { mutes: [mute(1, 9)] })).at(-1) ?? {};
    expect(board?.gate.verdict).toBe('no-go');
    expect(board?.incidents).toMatchObject([{ id: 'outage', state: 'open' }]);
  });

  it('with everything muted nothing is judged: unknown, never green', () => {
    const mutes = [mute(0, 9), { ...mute(0, 9), metric: 'other' }];
    const [seen] = walk([10], () => ({ acks: [], mutes }));
    expect(seen?.board.verdict).toBe('unknown');
  });
});

describe('the response deadline', () => {
  it('once it has passed, the incident says so, and it is told once', () => {
    const seen = walk([600, 600, 600, 600, 600], since(0, {}));
    expect(seen.map(({ board }) => board.incidents[0]?.reason)).toMatchInlineSnapshot(`
      [
        "m 600 > 500 since 15:00:00; ends at or below 500",
        "m 600 > 500 since 15:00:00 (10s); ends at or below 500",
        "m 600 > 500 since 15:00:00 (20s); ends at or below 500",
        "overdue: a response was due at 15:00:25 (5s ago); m 600 > 500 since 15:00:00 (30s); ends at or below 500",
        "overdue: a response was due at 15:00:25 (15s ago); m 600 > 500 since 15:00:00 (40s); ends at or below 500",
      ]
    `);
    const told = seen.flatMap(({ transitions }) => transitions.filter(({ to }) => to === 'overdue'));
    expect(told).toMatchObject([
      { metric: 'outage', kind: 'incident', from: 'open', at: new Date(start + 25_000).toISOString() },
    ]);
  });
});
