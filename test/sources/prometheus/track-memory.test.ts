// What counters and histograms remember beyond the program's end: a track that is restored tells what one tells that never ended.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CounterTrack } from '../../../src/sources/prometheus/counter-track.ts';
import { HistogramTrack } from '../../../src/sources/prometheus/histogram-track.ts';
import { PageLooks } from '../../../src/sources/prometheus/page-looks.ts';
import { counterMemory, histogramMemory } from '../../../src/sources/prometheus/track-memory.ts';

const start = 1_700_000_000_000;
const every = 10_000;
const window = 120_000;
const all = Number.MAX_SAFE_INTEGER;

/** As it is written into a file and read again. */
const throughText = (told: unknown): unknown => JSON.parse(JSON.stringify(told));

/** One look: what each series shows, or null where it is not there; null where there was no page. */
const page = fc.option(
  fc.record({ values: fc.array(fc.option(fc.nat(500)), { minLength: 3, maxLength: 3 }) }),
);
const look = fc.record({
  page,
  /** Since the look before. */
  after: fc.constantFrom(every, every, every, 4 * every, 9 * every),
  process: fc.option(fc.constantFrom(start - 1_000, start + 45_000, start + 200_000)),
});
type Look = typeof look extends fc.Arbitrary<infer L> ? L : never;

const keys = ['', '1,1:a1', '1,1:b2'];

function show(track: CounterTrack, { page: shown, process }: Look, at: number): void {
  track.forget(at);
  if (shown === null) {
    track.looks.fail();
    return;
  }
  const begunAt = process !== null && process <= at ? process : null;
  const readings = shown.values.flatMap((raw, index) =>
    raw === null ? [] : [{ key: keys[index] ?? '', at, raw: raw * (at - start), begunAt }],
  );
  track.look(at, readings);
}

const restored = (track: CounterTrack, now: number, pointsMax = all): CounterTrack => {
  const other = new CounterTrack(window, 2 * every);
  counterMemory(other, window).recall(throughText(counterMemory(track, window).told(pointsMax)), now);
  return other;
};

const toldOf = (track: CounterTrack, now: number) => ({
  rates: track.rates(now),
  each: keys.map((key) => track.rate(key, now)),
  seen: track.looks.seen(now - window, now),
  looks: track.looks.count(now - window, now),
});

test('a counter that is restored tells the same at each later look as one that was never interrupted', () => {
  fc.assert(
    fc.property(fc.array(look, { minLength: 2, maxLength: 30 }), fc.nat(28), (looks, cut) => {
      const whole = new CounterTrack(window, 2 * every);
      let other = whole;
      let now = start;
      for (const [index, one] of looks.entries()) {
        now += one.after;
        show(whole, one, now);
        if (other !== whole) {
          show(other, one, now);
          expect(toldOf(other, now)).toEqual(toldOf(whole, now));
        }
        // After so long an interruption nothing is used, and it is a beginning.
        const next = looks[index + 1];
        const isUsed = next !== undefined && (whole.looks.memory()?.newest ?? 0) > now + next.after - window;
        if (index >= cut && other === whole && isUsed) other = restored(whole, now);
      }
    }),
  );
});

test('where looks were missed, or points left out, no more is seen, and what it grew by lies within the bounds', () => {
  const steps = fc.array(fc.nat(1_000), { minLength: 30, maxLength: 40 });
  fc.assert(
    fc.property(
      steps,
      fc.integer({ min: 2, max: 20 }),
      fc.nat(5),
      fc.integer({ min: 2, max: 12 }),
      (grows, cut, missed, max) => {
        const near = every;
        const whole = new CounterTrack(window, near);
        let other: CounterTrack | null = null;
        let [now, raw] = [start, 0];
        for (const [index, growth] of grows.entries()) {
          now += every;
          raw += growth;
          for (const track of [whole, index > cut + missed ? other : null]) {
            track?.forget(now);
            track?.look(now, [{ key: '', at: now, raw, begunAt: null }]);
          }
          const [most, seen] = [whole.rate('', now), other?.rate('', now)];
          if (index === cut) {
            other = new CounterTrack(window, near);
            counterMemory(other, window).recall(throughText(counterMemory(whole, window).told(max)), now);
          } else if (index > cut + missed && other && most && seen) {
            expect(other.looks.seen(now - window, now)).toBeLessThanOrEqual(
              whole.looks.seen(now - window, now),
            );
            expect(seen.atLeast).toBeLessThanOrEqual(most.atLeast);
            expect(seen.atMost).toBeGreaterThanOrEqual(most.atLeast);
          }
        }
      },
    ),
  );
});

