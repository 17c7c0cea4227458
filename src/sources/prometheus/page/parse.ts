// A metrics page, read in one pass over its text: 0.0.4 (prometheus/docs, exposition_formats.md) and OpenMetrics 1.0.
// On any mistake the page as a whole is refused, as Prometheus does: half a page is worse than none.
//
//   page   = { line "\n" }                                  line = comment | sample | blanks (0.0.4 only)
//   sample = name [ braces ] value [ timestamp ] [ " # " braces value [ timestamp ] ] (exemplars: OpenMetrics only)
//   sample = "{" quoted-name … "}" value …                  a name in UTF-8

import { isOpenMetrics, type Dialect, type Exemplar, type LabelPairs, type PageListener } from './dialect.ts';
import { PageFault } from './fault.ts';
import { LabelReader } from './labels.ts';
import { readComment } from './metadata.ts';
import { decimalEnd, isNumberWord, overflows } from './numbers.ts';

export type PageResult =
  | {
      readonly ok: true;
      readonly samples: number;
      /** Places that are not as the format wants them and were let pass. */
      readonly tolerated: number;
    }
  | { readonly ok: false; readonly line: number; readonly problem: string; readonly tooMany: boolean };

export interface PageLimits {
  readonly samplesMax: number;
}

const noLabels: LabelPairs = [];
const space = 32;
const tab = 9;
const hash = 35;
const brace = 123;

/** Tells the listener of every line. It never throws: what is wrong, and in which line, is in the result. */
export class PageParser {
  readonly #text: string;
  readonly #dialect: Dialect;
  readonly #openMetrics: boolean;
  readonly #listener: PageListener;
  readonly #limits: PageLimits;
  readonly #labels: LabelReader;
  #at = 0;
  #lineEnd = 0;
  #samples = 0;
  #tolerated = 0;
  /** The last plain name: a family's samples follow each other. */
  #name = '';

  constructor(text: string, dialect: Dialect, listener: PageListener, limits: PageLimits) {
    this.#text = text;
    this.#dialect = dialect;
    this.#openMetrics = isOpenMetrics(dialect);
    this.#listener = listener;
    this.#limits = limits;
    this.#labels = new LabelReader(text, dialect);
  }

