// Addresses as people may read them: variables of the environment still stand there as `${NAME}`, and credentials do not.

const variable = /\$\{[A-Za-z_]\w*(?::-(?:[^{}]|\{[^{}]*\})*)?\}/g;
/** Stands for a variable while the address is taken apart. */
const mark = '\uE000';

/** An address without user info, query and fragment, with its variables as they are written; null where there are none in it. */
export function toldAddress(text: string): string | null {
  const variables = text.match(variable);
  if (variables === null) return null;
  const bare = text.replace(variable, mark);
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)?([^?#]*)/i.exec(bare) ?? [];
  const slash = rest.search(/[/\\]/);
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  const host = scheme === '' ? authority : authority.slice(authority.lastIndexOf('@') + 1);
  const path = slash < 0 || slash === rest.length - 1 ? '' : rest.slice(slash);
  // Those before the host stood in the user info.
  let next = authority.slice(0, authority.length - host.length).split(mark).length - 1;
  return `${scheme}${host}${path}`.replaceAll(mark, () => variables[next++] ?? mark);
}

/** Host and port of an address alone; the variable itself where that is all that is known of them. */
export function toldHost(text: string): string {
  const address = toldAddress(text);
  if (address === null) return URL.canParse(text) ? new URL(text).host : '(no URL)';
  const host = /^[a-z][a-z0-9+.-]*:\/\/((?:\$\{[^{}]*\}|[^/\\])*)/i.exec(address)?.[1];
  return host ?? address.match(variable)?.[0] ?? address;
}

/** What was parsed, with its texts as they may be told: a text that the schema has left as it was stands there as in `told`. */
export function asTold<Parsed>(parsed: Parsed, raw: unknown, told: unknown): Parsed;
export function asTold(parsed: unknown, raw: unknown, told: unknown): unknown {
  if (typeof parsed === 'string') return parsed === raw && typeof told === 'string' ? told : parsed;
  if (Array.isArray(parsed))
    return parsed.map((one: unknown, index) => asTold(one, fieldOf(raw, index), fieldOf(told, index)));
  if (typeof parsed !== 'object' || parsed === null || Object.getPrototypeOf(parsed) !== Object.prototype)
    return parsed;
  return Object.fromEntries(
    Object.entries(parsed).map(([key, one]: [string, unknown]) => [
      key,
      asTold(one, fieldOf(raw, key), fieldOf(told, key)),
    ]),
  );
}

function fieldOf(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
