// One text of a profile, and the forms in which it is used and told. What the environment gave keeps its name, so that a text
// is hidden by where its parts come from, and never by searching for them.

import type { Secrecy } from './secrecy.ts';

/** What stands between braces is the environment's; all else is the profile's own. */
export type TextPart = string | EnvironmentPart;

export interface EnvironmentPart {
  readonly name: string;
  /** As it stands in the file: `${NAME:-default}`. */
  readonly written: string;
  /** What the environment gives; null when it gives nothing, and the default stands in. */
  readonly given: string | null;
  /** What stands after `:-`, with the profile's own variables put in; null where there is none. */
  readonly fallback: readonly TextPart[] | null;
}

/** What sources are asked with, and conditions are judged by. */
export function usedText(parts: readonly TextPart[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : usedPart(part))).join('');
}

function usedPart({ given, fallback }: EnvironmentPart): string {
  return given ?? usedText(fallback ?? []);
}

/** The same text on every machine: with `${NAME}` wherever the environment has a say. */
export function writtenText(parts: readonly TextPart[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.written)).join('');
}

/** What is printed: a variable that stands in no source and is no secret, with its value; any other as it is written. */
export function shownText(parts: readonly TextPart[], secrecy: Secrecy): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      if (!secrecy.isOpen(part.name)) return part.written;
      return part.given ?? shownText(part.fallback ?? [], secrecy);
    })
    .join('');
}

/** What is judged by, and what tells one reading from another: all but the secrets, which stand there by their names. */
export function knownText(parts: readonly TextPart[], secrecy: Secrecy): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      if (secrecy.isSecret(part.name)) return part.written;
      return part.given ?? knownText(part.fallback ?? [], secrecy);
    })
    .join('');
}

/** A command to be copied into a shell, which has the environment as well: `$NAME`, `${NAME:-default}`. */
export function shellText(parts: readonly TextPart[], secrecy: Secrecy): string {
  return parts
    .map((part, index) => {
      if (typeof part === 'string') return part;
      const { name, given, fallback } = part;
      if (secrecy.isOpen(name)) return given ?? shellText(fallback ?? [], secrecy);
      if (fallback !== null) return `\${${name}:-${shellText(fallback, secrecy)}}`;
      const next = parts[index + 1];
      const runsOn = typeof next === 'string' && /^\w/.test(next);
      return secrecy.isSecret(name) && !runsOn ? `$${name}` : `\${${name}}`;
    })
    .join('');
}

/** Every variable of the environment in it, those of defaults included. */
export function variablesIn(parts: readonly TextPart[]): readonly EnvironmentPart[] {
  return parts.flatMap((part) =>
    typeof part === 'string' ? [] : [part, ...variablesIn(part.fallback ?? [])],
  );
}
