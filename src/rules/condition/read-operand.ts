// A metric, or a function over one: what conditions compare and what formulas calculate with.

import { nearestWord } from '../../domain/nearest.ts';
import type { Call, FunctionName, Operand } from './ast.ts';
import { functionNames } from './ast.ts';
import { keywords } from './lex.ts';
import { readDuration, readLiteral } from './read-parts.ts';
import { problem, shown, type TokenCursor } from './token-cursor.ts';

/** @param own the metric that may be left out inside a function's parentheses; null where none may. */
export function readOperand(cursor: TokenCursor, own: string | null): Operand {
  const token = cursor.next();
  if (token.type !== 'word' || (keywords.has(token.text) && token.text !== 'until'))
    throw problem(token, `${shown(token)} is no metric: expected a metric's id or a function`);
  if (cursor.peek().text !== '(' || cursor.peek().type !== 'symbol') {
    if (token.text === 'until') throw problem(token, `"until" needs what it belongs to before it`);
    return { type: 'operand', metric: token.text, call: null, implicit: false, span: token.span };
  }
  const name = functionNames.find((known) => known === token.text);
  if (!name) throw problem(token, unknownFunction(token.text));
  cursor.expectSymbol('(');
  const metric = argumentMetric(cursor, name, own);
  const call = readArguments(cursor, name, metric !== null);
  return {
    type: 'operand',
    metric: metric ?? own ?? '',
    call,
    implicit: metric === null,
    span: cursor.spanFrom(token),
  };
}

/** The metric inside a function's parentheses; null where it is left out and may be. */
function argumentMetric(cursor: TokenCursor, name: FunctionName, own: string | null): string | null {
  const token = cursor.peek();
  if (token.type === 'word' && !keywords.has(token.text)) {
    cursor.next();
    return token.text;
  }
  if (own === null) throw problem(token, `${name}() needs a metric's id first: ${name}(queue-depth, 5m)`);
  return null;
}

function readArguments(cursor: TokenCursor, name: FunctionName, metricGiven: boolean): Call {
  if (name === 'age') {
    cursor.expectSymbol(')');
    return { name, window: null, bound: null };
  }
  if (metricGiven && !cursor.takeSymbol(','))
    throw problem(
      cursor.peek(),
      `${name}() needs ${name === 'until' ? 'a bound' : 'a window'}: ${example(name)}`,
    );
  if (name === 'until') {
    const bound = readLiteral(cursor);
    cursor.expectSymbol(')');
    return { name, window: null, bound };
  }
  const token = cursor.peek();
  const window = readDuration(cursor, `${name}() needs a window: ${example(name)}`);
  if (window <= 0) throw problem(token, 'a window is longer than nothing');
  cursor.expectSymbol(')');
  return { name, window, bound: null };
}

function example(name: FunctionName): string {
  return name === 'until' ? 'until(relayer-balance, 0.1 ETH)' : `${name}(queue-depth, 5m)`;
}

function unknownFunction(name: string): string {
  const nearest = nearestWord(name, functionNames);
  const meant = nearest === null ? `there are ${functionNames.join(', ')}` : `did you mean ${nearest}()?`;
  return `"${name}" is no function: ${meant}`;
}
