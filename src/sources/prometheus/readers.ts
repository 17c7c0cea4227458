// From a page to the value of one read. What spans time (a rate, a quantile) keeps its series here between the looks.

import type { Reading } from '../../domain/answer.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { exactDuration, printDuration } from '../../domain/duration.ts';
import { gap, remedy, type Gap } from '../../domain/gap.ts';
import type { Part } from '../../domain/sample.ts';
import { isNumeric } from '../../domain/value.ts';
import { aggregated, numericOf, type Numeric } from './aggregate.ts';
import { Beginnings } from './beginnings.ts';
import { CounterTrack, trackedSeriesMax, type CounterReading, type SeriesRate } from './counter-track.ts';
import { HistogramReader } from './histogram-reader.ts';
import { floatOf } from './page/numbers.ts';
import type { Aggregate, PrometheusRead } from './options.ts';
import { missing, oneLook, saysNothing, type Looked, type Reader, type TrackMemory } from './reader.ts';
import type { Scrape } from './scrape.ts';
import { counterMemory } from './track-memory.ts';
import type { PatternBudget } from '../pattern-budget.ts';
import { oldestOf, Selection, tooMany, type Selected } from './selection.ts';
import { moreLabels } from '../remedies.ts';

/**
 * @param every milliseconds between two looks.
 * @param near looks no further apart than this belong together.
 * @param budget what the patterns of the source share.
 */
export function readerOf(
  read: Exclude<PrometheusRead, 'up'>,
  every: Milliseconds,
  near: Milliseconds,
  budget: PatternBudget,
): Reader {
  const selectionOf = (name: string): Selection =>
    new Selection(name, read.labels, budget, { ofAll: 'aggregate' in read && read.aggregate !== undefined });
  if ('series' in read) return new SeriesReader(selectionOf(read.series), read.aggregate);
  if (read.window <= every) return new TooNarrow(nameOf(read), read.window, every);
  if ('rate' in read) {
    return new RateReader(selectionOf(read.rate), read.window, near, read.aggregate);
  }
  return new HistogramReader(read, near, budget);
}

function nameOf(read: Exclude<PrometheusRead, 'up'>): string {
  if ('series' in read) return read.series;
  return 'rate' in read ? read.rate : `${read.histogram}_bucket`;
}

/** Much less than what two looks at one process may differ by (lineage.ts). */
const sameBeginningWithin: Milliseconds = 1_000;

class SeriesReader implements Reader {
  readonly name: string;
  readonly #selection: Selection;
  readonly #aggregate: Aggregate | undefined;
  #begunBefore: Instant | null = null;

  constructor(selection: Selection, aggregate: Aggregate | undefined) {
    this.name = selection.name;
    this.#selection = selection;
    this.#aggregate = aggregate;
  }

