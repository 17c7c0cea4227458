// A text in which the environment's variables are single characters: what is read out of its structure cannot be changed by what
// a variable holds.

import type { EnvironmentPart, TextPart } from '../read/told.ts';

/** Stands for a variable. It has no meaning in any of the languages that a profile quotes. */
const atom = '\uE000';

export interface Atom {
  /** Where it stands in the template's text. */
  readonly at: number;
  readonly part: EnvironmentPart;
}

export interface Template {
  readonly text: string;
  readonly atoms: readonly Atom[];
}

/** @param defaults whether a default that stands in for its variable is the profile's own text, or still the variable. */
export function templateOf(parts: readonly TextPart[], defaults: 'text' | 'atom'): Template {
  let text = '';
  const atoms: Atom[] = [];
  const add = (list: readonly TextPart[]): void => {
    for (const part of list) {
      if (typeof part === 'string') text += part;
      else if (defaults === 'text' && part.given === null && part.fallback !== null) add(part.fallback);
      else {
        atoms.push({ at: text.length, part });
        text += atom;
      }
    }
  };
  add(parts);
  return { text, atoms };
}

/** Where the parts of an address begin; each ends where the next one begins. */
export interface AddressPlaces {
  /** Empty where the address begins with a variable, which is then its base. */
  readonly scheme: string;
  readonly authority: number;
  /** Where the `@` stands; null without user info. */
  readonly userInfoEnd: number | null;
  readonly path: number;
  readonly query: number;
  readonly fragment: number;
}

/** A piece of a text: `start` inclusive, `end` exclusive. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

/** The user info of every address in the text, in linear time: no two of them overlap. */
export function userInfosIn(text: string): readonly Piece[] {
  const found: Piece[] = [];
  const authorityEnd = /[/?#\s"'<>`\\]|$/g;
  for (let colon = text.indexOf('://'); colon >= 0; colon = text.indexOf('://', colon + 3)) {
    const start = colon + 3;
    authorityEnd.lastIndex = start;
    const authority = text.slice(start, authorityEnd.exec(text)?.index);
    const at = authority.lastIndexOf('@');
    if (at > 0 && /[A-Za-z0-9+.-]/.test(text.charAt(colon - 1))) found.push({ start, end: start + at });
  }
  return found;
}

/** The address that the whole text is: with a scheme of its own, or with a variable as its base. Null for any other text. */
export function addressOf({ text, atoms }: Template): AddressPlaces | null {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]{0,31}):\/\//.exec(text);
  if (!scheme && atoms[0]?.at !== 0) return null;
  const next = (pattern: RegExp, from: number): number => {
    pattern.lastIndex = from;
    return pattern.exec(text)?.index ?? text.length;
  };
  const authority = scheme ? scheme[0].length : 1;
  const path = scheme ? next(/[/?#\\]/g, authority) : 1;
  const query = next(/[?#]/g, path);
  const fragment = next(/#/g, query);
  const at = text.slice(authority, path).lastIndexOf('@');
  const userInfoEnd = at < 0 ? null : authority + at;
  return { scheme: scheme?.[1] ?? '', authority, userInfoEnd, path, query, fragment };
}
