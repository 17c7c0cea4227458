// Forecasts: when a bound is crossed, whatever refills, glitches and late samples there are.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount, amountFromNumber } from '../../src/domain/amount.ts';
import { Series } from '../../src/domain/series.ts';
import { medianDeviation } from '../../src/domain/trend.ts';
import { forecast } from '../../src/rules/condition/forecast.ts';

const minute = 60_000;
const hour = 60 * minute;
const tenth = amount(1, 10);

/** A balance read each minute; `value` gives it at that minute. */
function balance(minutes: number, value: (minute: number) => number): Series {
  const series = new Series({ keep: 4 * hour });
  for (let at = 0; at < minutes; at++)
    series.push({ at: at * minute, value: amountFromNumber(Math.round(value(at) * 1e9) / 1e9) });
  return series;
}

function hoursLeft(series: Series, minutes: number): number | null {
  const left = forecast(series, (minutes - 1) * minute, tenth)?.likely;
  return left === undefined ? null : left / hour;
}

describe('the time left', () => {
  it('at a steady pace', () => {
    const series = balance(60, (at) => 0.5 - at * 0.001);
    expect(hoursLeft(series, 60)).toBeCloseTo((0.5 - 0.059 - 0.1) / 0.06, 6);
  });

  it.each([
    ['below 20 samples', 19, 2],
    ['below half an hour', 29, 1],
  ])('nothing is said %s', (_, samples, every) => {
    const series = new Series({ keep: 4 * hour });
    for (let index = 0; index < samples; index++)
      series.push({ at: index * every * minute, value: amountFromNumber(0.5 - index * 0.001) });
    expect(forecast(series, samples * every * minute, tenth)).toBeNull();
  });

  it('is without end while the value heads the other way, or stands', () => {
    expect(
      hoursLeft(
        balance(60, (at) => 0.5 + at * 0.001),
        60,
      ),
    ).toBe(Infinity);
    expect(
      hoursLeft(
        balance(60, () => 0.5),
        60,
      ),
    ).toBe(Infinity);
  });

  it('is read since the last refill', () => {
    const series = balance(90, (at) => (at < 45 ? 0.2 - at * 0.002 : 0.5 - (at - 45) * 0.001));
    expect(hoursLeft(series, 90)).toBeCloseTo((0.5 - 0.044 - 0.1) / 0.06, 1);
  });

  it('soon after a refill, is read from the time before it', () => {
    const series = balance(70, (at) => (at < 60 ? 0.3 - at * 0.001 : 0.5 - (at - 60) * 0.001));
    expect(hoursLeft(series, 70)).toBeCloseTo((0.5 - 0.009 - 0.1) / 0.06, 1);
  });

  it('a glitch bends it little', () => {
    const series = balance(60, (at) => (at % 20 === 10 ? 0.1 : 0.5 - at * 0.001));
    expect(hoursLeft(series, 60)).toBeCloseTo((0.5 - 0.059 - 0.1) / 0.06, 0);
  });

  it('is a range: sooner by the fast stretches, later by the slow ones', () => {
    const series = balance(100, (at) => 0.5 - (at < 50 ? at * 0.002 : 0.1 + (at - 50) * 0.001));
    const found = forecast(series, 99 * minute, tenth);
    if (!found) throw new Error('there is a forecast');
    expect(found.earliest).toBeLessThan(found.likely);
    expect(found.latest).toBeGreaterThan(found.likely);
  });

  it('an upward bound: a queue that fills', () => {
    const series = balance(60, (at) => at);
    const left = forecast(series, 59 * minute, amount(500))?.likely;
    expect((left ?? 0) / minute).toBeCloseTo(441, 6);
  });

  it('seen from an earlier instant, is that of the samples before it', () => {
    const series = balance(100, (at) => 0.5 - (at < 60 ? at * 0.001 : 0.06 + (at - 60) * 0.003));
    const early = forecast(series, 59 * minute, tenth)?.likely;
    expect((early ?? 0) / hour).toBeCloseTo((0.5 - 0.059 - 0.1) / 0.06, 6);
    const late = forecast(series, 99 * minute, tenth);
    expect(late?.earliest).toBeLessThan(2 * hour);
    expect(forecast(series, 59 * minute, tenth)?.likely).toBe(early);
  });

  it('shrinks while no sample comes', () => {
    const series = balance(60, (at) => 0.5 - at * 0.001);
    const now = forecast(series, 59 * minute, tenth)?.likely ?? 0;
    expect(forecast(series, 64 * minute, tenth)?.likely).toBeCloseTo(now - 5 * minute, 0);
  });
});

it('what is kept says the same as what is read anew', () => {
  const step = fc.record({
    spent: fc.integer({ min: -2, max: 10 }),
    refill: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 400),
    late: fc.constantFrom(0, 0, 0, 0, 95, 400),
    every: fc.integer({ min: 5, max: 200 }),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 40, maxLength: 120 }), fc.constantFrom(1, 5), (steps, hours) => {
      const series = new Series({ keep: hours * hour });
      let at = 1e12;
      let value = 1_000;
      for (const { spent, refill, late, every } of steps) {
        at += every * 1_000;
        value += refill - spent;
        series.push({ at: at - late * 1_000, value: amount(value) });
        const anew = new Series({ keep: hours * hour });
        const bound = amount(100);
        if (hours > 2) {
          for (const sample of series.all()) anew.push(sample);
          expect(forecast(series, at, bound)).toEqual(forecast(anew, at, bound));
        } else forecast(series, at, bound);
      }
    }),
    { numRuns: 30 },
  );
});

it.each([
  [[4, 6, 2, 1, 999, 1, 2], 1],
  [[7, 7, 7], 0],
  [[], 0],
])('the median deviation of %j is %d', (values, wanted) => {
  expect(medianDeviation(values)).toBe(wanted);
});
