// Holds series against the labels that a read means; patterns within the time that their source has for them.

import type { Answer } from '../../domain/answer.ts';
import { gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { BoundedScan } from '../bounded-scan.ts';
import { patternMsMax, type PatternBudget } from '../pattern-budget.ts';
import type { LabelMatches } from './labels.ts';

/** Label values that one pattern is held against in one look, beyond those that it has seen before. */
const newValuesMax = 2_000;
/** Answers that are kept, so that a value is held against a pattern once and not at every look. */
const answersMax = 20_000;

export class LabelMatchers {
  readonly #matchers: readonly Matcher[];

  /** @param budget what the patterns of the source share. */
  constructor(matches: LabelMatches, budget: PatternBudget) {
    this.#matchers = Object.entries(matches).map(([label, match]) =>
      typeof match === 'string'
        ? { label, value: match }
        : { label, pattern: new CachedPattern(match, budget) },
    );
  }

  /**
   * Those that are meant, in their order.
   * @param valueOf a series' label, or null; an absent label and an empty one are the same, as in Prometheus.
   */
  among<Series>(
    all: readonly Series[],
    valueOf: (series: Series, label: string) => string | null,
  ): Answer<readonly Series[]> {
    let chosen = all;
    for (const { label, value, pattern } of this.#matchers) {
      const found = (series: Series): string => valueOf(series, label) ?? '';
      const problem = pattern?.learn(chosen.map(found)) ?? null;
      if (problem !== null) return { gap: gap('too_large', plainText(problem)) };
      chosen = chosen.filter((series) => (pattern ? pattern.fits(found(series)) : found(series) === value));
    }
    return { value: chosen };
  }
}

interface Matcher {
  readonly label: string;
  readonly value?: string;
  readonly pattern?: CachedPattern;
}

class CachedPattern {
  readonly #scan: BoundedScan;
  readonly #answers = new Map<string, boolean>();

  constructor(pattern: RegExp, budget: PatternBudget) {
    this.#scan = new BoundedScan(pattern, budget, patternMsMax);
  }

  fits(value: string): boolean {
    return this.#answers.get(value) === true;
  }

  /** Holds those that are new against the pattern, all at once; why it could not, or null. */
  learn(values: readonly string[]): string | null {
    if (this.#answers.size > answersMax) this.#answers.clear();
    const fresh = [...new Set(values)].filter((value) => !this.#answers.has(value));
    if (fresh.length === 0) return null;
    if (fresh.length > newValuesMax)
      return `more than ${newValuesMax} new label values to hold against ${this.#scan.source}`;
    const found = this.#scan.matching(fresh);
    if (typeof found === 'string') return this.#scan.sentence(found, 'over a label');
    const matching = new Set(found.indexes);
    // A copy of its own: a part of the page would keep the whole page in memory.
    for (const [index, value] of fresh.entries())
      this.#answers.set(structuredClone(value), matching.has(index));
    return null;
  }
}
