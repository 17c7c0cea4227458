// The memory of a counter's or a histogram's track as plain JSON, and back. It may have been written by another version, or by hand:
// what is not exactly as it ought to be is no memory.
//
//   counter:   { "looks": …, "series": [[key, seen at, was there not yet, [[at, raw, grown, slack, known for, known], …]], …] }
//   histogram: { "looks": …, "bounds": ["0.1", …], "before": …, "rows": [[at, [grown, …], [most, …]], …], "series": [[key, seen at, [count, …]], …] }
//
// Instants count back from the newest look; what is known of a growth is left out where that is all of it.

import * as z from 'zod';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { trackedSeriesMax, type CounterTrack, type Point } from './counter-track.ts';
import type { HistogramTrack } from './histogram-track.ts';
import type { PageLooks, RememberedLooks } from './page-looks.ts';
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
    told.every((one, place) => Number.isFinite(one) && (place === 1 || one >= 0)),
);

const looksSchema = z.strictObject({
  newest: z.number(),
  first: z.tuple([ago, ago.nullable()]),
  failed: z.boolean(),
  last: z.array(ago),
  seen: z.array(z.tuple([ago, ago])),
});
const counterSchema = z.strictObject({
  looks: looksSchema,
  series: z.array(z.tuple([key, ago, z.boolean(), z.array(point)])).max(trackedSeriesMax),
});
const histogramSchema = z.strictObject({
  looks: looksSchema,
  bounds: z.array(z.string().max(32)),
  before: ago.nullable(),
  rows: z.array(z.tuple([ago, z.array(z.number()), z.array(z.number())])),
  series: z.array(z.tuple([key, ago, z.array(count)])),
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
      const series = memory.series.map(({ key: name, seenAt, points }) => [
        name,
        newest - seenAt,
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
      const series = read.data.series.map(([name, seenAgo, before, points]) => ({
        key: name,
        seenAt: newest - seenAgo,
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
      const isWhole = series.every(({ points }) => areRead(points, newest));
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
        series: memory.series.map(({ key: name, seenAt, counts }) => [name, newest - seenAt, counts]),
      };
    },
    recall(told, now) {
      const read = histogramSchema.safeParse(told);
      if (!read.success) return;
      const remembered = looksOf(read.data.looks);
      const { newest } = remembered;
      const bounds = read.data.bounds.map(Number);
      const rows = read.data.rows.map(([at, grown, most]) => ({ at: newest - at, grown, most }));
      const series = read.data.series.map(([name, at, counts]) => ({
        key: name,
        seenAt: newest - at,
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
      track.recall({ bounds, before, looks: rows, series });
    },
  };
}

function isUsable({ newest, seen }: RememberedLooks, window: Milliseconds, now: Instant): boolean {
  if (newest > now || newest <= now - window) return false;
  return seen.every(([from, to], index) => from <= to && to <= (seen[index + 1]?.[0] ?? newest));
}

/** What is counted since the series was first seen only grows. */
function areRead(points: readonly Point[], newest: Instant): boolean {
  const counted = ['grown', 'slack', 'known', 'knownMs'] as const;
  const grows = points.every((point, index) =>
    counted.every((of) => point[of] >= (points[index - 1]?.[of] ?? 0)),
  );
  return points.length > 0 && grows && isRising(points, newest);
}

function isRising(all: readonly { readonly at: Instant }[], newest: Instant): boolean {
  return all.every(({ at }, index) => at <= newest && at < (all[index + 1]?.at ?? Number.POSITIVE_INFINITY));
}

function looksTold({ newest, first, failed, last, seen }: RememberedLooks): z.input<typeof looksSchema> {
  const back = (at: Instant): Milliseconds => newest - at;
  return {
    newest,
    first: [back(first.at), first.begunAt === null ? null : back(first.begunAt)],
    failed,
    last: last.map(back),
    seen: seen.map(([from, to]) => [back(from), back(to)]),
  };
}

function looksOf({ newest, first, failed, last, seen }: z.output<typeof looksSchema>): RememberedLooks {
  const at = (back: Milliseconds): Instant => newest - back;
  return {
    newest,
    first: { at: at(first[0]), begunAt: first[1] === null ? null : at(first[1]) },
    failed,
    last: last.map(at),
    seen: seen.map(([from, to]) => [at(from), at(to)]),
  };
}
