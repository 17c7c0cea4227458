// The laws of windows that were not seen whole (docs/conditions.md §8.3): what passes at the gate passes whatever the holes held.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount } from '../../../src/domain/amount.ts';
import { gap } from '../../../src/domain/gap.ts';
import type { Sample } from '../../../src/domain/sample.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { planOf, type MetricSpec } from '../../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15, 0, 0);
const looks = 40;
const window = 20;
/** Looks are a second apart, and count for three: what is missing longer was not seen. */
const pace: MetricSpec = { interval: '1s', staleAfter: '3s' };

type Hole = { readonly from: number; readonly length: number; readonly kind: 'fails' | 'away' };
type Seen = 'pass' | 'fail' | 'unknown' | 'todo' | 'done';

const hole = fc.record({
  // Each ends before the last look, which is made: shorter ones are bridged by the freshness.
  from: fc.nat({ max: looks - 17 }),
  length: fc.integer({ min: 4, max: 15 }),
  kind: fc.constantFrom<Hole['kind']>('fails', 'away'),
});

function statusOf(
  condition: string,
  spec: MetricSpec,
  value: (index: number) => bigint | boolean,
  holes: readonly Hole[],
): Seen | undefined {
  const judge = new Judge(planOf({ metrics: { m: spec }, gate: { required: { c: condition } } }), start);
  let status: Seen | undefined;
  for (let index = 0; index < looks; index++) {
    const now = start + index * 1_000;
    // The last look is made: without it nothing is fresh.
    const inside = holes.find(({ from, length }) => index >= from && index < from + length);
    const missing = index === looks - 1 ? undefined : inside;
    if (missing?.kind === 'away') continue;
    const read = value(index);
    const sample: Sample = missing
      ? { at: now, gap: gap('timeout', 'no answer') }
      : { at: now, value: typeof read === 'boolean' ? read : amount(read) };
    const samples = [{ metric: 'm', sample }];
    status = judge.advance({ now, samples, sources: [], loopLagMs: 0 }).board.gate.criteria[0]?.status;
  }
  return status;
}

const limit = fc.nat({ max: 400 });
const operator = fc.constantFrom('<', '<=', '>', '>=');

