// The four ways in which a metrics page is read, and what a reader of it is told.

/**
 * `text` is 0.0.4 as Prometheus' own scraper takes it; `strict text` as its library for tools (expfmt) does, to the letter.
 * `openmetrics` is OpenMetrics 1.0 as the scraper takes it; `strict openmetrics` all that its test suite asks for.
 */
export type Dialect = 'text' | 'strict text' | 'openmetrics' | 'strict openmetrics';

export type MetadataKind = 'HELP' | 'TYPE' | 'UNIT';

/** A label's name and value by turns, in the page's order: half the objects, for pages of 50,000 series. */
export type LabelPairs = readonly string[];

export interface Exemplar {
  readonly labels: LabelPairs;
  readonly value: string;
  readonly timestamp: string | null;
}

/** One line with a value. The numbers keep their text: what is exact on the page stays exact. */
export interface PageSample {
  readonly name: string;
  readonly labels: LabelPairs;
  readonly value: string;
  /** Milliseconds in 0.0.4, seconds in OpenMetrics. */
  readonly timestamp: string | null;
  readonly exemplar: Exemplar | null;
}

/** Told of each line in order; a sentence as an answer refuses the page. */
export interface PageListener {
  /** Whether the labels of this series are wanted; those of others are checked and left empty. All are, when it is not there. */
  wants?(name: string): boolean;
  metadata?(kind: MetadataKind, name: string, text: string): string | null;
  sample(sample: PageSample): string | null;
  end?(): string | null;
}

export function isOpenMetrics(dialect: Dialect): boolean {
  return dialect === 'openmetrics' || dialect === 'strict openmetrics';
}

/** Which dialect an answer's Content-Type announces. */
export function dialectOf(contentType: string | null, { strict }: { readonly strict: boolean }): Dialect {
  const openMetrics = contentType !== null && /^\s*application\/openmetrics-text\b/i.test(contentType);
  if (openMetrics) return strict ? 'strict openmetrics' : 'openmetrics';
  return strict ? 'strict text' : 'text';
}

/** The value of this label, or null. */
export function labelValue(labels: LabelPairs, name: string): string | null {
  for (let index = 0; index < labels.length; index += 2)
    if (labels[index] === name) return labels[index + 1] ?? null;
  return null;
}
