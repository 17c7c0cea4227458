// Our reader of metrics pages against the tests of Prometheus, OpenMetrics and their Python client: what is taken, and what it says.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type {
  Dialect,
  MetadataKind,
  PageListener,
  PageSample,
} from '../../src/sources/prometheus/page/dialect.ts';
import { floatOf } from '../../src/sources/prometheus/page/numbers.ts';
import type { PageResult } from '../../src/sources/prometheus/page/parse.ts';
import { pageReading } from '../../src/sources/prometheus/page/read.ts';
import { describeConformance, itPassesAll } from '../support/conformance.ts';

interface Page {
  readonly id: string;
  readonly text?: string;
  readonly base64?: string;
}

interface AcceptCase extends Page {
  readonly parser: string;
  readonly ok_utf8_names: boolean;
}

type Number_ = number | string | { readonly bigint: string };
type Time = number | null | { readonly sec: number; readonly nsec: number };

interface ValueSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: Number_;
  readonly timestamp_s?: Time;
  readonly exemplar?: Omit<ValueSample, 'name'>;
}

interface ValueCase extends Page {
  readonly format: string;
  readonly expect_error?: boolean;
  readonly families?: readonly {
    readonly name: string;
    readonly type: string;
    readonly help: string;
    readonly unit: string;
    readonly samples: readonly ValueSample[];
  }[];
}

interface WholePage {
  readonly file: string;
  readonly samples: number;
  readonly families: number;
  readonly digest_sha256: string;
}

/** The whole page in steps of three lines: where it is broken off must not matter. */
function readPage(text: string, dialect: Dialect, listener: PageListener): PageResult {
  const reading = pageReading(text, dialect, listener, { samplesMax: 50_000 });
  for (;;) {
    const result = reading.step(3);
    if (result) return result;
  }
}

class Collected implements PageListener {
  readonly samples: PageSample[] = [];
  readonly metadataOf = new Map<string, Partial<Record<MetadataKind, string>>>();

  metadata(kind: MetadataKind, name: string, text: string): null {
    this.metadataOf.set(name, { ...this.metadataOf.get(name), [kind]: text });
    return null;
  }

  sample(sample: PageSample): null {
    this.samples.push(sample);
    return null;
  }
}

/** Null for bytes that are not UTF-8: no page gets as far as the reader then. */
function textOf({ text, base64 }: Page): string | null {
  if (text !== undefined) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64 ?? '', 'base64'));
  } catch {
    return null;
  }
}

function acceptance(page: Page, dialect: Dialect, wanted: boolean): string | null {
  const text = textOf(page);
  const result = text === null ? null : readPage(text, dialect, new Collected());
  if ((result?.ok ?? false) === wanted) return null;
  return result?.ok === false
    ? `${page.id} is refused: line ${result.line}: ${result.problem}`
    : `${page.id} is ${result ? 'taken' : 'no UTF-8'}`;
}

describeConformance('promtext/accept_reject.json', ({ cases }: { cases: readonly AcceptCase[] }) => {
  itPassesAll('what the parsers of Prometheus take and refuse', 157, cases, (page) =>
    acceptance(page, dialectOfParser(page.parser), page.ok_utf8_names),
  );

  it('refuses what the tools refuse for its own sake too, not only for a missing line feed', () => {
    const unfinished = cases.filter(
      ({ id, parser, ok_utf8_names, text }) =>
        parser.includes('expfmt') &&
        !ok_utf8_names &&
        text?.endsWith('\n') === false &&
        id !== 'expfmt-error-0',
    );
    expect(unfinished).toHaveLength(13);
    for (const page of unfinished)
      expect(acceptance({ ...page, text: `${page.text}\n` }, 'strict text', false)).toBeNull();
  });

  it('refuses strictly whatever it refuses leniently', () => {
    for (const page of cases) {
      const text = textOf(page) ?? '\0';
      for (const dialect of ['text', 'openmetrics'] as const)
        if (!readPage(text, dialect, new Collected()).ok)
          expect(readPage(text, `strict ${dialect}`, new Collected()).ok, page.id).toBe(false);
    }
  });
});

describeConformance(
  'promtext/openmetrics_suite.json',
  ({ cases }: { cases: readonly (Page & { should_parse: boolean })[] }) => {
    itPassesAll('the OpenMetrics test suite', 211, cases, (page) =>
      acceptance(page, 'strict openmetrics', page.should_parse),
    );
  },
);

describeConformance('promtext/values.json', ({ cases }: { cases: readonly ValueCase[] }) => {
  itPassesAll('what the Python client reads', 285, cases, valueProblem);
});

describeConformance('promtext/pages/index.json', ({ pages }: { pages: readonly WholePage[] }) => {
  itPassesAll('whole pages', 2, pages, wholePageProblem);
});

