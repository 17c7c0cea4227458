// What Prometheus' library for tools (expfmt) asks of a 0.0.4 page beyond its grammar.

import { labelValue, type MetadataKind, type PageListener, type PageSample } from './dialect.ts';
import { floatOf, isFloat } from './numbers.ts';

interface Family {
  type: string | null;
  hasHelp: boolean;
}

/** Checks each line, and hands on what is in order. */
export class StrictText implements PageListener {
  readonly #families = new Map<string, Family>();
  readonly #next: PageListener;

  constructor(next: PageListener) {
    this.#next = next;
  }

  metadata(kind: MetadataKind, name: string, text: string): string | null {
    const family = this.#families.get(name) ?? { type: null, hasHelp: false };
    this.#families.set(name, family);
    if (kind === 'HELP') {
      if (family.hasHelp) return `a second HELP for "${name}"`;
      family.hasHelp = true;
    } else {
      if (family.type !== null) return `a second TYPE for "${name}", or one after its samples`;
      family.type = text;
    }
    return this.#next.metadata?.(kind, name, text) ?? null;
  }

  sample(sample: PageSample): string | null {
    return this.#complaint(sample) ?? this.#next.sample(sample);
  }

  #complaint({ name, labels, value }: PageSample): string | null {
    const base = name.replace(/_(?:bucket|count|sum)$/, '');
    const type = this.#families.get(base)?.type ?? null;
    if (type === 'histogram' && base !== name) {
      const isCount = name.endsWith('_count') || name.endsWith('_bucket');
      if (isCount && floatOf(value) < 0) return `"${name}" counts and is below zero`;
      const bound = labelValue(labels, 'le');
      if (bound !== null && !isFloat(bound)) return `the label "le" of "${name}" is no number`;
      return null;
    }
    if (type === 'summary' && base !== name) return null;
    const family = this.#families.get(name);
    if (!family) this.#families.set(name, { type: 'untyped', hasHelp: false });
    else family.type ??= 'untyped';
    const quantile = family?.type === 'summary' ? labelValue(labels, 'quantile') : null;
    if (quantile !== null && !isFloat(quantile)) return `the label "quantile" of "${name}" is no number`;
    return null;
  }
}
