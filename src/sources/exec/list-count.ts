// Counts the entries of a JSON list by their fields: the phases of a smoke script that have failed.

import { amount, compareAmounts, parseAmount } from '../../domain/amount.ts';
import type { Answer, Reading } from '../../domain/answer.ts';
import { pointerStep } from '../../domain/escapes.ts';
import { gap } from '../../domain/gap.ts';
import { readRegex } from '../bounded-regex.ts';
import type { BoundedScan } from '../bounded-scan.ts';
import { aType, shownPointer, type JsonPart, type JsonText } from '../json-text.ts';

type Wanted = string | number | boolean;
export type Where = Readonly<Record<string, Wanted | readonly Wanted[]>>;

/** A field, and what it may be: plain values, or patterns that its text may match. */
interface Field {
  readonly name: string;
  readonly pointer: string;
  readonly values: readonly Wanted[];
  readonly patterns: readonly BoundedScan[];
}

interface CountOptions {
  readonly mayBeEmpty: boolean;
  readonly scanOf: (pattern: RegExp) => BoundedScan;
}

export class ListCount {
  readonly #pointer: string;
  readonly #fields: readonly Field[];
  readonly #mayBeEmpty: boolean;

  /**
   * @param where null counts all entries.
   * @param mayBeEmpty of no entries at all none matches; otherwise nothing was looked at, which says nothing.
   * @param scanOf makes a pattern ready.
   */
  constructor(pointer: string, where: Where | null, { mayBeEmpty, scanOf }: CountOptions) {
    this.#pointer = pointer;
    this.#mayBeEmpty = mayBeEmpty || where === null;
    this.#fields = Object.entries(where ?? {}).map(([name, wanted]) =>
      fieldOf(name, [wanted].flat(), scanOf),
    );
  }

  of(json: JsonText): Reading {
    const found = json.at(this.#pointer);
    if (found.gap) return found;
    const entries = json.entriesAt(this.#pointer);
    const place = shownPointer(this.#pointer);
    if (entries === null)
      return { gap: gap('wrong_type', `${place} is ${aType(found.value.type)}, not a list`) };
    if (entries.length === 0 && !this.#mayBeEmpty)
      return { gap: gap('empty', `${place} is an empty list: there was nothing to count`) };
    let left: readonly number[] = entries.map((_, index) => index);
    for (const field of this.#fields) {
      const matching = matchingEntries(entries, field, this.#pointer);
      if (matching.gap) return matching;
      const here = new Set(matching.value);
      left = left.filter((index) => here.has(index));
    }
    return { value: amount(left.length) };
  }
}

function fieldOf(name: string, wanted: readonly Wanted[], scanOf: CountOptions['scanOf']): Field {
  const patterns = wanted.map((value) => (typeof value === 'string' ? readRegex(value) : null));
  return {
    name,
    pointer: `/${pointerStep(name)}`,
    values: wanted.filter((_, index) => patterns[index] === null),
    patterns: patterns.flatMap((pattern) => (pattern ? [scanOf(pattern)] : [])),
  };
}

/** The indexes of the entries whose field fits. Every entry must have the field: one that was renamed must not count as 0. */
function matchingEntries(entries: readonly JsonText[], field: Field, list: string): Answer<number[]> {
  const matching: number[] = [];
  const texts: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const found = entry.at(field.pointer);
    if (found.gap) {
      const message = `${shownPointer(`${list}/${index}`)} has no field ${field.name}: not every entry can be counted`;
      return { gap: gap(found.gap.reason, message, found.gap.remedy ?? null) };
    }
    if (field.values.some((value) => isValue(found.value, value))) matching.push(index);
    texts.push(textOf(found.value));
  }
  for (const pattern of field.patterns) {
    const found = pattern.matching(texts);
    if (typeof found === 'string')
      return { gap: gap('parse', pattern.sentence(found, `over ${shownPointer(list)}`)) };
    for (const index of found.indexes) matching.push(index);
  }
  return { value: matching };
}

function isValue(part: JsonPart, wanted: Wanted): boolean {
  if (part.type === 'string') return part.value === wanted;
  if (part.type === 'boolean') return part.value === wanted;
  if (part.type !== 'number' || typeof wanted !== 'number') return false;
  const [left, right] = [parseAmount(part.text), parseAmount(String(wanted))];
  return left !== null && right !== null && compareAmounts(left, right) === 0;
}

/** What a pattern is matched against; objects, lists and null have no text. */
function textOf(part: JsonPart): string {
  if (part.type === 'string') return part.value;
  if (part.type === 'boolean') return String(part.value);
  return part.type === 'number' ? part.text : '';
}