function dialectOfParser(parser: string): Dialect {
  if (parser.includes('expfmt')) return 'strict text';
  return parser.includes('OpenMetricsParser') ? 'openmetrics' : 'text';
}

function wholePageProblem({ file, samples, families, digest_sha256 }: WholePage): string | null {
  const text = readFileSync(`../shared/conformance/promtext/pages/${file}`, 'utf8');
  for (const dialect of ['text', 'strict text'] as const) {
    const seen = new Collected();
    const result = readPage(text, dialect, seen);
    if (!result.ok) return `${file}, ${dialect}: line ${result.line}: ${result.problem}`;
    const typed = [...seen.metadataOf.values()].filter(({ TYPE }) => TYPE !== undefined).length;
    const found = [seen.samples.length, typed, digest(seen.samples), result.tolerated].join();
    if (found !== [samples, families, digest_sha256, 0].join()) return `${file}, ${dialect}: ${found}`;
  }
  return null;
}

function valueProblem(page: ValueCase): string | null {
  const openMetrics = page.format === 'openmetrics-1.0';
  const dialect = openMetrics ? 'strict openmetrics' : 'text';
  if (page.expect_error) return acceptance(page, dialect, false);
  const seen = new Collected();
  const result = readPage(page.text ?? '', dialect, seen);
  if (!result.ok) return `${page.id} is refused: line ${result.line}: ${result.problem}`;
  const families = page.families ?? [];
  const found = seen.samples.map((sample) => plainSample(sample, openMetrics));
  const wanted = families.flatMap(({ samples }) => samples).map(wantedSample);
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    return `${page.id}: ${JSON.stringify(found)} where ${JSON.stringify(wanted)} is wanted`;
  for (const { name, type, help, unit } of families) {
    // The Python client cuts `_total` off the names of counters.
    const said = seen.metadataOf.get(name) ?? seen.metadataOf.get(`${name}_total`);
    const shown = said?.TYPE === undefined || said.TYPE === 'untyped' ? 'unknown' : said.TYPE;
    const told = [shown, said?.HELP ?? '', said?.UNIT ?? ''];
    if (JSON.stringify(told) !== JSON.stringify([type, help, unit]))
      return `${page.id}: ${name}: ${JSON.stringify(told)} where ${JSON.stringify([type, help, unit])} is wanted`;
  }
  return null;
}

function plainSample(sample: PageSample, openMetrics: boolean): unknown {
  const seconds = (text: string | null): number | null =>
    text === null ? null : Number(text) / (openMetrics ? 1 : 1_000);
  const { exemplar } = sample;
  return {
    name: sample.name,
    labels: sorted(pairsOf(sample.labels)),
    value: String(floatOf(sample.value)),
    at: seconds(sample.timestamp)?.toPrecision(15) ?? null,
    exemplar: exemplar && {
      labels: sorted(pairsOf(exemplar.labels)),
      value: String(floatOf(exemplar.value)),
      at: seconds(exemplar.timestamp)?.toPrecision(15) ?? null,
    },
  };
}

function wantedSample(sample: ValueSample): unknown {
  const { exemplar } = sample;
  return {
    name: sample.name,
    labels: sorted(Object.entries(sample.labels)),
    value: numberOf(sample.value),
    at: timeOf(sample.timestamp_s),
    exemplar: exemplar
      ? {
          labels: sorted(Object.entries(exemplar.labels)),
          value: numberOf(exemplar.value),
          at: timeOf(exemplar.timestamp_s),
        }
      : null,
  };
}

function numberOf(value: Number_): string {
  if (typeof value === 'object') return String(Number(value.bigint));
  return typeof value === 'string' ? String(floatOf(value)) : String(value);
}

/** Timestamps finer than a double are cut by the client; both sides are held to 15 digits. */
function timeOf(time: Time | undefined): string | null {
  if (time === undefined || time === null) return null;
  return (typeof time === 'number' ? time : time.sec + time.nsec / 1e9).toPrecision(15);
}

function pairsOf(labels: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index < labels.length; index += 2)
    pairs.push([labels[index] ?? '', labels[index + 1] ?? '']);
  return pairs;
}

function sorted(pairs: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  return pairs.toSorted(([left], [right]) => (left < right ? -1 : 1));
}

/** As pages/index.json describes it. */
function digest(samples: readonly PageSample[]): string {
  const lines = samples.map(({ name, labels, value }) => {
    const bits = Buffer.alloc(8);
    bits.writeDoubleBE(floatOf(value));
    const told = sorted(pairsOf(labels)).map(([key, text]) => `\t${key}=${text}`);
    return `${name}${told.join('')}\t${bits.toString('hex')}`;
  });
  return createHash('sha256')
    .update(lines.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right))).join('\n'))
    .digest('hex');
}