  read(scrape: Scrape, now: Instant): Looked {
    const selected = this.#selection.from(scrape, now);
    if (selected.gap) return missing(now, selected.gap);
    const series = selected.value;
    const { shown } = this.#selection;
    if (series.length > 1 && this.#aggregate === undefined)
      return missing(now, tooMany(shown, series.length));
    const at = oldestOf(series);
    const values: Numeric[] = [];
    for (const { sample } of series) {
      const value = numericOf(sample.value);
      if (value !== null) values.push(value);
    }
    const bad = series.length - values.length;
    if (bad > 0 && this.#aggregate !== 'count') return missing(at, notNumbers(shown, bad, series.length));
    if (this.#aggregate === 'count') values.push(...Array<Numeric>(bad).fill(0));
    const reading = aggregated(this.#aggregate ?? 'sum', values);
    if (reading.gap) return { sample: { at, ...reading }, note: null };
    const begunAt = this.#steady(this.#begunAt(new Beginnings(scrape, this.name), series));
    return { sample: { at, ...reading, ...(begunAt !== null && { begunAt }) }, note: null };
  }

  /** A sum has begun with the one process that all of it lives in; of other aggregates nothing has grown. */
  #begunAt(beginnings: Beginnings, series: readonly Selected[]): Instant | null {
    const [first, ...others] = series;
    if (!first) return null;
    if (this.#aggregate === undefined) return beginnings.of(first.sample.labels);
    if (this.#aggregate !== 'sum') return null;
    const begunAt = beginnings.ofProcess(first.sample.labels);
    const isOne = others.every(({ sample }) => beginnings.ofProcess(sample.labels) === begunAt);
    return isOne ? begunAt : null;
  }

  /** What is told anew with a small difference at each look is kept once. */
  #steady(begunAt: Instant | null): Instant | null {
    const known = this.#begunBefore;
    const isKnown = begunAt !== null && known !== null && Math.abs(begunAt - known) < sameBeginningWithin;
    if (!isKnown) this.#begunBefore = begunAt;
    return this.#begunBefore;
  }
}

class RateReader implements Reader {
  readonly name: string;
  readonly #selection: Selection;
  readonly #window: Milliseconds;
  readonly #aggregate: Aggregate | undefined;
  readonly #track: CounterTrack;
  readonly memory: TrackMemory;

  constructor(
    selection: Selection,
    window: Milliseconds,
    near: Milliseconds,
    aggregate: Aggregate | undefined,
  ) {
    this.name = selection.name;
    this.#selection = selection;
    this.#window = window;
    this.#aggregate = aggregate;
    this.#track = new CounterTrack(window, near);
    this.memory = counterMemory(this.#track, window);
  }

  fail(): void {
    this.#track.looks.fail();
  }

  read(scrape: Scrape, now: Instant): Looked {
    const { looks } = this.#track;
    const selected = this.#selection.from(scrape, now);
    if (selected.gap) {
      if (saysNothing(selected.gap)) this.#take(looks.instantOfNone(now), []);
      else this.fail();
      return missing(now, selected.gap);
    }
    const series = selected.value;
    const { shown } = this.#selection;
    const beginnings = new Beginnings(scrape, this.name);
    const readings = series.map(({ key, at, sample }): CounterReading => ({
      key,
      at: Math.min(at, now),
      raw: floatOf(sample.value),
      begunAt: beginnings.of(sample.labels),
    }));
    const bad = readings.filter(({ raw }) => !Number.isFinite(raw)).length;
    if (bad > 0) {
      this.fail();
      return missing(now, notNumbers(shown, bad, series.length));
    }
    const at = Math.min(now, oldestOf(series));
    const standing = looks.standing(at, now);
    if (standing.gap) return missing(now, standing.gap);
    if (standing.value === 'new' && !this.#take(at, readings))
      return missing(
        now,
        gap('too_large', `more than ${trackedSeriesMax} series of ${shown} to follow`, moreLabels),
      );
    const [one] = series;
    if (this.#aggregate === undefined && series.length > 1)
      return missing(now, tooMany(shown, series.length));
    const alone = this.#aggregate === undefined && one ? this.#track.rate(one.key, at) : null;
    const rates = this.#aggregate === undefined ? (alone === null ? [] : [alone]) : this.#track.rates(at);
    if (rates.length === 0) return missing(now, oneLook(this.#window, now - at));
    return { sample: { at, ...this.#together(rates, at) }, note: null };
  }

  /** False when there are too many series. */
  #take(at: Instant, readings: readonly CounterReading[]): boolean {
    this.#track.forget(at);
    return this.#track.look(at, readings);
  }

  /** What the rates make together, and what that rests on where the window was not seen whole. */
  #together(rates: readonly SeriesRate[], at: Instant): Reading & { readonly part?: Part } {
    const aggregate = this.#aggregate ?? 'sum';
    const whole = rates.flatMap((rate) => rate.whole ?? []);
    if (whole.length === rates.length) return aggregated(aggregate, whole);
    const of = (value: (rate: SeriesRate) => number): Reading => aggregated(aggregate, rates.map(value));
    const after = at - this.#window;
    const { looks } = this.#track;
    const value = of((rate) => rate.whole ?? rate.from);
    const ends = [
      of(({ atLeast }) => atLeast),
      of(({ atMost }) => atMost),
      of(({ from }) => from),
      of(({ to }) => to),
    ];
    const [atLeast = 0, atMost = 0, from = 0, to = 0] = ends.map((end) =>
      !end.gap && isNumeric(end.value) ? end.value : Number.NaN,
    );
    const births = rates.flatMap(({ bornAt }) => bornAt ?? []);
    const seenMs = Math.min(...rates.map((rate) => rate.seenMs));
    const part: Part = {
      windowMs: this.#window,
      seenMs,
      looks: looks.count(after, at),
      atLeast,
      atMost,
      from,
      to,
      told: false,
      ...(births.length > 0 && { bornAt: Math.max(...births) }),
    };
    return value.gap ? value : { ...value, part };
  }
}

/** A window in which two looks never are. */
class TooNarrow implements Reader {
  readonly name: string;
  readonly #gap: Gap;

  constructor(name: string, window: Milliseconds, every: Milliseconds) {
    this.name = name;
    this.#gap = gap(
      'not_configured',
      `a window of ${printDuration(window)} never holds two looks that are ${exactDuration(every)} apart`,
      remedy('Widen the window, or look more often.'),
    );
  }

  read(_scrape: Scrape, now: Instant): Looked {
    return missing(now, this.#gap);
  }
}

function notNumbers(shown: string, bad: number, all: number): Gap {
  return gap(
    'nan',
    all === 1 ? `${shown} is not a number` : `${bad} of ${all} series of ${shown} are not numbers`,
  );
}
