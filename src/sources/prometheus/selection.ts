// The series that a read means, out of one page; or why it cannot be told which they are.

import type { Answer, Lacking } from '../../domain/answer.ts';
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
import { moreLabels, trustUnframed } from '../remedies.ts';

/** Most series that one read puts together. */
const selectedMax = 10_000;

/** A series with the instant of its sample. */
export interface Selected {
  readonly key: string;
  readonly sample: PageSample;
  readonly at: Instant;
}

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
  constructor(
    name: string,
    labels: LabelMatches,
    budget: PatternBudget,
    { ofAll }: { readonly ofAll: boolean },
  ) {
    this.name = name;
    this.#ofAll = ofAll;
    this.shown = plainText(name + shownLabels(labels), 120);
    this.#matchers = new LabelMatchers(labels, budget);
  }

  /** At least one series, each once, of one with several instants the newest; none of them from the future. */
  from(scrape: Scrape, pageAt: Instant): Answer<readonly Selected[]> {
    const found = this.#found(scrape, pageAt);
    if (scrape.isWhole || (found.gap ? !saysNothing(found.gap) : !this.#ofAll)) return found;
    const what = found.gap
      ? `${this.shown} is not on the page`
      : `more of ${this.shown} may have been cut off`;
    const message = `${what}: neither a length nor a chunk tells that this is all of it; if it always is, say \`unframed: trust\``;
    return { gap: gap('partial_data', message, trustUnframed) };
  }

  #found(scrape: Scrape, pageAt: Instant): Answer<readonly Selected[]> {
    const named = scrape.named(this.name);
    if (named.length === 0 && scrape.hasNone(this.name))
      return {
        gap: gap('empty', `the page knows ${plainText(this.name, 80)}, and has no series of it`),
      };
    if (named.length === 0)
      return none(`no series "${plainText(this.name, 80)}" is on the page${scrape.nearest(this.name)}`);
    const found = new Map<string, Selected>();
    const matched = this.#matchers.among(named, ({ labels }, label) => labelValue(labels, label));
    if (matched.gap) return matched;
    for (const sample of matched.value) {
      if (found.size >= selectedMax)
        return { gap: gap('too_large', `more than ${selectedMax} series match ${this.shown}`, moreLabels) };
      const key = seriesKey(sample.labels, null);
      const at = scrape.at(sample, pageAt);
      const before = found.get(key);
      if (before?.at === at)
        return {
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
    if (problem !== null) return { gap: problem };
    if (series.length > 0) return { value: series };
    const others = named.length === 1 ? 'the one of that name has' : `the ${named.length} of that name have`;
    return none(`no series matches ${this.shown}: ${others} other labels`);
  }
}

function none(message: string): Lacking {
  return { gap: gap('not_found', message) };
}

/** Several readings are as old as the oldest of them. @param series at least one. */
export function oldestOf(series: readonly Selected[]): Instant {
  return series.reduce((oldest, { at }) => Math.min(oldest, at), Number.POSITIVE_INFINITY);
}

/** Several series where one is asked for. */
export function tooMany(shown: string, count: number): Gap {
  return gap(
    'wrong_type',
    `${count} series match ${shown}: name more labels, or say how to aggregate them`,
    moreLabels,
  );
}
