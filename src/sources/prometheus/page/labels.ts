// The part in braces: labels, and the metric's name when it is not a plain one.
//
//   braces = "{" [ entry { "," entry } [ "," ] ] "}"        entry = name "=" quoted | quoted "=" quoted | quoted

import type { Dialect } from './dialect.ts';
import { PageFault } from './fault.ts';
import { closingQuote, unescaped } from './quoted.ts';

/** More labels than this on one series refuse the page: duplicates are looked for in pairs. */
const labelsMax = 200;

const comma = 44;
const closing = 125;
const equals = 61;
const quote = 34;

export interface Braces {
  readonly labels: string[];
  /** The quoted text that stands alone: the metric's name. */
  readonly name: string | null;
  /** Offset after the closing brace. */
  readonly end: number;
}

export class LabelReader {
  readonly #text: string;
  readonly #openMetrics: boolean;
  readonly #strictText: boolean;
  readonly #strictOpenMetrics: boolean;
  /** The next backslash at or after where we are; pages have few. */
  #backslash = -1;
  #at = 0;
  /** The names of the last series by place: one series is labelled like the next. */
  readonly #names: string[] = [];
  /** Commas that were missing and were let pass. */
  tolerated = 0;

  constructor(text: string, dialect: Dialect) {
    this.#text = text;
    this.#openMetrics = dialect === 'openmetrics' || dialect === 'strict openmetrics';
    this.#strictText = dialect === 'strict text';
    this.#strictOpenMetrics = dialect === 'strict openmetrics';
  }

  /**
   * @param at offset after the opening brace.
   * @param lineEnd offset of the line's end, which quoted text may pass in lenient 0.0.4 only.
   * @param keep whether the labels' values are wanted; if not they are checked all the same, and left empty.
   */
  read(at: number, lineEnd: number, keep: boolean): Braces {
    const text = this.#text;
    const limit = this.#openMetrics || this.#strictText ? lineEnd : text.length;
    const labels: string[] = [];
    let name: string | null = null;
    this.#at = at;
    this.#blanks();
    if (this.#loneComma()) return { labels, name, end: this.#at };
    while (text.charCodeAt(this.#at) !== closing) {
      const start = this.#at;
      const isQuoted = text.charCodeAt(start) === quote;
      const label = isQuoted ? this.#quoted(limit, true) : this.#labelName(labels.length >> 1);
      this.#blanks();
      if (text.charCodeAt(this.#at) === equals) {
        this.#at++;
        this.#blanks();
        if (text.charCodeAt(this.#at) !== quote)
          throw new PageFault(this.#at, `the value of the label "${label}" must stand in quotes`);
        this.#take(labels, label, this.#quoted(limit, keep), start);
      } else {
        if (!isQuoted) throw new PageFault(this.#at, `"=" must follow the label "${label}"`);
        if (name !== null) throw new PageFault(start, 'the metric has two names');
        name = label;
      }
      this.#separator(name !== null && labels.length === 0);
    }
    if (labels.length > 2) refuseDuplicates(labels, at);
    return { labels, name, end: this.#at + 1 };
  }

  #take(labels: string[], label: string, value: string, at: number): void {
    if (label === '') throw new PageFault(at, 'a label has no name');
    if (this.#strictText && label === '__name__') throw new PageFault(at, 'the label "__name__" is reserved');
    labels.push(label, value);
    if (labels.length > 2 * labelsMax) throw new PageFault(at, `more than ${labelsMax} labels on one series`);
  }

  /** After an entry: a comma and the next one, or the closing brace. */
  #separator(afterName: boolean): void {
    const text = this.#text;
    this.#blanks();
    const code = text.charCodeAt(this.#at);
    if (code === closing) return;
    if (code === comma) {
      this.#at++;
      if (this.#openMetrics) {
        if (text.charCodeAt(this.#at) === 32) this.#at++;
      } else this.#blanks();
      if (text.charCodeAt(this.#at) !== closing) return;
      if (this.#strictOpenMetrics) throw new PageFault(this.#at, 'a comma before "}"');
      return;
    }
    if (this.#openMetrics || this.#strictText || afterName)
      throw new PageFault(this.#at, 'a comma or "}" must follow a label');
    this.tolerated++;
  }

  /** `{,}` is taken for `{}` in 0.0.4, as its tools do. */
  #loneComma(): boolean {
    if (this.#openMetrics || this.#text.charCodeAt(this.#at) !== comma) return false;
    const start = this.#at++;
    this.#blanks();
    if (this.#text.charCodeAt(this.#at) !== closing)
      throw new PageFault(start, 'a label is missing before ","');
    this.#at++;
    return true;
  }

  #labelName(place: number): string {
    const text = this.#text;
    const start = this.#at;
    const last = this.#names[place];
    if (
      last !== undefined &&
      text.startsWith(last, start) &&
      !isLabelPart(text.charCodeAt(start + last.length), true)
    ) {
      this.#at = start + last.length;
      return last;
    }
    let at = start;
    for (; isLabelPart(text.charCodeAt(at), at > start); at++);
    if (at === start) throw new PageFault(start, "a label's name is missing");
    this.#at = at;
    const name = text.slice(start, at);
    this.#names[place] = name;
    return name;
  }

  #quoted(limit: number, keep: boolean): string {
    const text = this.#text;
    const from = this.#at + 1;
    const end = text.indexOf('"', from);
    if (end < 0 || end >= limit) throw new PageFault(from - 1, 'a quoted text does not end');
    if (this.#backslash < from) {
      const next = text.indexOf('\\', from);
      this.#backslash = next < 0 ? Number.POSITIVE_INFINITY : next;
    }
    if (this.#backslash > end) {
      this.#at = end + 1;
      return keep ? text.slice(from, end) : '';
    }
    const realEnd = closingQuote(text, from, limit);
    this.#at = realEnd + 1;
    return unescaped(text, from, realEnd, this.#strictText);
  }

  #blanks(): void {
    if (this.#openMetrics) return;
    const text = this.#text;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code !== 32 && code !== 9) return;
      this.#at++;
    }
  }
}

function isLabelPart(code: number, digits: boolean): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    (digits && code >= 48 && code <= 57)
  );
}

function refuseDuplicates(labels: readonly string[], at: number): void {
  for (let later = 2; later < labels.length; later += 2)
    for (let index = 0; index < later; index += 2)
      if (labels[index] === labels[later])
        throw new PageFault(at, `the label "${labels[later]}" stands twice on one series`);
}
