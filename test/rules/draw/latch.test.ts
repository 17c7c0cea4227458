// The checklist and the gate under what people say: latches with evidence, ticks, signatures, and what none of them can do.
import { describe, expect, it } from 'vitest';
import type { Board, ItemState } from '../../../src/rules/board.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { marksOf, type Entry } from '../../../src/rules/launch/marks.ts';
import { planOf, sampleAt, type PlanSpec } from '../../support/plan.ts';

const t0 = Date.UTC(2026, 11, 1, 15, 0, 0);
const minute = 60_000;

const spec: PlanSpec = {
  t0,
  metrics: { m: { unit: 'ETH' } },
  phases: {
    early: { at: '-1h', items: { funded: 'm > 0.4 ETH', backup: null } },
    launch: { at: '0s', items: { steady: 'm > 0.3 ETH' } },
  },
  gate: { required: { rich: 'm > 0.4 ETH', 'lead says go': null }, recommended: { nice: null } },
};

/** Judges one reading each time; what the judgement says is kept, and what people say beside it. */
function launch(plan = planOf(spec)) {
  const judge = new Judge(plan, t0 - 2 * 60 * minute);
  const entries: Entry[] = [];
  return {
    entries,
    say: (...said: Entry[]) => void entries.push(...said),
    look: (at: number, value: number | null, failing = false): Board => {
      const sources = failing ? [offline('a'), offline('b'), offline('c')] : [];
      const samples = [{ metric: 'm', sample: sampleAt(at, value) }];
      const health = sources.map((source) => ({ ...source, hosts: [`${source.id}.example`] }));
      const advance = { now: at, samples, sources, health, loopLagMs: 0 };
      const first = judge.advance({ ...advance, marks: marksOf(entries) });
      entries.push(...first.said);
      return judge.advance({ ...advance, samples: [], marks: marksOf(entries) }).board;
    },
  };
}

function offline(id: string) {
  const gap = { reason: 'timeout', message: 'no answer', way: 'ours', reached: null, remedy: null } as const;
  return {
    id,
    kind: 'http',
    ok: false,
    latencyMs: null,
    polls: 1,
    gaps: 1,
    skipped: 0,
    gap,
    lookedAt: null,
    lastOkAt: null,
    nextAt: null,
    note: null,
    warning: null,
  };
}

function item(board: Board, id: string): ItemState | undefined {
  return board.phases.flatMap(({ items }) => items).find((one) => one.id === id);
}

const person = (subject: string, at: number, note = '') => ({ subject, at, by: 'ana', note });