describe('what passes at the gate under holes passes under every completion of the holes', () => {
  const values = fc.array(fc.bigInt({ min: 0n, max: 40n }), { minLength: looks, maxLength: looks });
  const levels = ['max', 'min', 'sum', 'changes', 'avg', 'p50', 'p95', 'stddev', 'resets'];

  it.each(levels)(
    '%s',
    (name) => {
      fc.assert(
        fc.property(
          values,
          fc.array(hole, { maxLength: 3 }),
          operator,
          limit,
          fc.boolean(),
          (values, holes, op, limit, negated) => {
            const condition = `${negated ? 'not ' : ''}${name}(m, ${window}s) ${op} ${limit}`;
            const spec = { ...pace, neverNegative: true };
            const value = (index: number): bigint => values[index] ?? 0n;
            const seen = statusOf(condition, spec, value, holes);
            const whole = statusOf(condition, spec, value, []);
            expect(whole).not.toBe('unknown');
            if (seen === 'pass' || seen === 'fail') expect(seen).toBe(whole);
          },
        ),
        { numRuns: 150 },
      );
    },
    60_000,
  );

  it('count: of what was not looked at', () => {
    fc.assert(
      fc.property(fc.array(hole, { maxLength: 3 }), operator, fc.nat({ max: 25 }), (holes, op, limit) => {
        const away = holes.map((one): Hole => ({ ...one, kind: 'away' }));
        const seen = statusOf(`count(m, ${window}s) ${op} ${limit}`, pace, () => 1n, away);
        const whole = statusOf(`count(m, ${window}s) ${op} ${limit}`, pace, () => 1n, []);
        if (seen === 'pass' || seen === 'fail') expect(seen).toBe(whole);
      }),
      { numRuns: 150 },
    );
  });

  it('success', () => {
    const probes = fc.array(fc.boolean(), { minLength: looks, maxLength: looks });
    fc.assert(
      fc.property(
        probes,
        fc.array(hole, { maxLength: 3 }),
        operator,
        fc.nat({ max: 100 }),
        (probes, holes, op, limit) => {
          const value = (index: number): boolean => probes[index] ?? false;
          const condition = `success(m, ${window}s) ${op} ${limit}%`;
          const seen = statusOf(condition, pace, value, holes);
          const whole = statusOf(condition, pace, value, []);
          if (seen === 'pass' || seen === 'fail') expect(seen).toBe(whole);
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each(['increase', 'rate'])(
    '%s of a counter that may begin anew unseen',
    (name) => {
      const steps = fc.array(fc.oneof(fc.nat({ max: 30 }), fc.constant(-1)), {
        minLength: looks,
        maxLength: looks,
      });
      const failing = hole.map((one): Hole => ({ ...one, kind: 'fails' }));
      fc.assert(
        fc.property(
          steps,
          fc.array(failing, { maxLength: 3 }),
          operator,
          limit,
          (steps, holes, op, limit) => {
            const counter: bigint[] = [];
            let count = 1_000n;
            for (const step of steps) counter.push((count = step < 0 ? 0n : count + BigInt(step)));
            const value = (index: number): bigint => counter[index] ?? 0n;
            const bound = name === 'rate' ? limit / window : limit;
            const condition = `${name}(m, ${window}s) ${op} ${bound}`;
            const seen = statusOf(condition, pace, value, holes);
            const whole = statusOf(condition, pace, value, []);
            if (seen === 'pass' || seen === 'fail') expect(seen).toBe(whole);
          },
        ),
        { numRuns: 300 },
      );
    },
    60_000,
  );

  it.each(['increase', 'rate'])(
    '%s of a counter that goes on while nobody looks',
    (name) => {
      const steps = fc.array(fc.nat({ max: 30 }), { minLength: looks, maxLength: looks });
      const away = hole.map((one): Hole => ({ ...one, kind: 'away' }));
      fc.assert(
        fc.property(steps, fc.array(away, { maxLength: 3 }), operator, limit, (steps, holes, op, limit) => {
          const counter: number[] = [];
          let count = 1_000;
          for (const step of steps) counter.push((count += step));
          const value = (index: number): bigint => BigInt(counter[index] ?? 0);
          const bound = name === 'rate' ? limit / window : limit;
          const condition = `${name}(m, ${window}s) ${op} ${bound}`;
          const seen = statusOf(condition, pace, value, holes);
          if (seen !== 'pass' && seen !== 'fail') return;
          // What Prometheus makes of all looks, or what it has grown by: it extrapolates what lies before the first look.
          const whole = statusOf(condition, pace, value, []);
          const grown = (counter[looks - 1] ?? 0) - (counter[looks - 1 - window] ?? 0);
          const holds = {
            '<': grown < limit,
            '<=': grown <= limit,
            '>': grown > limit,
            '>=': grown >= limit,
          };
          expect([whole, holds[op] ? 'pass' : 'fail']).toContain(seen);
        }),
        { numRuns: 400 },
      );
    },
    60_000,
  );
});

describe('estimates', () => {
  it('one look never decides for the launch, whatever the window', () => {
    const name = fc.constantFrom('rate', 'avg', 'p50', 'p95', 'stddev');
    fc.assert(
      fc.property(name, fc.integer({ min: 2, max: 3_600 }), fc.nat({ max: 40 }), (name, length, value) => {
        const spec: MetricSpec = { ...pace, target: `${name}(${length}s) >= 0` };
        const judge = new Judge(planOf({ metrics: { m: spec } }), start);
        const samples = [{ metric: 'm', sample: { at: start, value: amount(value) } }];
        const { board } = judge.advance({ now: start, samples, sources: [], loopLagMs: 0 });
        expect(board.metrics[0]?.status).toBe('unknown');
      }),
    );
  });

  it('the rate over any seen part of a steady counter is that of the whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.array(hole, { maxLength: 3 }), (step, holes) => {
        const failing = holes.map((one): Hole => ({ ...one, kind: 'fails' }));
        const value = (index: number): bigint => 1_000n + BigInt(index * step);
        for (const [condition, expected] of [
          [`rate(m, ${window}s) < ${step - 0.01}`, 'fail'],
          [`rate(m, ${window}s) > ${step + 0.01}`, 'fail'],
        ] as const) {
          const judgedFrom = statusWith(condition, value, failing);
          expect(['unknown', expected]).toContain(judgedFrom);
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  /** With a written minimum the estimate speaks at the gate, too. */
  function statusWith(
    condition: string,
    value: (index: number) => bigint,
    holes: readonly Hole[],
  ): Seen | undefined {
    return statusOf(condition, { ...pace, minSeen: '4s' }, value, holes);
  }
});
