// Cuts a condition's text into tokens, each with its place.

import { parseAmount } from '../../domain/amount.ts';
import { parseDuration } from '../../domain/duration.ts';
import type { Quantity } from '../../domain/quantity.ts';
import type { Span } from './ast.ts';

export type Token =
  | { readonly type: 'quantity'; readonly quantity: Quantity; readonly text: string; readonly span: Span }
  | { readonly type: 'word'; readonly text: string; readonly span: Span }
  | { readonly type: 'text'; readonly text: string; readonly span: Span }
  | { readonly type: 'symbol'; readonly text: string; readonly span: Span }
  /** What begins no token, up to the next blank or parenthesis: it has been told. */
  | { readonly type: 'broken'; readonly text: string; readonly span: Span }
  | { readonly type: 'end'; readonly text: ''; readonly span: Span };

/** Words with a meaning of their own: never a metric's id, never a unit. */
export const keywords: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'until',
  'for',
  'of',
  'in',
  'is',
  'absent',
  'sample',
  'samples',
  'true',
  'false',
]);

/** What is wrong with a condition, and where in its text. */
export class ConditionProblem extends Error {
  readonly span: Span;
  constructor(message: string, span: Span) {
    super(message);
    this.span = span;
  }
}

const blank = /\s+/y;
const compoundDuration = /(?:\d+(?:\.\d+)?(?:ms|s|m|h|d)){2,}(?![\w%])/y;
const number = /[-+]?(?:\d(?:[\d_]|,(?=\d{3}(?!\d)))*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?/y;
const decimalComma = /,\d+/y;
const attachedUnit = /%(?:\/[A-Za-z]+)?|[A-Za-z][A-Za-z]*(?:\/[A-Za-z]+)?|\/[A-Za-z]+/y;
const detachedUnit = /[ \t]+([A-Za-z][A-Za-z0-9]*(?:\/[A-Za-z]+)?|%)(?![\w-]*\()/y;
const word = /[A-Za-z_][A-Za-z0-9_]*(?:[-.][A-Za-z0-9_]+)*/y;
const text = /"([^"]*)"|'([^']*)'/y;
const symbol = /\.\.|<=|>=|==|!=|<|>|\(|\)|,|=|≠|≤|≥/y;
/** In a formula a sign is an operator, and a slash divides unless a rate's time follows it: `100/min`. */
const unsigned = /(?:\d(?:[\d_]|,(?=\d{3}(?!\d)))*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?/y;
const rateUnit = /(?:%|[A-Za-z]+)?(?:\/(?:sec|s|min|hour|h|day|d)(?![\w.-]))|%|[A-Za-z]+/y;
const arithmetic = /[-+*/]/y;
/** Signs of other languages, and what they are here. */
const slips: Readonly<Record<string, string>> = {
  '=>': '>=',
  '=<': '<=',
  '<>': '!=',
  '=!': '!=',
  '===': '==',
  '!==': '!=',
  '&&': 'and',
  '&': 'and',
  '||': 'or',
  '|': 'or',
};
const slip = /=>|=<|=!|<>|[!=]==|&&?|\|\|?|(?:AND|And|OR|Or|NOT|Not)(?![\w.-])/y;
const symbolAliases: Readonly<Record<string, string>> = { '≠': '!=', '≤': '<=', '≥': '>=' };

export type Language = 'condition' | 'formula';

/** Most words, numbers and signs of one text: whoever walks over what is read of it goes that deep. */
const tokensMax = 4_000;

/**
 * @param tell what is wrong, and where; what was meant stands among the tokens, where that can be known. Left out, the first is thrown.
 * @throws ConditionProblem at the first token too many.
 */
export function lex(
  source: string,
  language: Language = 'condition',
  tell: (problem: ConditionProblem) => void = rethrow,
): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  for (;;) {
    at += take(blank)?.[0].length ?? 0;
    if (at >= source.length) break;
    const sign = language === 'condition' ? take(slip)?.[0] : undefined;
    if (sign !== undefined) {
      const span = { start: at, end: at + sign.length };
      const meant = slips[sign] ?? sign.toLowerCase();
      tell(new ConditionProblem(`"${sign}" means nothing here: write "${meant}"`, span));
      tokens.push({ type: /^\w/.test(meant) ? 'word' : 'symbol', text: meant, span });
      at = span.end;
      continue;
    }
    const token =
      lexDuration(take, at) ??
      lexQuantity(source, at, language, tell) ??
      lexOther(take, at, language) ??
      broken(source, at, tell);
    if (tokens.length >= tokensMax)
      throw new ConditionProblem(
        `a ${language} has at most ${tokensMax} words and signs: calculate a part of it in a metric of its own (from: { expr: … })`,
        token.span,
      );
    tokens.push(token);
    at = token.span.end;
  }
  tokens.push({ type: 'end', text: '', span: { start: source.length, end: source.length } });
  return tokens;
}