describe('an automatic item', () => {
  it('is latched when it passes in its phase; a dip is shown beside the evidence', () => {
    const { look } = launch();
    look(t0 - 47 * minute, 0.42);
    const dip = item(look(t0 - 40 * minute, 0.38), 'funded');
    expect(dip).toMatchObject({ status: 'pass', live: 'fail', by: null, at: '2026-12-01T14:13:00.000Z' });
    expect(dip?.evidence).toBe('m 0.42 ETH > 0.4 ETH at 14:13:00; now m 0.38 ETH, not > 0.4 ETH: fails');
    const again = item(look(t0 - 39 * minute, 0.5), 'funded');
    expect(again).toMatchObject({
      status: 'pass',
      live: 'pass',
      evidence: 'm 0.42 ETH > 0.4 ETH at 14:13:00',
    });
  });

  it('says so as well when it cannot be told any more', () => {
    const { look } = launch();
    look(t0 - 47 * minute, 0.42);
    const lost = item(look(t0 - 40 * minute, null), 'funded');
    expect(lost).toMatchObject({ status: 'pass', live: 'unknown' });
    expect(lost?.evidence).toBe('m 0.42 ETH > 0.4 ETH at 14:13:00; now m cannot be told: unknown');
  });

  it.each<[string, number, number | null, boolean, number]>([
    ['before its phase', -61 * minute, 0.42, false, 0],
    ['in its first instant', -60 * minute, 0.42, false, 1],
    ['in its last instant', -1, 0.42, false, 1],
    ['when the next phase has begun', 0, 0.42, false, 0],
    ['when it fails', -30 * minute, 0.3, false, 0],
    ['when nothing is known', -30 * minute, null, false, 0],
    ['while the watcher itself is offline', -30 * minute, 0.42, true, 0],
  ])('%s: latched or not', (_name, offset, value, failing, latched) => {
    const { look, entries } = launch();
    look(t0 + offset, value, failing);
    expect(entries.filter(({ subject }) => subject === 'funded')).toHaveLength(latched);
  });

  it.each<
    [string, string, readonly (readonly [number, number | null | undefined, number?])[], number | null]
  >([
    [
      'time alone latches nothing',
      'm > 0.4 ETH',
      [
        [-60_010, 0.42],
        [-60_000, undefined],
        [-59_000, undefined],
      ],
      null,
    ],
    [
      'the next look does',
      'm > 0.4 ETH',
      [
        [-60_010, 0.42],
        [-59_000, undefined],
        [-50_000, 0.42],
      ],
      -50_000,
    ],
    [
      'one that fails does not',
      'm > 0.4 ETH',
      [
        [-60_010, 0.42],
        [-59_000, null],
        [-58_000, undefined],
      ],
      null,
    ],
    [
      'one that tells an older value again does',
      'm > 0.4 ETH',
      [
        [-60_010, 0.42],
        [-50_000, 0.42, -60_010],
      ],
      -50_000,
    ],
    [
      'a failed look is no evidence that there is none',
      'm absent',
      [
        [-60_010, undefined],
        [-59_000, null],
        [-30_000, null],
      ],
      null,
    ],
    [
      'what is calculated arrives with what it is made from',
      'twice > 0.8 ETH',
      [
        [-60_010, 0.42],
        [-59_000, undefined],
        [-50_000, 0.42],
      ],
      -50_000,
    ],
  ])('%s', (_name, when, looks, at) => {
    const judge = new Judge(
      planOf({
        t0,
        metrics: { m: { unit: 'ETH' }, twice: { unit: 'ETH', expr: 'm * 2' } },
        phases: { last: { at: '-1m', items: { funded: when } } },
      }),
      t0 - 5 * minute,
    );
    const latched = looks.flatMap(([offset, value, of = offset]) => {
      const samples = value === undefined ? [] : [{ metric: 'm', sample: sampleAt(t0 + of, value) }];
      return judge.advance({ now: t0 + offset, samples, sources: [], loopLagMs: 0 }).said;
    });
    expect(latched[0]?.at ?? null).toBe(at === null ? null : t0 + at);
  });

  it('is latched once, and by T-0 as it was set by hand', () => {
    const { look, entries, say } = launch();
    say({ kind: 't0', ...person('', t0), t0: t0 + 60 * minute, origin: 'hand' });
    const board = look(t0 + minute, 0.42);
    look(t0 + 2 * minute, 0.43);
    expect(board.launch).toMatchObject({
      t0: '2026-12-01T16:00:00.000Z',
      clock: 'T-00:59:00',
      phase: 'early',
    });
    expect(entries.filter(({ kind }) => kind === 'latch')).toHaveLength(1);
  });

  it('is not latched without a T-0', () => {
    const { look, entries } = launch({ ...planOf(spec), launch: { t0: null, version: null } });
    look(t0, 0.42);
    expect(entries).toEqual([]);
  });

  it('a latch of another condition does not count', () => {
    const { look, say } = launch();
    say({ kind: 'latch', ...person('funded', t0), rule: 'm > 0.1 ETH', sentence: 'm 0.2 ETH > 0.1 ETH', t0 });
    expect(item(look(t0 + minute, 0.2), 'funded')?.status).toBe('fail');
  });

  it('names the day where it is another one', () => {
    const { look } = launch();
    look(t0 - minute, 0.42);
    expect(item(look(t0 + 24 * 60 * minute, 0.42), 'funded')?.evidence).toBe(
      'm 0.42 ETH > 0.4 ETH at 2026-12-01 14:59:00',
    );
  });

  it('is not ticked by a person', () => {
    const { look, say } = launch();
    say({ kind: 'tick', ...person('funded', t0) });
    expect(item(look(t0 + minute, 0.2), 'funded')).toMatchObject({ status: 'fail', by: null });
  });
});