  /** Reads on for so many lines. Null: there are more. */
  step(lines: number): PageResult | null {
    try {
      return this.#step(lines);
    } catch (error) {
      if (!(error instanceof PageFault)) throw error;
      const line = lineOf(this.#text, error.at);
      return { ok: false, line, problem: error.message, tooMany: error.tooMany };
    }
  }

  #step(lines: number): PageResult | null {
    const text = this.#text;
    let ended = false;
    for (let read = 0; this.#at < text.length && !ended; read++) {
      if (read === lines) return null;
      const newline = text.indexOf('\n', this.#at);
      this.#lineEnd = newline < 0 ? text.length : newline;
      if (newline < 0) this.#withoutNewline();
      ended = this.#line();
      // Quoted text may have gone on into the next line.
      this.#at = this.#lineEnd + 1;
    }
    if (this.#openMetrics) {
      if (!ended) throw new PageFault(text.length, 'the page does not end with "# EOF"');
      if (this.#at < text.length) throw new PageFault(this.#at, 'there is something after "# EOF"');
    }
    this.#heed(this.#listener.end?.() ?? null, Math.max(0, text.length - 1));
    return { ok: true, samples: this.#samples, tolerated: this.#tolerated + this.#labels.tolerated };
  }

  #withoutNewline(): void {
    if (this.#dialect === 'strict text')
      throw new PageFault(this.#at, 'the last line does not end with a line feed');
    if (this.#dialect === 'text') this.#tolerated++;
  }

  /** Whether it was the page's last line by its own word. */
  #line(): boolean {
    if (!this.#openMetrics) this.#blanks();
    const start = this.#at;
    if (start === this.#lineEnd) {
      if (this.#openMetrics) throw new PageFault(start, 'an empty line');
      return false;
    }
    if (this.#text.charCodeAt(start) !== hash) {
      this.#sample();
      return false;
    }
    const { metadata, end, odd } = readComment(this.#text, start, this.#lineEnd, this.#dialect);
    if (odd) this.#tolerated++;
    if (metadata && this.#listener.metadata)
      this.#heed(this.#listener.metadata(metadata.kind, metadata.name, metadata.text), start);
    return end;
  }

  #sample(): void {
    const text = this.#text;
    const start = this.#at;
    let name = this.#plainName();
    const nameEnd = this.#at;
    if (!this.#openMetrics) this.#blanks();
    let labels = noLabels;
    if (text.charCodeAt(this.#at) === brace) {
      const braces = this.#braces(name === '' || (this.#listener.wants?.(name) ?? true));
      if (braces.name !== null && name !== '') throw new PageFault(start, 'the metric has two names');
      name = braces.name ?? name;
      labels = braces.labels;
    } else if (this.#at === nameEnd && name !== '') this.#blankNeeded(false);
    if (name === '') throw new PageFault(start, `a metric's name must stand here, not ${this.#seen(start)}`);
    const value = this.#value();
    const timestamp = this.#timestamp();
    const exemplar = this.#openMetrics ? this.#exemplar() : null;
    if (this.#at !== this.#lineEnd)
      throw new PageFault(this.#at, `the line should end before ${this.#seen(this.#at)}`);
    if (++this.#samples > this.#limits.samplesMax)
      throw new PageFault(start, `more than ${this.#limits.samplesMax} series`, { tooMany: true });
    this.#heed(this.#listener.sample({ name, labels, value, timestamp, exemplar }), start);
  }

  /** A name that needs no quotes; empty when there is none. */
  #plainName(): string {
    const text = this.#text;
    const start = this.#at;
    const last = this.#name;
    if (
      last !== '' &&
      text.startsWith(last, start) &&
      !isNamePart(text.charCodeAt(start + last.length), true)
    ) {
      this.#at = start + last.length;
      return last;
    }
    let at = start;
    for (; isNamePart(text.charCodeAt(at), at > start); at++);
    this.#at = at;
    this.#name = text.slice(start, at);
    return this.#name;
  }

  #braces(keep: boolean): ReturnType<LabelReader['read']> {
    const braces = this.#labels.read(this.#at + 1, this.#lineEnd, keep);
    this.#at = braces.end;
    if (this.#at > this.#lineEnd) {
      this.#tolerated++;
      const newline = this.#text.indexOf('\n', this.#at);
      this.#lineEnd = newline < 0 ? this.#text.length : newline;
      if (newline < 0) this.#withoutNewline();
    }
    return braces;
  }

  /** A number after one blank (OpenMetrics) or any blanks (0.0.4). */
  #value(): string {
    if (this.#openMetrics) this.#blankNeeded(true);
    else this.#blanks();
    return this.#number('a value');
  }

  #number(what: string): string {
    const text = this.#text;
    const start = this.#at;
    const end = decimalEnd(text, start);
    if (end > start && this.#isTokenEnd(end)) {
      this.#at = end;
      const number = text.slice(start, end);
      if ((number.length > 300 || /e\+?\d{3}/i.test(number)) && overflows(number))
        throw new PageFault(start, `${what} is beyond what a number can hold`);
      return number;
    }
    let wordEnd = start;
    while (!this.#isTokenEnd(wordEnd)) wordEnd++;
    const word = text.slice(start, wordEnd);
    if (!isNumberWord(word)) throw new PageFault(start, `${what} must stand here, not ${this.#seen(start)}`);
    this.#at = wordEnd;
    return word;
  }

  /** Whole milliseconds in 0.0.4, seconds in OpenMetrics; null when there is none. */
  #timestamp(): string | null {
    const text = this.#text;
    if (!this.#openMetrics) this.#blanks();
    if (this.#at === this.#lineEnd) return null;
    if (this.#openMetrics) {
      if (text.startsWith(' # ', this.#at)) return null;
      this.#blankNeeded(true);
    }
    const start = this.#at;
    const timestamp = this.#number('a timestamp');
    const good = this.#openMetrics ? /\d/ : /^-?\d{1,18}$/;
    if (!good.test(timestamp)) throw new PageFault(start, `no timestamp: ${this.#seen(start)}`);
    if (!this.#openMetrics) this.#blanks();
    return timestamp;
  }

  #exemplar(): Exemplar | null {
    if (!this.#text.startsWith(' # {', this.#at)) return null;
    const start = this.#at;
    this.#at += 3;
    const { labels, name } = this.#braces(true);
    if (name !== null) throw new PageFault(start, 'an exemplar has no name');
    const value = this.#value();
    return { labels, value, timestamp: this.#timestamp() };
  }

  /** @param taken whether we go on after it. */
  #blankNeeded(taken: boolean): void {
    if (this.#text.charCodeAt(this.#at) !== space)
      throw new PageFault(this.#at, `a blank must stand before ${this.#seen(this.#at)}`);
    if (taken) this.#at++;
  }

  #blanks(): void {
    for (let code = this.#text.charCodeAt(this.#at); code === space || code === tab;) {
      this.#at++;
      code = this.#text.charCodeAt(this.#at);
    }
  }

  #isTokenEnd(at: number): boolean {
    if (at >= this.#lineEnd) return true;
    const code = this.#text.charCodeAt(at);
    return code === space || (code === tab && !this.#openMetrics);
  }

  #heed(complaint: string | null, at: number): void {
    if (complaint !== null) throw new PageFault(at, complaint);
  }

  /** What stands there, for a message. */
  #seen(at: number): string {
    return at >= this.#lineEnd
      ? "the line's end"
      : `"${this.#text.slice(at, Math.min(this.#lineEnd, at + 20))}"`;
  }
}

function isNamePart(code: number, digits: boolean): boolean {
  return (
    (code >= 97 && code <= 122) ||
    code === 95 ||
    (code >= 65 && code <= 90) ||
    code === 58 ||
    (digits && code >= 48 && code <= 57)
  );
}

function lineOf(text: string, at: number): number {
  let line = 1;
  for (let from = text.indexOf('\n'); from >= 0 && from < at; from = text.indexOf('\n', from + 1)) line++;
  return line;
}
