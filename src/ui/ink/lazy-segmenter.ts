// An Intl.Segmenter that splits simple texts by itself and makes the real one only when it meets a text that needs it.
// The build puts it in the place of `Intl.Segmenter` inside the program (scripts/cures.ts); nothing global is changed.

import { isStandingAloneText } from '../../domain/one-cell.ts';

export class LazySegmenter implements Intl.Segmenter {
  static supportedLocalesOf(locales: Intl.LocalesArgument): string[] {
    return Intl.Segmenter.supportedLocalesOf(locales);
  }

  readonly #locales: Intl.LocalesArgument;
  readonly #options: Intl.SegmenterOptions | undefined;
  readonly #byGrapheme: boolean;
  #real: Intl.Segmenter | null = null;

  constructor(locales?: Intl.LocalesArgument, options?: Intl.SegmenterOptions) {
    this.#locales = locales;
    this.#options = options;
    this.#byGrapheme = (options?.granularity ?? 'grapheme') === 'grapheme';
  }

  segment(text: string): Intl.Segments {
    return this.#byGrapheme && typeof text === 'string' && isStandingAloneText(text)
      ? new SimpleSegments(text)
      : this.#segmenter().segment(text);
  }

  resolvedOptions(): Intl.ResolvedSegmenterOptions {
    return this.#segmenter().resolvedOptions();
  }

  #segmenter(): Intl.Segmenter {
    this.#real ??= new Intl.Segmenter(this.#locales, this.#options);
    return this.#real;
  }
}

/** The segments of a text whose every UTF-16 unit is one. */
class SimpleSegments implements Intl.Segments {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The segment at this index, which counts as `Intl.Segments` counts: without its fraction, 0 when it is no number. */
  containing(index?: number): Intl.SegmentData | undefined {
    const at = Math.trunc(Number(index)) || 0;
    return at >= 0 && at < this.#text.length ? this.#at(at) : undefined;
  }

  *[Symbol.iterator](): Intl.SegmentIterator<Intl.SegmentData> {
    for (let index = 0; index < this.#text.length; index++) yield this.#at(index);
  }

  #at(index: number): Intl.SegmentData {
    return { segment: this.#text.charAt(index), index, input: this.#text };
  }
}
