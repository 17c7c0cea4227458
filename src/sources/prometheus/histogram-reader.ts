// Quantiles and shares from the buckets of a histogram, over what they have grown by within a window (docs/rules-research.md §6.5).

import { amount, amountFromNumber, divideAmounts, multiplyAmounts } from '../../domain/amount.ts';
import type { Answer } from '../../domain/answer.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { printDuration } from '../../domain/duration.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { histogramQuantile, type Bucket } from '../../domain/histogram.ts';
import type { Lineage } from '../../domain/lineage.ts';
import type { Part } from '../../domain/sample.ts';
import { plainText } from '../../domain/text.ts';
import { compareNumeric, isNumeric, sameValue } from '../../domain/value.ts';
import type { PatternBudget } from '../pattern-budget.ts';
import { Beginnings } from './beginnings.ts';
import { HistogramTrack, trackedLooksMax, type BucketRow, type HistogramGrowth } from './histogram-track.ts';
import { floatOf } from './page/numbers.ts';
import { labelValue } from './page/dialect.ts';
import type { PrometheusRead } from './options.ts';
import type { Scrape } from './scrape.ts';
import { seriesKey } from './series-key.ts';
import { oldestOf, Selection, type Selected } from './selection.ts';
import { PageLooks } from './page-looks.ts';
import { missing, oneLook, saysNothing, type Looked, type Reader, type TrackMemory } from './reader.ts';
import { histogramMemory } from './track-memory.ts';
import { moreLabels } from '../remedies.ts';

type HistogramRead = Extract<PrometheusRead, { histogram: string }>;

export class HistogramReader implements Reader {
  readonly name: string;
  readonly #read: HistogramRead;
  readonly #selection: Selection;
  readonly #track: HistogramTrack;

  readonly #looks: PageLooks;
  readonly memory: TrackMemory;
  /** The longest step of which the edge of the window may hide a part. */
  readonly #fine: Milliseconds;

