// The series that a read means, out of one page; or why it cannot be told which they are.

import type { Instant } from '../../domain/clock.ts';
import { fromFuture } from '../../domain/future.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import type { PatternBudget } from '../pattern-budget.ts';
import { LabelMatchers } from './label-matchers.ts';
import { shownLabels, type LabelMatches } from './labels.ts';
import { labelValue, type PageSample } from './page/dialect.ts';
import { saysNothing } from './reader.ts';
import type { Scrape } from './scrape.ts';
import { seriesKey } from './series-key.ts';

/** Most series that one read puts together. */
const selectedMax = 10_000;

/** A series with the instant of its sample. */
export interface Selected {
  readonly key: string;
  readonly sample: PageSample;
  readonly at: Instant;
}

export type SelectionResult =
  | { readonly ok: true; readonly series: readonly Selected[] }
  | { readonly ok: false; readonly gap: Gap };

export class Selection {
  readonly name: string;
  /** `http_requests_total{code="500"}`, for people. */
  readonly shown: string;
  readonly #matchers: LabelMatchers;
  readonly #ofAll: boolean;

  /**
   * @param budget what the patterns of the source share.
   * @param ofAll what is made of the series is right only with each of them.
   */
  constructor(name: string, labels: LabelMatches, budget: PatternBudget, ofAll: boolean) {
    this.name = name;
    this.#ofAll = ofAll;
    this.shown = plainText(name + shownLabels(labels), 120);
    this.#matchers = new LabelMatchers(labels, budget);
  }

  /** At least one series, each once, of one with several instants the newest; none of them from the future. */
  from(scrape: Scrape, pageAt: Instant): SelectionResult {
    const found = this.#found(scrape, pageAt);
    if (scrape.isWhole || (found.ok ? !this.#ofAll : !saysNothing(found.gap))) return found;
    const what = found.ok
      ? `more of ${this.shown} may have been cut off`
      : `${this.shown} is not on the page`;
    const message = `${what}: neither a length nor a chunk tells that this is all of it; if it always is, say \`unframed: trust\``;
    return { ok: false, gap: gap('partial_data', message) };
  }

  #found(scrape: Scrape, pageAt: Instant): SelectionResult {
    const named = scrape.named(this.name);
    if (named.length === 0 && scrape.hasNone(this.name))
      return {
        ok: false,
        gap: gap('empty', `the page knows ${plainText(this.name, 80)}, and has no series of it`),
      };
    if (named.length === 0)
      return none(`no series "${plainText(this.name, 80)}" is on the page${scrape.nearest(this.name)}`);
    const found = new Map<string, Selected>();
    const matched = this.#matchers.among(named, ({ labels }, label) => labelValue(labels, label));
    if ('problem' in matched) return { ok: false, gap: gap('too_large', plainText(matched.problem)) };
    for (const sample of matched.chosen) {
      if (found.size >= selectedMax)
        return { ok: false, gap: gap('too_large', `more than ${selectedMax} series match ${this.shown}`) };
      const key = seriesKey(sample.labels, null);
      const at = scrape.at(sample, pageAt);
      const before = found.get(key);
      if (before?.at === at)
        return {
          ok: false,
          gap: gap(
            'parse',
            `a series of ${this.shown} stands twice on the page: which one is meant cannot be told`,
          ),
        };
      if (!before || at > before.at) found.set(key, { key, sample, at });
    }
    const series = [...found.values()];
    const newest = series.reduce((latest, { at }) => Math.max(latest, at), pageAt);
    const problem = fromFuture(newest, scrape.arrivedAt);
    if (problem !== null) return { ok: false, gap: problem };
    if (series.length > 0) return { ok: true, series };
    const others = named.length === 1 ? 'the one of that name has' : `the ${named.length} of that name have`;
    return none(`no series matches ${this.shown}: ${others} other labels`);
  }
}

function none(message: string): SelectionResult {
  return { ok: false, gap: gap('not_found', message) };
}

/** Several readings are as old as the oldest of them. @param series at least one. */
export function oldestOf(series: readonly Selected[]): Instant {
  return series.reduce((oldest, { at }) => Math.min(oldest, at), Number.POSITIVE_INFINITY);
}

/** Several series where one is asked for. */
export function tooMany(shown: string, count: number): Gap {
  return gap('wrong_type', `${count} series match ${shown}: name more labels, or say how to aggregate them`);
}
