// The part of CloudWatch's metric math that a drill needs: + - * /, parentheses, numbers and the ids of queries.
//
// sum     := product (("+" | "-") product)*
// product := unary (("*" | "/") unary)*
// unary   := "-" unary | "(" sum ")" | number | id

import { AwsError } from './cloudwatch-error.ts';

/** A series: epoch seconds of each period's start, with its value. */
export type Points = ReadonlyMap<number, number>;

/** A number, or one value for each period. */
type Operand = number | Points;

const tokenPattern = /\s*(\d+(?:\.\d+)?|[a-z][a-zA-Z0-9_]*|[-+*/()])/y;
const depthMax = 50;

/** @throws AwsError for what is no expression, has a function, or gives no series. */
export function evaluateMath(expression: string, seriesOf: (id: string) => Points): Points {
  const tokens = tokensOf(expression);
  let position = 0;
  const wrong = (): AwsError =>
    new AwsError('ValidationException', 'ValidationError', 400, `Error in expression '${expression}'`);
  const sum = (depth: number): Operand => {
    if (depth > depthMax) throw wrong();
    let left = product(depth);
    for (let sign = tokens[position]; sign === '+' || sign === '-'; sign = tokens[position]) {
      position += 1;
      const minus = sign === '-';
      left = combine(left, product(depth), (a, b) => (minus ? a - b : a + b));
    }
    return left;
  };
  const product = (depth: number): Operand => {
    let left = unary(depth);
    for (let sign = tokens[position]; sign === '*' || sign === '/'; sign = tokens[position]) {
      position += 1;
      const times = sign === '*';
      left = combine(left, unary(depth), (a, b) => (times ? a * b : a / b));
    }
    return left;
  };
  const unary = (depth: number): Operand => {
    const token = tokens[position];
    position += 1;
    if (depth > depthMax || token === undefined) throw wrong();
    if (token === '-') return combine(0, unary(depth + 1), (a, b) => a - b);
    if (/^\d/.test(token)) return Number(token);
    if (/^[a-z]/.test(token)) return seriesOf(token);
    if (token !== '(') throw wrong();
    const inside = sum(depth + 1);
    if (tokens[position] !== ')') throw wrong();
    position += 1;
    return inside;
  };
  const result = sum(0);
  if (position < tokens.length || typeof result === 'number') throw wrong();
  return result;
}

function tokensOf(expression: string): readonly string[] {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  const text = expression.trimEnd();
  while (tokenPattern.lastIndex < text.length) {
    const match = tokenPattern.exec(text);
    if (match === null)
      throw new AwsError(
        'ValidationException',
        'ValidationError',
        400,
        `The drill cannot read '${expression}': it knows + - * /, parentheses, numbers and ids.`,
      );
    tokens.push(match[1] ?? '');
  }
  return tokens;
}

/** Point by point where both have one; a division by zero gives no point, as in CloudWatch. */
function combine(left: Operand, right: Operand, apply: (a: number, b: number) => number): Operand {
  if (typeof left === 'number' && typeof right === 'number') return apply(left, right);
  const points = new Map<number, number>();
  const instants = typeof left === 'number' ? right : left;
  if (typeof instants === 'number') return Number.NaN;
  for (const at of instants.keys()) {
    const a = typeof left === 'number' ? left : left.get(at);
    const b = typeof right === 'number' ? right : right.get(at);
    if (a === undefined || b === undefined) continue;
    const value = apply(a, b);
    if (Number.isFinite(value)) points.set(at, value);
  }
  return points;
}
