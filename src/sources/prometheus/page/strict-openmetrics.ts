// What OpenMetrics 1.0 asks of a page beyond its grammar, as its test suite checks it: families apart and in one piece, values
// that fit their type, whole histograms. One family is held at a time.

import {
  labelValue,
  type LabelPairs,
  type MetadataKind,
  type PageListener,
  type PageSample,
} from './dialect.ts';
import { HistogramCheck } from './histogram-check.ts';
import { floatOf } from './numbers.ts';

/** Most characters that an exemplar's labels have together. */
const exemplarCharactersMax = 128;

const suffixes: Readonly<Record<string, readonly string[]>> = {
  counter: ['_total', '_created'],
  summary: ['', '_count', '_sum', '_created'],
  histogram: ['_count', '_sum', '_bucket', '_created'],
  gaugehistogram: ['_gcount', '_gsum', '_bucket'],
  info: ['_info'],
};
const never: ReadonlySet<string> = new Set(['_total', '_sum', '_count', '_bucket', '_gcount']);
const groupLabel: Readonly<Record<string, string>> = { '': 'quantile', _bucket: 'le' };

class Family {
  readonly name: string;
  help: string | null = null;
  type: string | null = null;
  unit: string | null = null;
  samples = 0;
  group: string | null = null;
  groupTimestamp: bigint | null = null;
  readonly groups = new Set<string>();
  /** Series seen at the group's present instant: a timestamp finer than nanoseconds may repeat one. */
  readonly seriesNow = new Set<string>();
  histogram: HistogramCheck | null = null;

  constructor(name: string) {
    this.name = name;
  }

  allows(sample: string): boolean {
    const ends = this.type === null ? [''] : (suffixes[this.type] ?? ['']);
    return ends.some((end) => this.name + end === sample);
  }
}

/** Checks each line, and hands on what is in order. */
export class StrictOpenMetrics implements PageListener {
  readonly #next: PageListener;
  readonly #names = new Set<string>();
  #family: Family | null = null;

  constructor(next: PageListener) {
    this.#next = next;
  }

  metadata(kind: MetadataKind, name: string, text: string): string | null {
    let family = this.#family;
    if (family?.name !== name) {
      const complaint = this.end();
      if (complaint !== null) return complaint;
      family = this.#family = new Family(name);
    }
    if (family.samples > 0) return `${kind} of "${name}" after its samples`;
    const field = kind === 'HELP' ? 'help' : kind === 'TYPE' ? 'type' : 'unit';
    if (family[field] !== null) return `a second ${kind} for "${name}"`;
    family[field] = text;
    return this.#next.metadata?.(kind, name, text) ?? null;
  }

  sample(sample: PageSample): string | null {
    let family = this.#family;
    if (!family?.allows(sample.name)) {
      const complaint = this.end();
      if (complaint !== null) return complaint;
      family = this.#family = new Family(sample.name);
      family.type = 'unknown';
    }
    const wrong = wrongLabels(family, sample) ?? wrongValue(family, sample) ?? wrongExemplar(family, sample);
    if (wrong !== null) return wrong;
    const place = grouped(family, sample);
    if (place === 'again') return null;
    if (place !== null) return place;
    family.samples++;
    if (family.type === 'histogram' || family.type === 'gaugehistogram') {
      family.histogram ??= new HistogramCheck(family.name);
      const complaint = family.histogram.add(sample, groupKey(sample.labels, 'le'));
      if (complaint !== null) return complaint;
    }
    return this.#next.sample(sample);
  }