function lexDuration(take: (pattern: RegExp) => RegExpExecArray | null, at: number): Token | null {
  const found = take(compoundDuration)?.[0];
  if (found === undefined) return null;
  const amount = parseAmount(String(parseDuration(found)));
  if (!amount) return null;
  return {
    type: 'quantity',
    quantity: { amount, unit: 'ms' },
    text: found,
    span: { start: at, end: at + found.length },
  };
}

function rethrow(problem: ConditionProblem): never {
  throw problem;
}

function broken(source: string, at: number, tell: (problem: ConditionProblem) => void): Token {
  tell(new ConditionProblem(unexpected(source, at), { start: at, end: at + 1 }));
  const isText = source[at] === '"' || source[at] === "'";
  // Of a parenthesis it says nothing: that goes on being open, or closed.
  const end = isText ? source.length : at + (/^[^\s()]+/.exec(source.slice(at))?.[0].length ?? 1);
  return { type: 'broken', text: source.slice(at, end), span: { start: at, end } };
}

function lexQuantity(
  source: string,
  at: number,
  language: Language,
  tell: (problem: ConditionProblem) => void,
): Token | null {
  const isFormula = language === 'formula';
  const digits = found(isFormula ? unsigned : number, source, at)?.[0];
  if (digits === undefined) return null;
  let end = at + digits.length;
  let decimal = digits;
  const comma = found(decimalComma, source, end)?.[0];
  if (comma !== undefined && !/e/i.test(digits)) {
    // Where the comma is for decimals, a point is for thousands.
    decimal = `${digits.replace('.', '')}.${comma.slice(1)}`;
    end += comma.length;
    const unit = found(attachedUnit, source, end)?.[0] ?? '';
    const message = `a decimal has a point and no comma: write ${decimal}${unit}`;
    tell(new ConditionProblem(message, { start: at, end }));
  }
  const amount = parseAmount(decimal.replace(/[_,]/g, ''));
  if (!amount) return null;
  let unit = '';
  const attached = found(isFormula ? rateUnit : attachedUnit, source, end)?.[0];
  if (attached !== undefined) {
    unit = attached;
    end += attached.length;
  } else {
    const detached = found(detachedUnit, source, end);
    const word = detached?.[1];
    if (detached && word !== undefined && !keywords.has(word.toLowerCase())) {
      unit = word;
      end += detached[0].length;
    }
  }
  return {
    type: 'quantity',
    quantity: { amount, unit },
    text: source.slice(at, end),
    span: { start: at, end },
  };
}

function found(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

function lexOther(
  take: (pattern: RegExp) => RegExpExecArray | null,
  at: number,
  language: Language,
): Token | null {
  const quoted = take(text);
  if (quoted)
    return {
      type: 'text',
      text: quoted[1] ?? quoted[2] ?? '',
      span: { start: at, end: at + quoted[0].length },
    };
  const name = take(word)?.[0];
  if (name !== undefined) return { type: 'word', text: name, span: { start: at, end: at + name.length } };
  const sign = (language === 'formula' ? take(arithmetic)?.[0] : undefined) ?? take(symbol)?.[0];
  if (sign === undefined) return null;
  return { type: 'symbol', text: symbolAliases[sign] ?? sign, span: { start: at, end: at + sign.length } };
}

function unexpected(source: string, at: number): string {
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  if (character === '"' || character === "'")
    return `the text that begins here with ${character} does not end`;
  if (character === '!') return `"!" means nothing here: write "not", or "!=" between two sides`;
  const [, sign, begun = ''] = /([!=]=)\s*([^\s"']*)$/.exec(source.slice(0, at)) ?? [];
  const word = begun + (/^[^\s"')]*/.exec(source.slice(at))?.[0] ?? '');
  if (sign !== undefined && /^[\w.:/@+-]+$/.test(word))
    return `"${character}" means nothing here: a word to compare with stands in quotes: ${sign} "${word}"`;
  return `"${character}" means nothing here`;
}
