// The memory of a counter's or a histogram's track as plain JSON, and back. It may have been written by another version, or by hand:
// what is not exactly as it ought to be is no memory.
//
//   counter:   { "looks": …, "series": [[key, [seen at, begun at], first look, was there not yet, [[at, raw, grown, slack, known for, known], …]], …] }
//   histogram: { "looks": …, "bounds": ["0.1", …], "before": …, "first": …, "rows": [[at, [grown, …], [most, …]], …],
//                "series": [[key, [seen at, begun at], [count, …]], …] }
//
// Instants count back from the newest look, and those of samples that are newer than it are below zero; what is known of a growth is left out where that is all of it.

import * as z from 'zod';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import type { Origin } from '../../domain/lineage.ts';
import type { Point } from './counter-points.ts';
import { trackedSeriesMax, type CounterTrack } from './counter-track.ts';
import type { HistogramTrack } from './histogram-track.ts';
import type { FirstLook, PageLooks, RememberedLooks } from './page-looks.ts';
import type { TrackMemory } from './reader.ts';

const key = z.string().max(64);
const ago = z.number().nonnegative();
const count = z.number().nonnegative();

/** At, raw, grown, slack, known for, known. There are thousands of them: looked at one by one, they would make a start late. */
type RememberedPoint = readonly [number, number, number, number, number, number?];

const point = z.custom<RememberedPoint>(
  (told) =>
    Array.isArray(told) &&
    (told.length === 5 || told.length === 6) &&
    told.every((one, place) => Number.isFinite(one) && (place <= 1 || one >= 0)),
);

/** The newest look, and when it began, as that is told. */
const origin = z.tuple([ago, z.number().nullable()]);
/** When it began, an instant that lies before that for certain, and the first look. */
const firstLook = z.tuple([ago, ago, ago]).nullable();

const looksSchema = z.strictObject({
  newest: z.number(),
  failed: z.boolean(),
  last: z.array(ago),
  seen: z.array(z.tuple([ago, ago])),
});
const counterSchema = z.strictObject({
  looks: looksSchema,
  series: z.array(z.tuple([key, origin, firstLook, z.boolean(), z.array(point)])).max(trackedSeriesMax),
});
const histogramSchema = z.strictObject({
  looks: looksSchema,
  bounds: z.array(z.string().max(32)),
  before: ago.nullable(),
  first: firstLook,
  rows: z.array(z.tuple([ago, z.array(z.number()), z.array(z.number())])),
  series: z.array(z.tuple([key, origin, z.array(count)])),
});

export function counterMemory(track: CounterTrack, window: Milliseconds): TrackMemory {
  return {
    get failures() {
      return track.looks.failures;
    },
    numbersWithin: (pointsMax) => track.numbersWithin(pointsMax),
    told(pointsMax) {
      const memory = track.memory(pointsMax);
      if (memory === null) return null;
      const { newest } = memory.looks;
      const series = memory.series.map(({ key: name, origin: seen, first, points }) => [
        name,
        originTold(seen, newest),
        firstTold(first, newest),
        points[0]?.before === true,
        points.map(({ at, raw, grown, slack, known, knownMs }) =>
          [newest - at, raw, grown, slack, knownMs].concat(known === grown ? [] : [known]),
        ),
      ]);
      return { looks: looksTold(memory.looks), series };
    },
    recall(told, now) {
      const read = counterSchema.safeParse(told);
      if (!read.success) return;
      const looks = looksOf(read.data.looks);
      const { newest } = looks;
      const series = read.data.series.map(([name, seen, first, before, points]) => ({
        key: name,
        origin: originAt(seen, newest),
        first: firstAt(first, newest),
        points: points.map(([at, raw, grown, slack, knownMs, known = grown], index): Point => ({
          at: newest - at,
          raw,
          grown,
          slack,
          known,
          knownMs,
          before: before && index === 0,
        })),
      }));
      const isWhole = series.every(({ points }) => areRead(points, now));
      if (isWhole && isUsable(looks, window, now)) track.recall({ looks, series });
    },
  };
}

