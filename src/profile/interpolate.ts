// `{name}` and `${NAME}` in one text. Pure: what the words stand for comes in from outside.
//
//   {name}              the profile's variable of this name
//   ${NAME}             the environment's; required
//   ${NAME:-default}    the environment's, or the default when it is unset or empty
//   {{name}}  $${NAME}  these very characters: {name}, ${NAME}
//
// Any other brace stays as it is: JSON in a body, `\d{3}`, `jsonpath={.items}`.

/** A text once its variables are in it. `secrets` are the environment's own words in it. */
export interface Resolved {
  readonly value: string;
  /** With the environment's references as they were written. */
  readonly shown: string;
  readonly secrets: readonly string[];
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
  if (!text.includes('{')) return { value: text, shown: text, secrets: [], unresolved: false };
  let value = '';
  let shown = '';
  let last = 0;
  let unresolved = false;
  const secrets: string[] = [];
  for (const match of text.matchAll(reference)) {
    const [whole, escaped, environment, fallback, variable] = match;
    const between = text.slice(last, match.index);
    last = match.index + whole.length;
    const part = resolvePart({ whole, escaped, environment, fallback, variable }, match.index, lookups);
    value += between + (part?.value ?? whole);
    shown += between + (part?.shown ?? whole);
    secrets.push(...(part?.secrets ?? []));
    unresolved ||= part === null || part.unresolved;
  }
  return { value: value + text.slice(last), shown: shown + text.slice(last), secrets, unresolved };
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
  if (environment !== undefined) {
    if (fallback !== undefined && !lookups.isSet(environment)) {
      const inner = interpolate(fallback, lookups);
      return { ...inner, shown: whole };
    }
    const found = lookups.environment(environment, offset);
    return found === null ? null : { value: found, shown: whole, secrets: [found], unresolved: false };
  }
  const literal = escaped === undefined ? '${' : `{${escaped}}`;
  return { value: literal, shown: literal, secrets: [], unresolved: false };
}