describe('a manual item', () => {
  it('is ticked, skipped and taken back, with who, when and why', () => {
    const { look, say } = launch();
    expect(item(look(t0, 1), 'backup')).toMatchObject({ status: 'todo', live: null, by: null, at: null });
    say({ kind: 'tick', ...person('backup', t0 - 5 * minute, 'in s3') });
    expect(item(look(t0, 1), 'backup')).toMatchObject({
      status: 'done',
      by: 'ana',
      at: '2026-12-01T14:55:00.000Z',
      evidence: 'in s3',
    });
    say({ kind: 'skip', ...person('backup', t0, 'no data yet') });
    expect(item(look(t0, 1), 'backup')).toMatchObject({ status: 'skipped', evidence: 'no data yet' });
    say({ kind: 'untick', ...person('backup', t0) });
    expect(item(look(t0, 1), 'backup')).toMatchObject({ status: 'todo', by: null });
  });
});

describe('a tick', () => {
  it.each([
    ['tick', 'done', 'ticked'],
    ['skip', 'skipped', 'skipped'],
  ] as const)('counts for the text that it was given for: %s', (kind, status, word) => {
    const { look, say } = launch();
    say({ kind, ...person('backup', t0 - minute, 'in s3'), digest: 'sha256:another text' });
    expect(item(look(t0, 1), 'backup')).toMatchObject({
      status: 'todo',
      by: null,
      at: null,
      evidence: `${word} by ana at 14:59:00, for another text: it has to be ${word} anew`,
    });
    say({ kind, ...person('backup', t0, 'in s3'), digest: 'sha256:backup' });
    expect(item(look(t0, 1), 'backup')).toMatchObject({ status, by: 'ana', evidence: 'in s3' });
  });
});

describe('the gate', () => {
  const signed: Extract<Entry, { kind: 'sign' }> = {
    kind: 'sign',
    digest: 'sha256:lead says go',
    ...person('lead says go', t0 - minute, 'all well'),
  };

  it('is a go when what can be told passes and the rest is signed', () => {
    const { look, say } = launch();
    expect(look(t0, 0.5).gate.verdict).toBe('no-go');
    say(signed);
    const { gate } = look(t0 + 1_000, 0.5);
    expect(gate.verdict).toBe('go');
    expect(gate.criteria.find(({ id }) => id === 'lead says go')).toMatchObject({
      kind: 'manual',
      status: 'done',
      by: 'ana',
      at: '2026-12-01T14:59:00.000Z',
      evidence: 'signed by ana at 14:59:00: all well',
    });
    say({ kind: 'unsign', ...person('lead says go', t0) });
    expect(look(t0 + 2_000, 0.5).gate.verdict).toBe('no-go');
  });

  it.each([
    ['fails', 0.38, 'fail'],
    ['cannot be told', null, 'unknown'],
  ])('a criterion that %s is signed by nobody and latched by nothing', (_name, value, status) => {
    const { look, say } = launch();
    say(signed, { kind: 'sign', digest: 'sha256:rich', ...person('rich', t0) });
    look(t0 - 30 * minute, 0.5);
    const board = look(t0 + minute, value);
    expect(item(board, 'funded')?.status).toBe('pass');
    expect(board.gate.criteria.find(({ id }) => id === 'rich')).toMatchObject({ status, by: null });
    expect(board.gate.verdict).toBe('no-go');
  });

  it.each<[string, string | null, string]>([
    ['another text', 'sha256:the lead says no', 'for another text'],
    ['a text that nobody knows', null, 'for a text that was not kept with it'],
  ])('a signature for %s counts for nothing, and says so', (_name, digest, words) => {
    const { look, say } = launch();
    say({ ...signed, digest });
    const { gate } = look(t0, 0.5);
    expect(gate.verdict).toBe('no-go');
    expect(gate.criteria.find(({ id }) => id === 'lead says go')).toMatchObject({
      status: 'todo',
      by: null,
      at: null,
      evidence: `signed by ana at 14:59:00, ${words}: it has to be signed anew`,
    });
    say(signed);
    expect(look(t0 + 1_000, 0.5).gate.verdict).toBe('go');
  });

  it('a tick is no signature', () => {
    const { look, say } = launch();
    say({ kind: 'tick', ...person('lead says go', t0) });
    expect(look(t0, 0.5).gate.verdict).toBe('no-go');
  });
});
