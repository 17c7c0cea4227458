// Reads a condition (the grammar stands in ast.ts). One pass, recursive descent; a problem ends the part between `and` and `or` in which
// it lies, and the others are read all the same.

import type {
  Call,
  Comparison,
  ComparisonOperator,
  Condition,
  Operand,
  QuantityLiteral,
  Right,
  Span,
} from './ast.ts';
import { comparisonOperators } from './ast.ts';
import { ConditionProblem, lex, type Token } from './lex.ts';
import { readOperand, readHeld, readLiteral, readQuantity, readStatus, readRange } from './parts.ts';
import { endsPart, isOperator, problem, shown, tooMuch, TokenCursor } from './token-cursor.ts';

export interface Problem {
  readonly message: string;
  readonly span: Span;
}

export type ParsedCondition =
  | { readonly ok: true; readonly condition: Condition }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
      /** What could be read of it all the same; null when nothing could. */
      readonly rest: Condition | null;
    };

export type ParsedCall =
  | { readonly ok: true; readonly call: Call }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Deepest nesting of parentheses and `not`. */
export const conditionDepthMax = 50;

/**
 * Reads a whole condition.
 * @param options.own the metric whose `target` or `alert` this is: it may then be left out (`> 500 for 10m`).
 */
export function parseCondition(
  text: string,
  options: { readonly own?: string | null } = {},
): ParsedCondition {
  const problems: ConditionProblem[] = [];
  const tell = (found: ConditionProblem): void => void problems.push(found);
  const read = caught(() => {
    const tokens = lex(text, 'condition', tell);
    const parser = new Parser(tokens, options.own ?? null, tell);
    return { ok: true, condition: parser.whole() } as const;
  });
  const condition = read.ok ? read.condition : null;
  if (condition !== null && problems.length === 0) return { ok: true, condition };
  return { ok: false, problems: inOrder([...problems, ...(read.ok ? [] : read.problems)]), rest: condition };
}

/** By their places; what was told of one stands for what follows from it there. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const byPlace = new Map(problems.toReversed().map(({ message, span }) => [span.start, { message, span }]));
  return [...byPlace.values()].toSorted((a, b) => a.span.start - b.span.start);
}

/** Reads a metric's `use`: a function without its metric, `success(1h)`. */
export function parseCall(text: string): ParsedCall {
  return caught(() => {
    const parser = new Parser(lex(text), '', () => {});
    return { ok: true, call: parser.wholeCall() };
  });
}

export function caught<T>(read: () => T): T | { readonly ok: false; readonly problems: readonly Problem[] } {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConditionProblem)) throw error;
    return { ok: false, problems: [{ message: error.message, span: error.span }] };
  }
}

class Parser {
  #depth = 0;
  /** Parentheses that are open. */
  #open = 0;
  readonly #cursor: TokenCursor;
  readonly #own: string | null;
  readonly #tell: (problem: ConditionProblem) => void;
  readonly #toldAt = new Set<number>();

  constructor(tokens: readonly Token[], own: string | null, tell: (problem: ConditionProblem) => void) {
    this.#cursor = new TokenCursor(tokens);
    this.#own = own;
    this.#tell = tell;
  }