describe('a histogram that is restored', () => {
  const counts = fc.option(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)));
  const rows = fc.record({ rows: fc.tuple(counts, counts), after: fc.constantFrom(every, every, 5 * every) });
  const bounds = [0.1, 1, Number.POSITIVE_INFINITY];

  test('tells the same at each later look as one that was never interrupted', () => {
    fc.assert(
      fc.property(fc.array(rows, { minLength: 2, maxLength: 30 }), fc.nat(28), (looks, cut) => {
        const [whole, whileWhole] = [new HistogramTrack(window), new PageLooks(2 * every)];
        let [other, otherLooks] = [whole, whileWhole];
        let now = start;
        for (const [index, one] of looks.entries()) {
          now += one.after;
          const shown = one.rows.flatMap((row, series) => {
            const [a = 0, b = 0, c = 0] = row ?? [];
            const from = now - start;
            return row
              ? [
                  {
                    key: String(series),
                    bounds,
                    counts: [a + from, a + b + from, a + b + c + from],
                    begunAt: null,
                  },
                ]
              : [];
          });
          for (const [track, taken] of other === whole
            ? [[whole, whileWhole] as const]
            : [[whole, whileWhole] as const, [other, otherLooks] as const]) {
            taken.note(now, track.lineage(now, shown));
            if (shown.length > 0) track.add(now, shown);
          }
          expect(other.increase(now)).toEqual(whole.increase(now));
          expect(otherLooks.memory()).toEqual(whileWhole.memory());
          if (index !== cut) continue;
          [other, otherLooks] = [new HistogramTrack(window), new PageLooks(2 * every)];
          const told = throughText(histogramMemory(whole, whileWhole, window).told(all));
          histogramMemory(other, otherLooks, window).recall(told, now);
        }
      }),
    );
  });
});

describe('what is not exactly as it ought to be is no memory', () => {
  const remembering = (): CounterTrack => {
    const track = new CounterTrack(window);
    for (const at of [start, start + every]) {
      track.look(at, [{ key: '', at, raw: at, begunAt: null }]);
    }
    return track;
  };
  const now = start + every;

  test('as it was told it is one', () => {
    expect(restored(remembering(), now).rate('', now)?.from).toBe(1_000);
  });

  test.each([
    ['from the future', now - 1],
    ['older than the window', now + window],
  ])('%s', (_, at) => {
    expect(restored(remembering(), at).looks.memory()).toBeNull();
  });

  test('anything else, whatever its shape', () => {
    const told = JSON.stringify(counterMemory(remembering(), window).told(all));
    const torn = fc.nat(told.length).map((length) => told.slice(0, length));
    const changed = fc
      .tuple(fc.nat(told.length - 1), fc.constantFrom('9', '-', '"', ',', '[', '1e999', 'null'))
      .map(([place, sign]) => told.slice(0, place) + sign + told.slice(place + 1));
    fc.assert(
      fc.property(fc.oneof(fc.json(), torn, changed), (text) => {
        let value: unknown = text;
        try {
          value = JSON.parse(text);
        } catch {
          // A text is no memory either.
        }
        const track = new CounterTrack(window);
        counterMemory(track, window).recall(value, now);
        const [looks, pageLooks] = [new HistogramTrack(window), new PageLooks(every)];
        histogramMemory(looks, pageLooks, window).recall(value, now);
        track.forget(now + every);
        track.look(now + every, [{ key: '', at: now + every, raw: 5, begunAt: null }]);
        for (const { from, to } of track.rates(now + every)) expect(from).toBeLessThanOrEqual(to);
      }),
    );
  });
});
