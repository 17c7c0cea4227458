// By which ids the phases, items and criteria of a profile are known: the same on every machine.

import type { FormerName } from '../../rules/plan.ts';
import { textDigest } from '../digest.ts';
import type { ProfileDocument } from '../schema/schema.ts';

/** Longest part of a text that an id is made of. */
const slugLengthMax = 60;

export function slug(text: string): string {
  const words = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, slugLengthMax);
  return words.replace(/^-+|-+$/g, '') || 'item';
}

/** The ids of a profile's items: those that are written are theirs alone. */
export class ItemIds {
  readonly #ids = new Unique();
  readonly #written: ReadonlySet<string>;

  constructor({ phases = [], gate = {} }: ProfileDocument) {
    const { required = [], recommended = [] } = gate ?? {};
    const items = [...(phases ?? []).flatMap((phase) => phase.items), ...required, ...recommended];
    this.#written = new Set(items.flatMap(({ id }) => id ?? []));
  }

  /** An id that is written. */
  take(id: string): string {
    return this.#ids.take(id);
  }

  /** One that is not; `otherwise` where another item has the first. */
  free(id: string, otherwise: string): string {
    const isFree = !this.#written.has(id) && !this.#ids.has(id);
    return this.#ids.take(isFree ? id : otherwise, this.#written);
  }
}

/** The ids that the items of a section had while each was a slug of what was shown. */
export class FormerIds {
  readonly #ids = new Unique();
  readonly #section: string;

  constructor(section: string) {
    this.#section = section;
  }

  of(id: string, own: string | null, text: string, written: string): FormerName | null {
    const before = this.#ids.take(own ?? `${this.#section}/${slug(text)}`);
    return before === id && text === written ? null : { id: before, digest: textDigest(text) };
  }
}

const nothing: ReadonlySet<string> = new Set();

/** Gives the same word out once only: the second becomes `word-2`. */
export class Unique {
  readonly #taken = new Set<string>();

  has(word: string): boolean {
    return this.#taken.has(word);
  }

  take(word: string, reserved = nothing): string {
    let free = word;
    for (let count = 2; this.#taken.has(free) || reserved.has(free); count++) free = `${word}-${count}`;
    this.#taken.add(free);
    return free;
  }
}
