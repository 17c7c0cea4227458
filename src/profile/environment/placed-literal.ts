// A query, a body or a pattern with the environment's variables put in: each inside a quoted literal, escaped as its language wants it.

import { pointerStep } from '../../domain/escapes.ts';
import { isPattern } from '../../sources/bounded-regex.ts';
import { filled, type Placed } from './placed.ts';
import type { Template } from './template.ts';

export type Language = 'sql' | 'promql' | 'json' | 'form' | 'regex' | 'text' | 'pointer' | 'expression';

interface Literals {
  /** How a literal begins, and what escapes a sign in it. */
  readonly quotes: string;
  /** The quotes in which a backslash escapes what follows. */
  readonly backslashed: string;
  /** A quote within such a literal is written twice. */
  readonly doubled: boolean;
  readonly words: string;
  readonly example: string;
  escape(value: string, quote: string): string | null;
}

// oxlint-disable-next-line no-control-regex -- a literal on one line holds none
const control = /[\u0000-\u001F\u007F\u2028\u2029]/;

const languages: Readonly<Record<'sql' | 'promql' | 'json' | 'expression', Literals>> = {
  sql: {
    quotes: `'"`,
    backslashed: '',
    doubled: true,
    words: 'SQL query',
    example: `name = '\${NAME}'`,
    escape: (value, quote) => (value.includes('\0') ? null : value.replaceAll(quote, quote + quote)),
  },
  promql: {
    quotes: '"\'`',
    backslashed: '"\'',
    doubled: false,
    words: 'PromQL query',
    example: 'up{job="${NAME}"}',
    escape(value, quote) {
      if (quote === '`') return value.includes('`') ? null : value;
      return JSON.stringify(value)
        .slice(1, -1)
        .replaceAll(String.raw`\"`, '"')
        .replaceAll(quote, `\\${quote}`);
    },
  },
  json: {
    quotes: '"',
    backslashed: '"',
    doubled: false,
    words: 'JSON body',
    example: '{"name": "${NAME}"}',
    escape: (value) => JSON.stringify(value).slice(1, -1),
  },
  expression: {
    quotes: `'"`,
    backslashed: '',
    doubled: false,
    words: 'expression',
    example: `SEARCH('{AWS/ECS,ClusterName} "\${NAME}"', 'Average')`,
    // CloudWatch says of no sign how it is escaped.
    escape: (value) => (/["'\\]/.test(value) || control.test(value) ? null : value),
  },
};

/** A number changes nothing of what it stands in. */
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

export function placedLiteral(template: Template, language: Language): Placed {
  if (language === 'regex') return filled(template, (_, value) => ({ value: escapedPattern(value) }));
  if (language === 'form') return filled(template, (_, value) => ({ value: encodeURIComponent(value) }));
  if (language === 'text') return plainText(template);
  // A variable that begins a pointer is one; behind that it is a part of a name.
  if (language === 'pointer')
    return filled(template, ({ at }, value) => ({
      value: at === 0 ? value : pointerStep(value),
    }));
  const literals = languages[language];
  const quoteAt = quotesOf(template.text, literals, language === 'sql');
  return filled(template, ({ at, part }, value) => {
    const quote = quoteAt(at);
    if (quote === null)
      return number.test(value)
        ? { value }
        : {
            problem: `\${${part.name}} stands outside a quoted text of this ${literals.words}, where it could change what is asked: ${literals.example}`,
          };
    const inPattern = language === 'promql' && /[=!]~\s*["'`][^"'`]*$/.test(template.text.slice(0, at));
    const escaped = literals.escape(inPattern ? escapedPattern(value) : value, quote);
    return escaped === null
      ? { problem: `what \${${part.name}} stands for has a sign that cannot stand in this ${literals.words}` }
      : { value: escaped };
  });
}

/** Of a text that is no pattern, no variable makes one. */
function plainText(template: Template): Placed {
  const placed = filled(template, (_, value) => ({ value }));
  const [first] = template.atoms;
  return placed.value !== undefined && isPattern(placed.value)
    ? {
        problem: `what \${${first?.part.name ?? ''}} stands for would be read as a pattern: write /\${${first?.part.name ?? ''}}/ for that`,
      }
    : placed;
}

/** Signs that mean something in a pattern, with what takes the meaning from them; `/` ends one that is written /so/. */
function escapedPattern(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|/]/g, (sign) => `\\${sign}`).replaceAll('\n', String.raw`\n`);
}

/** In which quote each place of the text stands; null outside of every literal, and in a comment. */
function quotesOf(
  text: string,
  { quotes, backslashed, doubled }: Literals,
  isSql: boolean,
): (at: number) => string | null {
  const states: (string | null)[] = [];
  let quote: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    states[at] = quote;
    if (quote === null) {
      const rest = isSql ? skipped(text, at) : 0;
      for (let next = 0; next < rest; next++) states[at + next] = null;
      if (rest > 0) at += rest - 1;
      else if (quotes.includes(sign)) quote = isEscapeString(text, at, isSql) ? null : sign;
    } else if (sign === '\\' && backslashed.includes(quote)) states[++at] = quote;
    else if (sign === quote) {
      if (doubled && text.charAt(at + 1) === quote) states[++at] = quote;
      else quote = null;
    }
  }
  return (at) => states[at] ?? null;
}

/** Of a comment and of a text between dollars: neither is a literal that we put anything into. */
function skipped(text: string, at: number): number {
  const rest = text.slice(at, at + 2);
  if (rest === '--') return Math.max(2, (text.indexOf('\n', at) + 1 || text.length) - at);
  if (rest === '/*') return Math.max(2, (text.indexOf('*/', at) + 2 || text.length) - at);
  const tag =
    text.charAt(at) === '$' ? /^\$(?:[A-Za-z_]\w*)?\$/.exec(text.slice(at, at + 66))?.[0] : undefined;
  if (tag === undefined) return 0;
  const end = text.indexOf(tag, at + tag.length);
  return (end < 0 ? text.length : end + tag.length) - at;
}

/** `E'…'`, `U&'…'`: there a backslash means something, so nothing is put in. */
function isEscapeString(text: string, at: number, isSql: boolean): boolean {
  return isSql && /(?:^|[^\w$])(?:e|u&)$/i.test(text.slice(Math.max(0, at - 3), at));
}