export function histogramMemory(track: HistogramTrack, looks: PageLooks, window: Milliseconds): TrackMemory {
  return {
    get failures() {
      return looks.failures;
    },
    numbersWithin: (looksMax) => track.numbersWithin(looksMax),
    told(looksMax) {
      const remembered = looks.memory();
      if (remembered === null) return null;
      const { newest } = remembered;
      const memory = track.memory(looksMax);
      return {
        looks: looksTold(remembered),
        // JSON has no infinity.
        bounds: memory.bounds.map(String),
        before: memory.before === null ? null : newest - memory.before,
        rows: memory.looks.map(({ at, grown, most }) => [newest - at, grown, most]),
        first: firstTold(memory.first, newest),
        series: memory.series.map(({ key: name, origin: seen, counts }) => [
          name,
          originTold(seen, newest),
          counts,
        ]),
      };
    },
    recall(told, now) {
      const read = histogramSchema.safeParse(told);
      if (!read.success) return;
      const remembered = looksOf(read.data.looks);
      const { newest } = remembered;
      const bounds = read.data.bounds.map(Number);
      const rows = read.data.rows.map(([at, grown, most]) => ({ at: newest - at, grown, most }));
      const series = read.data.series.map(([name, seen, counts]) => ({
        key: name,
        origin: originAt(seen, newest),
        counts,
      }));
      const lists = [
        ...rows.flatMap(({ grown, most }) => [grown, most]),
        ...series.map(({ counts }) => counts),
      ];
      const isWhole = isRising(rows, newest) && lists.every(({ length }) => length === bounds.length);
      if (!isWhole || bounds.some(Number.isNaN) || !isUsable(remembered, window, now)) return;
      looks.recall(remembered);
      const before = read.data.before === null ? null : newest - read.data.before;
      track.recall({ bounds, before, first: firstAt(read.data.first, newest), looks: rows, series });
    },
  };
}

function isUsable({ newest, seen }: RememberedLooks, window: Milliseconds, now: Instant): boolean {
  if (newest > now || newest <= now - window) return false;
  return seen.every(([from, to], index) => from <= to && to <= (seen[index + 1]?.[0] ?? newest));
}

/** What is counted since the series was first seen only grows. */
function areRead(points: readonly Point[], now: Instant): boolean {
  const counted = ['grown', 'slack', 'known', 'knownMs'] as const;
  const grows = points.every((point, index) =>
    counted.every((of) => point[of] >= (points[index - 1]?.[of] ?? 0)),
  );
  return points.length > 0 && grows && isRising(points, now);
}

function isRising(all: readonly { readonly at: Instant }[], until: Instant): boolean {
  return all.every(({ at }, index) => at <= until && at < (all[index + 1]?.at ?? Number.POSITIVE_INFINITY));
}

function originTold({ at, begunAt }: Origin, newest: Instant): z.input<typeof origin> {
  return [newest - at, begunAt === undefined ? null : newest - begunAt];
}

function originAt([at, begunAt]: z.output<typeof origin>, newest: Instant): Origin {
  return { at: newest - at, ...(begunAt !== null && { begunAt: newest - begunAt }) };
}

function firstTold(first: FirstLook | null, newest: Instant): z.input<typeof firstLook> {
  return first && [newest - first.since, newest - first.notBefore, newest - first.at];
}

function firstAt(first: z.output<typeof firstLook>, newest: Instant): FirstLook | null {
  if (first === null) return null;
  const [since, notBefore, at] = first;
  return { since: newest - since, notBefore: newest - notBefore, at: newest - at };
}

function looksTold({ newest, failed, last, seen }: RememberedLooks): z.input<typeof looksSchema> {
  const back = (at: Instant): Milliseconds => newest - at;
  return {
    newest,
    failed,
    last: last.map(back),
    seen: seen.map(([from, to]) => [back(from), back(to)]),
  };
}

function looksOf({ newest, failed, last, seen }: z.output<typeof looksSchema>): RememberedLooks {
  const at = (back: Milliseconds): Instant => newest - back;
  return {
    newest,
    failed,
    last: last.map(at),
    seen: seen.map(([from, to]) => [at(from), at(to)]),
  };
}
