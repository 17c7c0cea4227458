// One page taken apart: of its series those that somebody reads, by name.

import type { Instant } from '../../domain/clock.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { plainText } from '../../domain/text.ts';
import { isOpenMetrics, type Dialect, type LabelPairs, type PageSample } from './page/dialect.ts';
import { readPage } from './page/read.ts';

/** Most series that one page may have (RULES.md §6.1). */
export const seriesMax = 50_000;
/** Most names that a message looks through for the nearest one. */
const namesMax = 2_000;

export type ScrapeResult =
  | { readonly ok: true; readonly scrape: Scrape }
  | { readonly ok: false; readonly gap: Gap };

/** @param names of the series that are kept. */
export function takeApart(text: string, dialect: Dialect, names: ReadonlySet<string>): ScrapeResult {
  const kept = new Map<string, PageSample[]>();
  const seen = new Set<string>();
  const result = readPage(
    text,
    dialect,
    {
      sample(sample) {
        const { name } = sample;
        if (seen.size < namesMax) seen.add(name);
        if (!names.has(name)) return null;
        const same = kept.get(name);
        if (same) same.push(sample);
        else kept.set(name, [sample]);
        return null;
      },
    },
    { samplesMax: seriesMax },
  );
  if (result.ok) {
    const scrape = new Scrape(kept, seen, isOpenMetrics(dialect) ? 1_000 : 1, result.tolerated);
    return { ok: true, scrape };
  }
  const { line, problem, tooMany } = result;
  return { ok: false, gap: gap(tooMany ? 'too_large' : 'parse', plainText(`line ${line}: ${problem}`)) };
}

export class Scrape {
  /** Places that were not as the format wants them. */
  readonly tolerated: number;
  readonly #series: ReadonlyMap<string, readonly PageSample[]>;
  readonly #names: ReadonlySet<string>;
  readonly #timestampMs: number;

  constructor(
    series: ReadonlyMap<string, readonly PageSample[]>,
    names: ReadonlySet<string>,
    timestampMs: number,
    tolerated: number,
  ) {
    this.#series = series;
    this.#names = names;
    this.#timestampMs = timestampMs;
    this.tolerated = tolerated;
  }

  named(name: string): readonly PageSample[] {
    return this.#series.get(name) ?? [];
  }

  /** ` - did you mean …` for a name that is not on the page. */
  nearest(name: string): string {
    return didYouMean(name, [...this.#names]);
  }

  /** The sample's own instant, or that of the page's arrival. */
  at(sample: PageSample, arrivedAt: Instant): Instant {
    return sample.timestamp === null ? arrivedAt : Math.round(Number(sample.timestamp) * this.#timestampMs);
  }
}

/** What makes a series one and no other: its labels, in order, as text of its own that keeps no page in memory. */
export function seriesKey(labels: LabelPairs, without: string | null): string {
  const pairs: string[] = [];
  for (let index = 0; index < labels.length; index += 2)
    if (labels[index] !== without) pairs.push(JSON.stringify([labels[index], labels[index + 1]]));
  return pairs.sort().join();
}
