// A query's text as PostgreSQL takes it apart (scan.l), as far as one has to know to tell a name from what only looks like one.

export type Token =
  /** A name as the server compares it: its quotes and escapes resolved; small letters where it had no quotes. */
  | { readonly kind: 'name'; readonly text: string; readonly quoted: boolean }
  /** A quoted value, whatever is in it. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mark'; readonly text: string };

/** Whether a quoted token was written `U&…`. */
type Scanned = Token & { readonly unicode?: boolean };

const space = /[ \t\n\r\f\v]+|--[^\n\r]*/y;
const dollarQuote = /\$(?:[A-Za-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*)?\$/y;
const bareName = /[A-Za-z_\u0080-\uFFFF][\w$\u0080-\uFFFF]*/y;
const number = /[\d.]+/y;
const quotePrefix = /[eEbBxXnN](?=')|[uU]&(?=['"])/y;

/**
 * The query's tokens, without white space and comments. As with `standard_conforming_strings` on, which the transaction sees to.
 * @returns null for a quote or a comment that does not end: the server refuses it too.
 */
export function tokensOf(query: string): readonly Token[] | null {
  const tokens: Scanned[] = [];
  let at = 0;
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(query)?.[0] ?? '';
    at += found.length;
    return found;
  };
  while (at < query.length) {
    if (take(space) !== '') continue;
    const begun = query.startsWith('/*', at) ? commentEnd(query, at) : at;
    if (begun === null) return null;
    if (begun > at) {
      at = begun;
      continue;
    }
    const token = quotedToken() ?? dollarToken() ?? plainToken();
    if (token === 'endless') return null;
    tokens.push(token);
  }
  return withEscapes(tokens);

  function quotedToken(): Scanned | 'endless' | null {
    const prefix = take(quotePrefix).toLowerCase();
    const quote = query[at] ?? '';
    if (quote !== '"' && quote !== "'") return null;
    const end = quoteEnd(query, at, prefix === 'e');
    if (end === null) return 'endless';
    const text = query.slice(at + 1, end - 1).replaceAll(quote + quote, quote);
    at = end;
    const unicode = prefix === 'u&';
    return quote === '"' ? { kind: 'name', text, quoted: true, unicode } : { kind: 'text', text, unicode };
  }

  function dollarToken(): Scanned | 'endless' | null {
    const tag = take(dollarQuote);
    if (tag === '') return null;
    const end = query.indexOf(tag, at);
    if (end < 0) return 'endless';
    const text = query.slice(at, end);
    at = end + tag.length;
    return { kind: 'text', text };
  }

  function plainToken(): Scanned {
    const name = take(bareName);
    if (name !== '') return { kind: 'name', text: inSmallLetters(name), quoted: false };
    return { kind: 'mark', text: take(number) || (query[at++] ?? '') };
  }
}

/** Only those of ASCII, as the server does it. */
function inSmallLetters(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Behind the comment that begins here; comments stand within comments. */
function commentEnd(query: string, start: number): number | null {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = start;
  let depth = 0;
  for (let found = edge.exec(query); found !== null; found = edge.exec(query)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return null;
}

/** Behind the quote that begins here. */
function quoteEnd(query: string, start: number, backslashes: boolean): number | null {
  const quote = query[start];
  for (let at = start + 1; at < query.length; at++) {
    if (backslashes && query[at] === '\\') at++;
    else if (query[at] === quote) {
      if (query[at + 1] !== quote) return at + 1;
      at++;
    }
  }
  return null;
}

/** `U&"…"` resolved, with the escape character that a `UESCAPE` behind it names. */
function withEscapes(tokens: readonly Scanned[]): readonly Token[] {
  const resolved: Token[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    if (token.kind === 'mark' || token.unicode !== true) {
      resolved.push(token);
      continue;
    }
    const [word, character] = tokens.slice(index + 1, index + 3);
    const isNamed = word?.kind === 'name' && word.text === 'uescape' && character?.kind === 'text';
    resolved.push({ ...token, text: unescaped(token.text, isNamed ? character.text : '\\') });
    if (isNamed) index += 2;
  }
  return resolved;
}

function unescaped(text: string, escape: string): string {
  const written = escape.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  const one = new RegExp(`${written}(?:${written}|([0-9a-fA-F]{4})|\\+([0-9a-fA-F]{6}))`, 'g');
  return text.replace(one, (_, short: string | undefined, long: string | undefined) => {
    const code = Number.parseInt(short ?? long ?? '', 16);
    if (Number.isNaN(code)) return escape;
    return code <= 0x10_ffff ? String.fromCodePoint(code) : '';
  });
}
