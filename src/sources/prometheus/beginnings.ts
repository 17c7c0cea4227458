// When what a page counts began: by the series' own `_created`, else by the process that it lives in. Where that is not certain,
// nothing is said: several processes that fit, an exporter that tells of others, a clock that is far off.

import type { Instant } from '../../domain/clock.ts';
import type { LabelPairs } from './page/dialect.ts';
import { instantOf } from './processes.ts';
import type { Scrape } from './scrape.ts';
import { seriesKey } from './series-key.ts';

/** `http_requests_total` is made with `http_requests_created`; null for what is no counter by its name. */
export function createdNameOf(name: string): string | null {
  const [, base = ''] = /^(.+)_(?:total|bucket|count|sum)$/.exec(name) ?? [];
  return base === '' ? null : `${base}_created`;
}

/** What one page says of the series of one name. */
export class Beginnings {
  readonly #scrape: Scrape;
  readonly #created = new Map<string, Instant | null>();
  /** A series' label that its `_created` has not. */
  readonly #without: string | null;

  constructor(scrape: Scrape, name: string) {
    this.#scrape = scrape;
    this.#without = name.endsWith('_bucket') ? 'le' : null;
    for (const sample of scrape.clockIsOff ? [] : scrape.named(createdNameOf(name) ?? '')) {
      const key = seriesKey(sample.labels, null);
      this.#created.set(key, this.#created.has(key) ? null : instantOf(sample));
    }
  }

  /** Of exactly this series; null where nobody says so. */
  of(labels: LabelPairs): Instant | null {
    const own = this.#created.size === 0 ? null : this.#created.get(seriesKey(labels, this.#without));
    return own ?? this.ofProcess(labels);
  }

  /** Of the process that it lives in. */
  ofProcess(labels: LabelPairs): Instant | null {
    return this.#scrape.processes.begunAt(labels);
  }
}