  /** Null when no part of it could be read. */
  whole(): Condition | null {
    const parts = [this.#or()];
    const rest = this.#cursor.peek();
    if (rest.type !== 'end') this.#tellOnce(tooMuch(rest, { inParentheses: false }));
    // Nothing but a parenthesis too many stands here, and what follows it is read all the same.
    while (this.#cursor.next().type !== 'end')
      if (this.#cursor.takeWord('and') || this.#cursor.takeWord('or')) parts.push(this.#or());
    return joined('and', parts);
  }

  wholeCall(): Call {
    const operand = readOperand(this.#cursor, this.#own);
    const rest = this.#cursor.peek();
    if (rest.type !== 'end') throw problem(rest, `"${rest.text}" is too much here: expected the end`);
    if (operand.call === null)
      throw new ConditionProblem(`expected a function such as success(1h) or p95(5m)`, operand.span);
    return operand.call;
  }

  #or(): Condition | null {
    const parts = [this.#and()];
    while (this.#cursor.takeWord('or')) parts.push(this.#and());
    return joined('or', parts);
  }

  #and(): Condition | null {
    const parts = [this.#part()];
    while (this.#cursor.takeWord('and')) parts.push(this.#part());
    return joined('and', parts);
  }

  /** What is wrong with it is told once; null when it could not be read. */
  #part(): Condition | null {
    const start = this.#cursor.peek();
    try {
      const part = this.#unary();
      const behind = this.#cursor.peek();
      if (!endsPart(behind)) throw tooMuch(behind, { inParentheses: this.#open > 0 });
      return part;
    } catch (error) {
      if (!(error instanceof ConditionProblem)) throw error;
      this.#cursor.skipPart(start, error);
      if (!this.#cursor.hasBroken(start)) this.#tellOnce(error);
      return null;
    }
  }

  /** What is missing at one place is missing once, however many parentheses end there. */
  #tellOnce(found: ConditionProblem): void {
    if (this.#toldAt.has(found.span.start)) return;
    this.#toldAt.add(found.span.start);
    this.#tell(found);
  }

  #unary(): Condition | null {
    const token = this.#cursor.peek();
    if (++this.#depth > conditionDepthMax)
      throw problem(token, `parentheses and "not" may be nested ${conditionDepthMax} deep`);
    try {
      if (this.#cursor.takeWord('not')) {
        const part = this.#unary();
        return part && { type: 'not', part };
      }
      if (!this.#cursor.takeSymbol('(')) return this.#comparison();
      return this.#parenthesized();
    } finally {
      this.#depth--;
    }
  }

  #parenthesized(): Condition | null {
    this.#open++;
    try {
      const inner = this.#or();
      this.#cursor.expectSymbol(')');
      return inner;
    } finally {
      this.#open--;
    }
  }

  #comparison(): Condition {
    const start = this.#cursor.peek();
    const left = this.#leftSide();
    if (this.#cursor.takeWord('is')) {
      const status = readStatus(this.#cursor);
      return {
        type: 'status',
        left,
        status,
        held: readHeld(this.#cursor),
        span: this.#cursor.spanFrom(start),
      };
    }
    if (this.#cursor.takeWord('absent'))
      return { type: 'absent', left, held: readHeld(this.#cursor), span: this.#cursor.spanFrom(start) };
    const operator = this.#operator(left);
    const right = this.#right(operator);
    const until = this.#until();
    return {
      type: 'comparison',
      left,
      operator,
      right,
      until,
      held: readHeld(this.#cursor),
      span: this.#cursor.spanFrom(start),
    };
  }

  /** The operand, or the metric itself where the condition belongs to one and begins with an operator or a range. */
  #leftSide(): Operand {
    const token = this.#cursor.peek();
    const begins =
      token.type === 'quantity' ||
      (token.type === 'symbol' && isOperator(token.text)) ||
      (token.type === 'word' && ['is', 'absent', 'in'].includes(token.text));
    if (!begins) return readOperand(this.#cursor, this.#own);
    if (this.#own === null)
      throw problem(
        token,
        `"${token.text}" has nothing to its left: write a metric's id first, queue-depth > 100`,
      );
    const at = token.span.start;
    return { type: 'operand', metric: this.#own, call: null, implicit: true, span: { start: at, end: at } };
  }

  #operator(left: Operand): ComparisonOperator {
    const token = this.#cursor.peek();
    if (token.type === 'quantity' && left.implicit && left.call === null) return 'in';
    this.#cursor.next();
    const operator = comparisonOperators.find((known) => known === token.text);
    if (operator && (token.type === 'symbol' || token.type === 'word')) return operator;
    if (token.text === 'between') {
      this.#tellOnce(problem(token, '"between" means nothing here: write a range, in 1..5'));
      return 'in';
    }
    if (token.text === '=') {
      this.#tellOnce(problem(token, 'write "==" for equal'));
      return '==';
    }
    throw problem(
      token,
      `expected a comparison (${comparisonOperators.join(' ')}), "is" or "absent", found ${shown(token)}`,
    );
  }

  #right(operator: ComparisonOperator): Right {
    const token = this.#cursor.peek();
    if (operator === 'in') return readRange(this.#cursor);
    if (token.type === 'word' && token.text !== 'true' && token.text !== 'false')
      return readOperand(this.#cursor, this.#own);
    const literal = readLiteral(this.#cursor);
    if (this.#cursor.peek().text === '..')
      throw problem(this.#cursor.peek(), `a range goes with "in": x in 0.2..0.5, not x ${operator} 0.2..0.5`);
    if (literal.type === 'quantity' && this.#cursor.takeWord('of')) {
      if (literal.quantity.unit !== '%') throw problem(token, `a share is a percentage: 50% of queue-depth`);
      return { type: 'share', percent: literal.quantity, of: readOperand(this.#cursor, this.#own) };
    }
    return literal;
  }

  #until(): Comparison['until'] {
    if (!this.#cursor.takeWord('until')) return null;
    const token = this.#cursor.next();
    const operator = comparisonOperators.find((known) => known === token.text && known !== 'in');
    if (!operator) throw problem(token, `"until" needs a comparison: until >= 0.12 ETH`);
    const right: QuantityLiteral = {
      type: 'quantity',
      quantity: readQuantity(this.#cursor, 'expected a quantity: until >= 0.12 ETH'),
    };
    return { operator, right };
  }
}

/** Null when nothing is left of it. */
function joined(type: 'and' | 'or', all: readonly (Condition | null)[]): Condition | null {
  const parts = all.filter((part) => part !== null);
  return parts.length > 1 ? { type, parts } : (parts[0] ?? null);
}
