// `{name}` and `${NAME}` in one text. Pure: what the words stand for comes in from outside.
//
//   {name}              the profile's variable of this name
//   ${NAME}             the environment's; required
//   ${NAME:-default}    the environment's, or the default when it is unset or empty
//   {{name}}  $${NAME}  these very characters: {name}, ${NAME}
//
// Any other brace stays as it is: JSON in a body, `\d{3}`, `jsonpath={.items}`.

import type { TextPart } from '../read/told.ts';

/** A text once its variables are in it. */
export interface Resolved {
  readonly parts: readonly TextPart[];
  /** Something in it has no value; why was said where that stands. */
  readonly unresolved: boolean;
}

export interface Lookups {
  /** Null after the failure was reported, with the offset at which the name stands. */
  variable(name: string, offset: number): Resolved | null;
  environment(name: string, offset: number): string | null;
  readonly isSet: (name: string) => boolean;
}

const reference =
  /\$\$\{|\{\{([A-Za-z_][\w-]*)\}\}?|\$\{([A-Za-z_]\w*)(?::-((?:[^{}]|\{[^{}]*\})*))?\}|(?<!\$)\{([A-Za-z_][\w-]*)\}/g;

export function interpolate(text: string, lookups: Lookups): Resolved {
  if (!text.includes('{')) return { parts: [text], unresolved: false };
  const parts: TextPart[] = [];
  let last = 0;
  let unresolved = false;
  for (const match of text.matchAll(reference)) {
    const [whole, escaped, environment, fallback, variable] = match;
    if (match.index > last) parts.push(text.slice(last, match.index));
    last = match.index + whole.length;
    const part = resolvePart({ whole, escaped, environment, fallback, variable }, match.index, lookups);
    parts.push(...(part?.parts ?? [whole]));
    unresolved ||= part === null || part.unresolved;
  }
  if (last < text.length) parts.push(text.slice(last));
  return { parts, unresolved };
}

interface Part {
  readonly whole: string;
  readonly escaped: string | undefined;
  readonly environment: string | undefined;
  readonly fallback: string | undefined;
  readonly variable: string | undefined;
}

function resolvePart(part: Part, offset: number, lookups: Lookups): Resolved | null {
  const { whole, escaped, environment, fallback, variable } = part;
  if (variable !== undefined) return lookups.variable(variable, offset);
  if (environment !== undefined) return resolveEnvironment(environment, whole, fallback, offset, lookups);
  return { parts: [escaped === undefined ? '${' : `{${escaped}}`], unresolved: false };
}

function resolveEnvironment(
  name: string,
  written: string,
  fallback: string | undefined,
  offset: number,
  lookups: Lookups,
): Resolved | null {
  if (fallback === undefined) {
    const given = lookups.environment(name, offset);
    return given === null ? null : { parts: [{ name, written, given, fallback: null }], unresolved: false };
  }
  if (lookups.isSet(name)) {
    const given = lookups.environment(name, offset);
    // It is told, and not used: that the environment does not give what it names is no mistake.
    const told = interpolate(fallback, { ...lookups, environment: () => null });
    return { parts: [{ name, written, given, fallback: told.parts }], unresolved: given === null };
  }
  const inner = interpolate(fallback, lookups);
  return { parts: [{ name, written, given: null, fallback: inner.parts }], unresolved: inner.unresolved };
}