  /** Closes the family that is open; at the page's end, the last one. */
  end(): string | null {
    const family = this.#family;
    this.#family = null;
    if (!family) return null;
    const type = family.type ?? 'unknown';
    for (const suffix of new Set([...(suffixes[type] ?? []), ''])) {
      const taken = family.name + suffix;
      if (this.#names.has(taken)) return `the name "${taken}" belongs to two families`;
      this.#names.add(taken);
    }
    if (family.unit !== null && family.unit !== '' && (type === 'info' || type === 'stateset'))
      return `"${family.name}" is of type ${type} and has a unit`;
    return family.histogram?.end() ?? null;
  }
}

function wrongLabels({ name, type }: Family, sample: PageSample): string | null {
  const { labels } = sample;
  if (type === 'stateset' && labelValue(labels, name) === null)
    return `"${name}" is a state set and lacks the label "${name}"`;
  if (sample.name === `${name}_bucket`) {
    const bound = labelValue(labels, 'le');
    const number = bound === null ? Number.NaN : floatOf(bound);
    if (Number.isNaN(number) || (number === Number.POSITIVE_INFINITY && bound !== '+Inf'))
      return `"${sample.name}" needs a label "le" with its bound, the last one "+Inf"`;
  }
  if (type === 'summary' && sample.name === name) {
    const quantile = floatOf(labelValue(labels, 'quantile') ?? '');
    if (!(quantile >= 0 && quantile <= 1)) return `"${name}" needs a label "quantile" from 0 to 1`;
  }
  return null;
}

function wrongValue({ name, type }: Family, sample: PageSample): string | null {
  const value = floatOf(sample.value);
  const suffix = sample.name.slice(name.length);
  if (['_bucket', '_count', '_gcount'].includes(suffix) && !Number.isInteger(value))
    return `"${sample.name}" is no whole number`;
  if (type === 'stateset' && value !== 0 && value !== 1) return `"${name}" is a state set: 0 or 1`;
  if (type === 'info' && value !== 1) return `"${name}" is of type info: its value is 1`;
  if (type === 'summary' && suffix === '' && value < 0) return `a quantile of "${name}" is below zero`;
  if ((never.has(suffix) || suffix === '_gsum') && Number.isNaN(value)) return `"${sample.name}" is NaN`;
  return never.has(suffix) && value < 0 ? `"${sample.name}" counts and is below zero` : null;
}

function wrongExemplar({ type }: Family, { name, exemplar }: PageSample): string | null {
  if (!exemplar) return null;
  const bucket = (type === 'histogram' || type === 'gaugehistogram') && name.endsWith('_bucket');
  if (!bucket && !(type === 'counter' && name.endsWith('_total')))
    return `"${name}" has an exemplar, which only buckets and counters have`;
  const characters = exemplar.labels.reduce((sum, text) => sum + Array.from(text).length, 0);
  return characters > exemplarCharactersMax
    ? `an exemplar's labels are longer than ${exemplarCharactersMax}`
    : null;
}

/** Takes the sample into its group; `again` when it repeats another but for less than a nanosecond. */
function grouped(family: Family, sample: PageSample): string | null {
  const { name, labels, timestamp } = sample;
  const key = groupOf(family, sample);
  const at = timestamp === null ? null : nanoseconds(timestamp);
  const series = `${name} ${groupKey(labels, null)}`;
  const same = key === family.group;
  if (!same && family.groups.has(key)) return `the samples of "${name}" do not stand together`;
  if (same && (at === null) !== (family.groupTimestamp === null))
    return `some samples of "${name}" have a timestamp and some have none`;
  if (
    same &&
    at !== null &&
    family.groupTimestamp !== null &&
    at < family.groupTimestamp &&
    family.type !== 'info'
  )
    return `the timestamps of "${name}" go backwards`;
  if (!same) family.seriesNow.clear();
  const again = at === family.groupTimestamp && family.seriesNow.has(series);
  family.seriesNow.add(series);
  family.group = key;
  family.groupTimestamp = at;
  family.groups.add(key);
  return again ? 'again' : null;
}

function groupOf({ name, type }: Family, sample: PageSample): string {
  if (type === 'info') return '';
  if (type === 'stateset') return groupKey(sample.labels, name);
  const suffix = sample.name.slice(name.length);
  const without = groupLabel[suffix];
  const applies =
    suffix === '_bucket' ? type === 'histogram' || type === 'gaugehistogram' : type === 'summary';
  return groupKey(sample.labels, applies && without !== undefined ? without : null);
}

function groupKey(labels: LabelPairs, without: string | null): string {
  const pairs: string[] = [];
  for (let index = 0; index < labels.length; index += 2)
    if (labels[index] !== without) pairs.push(JSON.stringify([labels[index], labels[index + 1]]));
  return pairs.sort().join();
}

/** A timestamp in seconds as whole nanoseconds, what is finer cut off. */
function nanoseconds(text: string): bigint {
  const plain = /^([-+]?)(\d*)\.?(\d*)$/.exec(text);
  if (!plain) return BigInt(Math.trunc(Number(text) * 1e9));
  const [, sign, whole, fraction = ''] = plain;
  const size = BigInt(`${whole}${fraction.padEnd(9, '0').slice(0, 9)}`);
  return sign === '-' ? -size : size;
}
