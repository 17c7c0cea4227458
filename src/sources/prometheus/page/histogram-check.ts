// Whether the samples of one OpenMetrics histogram are whole: buckets in order, `+Inf` at their end, count and sum with them.

import { labelValue, type PageSample } from './dialect.ts';
import { floatOf } from './numbers.ts';

/** One set of labels at one instant. */
interface Facts {
  bound: number | null;
  value: number;
  count: number | null;
  hasSum: boolean;
  hasGaugeSum: boolean;
  negativeBuckets: boolean;
  negativeGaugeSum: boolean;
}

export class HistogramCheck {
  readonly #name: string;
  #key: string | null = null;
  #facts = noFacts();

  constructor(name: string) {
    this.#name = name;
  }

  /** @param group the sample's labels without `le`, as text. */
  add(sample: PageSample, group: string): string | null {
    const key = `${group} ${sample.timestamp}`;
    if (key !== this.#key) {
      const complaint = this.end();
      if (complaint !== null) return complaint;
      this.#key = key;
      this.#facts = noFacts();
    }
    const facts = this.#facts;
    const value = floatOf(sample.value);
    switch (sample.name.slice(this.#name.length)) {
      case '_bucket':
        return this.#bucket(floatOf(labelValue(sample.labels, 'le') ?? ''), value);
      case '_count':
      case '_gcount':
        facts.count = value;
        return null;
      case '_sum':
        facts.hasSum = true;
        return null;
      case '_gsum':
        facts.hasGaugeSum = true;
        facts.negativeGaugeSum = value < 0;
        return null;
      default:
        return null;
    }
  }

  end(): string | null {
    if (this.#key === null) return null;
    const facts = this.#facts;
    const hasSum = facts.hasSum || facts.hasGaugeSum;
    if (facts.bound !== Number.POSITIVE_INFINITY) return `"${this.#name}" lacks its bucket "+Inf"`;
    if (facts.count !== null && facts.count !== facts.value)
      return `the count of "${this.#name}" is not that of its bucket "+Inf"`;
    if (hasSum && facts.count === null) return `"${this.#name}" has a sum and no count`;
    if (!hasSum && facts.count !== null) return `"${this.#name}" has a count and no sum`;
    if (facts.negativeBuckets && facts.hasSum) return `"${this.#name}" has a sum and buckets below zero`;
    if (!facts.negativeBuckets && facts.negativeGaugeSum)
      return `"${this.#name}" has a sum below zero and no bucket there`;
    return null;
  }

  #bucket(bound: number, value: number): string | null {
    const facts = this.#facts;
    if (facts.bound !== null && bound <= facts.bound)
      return `the buckets of "${this.#name}" are out of order`;
    if (value < facts.value) return `a bucket of "${this.#name}" holds less than the one below it`;
    facts.negativeBuckets ||= bound < 0;
    facts.bound = bound;
    facts.value = value;
    return null;
  }
}

function noFacts(): Facts {
  return {
    bound: null,
    value: 0,
    count: null,
    hasSum: false,
    hasGaugeSum: false,
    negativeBuckets: false,
    negativeGaugeSum: false,
  };
}
