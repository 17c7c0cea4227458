// What a page says of the families of the names that are read: whether "there is none" is its own word.
//
// A family is known by its `# TYPE` or `# HELP`. There is none of a name where its family is known under exactly that name, and
// has no sample under any of its names: `# TYPE errors counter` beside `errors 57` says nothing of `errors_total`, and neither does
// `# TYPE errors_total counter`. Only what the page says is of another type is another family.

import { isOpenMetrics, type Dialect } from './page/dialect.ts';

/** What the name of a series may have beyond that of its family. */
const endings = ['', '_total', '_created', '_bucket', '_sum', '_count', '_gsum', '_gcount', '_info'] as const;

const histogram = ['_bucket', '_sum', '_count', '_created'];
/** Which of these a type has; a type that is not named here has none. */
const endingsOf: Readonly<Record<string, readonly string[]>> = {
  histogram,
  gaugehistogram: ['_bucket', '_gsum', '_gcount'],
  summary: ['', '_sum', '_count', '_created'],
};
const openMetricsEndings: Readonly<Record<string, readonly string[]>> = {
  counter: ['_total', '_created'],
  info: ['_info'],
};

/** Types, none among them, under which a page may have a counter. */
const mayCount: ReadonlySet<string> = new Set(['', 'counter', 'untyped', 'unknown']);

export class Families {
  readonly #dialect: Dialect;
  /** All names that have to do with those that are read. */
  readonly #related = new Set<string>();
  /** Those of them under which there are samples. */
  readonly #standing = new Set<string>();
  /** Those of them that the page names, with their type; null where only a help text does. */
  readonly #known = new Map<string, string | null>();

  constructor(names: Iterable<string>, dialect: Dialect) {
    this.#dialect = dialect;
    for (const name of names)
      for (const base of basesOf(name)) for (const ending of endings) this.#related.add(base + ending);
  }

  known(family: string, type: string | null): void {
    if (this.#related.has(family)) this.#known.set(family, type ?? this.#known.get(family) ?? null);
  }

  seen(name: string): void {
    if (this.#related.has(name)) this.#standing.add(name);
  }

  /** The page knows a family under exactly this name, and has no sample under any of its names, with or without an ending. */
  hasNone(name: string): boolean {
    const bases = basesOf(name);
    return bases.some(
      (family) =>
        this.#namesOf(family).includes(name) &&
        endings.every((ending) => !this.#standing.has(family + ending)) &&
        bases.every((base) => endings.every((ending) => this.#isOfAnother(base + ending, family))),
    );
  }

  /** There is no sample of this name, or it belongs to a family that is not this one by its type. */
  #isOfAnother(name: string, family: string): boolean {
    if (!this.#standing.has(name)) return true;
    return basesOf(name).some(
      (other) =>
        other !== family &&
        this.#namesOf(other).includes(name) &&
        !mayCount.has(this.#known.get(other) ?? ''),
    );
  }

  /** A name of the same family under which there are samples: first the one that is most like it. */
  standing(name: string): string | null {
    const own = basesOf(name).flatMap((base) => endings.map((ending) => base + ending));
    return own.find((other) => this.#standing.has(other)) ?? null;
  }

  /** The names that samples of this family have; none of one that the page does not know. */
  #namesOf(family: string): readonly string[] {
    const type = this.#known.get(family);
    if (type === undefined) return [];
    const special = isOpenMetrics(this.#dialect) ? openMetricsEndings[type ?? ''] : undefined;
    return (special ?? endingsOf[type ?? ''] ?? ['']).map((ending) => family + ending);
  }
}

/** The names that the family of a series may have: its own, and without what a type adds to it. */
function basesOf(name: string): readonly string[] {
  const ending = endings.find((one) => one !== '' && name.endsWith(one) && name.length > one.length);
  return ending === undefined ? [name] : [name, name.slice(0, -ending.length)];
}
