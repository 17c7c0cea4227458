// A text with the environment's variables put in, or why one of them cannot stand where it does.

import { templateOf, type Atom, type Template } from './template.ts';
import type { TextPart } from '../read/told.ts';

export type Placed =
  | { readonly value: string; readonly problem?: undefined }
  | { readonly problem: string; readonly value?: undefined };

/** Puts each variable in as `place` makes it; the first one that cannot stand there is the problem. */
export function filled(template: Template, place: (atom: Atom, value: string) => Placed): Placed {
  const { text, atoms } = template;
  let value = '';
  let last = 0;
  for (const atom of atoms) {
    const placed = place(atom, atom.part.given ?? '');
    if (placed.value === undefined) return placed;
    value += text.slice(last, atom.at) + placed.value;
    last = atom.at + 1;
  }
  return { value: value + text.slice(last) };
}

/** What the environment gives stands for itself; a default that stands in for it is the profile's own text. */
export function givenTemplate(parts: readonly TextPart[]): Template {
  return templateOf(parts, 'text');
}