  /** @param near looks no further apart than this belong together. */
  constructor(read: HistogramRead, near: Milliseconds, budget: PatternBudget) {
    this.name = `${read.histogram}_bucket`;
    this.#read = read;
    this.#selection = new Selection(this.name, read.labels, budget, { ofAll: true });
    this.#track = new HistogramTrack(read.window);
    this.#looks = new PageLooks(near);
    this.memory = histogramMemory(this.#track, this.#looks, read.window);
    this.#fine = near + read.window / trackedLooksMax;
  }

  fail(): void {
    this.#looks.fail();
  }

  read(scrape: Scrape, now: Instant): Looked {
    const selected = this.#selection.from(scrape, now);
    if (selected.gap) {
      if (saysNothing(selected.gap)) this.#note(this.#looks.instantOfNone(now), 'unsaid');
      else this.fail();
      return missing(now, selected.gap);
    }
    const rows = this.#rowsOf(selected.value, new Beginnings(scrape, this.name));
    if (rows.gap) {
      this.fail();
      return missing(now, rows.gap);
    }
    const at = Math.min(now, oldestOf(selected.value));
    const standing = this.#looks.standing(at, now);
    if (standing.gap) return missing(now, standing.gap);
    if (standing.value === 'new') {
      this.#note(at, this.#track.lineage(at, rows.value));
      this.#track.add(at, rows.value);
    }
    const grown = this.#track.increase(at);
    if (grown === null) return missing(now, oneLook(this.#read.window, now - at));
    const least = this.#told(grown.least, at);
    const most = this.#told(grown.most, at);
    // Only what came to be between two looks was observed at all.
    const shown = least.sample.gap ? most : least;
    if (shown.sample.gap || most.sample.gap) return shown;
    return { ...shown, sample: { ...shown.sample, ...this.#part(least, most, grown, at) } };
  }

  #note(at: Instant, lineage: Lineage): void {
    this.#looks.forget(at - this.#read.window);
    this.#looks.note(at, lineage);
  }

  #told(grown: readonly Bucket[], now: Instant): Looked {
    return 'quantile' in this.#read
      ? this.#quantile(this.#read.quantile, grown, now)
      : this.#share(this.#read.share, grown, now);
  }

  /** What a value rests on whose window was not seen whole, or in which a series came to be. */
  #part(
    least: Looked,
    most: Looked,
    { edge, bornAt }: HistogramGrowth,
    now: Instant,
  ): { readonly part?: Part } {
    const windowMs = this.#read.window;
    const after = now - windowMs;
    // What of a long step lies in the window cannot be told: none of it counts.
    const isLong = edge !== null && edge.to - edge.from > this.#fine;
    const since = isLong ? edge.to : after;
    const seenMs = Math.min(this.#looks.seen(since, now, this.#track.first), windowMs);
    const high = most.sample.value;
    const low = least.sample.gap ? null : least.sample.value;
    const isOne = low !== null && low !== undefined && high !== undefined && sameValue(low, high);
    if (seenMs >= windowMs && isOne) return {};
    const open = { atLeast: Number.NEGATIVE_INFINITY, atMost: Number.POSITIVE_INFINITY };
    const ends = [low, high].flatMap((end) =>
      end !== null && end !== undefined && isNumeric(end) ? [end] : [],
    );
    const [first, second] = ends;
    const taken =
      first === undefined || second === undefined
        ? { from: open.atLeast, to: open.atMost }
        : compareNumeric(first, second) <= 0
          ? { from: first, to: second }
          : { from: second, to: first };
    const looks = this.#looks.count(after, now);
    const births = bornAt === null || isOne ? {} : { bornAt };
    return { part: { windowMs, seenMs, looks, ...open, ...taken, told: false, ...births } };
  }

  #quantile(q: number, grown: readonly Bucket[], now: Instant): Looked {
    const all = grown.at(-1)?.count ?? 0;
    if (all === 0) return missing(now, this.#nothing());
    const value = histogramQuantile(q, grown);
    if (Number.isNaN(value))
      return missing(now, gap('wrong_type', `${this.#selection.shown} has no bucket besides "+Inf"`));
    const highest = grown.at(-2);
    const isBeyond = highest !== undefined && highest.count < q * all;
    const note = isBeyond
      ? `p${shownPercent(q)} of ${plainText(this.#read.histogram, 80)} lies above its highest bucket, ${highest.upperBound}`
      : null;
    return { sample: { at: now, value }, note };
  }

  #share(
    { operator, bound }: { operator: string; bound: string },
    grown: readonly Bucket[],
    now: Instant,
  ): Looked {
    const all = grown.at(-1)?.count ?? 0;
    const wanted = floatOf(bound);
    const bucket = grown.find(({ upperBound }) => upperBound === wanted);
    if (!bucket) {
      const bounds = grown.slice(0, -1).map(({ upperBound }) => upperBound);
      const others =
        bounds.length === 0
          ? 'it has none besides "+Inf"'
          : `they are ${plainText(bounds.join(', '), 120)}, +Inf`;
      return missing(now, gap('not_found', `${bound} is no bucket of ${this.#selection.shown}: ${others}`));
    }
    if (all === 0) return missing(now, this.#nothing());
    const part = operator === '<=' ? bucket.count : all - bucket.count;
    const share = divideAmounts(amountFromNumber(part), amountFromNumber(all));
    if (!share) return missing(now, this.#nothing());
    return { sample: { at: now, value: multiplyAmounts(share, amount(100)) }, note: null };
  }

  #nothing(): Gap {
    const window = printDuration(this.#read.window);
    return gap('empty', `nothing was observed in ${plainText(this.#read.histogram, 80)} within ${window}`);
  }

  /** Each series' buckets in order, all with the same bounds; or why they make no histogram. */
  #rowsOf(series: readonly Selected[], beginnings: Beginnings): Answer<BucketRow[]> {
    const { shown } = this.#selection;
    const groups = new Map<string, { bound: number; count: number }[]>();
    const begun = new Map<string, Instant | null>();
    for (const { sample } of series) {
      const bound = floatOf(labelValue(sample.labels, 'le') ?? '');
      const count = floatOf(sample.value);
      if (Number.isNaN(bound))
        return { gap: gap('wrong_type', `a series of ${shown} has no bound in its label "le"`) };
      if (!Number.isFinite(count)) return { gap: gap('nan', `a bucket of ${shown} holds no finite number`) };
      const key = seriesKey(sample.labels, 'le');
      const group = groups.get(key);
      if (group) group.push({ bound, count });
      else {
        groups.set(key, [{ bound, count }]);
        begun.set(key, beginnings.of(sample.labels));
      }
    }
    const rows = Array.from(groups, ([key, group]): BucketRow => {
      group.sort((left, right) => (left.bound < right.bound ? -1 : 1));
      return {
        key,
        bounds: group.map(({ bound }) => bound),
        counts: group.map(({ count }) => count),
        begunAt: begun.get(key) ?? null,
      };
    });
    const problem = wrongBounds(rows, shown);
    return problem ? { gap: problem } : { value: rows };
  }
}

function wrongBounds(rows: readonly BucketRow[], shown: string): Gap | null {
  const bounds = rows[0]?.bounds ?? [];
  if (bounds.at(-1) !== Number.POSITIVE_INFINITY)
    return gap('wrong_type', `${shown} lacks its bucket "+Inf"`);
  if (bounds.some((bound, index) => bound === bounds[index + 1]))
    return gap('parse', `${shown} has a bucket twice: which one is meant cannot be told`);
  const same = bounds.join();
  return rows.some((row) => row.bounds.join() !== same)
    ? gap('wrong_type', `the series of ${shown} have different buckets: name more labels`, moreLabels)
    : null;
}

/** 0.95 is p95, 0.999 p99.9. */
function shownPercent(q: number): string {
  return String(Number((q * 100).toPrecision(12)));
}
