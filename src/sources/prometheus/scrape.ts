// One page taken apart: of its series those that somebody reads, by name.

import type { Instant } from '../../domain/clock.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { plainText } from '../../domain/text.ts';
import {
  isOpenMetrics,
  type Dialect,
  type LabelPairs,
  type PageListener,
  type PageSample,
} from './page/dialect.ts';
import { Families } from './families.ts';
import type { PageResult } from './page/parse.ts';
import { pageReading } from './page/read.ts';

/** Most series that one page may have (RULES.md §6.1). */
const seriesMax = 50_000;
/** Most names that a message looks through for the nearest one. */
const namesMax = 2_000;

export type ScrapeResult =
  | { readonly ok: true; readonly scrape: Scrape }
  | { readonly ok: false; readonly gap: Gap };

/** Lines that are read without a pause: a few milliseconds, so that a large page does not stop the wall. */
const linesAtOnce = 2_000;

/** @param names of the series that are kept. */
export async function takeApart(
  text: string,
  dialect: Dialect,
  names: ReadonlySet<string>,
): Promise<ScrapeResult> {
  const kept = new Map<string, PageSample[]>();
  const seen = new Set<string>();
  const families = new Families(names, dialect);
  const listener: PageListener = {
    wants: (name) => names.has(name),
    metadata(kind, name, type) {
      if (kind !== 'UNIT') families.known(name, kind === 'TYPE' ? type : null);
      return null;
    },
    sample(sample) {
      const { name } = sample;
      if (seen.size < namesMax) seen.add(name);
      families.seen(name);
      if (!names.has(name)) return null;
      const same = kept.get(name);
      if (same) same.push(sample);
      else kept.set(name, [sample]);
      return null;
    },
  };
  const reading = pageReading(text, dialect, listener, { samplesMax: seriesMax });
  let result: PageResult | null = reading.step(linesAtOnce);
  while (result === null) {
    await turn();
    result = reading.step(linesAtOnce);
  }
  if (result.ok) {
    const timestampMs = isOpenMetrics(dialect) ? 1_000 : 1;
    return { ok: true, scrape: new Scrape(kept, seen, families, timestampMs, result.tolerated) };
  }
  const { line, problem, tooMany } = result;
  return { ok: false, gap: gap(tooMany ? 'too_large' : 'parse', plainText(`line ${line}: ${problem}`)) };
}

/** Lets keys, other polls and the wall have their turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

export class Scrape {
  /** Places that were not as the format wants them. */
  readonly tolerated: number;
  readonly #series: ReadonlyMap<string, readonly PageSample[]>;
  readonly #names: ReadonlySet<string>;
  readonly #families: Families;
  readonly #timestampMs: number;

  constructor(
    series: ReadonlyMap<string, readonly PageSample[]>,
    names: ReadonlySet<string>,
    families: Families,
    timestampMs: number,
    tolerated: number,
  ) {
    this.#series = series;
    this.#names = names;
    this.#families = families;
    this.#timestampMs = timestampMs;
    this.tolerated = tolerated;
  }

  named(name: string): readonly PageSample[] {
    return this.#series.get(name) ?? [];
  }

  /** The page knows exactly this name, and has no series of its family: there is none. */
  hasNone(name: string): boolean {
    return this.#families.hasNone(name);
  }

  /** ` (did you mean …)` for a name that is not on the page: one of its family, or the nearest. */
  nearest(name: string): string {
    const own = this.#families.standing(name);
    return own === null ? didYouMean(name, [...this.#names]) : ` (did you mean "${own}"?)`;
  }

  /** The sample's own instant, or that of the page's arrival. */
  at(sample: PageSample, arrivedAt: Instant): Instant {
    return sample.timestamp === null ? arrivedAt : Math.round(Number(sample.timestamp) * this.#timestampMs);
  }
}

/**
 * What makes a series one and no other: its labels, in order of their names. Lengths stand before the texts, so that no two
 * sets of labels look alike.
 */
export function seriesKey(labels: LabelPairs, without: string | null): string {
  let key = '';
  for (const index of inOrder(labels)) {
    const [name = '', value = ''] = [labels[index], labels[index + 1]];
    // An empty label is none, as in Prometheus.
    if (name !== without && value !== '') key += `${name.length},${value.length}:${name}${value}`;
  }
  return key;
}

/** Where each pair begins, by name; most pages have them in order already. */
function inOrder(labels: LabelPairs): readonly number[] {
  const places: number[] = [];
  let sorted = true;
  for (let index = 0; index < labels.length; index += 2) {
    places.push(index);
    if (index > 0 && (labels[index] ?? '') < (labels[index - 2] ?? '')) sorted = false;
  }
  return sorted
    ? places
    : places.sort((left, right) => ((labels[left] ?? '') < (labels[right] ?? '') ? -1 : 1));
}
