// A series in columns says what a plain list of its samples says, whatever comes and in whatever order; and costs little a look.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount, type Amount } from '../../src/domain/amount.ts';
import { gap, type GapReason } from '../../src/domain/gap.ts';
import { isValueSample, type Sample, type ValueSample } from '../../src/domain/sample.ts';
import { Series, type SeriesLimits } from '../../src/domain/series.ts';
import type { Value } from '../../src/domain/value.ts';

/** What a series is to be: a list, in which everything is looked for from the beginning. */
class PlainList {
  samples: Sample[] = [];
  dropped = 0;
  readonly #limits: SeriesLimits;

  constructor(limits: SeriesLimits) {
    this.#limits = limits;
  }

  push(sample: Sample): void {
    const same = this.samples.findIndex(({ at }) => at === sample.at);
    const known = this.samples[same];
    if (known && isValueSample(known) && !isValueSample(sample)) return;
    this.samples = [...this.samples.filter((_, index) => index !== same), sample].sort(
      (left, right) => left.at - right.at,
    );
    const { keep, pointsMax = 20_000 } = this.#limits;
    while (this.samples.length > pointsMax) {
      this.samples.shift();
      this.dropped++;
    }
    const newest = this.samples.at(-1)?.at ?? 0;
    this.samples = this.samples.filter(({ at }) => at >= newest - keep);
  }

  between(after: number, until: number): readonly Sample[] {
    return this.samples.filter(({ at }) => at > after && at <= until);
  }

  values(after: number, until: number): readonly ValueSample[] {
    return this.between(after, until).filter(isValueSample);
  }
}

const exact: fc.Arbitrary<Amount> = fc.oneof(
  fc.integer({ min: -1_000, max: 1_000 }).map((whole) => amount(whole)),
  fc.tuple(fc.maxSafeInteger(), fc.nat(35)).map(([n, tens]) => amount(BigInt(n), 10n ** BigInt(tens))),
  fc.tuple(fc.nat(2 ** 25), fc.integer({ min: 1, max: 2 ** 25 })).map(([n, d]) => amount(n, d)),
  fc.constantFrom(2n ** 43n, 2n ** 43n - 1n, -(2n ** 43n), -(2n ** 43n) - 1n).map((edge) => amount(edge)),
  fc.tuple(fc.bigInt(), fc.bigInt({ min: 1n, max: 10n ** 40n })).map(([n, d]) => amount(n, d)),
);
const measured = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom(0, -0, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE, Number.NaN),
);
const value: fc.Arbitrary<Value> = fc.oneof(
  measured,
  exact,
  fc.boolean(),
  fc.constantFrom('OK', 'ALARM', '', 'null'),
);
const reason = fc.constantFrom<GapReason>('timeout', 'empty', 'not_found', 'parse');

/** Mostly in order and near; now and then long ago, far ahead, or between two milliseconds. */
const instant = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 60 }) },
  { weight: 1, arbitrary: fc.constantFrom(2 ** 32, 2 ** 33, -5, 1_797_000_000_000) },
  { weight: 1, arbitrary: fc.constantFrom(0.5, 17.25) },
);
const sample: fc.Arbitrary<Sample> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ at: instant, value }) },
  { weight: 1, arbitrary: fc.record({ at: instant, value, windowMs: fc.nat(9), seenMs: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ at: instant, gap: reason.map((of) => gap(of, `it is ${of}`, null)) }) },
);
const limits = fc.constantFrom<SeriesLimits>(
  { keep: Number.POSITIVE_INFINITY },
  { keep: 20 },
  { keep: 40, pointsMax: 7 },
);

describe('a series', () => {
  it('is a list of its samples', () => {
    fc.assert(
      fc.property(
        fc.array(sample, { maxLength: 80 }),
        limits,
        instant,
        instant,
        (pushed, kept, one, other) => {
          const [series, list] = [new Series(kept), new PlainList(kept)];
          const [after, until] = [Math.min(one, other), Math.max(one, other)];
          for (const each of pushed) {
            series.push(each);
            list.push(each);
            expect(series.length).toBe(list.samples.length);
            expect(series.newest).toEqual(list.samples.at(-1) ?? null);
            expect(series.newestValue()).toEqual(list.values(-Infinity, Infinity).at(-1) ?? null);
          }
          expect(series.all()).toEqual(list.samples);
          expect(series.dropped).toBe(list.dropped);
          expect(series.last(5)).toEqual(list.samples.slice(-5));
          expect(series.between(after, until)).toEqual(list.between(after, until));
          expect(series.valuesBetween(after, until)).toEqual(list.values(after, until));
          expect(series.newestValue(until)).toEqual(list.values(-Infinity, until).at(-1) ?? null);
          expect(series.valueAt(until)).toEqual(list.samples.find(({ at }) => at === until)?.value ?? null);
          expect(series.window(until - after, until).count).toBe(list.values(after, until).length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keeps what says more than a value whole, as it was given', () => {
    const series = new Series({ keep: 1_000 });
    const whole = { at: 1, value: 5, windowMs: 60_000, seenMs: 12_000 };
    series.push(whole);
    series.push({ at: 2, value: 6 });
    expect(series.all()).toEqual([whole, { at: 2, value: 6 }]);
  });

  it('holds one object for all gaps of an outage, and for a word that is told again and again', () => {
    const series = new Series({ keep: 1_000_000 });
    for (let at = 0; at < 100; at++) series.push({ at, gap: gap('timeout', 'no answer') });
    for (let at = 100; at < 200; at++) series.push({ at, value: amount(10n ** 30n, 3n ** 40n) });
    // The newest one is at hand as it was given.
    const held = series.all().slice(0, -1);
    expect(new Set(held.map((one) => one.gap ?? one.value)).size).toBe(2);
  });

  it.each<[string, (at: number) => Sample]>([
    ['measured numbers', (at) => ({ at, value: Math.sin(at) })],
    ['counts', (at) => ({ at, value: amount(at) })],
    ['decimals', (at) => ({ at, value: amount(at % 10_000, 1_000) })],
    ['shares', (at) => ({ at, value: amount(at % 3_600, 3_600) })],
    ['probes', (at) => ({ at, value: at % 7 > 0 })],
    ['an outage', (at) => ({ at, gap: gap('timeout', 'no answer within 3s') })],
  ])('costs at most 16 bytes a look: %s', (_name, lookAt) => {
    const keep = 50_000;
    const fill = (): Series => {
      const series = new Series({ keep, pointsMax: keep });
      for (let at = 0; at < 3 * keep; at++) series.push(lookAt(at));
      return series;
    };
    fill();
    const before = used();
    const series = fill();
    const bytes = (used() - before) / series.length;
    expect(series.length).toBeGreaterThanOrEqual(keep);
    expect(bytes).toBeLessThanOrEqual(16);
  });
});

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** What is held, after all that is not has gone. */
function used(): number {
  if (typeof collect === 'function') for (let round = 0; round < 3; round++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
