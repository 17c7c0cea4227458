// What a response's header fields say: as text, one directive of them, or JSON that a field carries.

import { parseAmount } from '../../domain/amount.ts';
import type { Answer, Reading } from '../../domain/answer.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { plainText } from '../../domain/text.ts';
import { utf8Text } from '../../domain/utf8.ts';
import { JsonText } from '../json-text.ts';
import type { Head } from './receiver.ts';

/** A field that stands several times is one list (RFC 9110 §5.3); null when it is not there. */
export function fieldOf(head: Head, name: string): string | null {
  const values = head.fields(name.toLowerCase());
  return values.length === 0 ? null : values.join(', ');
}

/** Not "": a field that is not there would be unequal to everything, and so fit `!= "…"`. */
export function noField(name: string): Gap {
  return gap('not_found', plainText(`the answer has no header ${name}`));
}

interface Directive {
  readonly name: string;
  /** Null: the name alone, as in `includeSubDomains`. */
  readonly value: string | null;
}

/** Parts between `;` and `,` outside quotes, each a name and what follows `=` or a blank: HSTS, Cache-Control, CSP. */
function directivesOf(field: string): readonly Directive[] {
  const parts = field.match(/(?:"(?:[^"\\]|\\.)*"?|[^;,"])+/g) ?? [];
  return parts.flatMap((part) => {
    const text = part.trim();
    const at = text.search(/[\s=]/);
    const name = at < 0 ? text : text.slice(0, at);
    const value = at < 0 ? '' : text.slice(at).trimStart().replace(/^=/, '').trimStart();
    return name === '' ? [] : [{ name: name.toLowerCase(), value: value === '' ? null : unquoted(value) }];
  });
}

function unquoted(value: string): string {
  return /^".*"$/s.test(value) ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value;
}

export function hasDirective(field: string, name: string): boolean {
  return directivesOf(field).some((directive) => directive.name === name.toLowerCase());
}

/** A decimal is exact, anything else a word; a gap when it is not there, has no value, or has two. */
export function directiveValue(field: string, header: string, name: string): Reading {
  const all = directivesOf(field);
  const found = all.filter((directive) => directive.name === name.toLowerCase());
  const [first] = found;
  if (first === undefined) {
    const hint = didYouMean(name, new Set(all.map((directive) => directive.name)));
    return { gap: gap('not_found', plainText(`the header ${header} has no "${name}"${hint}`)) };
  }
  if (found.some(({ value }) => value !== first.value))
    return {
      gap: gap(
        'parse',
        plainText(`"${name}" stands twice in the header ${header}: which one is meant cannot be told`),
      ),
    };
  if (first.value === null)
    return {
      gap: gap(
        'wrong_type',
        plainText(`"${name}" in the header ${header} has no value: ask for hasDirective`),
      ),
    };
  return { value: parseAmount(first.value) ?? plainText(first.value) };
}

/** A field's JSON, as it is or in base64 (either alphabet). */
export function jsonOfField(
  field: string,
  header: string,
  { base64 }: { readonly base64: boolean },
): Answer<JsonText> {
  const text = base64 ? decoded(field.trim()) : field;
  if (text === null) return { gap: gap('parse', plainText(`the header ${header} is no text in base64`)) };
  return JsonText.parse(text, plainText(`the header ${header}`));
}

function decoded(text: string): string | null {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return null;
  return utf8Text(Buffer.from(text, 'base64'));
}
