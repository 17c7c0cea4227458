// Which series a read means: by label, a value or a pattern for the whole value, as PromQL's `=` and `=~`.

import * as z from 'zod';
import { BoundedRegex, compileRegex, readRegex, regexMsMax } from '../bounded-regex.ts';

export type LabelMatch = string | RegExp;

const labelValueField = z
  .union([z.string(), z.int(), z.boolean()], {
    error: 'a label is matched by its value, or by /pattern/ for the whole value',
  })
  .transform((written, context): LabelMatch => {
    const text = String(written);
    if (!/^\/.+\/[a-z]*$/s.test(text)) return text;
    const pattern = readRegex(text);
    const whole = pattern && compileRegex(`^(?:${pattern.source})$`, pattern.flags);
    if (whole) return whole;
    context.addIssue({
      code: 'custom',
      message: 'this is no regular expression: write /pattern/ with the flags i, m, s or u, or a plain value',
    });
    return z.NEVER;
  });

export const labelsField = z
  .record(z.string().min(1, { error: 'the name of a label is needed' }), labelValueField)
  .meta({
    description:
      'Labels that the series must have: { code: "500" }, { path: /\\/api\\/.*/ } for a pattern of the whole value.',
  });

export type LabelMatches = Readonly<Record<string, LabelMatch>>;

/** Label values that one pattern is held against in one look, beyond those that it has seen before. */
const newValuesMax = 2_000;
/** Answers that are kept, so that a value is held against a pattern once and not at every look. */
const answersMax = 20_000;

/** Why it cannot be told whether a series is meant, as a sentence. */
export type Matched = boolean | { readonly problem: string };

export class LabelMatchers {
  readonly #matchers: readonly Matcher[];

  constructor(matches: LabelMatches) {
    this.#matchers = Object.entries(matches).map(([label, match]) =>
      typeof match === 'string' ? { label, value: match } : { label, pattern: new CachedPattern(match) },
    );
  }

  /** To be called before each look. */
  begin(): void {
    for (const matcher of this.#matchers) matcher.pattern?.begin();
  }

  /** @param valueOf the series' label, or null; an absent label and an empty one are the same, as in Prometheus. */
  match(valueOf: (label: string) => string | null): Matched {
    for (const { label, value, pattern } of this.#matchers) {
      const found = valueOf(label) ?? '';
      const answer: Matched = pattern ? pattern.test(found) : found === value;
      if (answer !== true) return answer;
    }
    return true;
  }
}

interface Matcher {
  readonly label: string;
  readonly value?: string;
  readonly pattern?: CachedPattern;
}

class CachedPattern {
  readonly #regex: BoundedRegex;
  readonly #answers = new Map<string, boolean>();
  #asked = 0;

  constructor(pattern: RegExp) {
    this.#regex = new BoundedRegex(pattern);
  }

  begin(): void {
    this.#asked = 0;
    if (this.#answers.size > answersMax) this.#answers.clear();
  }

  test(value: string): Matched {
    const known = this.#answers.get(value);
    if (known !== undefined) return known;
    if (++this.#asked > newValuesMax)
      return { problem: `more than ${newValuesMax} new label values to hold against ${this.#regex.source}` };
    const found = this.#regex.exec(value);
    if (found === 'slow')
      return {
        problem: `${this.#regex.source} took more than ${regexMsMax}ms over a label and was broken off`,
      };
    // A copy of its own: a part of the page would keep the whole page in memory.
    this.#answers.set(structuredClone(value), found !== null);
    return found !== null;
  }
}

/** `{code="500",path=~"/api/.*"}`; empty without labels. */
export function shownLabels(matches: LabelMatches): string {
  const shown = Object.entries(matches).map(([label, match]) =>
    typeof match === 'string' ? `${label}="${match}"` : `${label}=~"${match.source.slice(4, -2)}"`,
  );
  return shown.length === 0 ? '' : `{${shown.join(',')}}`;
}
