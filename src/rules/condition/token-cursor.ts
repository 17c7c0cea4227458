// Walks over a condition's tokens: look, take, expect, and say what stood there instead.

import { comparisonOperators, type Span } from './ast.ts';
import { ConditionProblem, type Token } from './lex.ts';

export class TokenCursor {
  #index = 0;
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(): Token {
    const token = this.#tokens[this.#index] ?? this.#tokens.at(-1);
    if (!token) throw new ConditionProblem('the condition is empty', { start: 0, end: 0 });
    return token;
  }

  next(): Token {
    const token = this.peek();
    if (token.type !== 'end') this.#index++;
    return token;
  }

  takeWord(text: string): boolean {
    const token = this.peek();
    if (token.type !== 'word' || token.text !== text) return false;
    this.#index++;
    return true;
  }

  takeSymbol(text: string): boolean {
    const token = this.peek();
    if (token.type !== 'symbol' || token.text !== text) return false;
    this.#index++;
    return true;
  }

  expectSymbol(text: string): void {
    const token = this.peek();
    if (!this.takeSymbol(text)) throw problem(token, `expected "${text}", found ${shown(token)}`);
  }

  /**
   * Goes on to where a part of this nesting ends: at `and`, `or`, its closing parenthesis or the end.
   * @param start where the part begins.
   * @param found what is wrong with it.
   */
  skipPart(start: Token, found: ConditionProblem): void {
    const last = this.#tokens[this.#index - 1];
    // What ends the part was taken for something in it that is missing.
    if (last?.span.start === found.span.start && endsPart(last)) this.#index--;
    let depth = this.#isInCall(start) ? 1 : 0;
    for (let token = this.peek(); token.type !== 'end'; token = this.peek()) {
      if (depth === 0 && endsPart(token)) return;
      if (token.type === 'symbol' && token.text === '(') depth++;
      if (token.type === 'symbol' && token.text === ')') depth--;
      this.#index++;
    }
  }

  /** The next parenthesis closes one that was opened since this token, unless a comparison or another part comes before it. */
  #isInCall(start: Token): boolean {
    const from = this.#tokens.indexOf(start);
    const isOne = (text: string) => (token: Token) => token.type === 'symbol' && token.text === text;
    const taken = this.#tokens.slice(from, this.#index);
    if (taken.filter(isOne('(')).length <= taken.filter(isOne(')')).length) return false;
    const next = this.#tokens
      .slice(this.#index)
      .find((token) => endsPart(token) || (token.type === 'symbol' && isOperator(token.text)));
    return next !== undefined && isOne(')')(next);
  }

  /** The token that stands so many places before another one. */
  before(token: Token, places: number): Token | undefined {
    return this.#tokens[this.#tokens.indexOf(token) - places];
  }

  /** From this token on, up to where we are, something stands that was told to be none. */
  hasBroken(start: Token): boolean {
    const from = this.#tokens.indexOf(start);
    return this.#tokens.slice(from, this.#index).some(({ type }) => type === 'broken');
  }

  spanFrom(start: Token): Span {
    const last = this.#tokens[this.#index - 1];
    return { start: start.span.start, end: last?.span.end ?? start.span.end };
  }
}

/** It stands behind a whole part of a condition. */
export function endsPart({ type, text }: Token): boolean {
  return (
    type === 'end' ||
    (type === 'word' && (text === 'and' || text === 'or')) ||
    (type === 'symbol' && text === ')')
  );
}

export function problem(token: Token, message: string): ConditionProblem {
  return new ConditionProblem(message, token.span);
}

export function shown(token: Token): string {
  return token.type === 'end' ? 'the end' : `"${token.text}"`;
}

export function isOperator(text: string): boolean {
  return comparisonOperators.some((known) => known === text) || text === '=';
}

/** What stands where a part of a condition should end. */
export function tooMuch(
  token: Token,
  { inParentheses }: { readonly inParentheses: boolean },
): ConditionProblem {
  if (inParentheses) return problem(token, `expected ")", found ${shown(token)}`);
  if (token.text === 'for' || token.text === 'until')
    return problem(token, `"${token.text}" belongs to one comparison: write it inside the parentheses`);
  if (token.type === 'symbol' && isOperator(token.text))
    return problem(token, `a comparison has one operator: join two with "and"`);
  return problem(token, `"${token.text}" is too much here: expected "and", "or" or the end`);
}
