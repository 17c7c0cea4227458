// Walks over a condition's tokens: look, take, expect, and say what stood there instead.

import type { Span } from './ast.ts';
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

  spanFrom(start: Token): Span {
    const last = this.#tokens[this.#index - 1];
    return { start: start.span.start, end: last?.span.end ?? start.span.end };
  }
}

export function problem(token: Token, message: string): ConditionProblem {
  return new ConditionProblem(message, token.span);
}

export function shown(token: Token): string {
  return token.type === 'end' ? 'the end' : `"${token.text}"`;
}
