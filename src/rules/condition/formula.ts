// A formula is what a derived metric is calculated from: `errors / requests * 100`.
//
// sum    := term (("+" | "-") term)*          operand := metric-id | function "(" metric-id "," argument ")"
// term   := factor (("*" | "/") factor)*      number  := a quantity, with or without a unit: 100 · 0.1 ETH · 10%
// factor := "-" factor | "(" sum ")" | number | operand
//
// A metric's id may hold a "-": as an operator it stands between blanks.

import type { Quantity } from '../../domain/quantity.ts';
import type { Operand, Span } from './ast.ts';
import { lex } from './lex.ts';
import { caught, conditionDepthMax, inOrder, type Problem } from './parse.ts';
import { readOperand } from './parts.ts';
import { problem, shown, TokenCursor } from './token-cursor.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/';

export interface Arithmetic {
  readonly type: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly left: Formula;
  readonly right: Formula;
  readonly span: Span;
}

export type Formula =
  | Operand
  | Arithmetic
  | { readonly type: 'number'; readonly quantity: Quantity; readonly span: Span }
  | { readonly type: 'negative'; readonly of: Formula; readonly span: Span };

export type ParsedFormula =
  | { readonly ok: true; readonly formula: Formula }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function parseFormula(text: string): ParsedFormula {
  const problems: Problem[] = [];
  const read = caught((): ParsedFormula => {
    const cursor = new TokenCursor(lex(text, 'formula', (found) => void problems.push(found)));
    const formula = readSum(cursor, 0);
    const rest = cursor.peek();
    if (rest.type === 'end') return { ok: true, formula };
    throw problem(rest, `"${rest.text}" is too much here: expected +, -, *, / or the end`);
  });
  if (read.ok && problems.length === 0) return read;
  return { ok: false, problems: inOrder([...problems, ...(read.ok ? [] : read.problems)]) };
}

function readSum(cursor: TokenCursor, depth: number): Formula {
  return readChain(cursor, ['+', '-'], () => readChain(cursor, ['*', '/'], () => readFactor(cursor, depth)));
}

function readChain(
  cursor: TokenCursor,
  operators: readonly ArithmeticOperator[],
  readPart: () => Formula,
): Formula {
  let left = readPart();
  for (;;) {
    const operator = operators.find((one) => cursor.takeSymbol(one));
    if (operator === undefined) return left;
    const right = readPart();
    left = { type: 'arithmetic', operator, left, right, span: joined(left.span, right.span) };
  }
}

function readFactor(cursor: TokenCursor, depth: number): Formula {
  const token = cursor.peek();
  if (depth > conditionDepthMax)
    throw problem(token, `parentheses and signs may be nested ${conditionDepthMax} deep`);
  if (cursor.takeSymbol('-')) {
    const of = readFactor(cursor, depth + 1);
    return { type: 'negative', of, span: joined(token.span, of.span) };
  }
  if (cursor.takeSymbol('(')) {
    const inner = readSum(cursor, depth + 1);
    cursor.expectSymbol(')');
    return inner;
  }
  if (token.type === 'quantity') {
    cursor.next();
    return { type: 'number', quantity: token.quantity, span: token.span };
  }
  if (token.type !== 'word')
    throw problem(token, `expected a metric's id, a function or a number, found ${shown(token)}`);
  return readOperand(cursor, null);
}

function joined(left: Span, right: Span): Span {
  return { start: left.start, end: right.end };
}

/** Every operand, left to right. */
export function formulaOperands(formula: Formula): readonly Operand[] {
  switch (formula.type) {
    case 'operand':
      return [formula];
    case 'number':
      return [];
    case 'negative':
      return formulaOperands(formula.of);
    case 'arithmetic':
      return [...formulaOperands(formula.left), ...formulaOperands(formula.right)];
  }
}

/** The ids of the metrics that it is calculated from, each once. */
export function formulaMetrics(formula: Formula): readonly string[] {
  return [...new Set(formulaOperands(formula).map(({ metric }) => metric))];
}

/**
 * Whether it is a ratio of growths that were seen in the same looks: the same however much of them was seen, if they grew evenly.
 * @param windowOf names the source and the window of an operand that is the growth of a counter; null for any other.
 */
export function isRatioOfGrowths(formula: Formula, windowOf: (operand: Operand) => string | null): boolean {
  const [first = null, ...others] = formulaOperands(formula).map(windowOf);
  return first !== null && others.every((window) => window === first) && degreeOf(formula) === 0;
}

/** By what power of it the result grows when all operands do; null where by none. */
function degreeOf(formula: Formula): number | null {
  switch (formula.type) {
    case 'operand':
      return 1;
    case 'number':
      return 0;
    case 'negative':
      return degreeOf(formula.of);
    case 'arithmetic': {
      const [left, right] = [degreeOf(formula.left), degreeOf(formula.right)];
      if (left === null || right === null) return null;
      if (formula.operator === '*') return left + right;
      if (formula.operator === '/') return left - right;
      return left === right ? left : null;
    }
  }
}
