// The parts of a condition: a metric or a function over one, which formulas calculate with too, quantities, durations, literals, statuses and `for`.

import { amountToDecimal } from '../../domain/amount.ts';
import type { Milliseconds } from '../../domain/clock.ts';
import { parseDuration } from '../../domain/duration.ts';
import { didYouMean, nearestWord } from '../../domain/nearest.ts';
import type { Quantity } from '../../domain/quantity.ts';
import { statuses, type Status } from '../../domain/status.ts';
import {
  type Held,
  type Literal,
  type Call,
  type FunctionName,
  type Operand,
  type Right,
  functionNames,
} from './ast.ts';
import { type Token, keywords } from './lex.ts';
import { problem, shown, type TokenCursor } from './token-cursor.ts';

export function readHeld(cursor: TokenCursor): Held | null {
  if (!cursor.takeWord('for')) return null;
  const token = cursor.peek();
  const first = readQuantity(
    cursor,
    '"for" needs a duration or a number of samples: for 10m, for 3 samples, for 3 of 5 samples',
  );
  if (cursor.takeWord('of')) {
    const of = readQuantity(cursor, 'expected the number of samples: for 3 of 5 samples');
    readSamplesWord(cursor);
    return held(token, count(token, first), count(token, of));
  }
  if (cursor.peek().text === 'samples' || cursor.peek().text === 'sample') {
    readSamplesWord(cursor);
    const needed = count(token, first);
    return held(token, needed, needed);
  }
  return {
    type: 'duration',
    duration: toDuration(token, first, `${shown(token)} is no duration: for 10m, for 3 samples`),
  };
}

function readSamplesWord(cursor: TokenCursor): void {
  const token = cursor.next();
  if (token.text !== 'samples' && token.text !== 'sample')
    throw problem(token, `expected "samples", found ${shown(token)}`);
}

/** `0.2..0.5 ETH`: both ends are in the unit of either. */
export function readRange(cursor: TokenCursor): Right {
  const low = readQuantity(cursor, 'expected a range: 0.2..0.5 ETH');
  const dots = cursor.peek();
  // The word "between" has been told: what it meant is read all the same.
  const isBetween = cursor.before(dots, 2)?.text === 'between';
  if (!cursor.takeSymbol('..') && !(isBetween && cursor.takeWord('and'))) {
    const { numerator, denominator } = low.amount;
    const above = amountToDecimal({ numerator: numerator + denominator, denominator });
    throw problem(dots, `expected a range: ${amountToDecimal(low.amount)}..${above}`);
  }
  const highToken = cursor.peek();
  const high = readQuantity(cursor, 'a range has two ends: 0.2..0.5 ETH');
  const sameUnit = low.unit === '' ? { amount: low.amount, unit: high.unit } : low;
  if (
    sameUnit.unit === high.unit &&
    low.amount.numerator * high.amount.denominator > high.amount.numerator * low.amount.denominator
  )
    throw problem(highToken, 'a range begins with its lower end');
  return { type: 'range', low: sameUnit, high: high.unit === '' ? { ...high, unit: low.unit } : high };
}

export function readStatus(cursor: TokenCursor): Status {
  const token = cursor.next();
  const status = statuses.find((known) => known === token.text);
  if (status) return status;
  const meant = didYouMean(token.text, statuses);
  throw problem(token, `${shown(token)} is no status: expected ${statuses.join(', ')}${meant}`);
}

export function readLiteral(cursor: TokenCursor): Literal {
  const token = cursor.next();
  if (token.type === 'quantity') return { type: 'quantity', quantity: token.quantity };
  if (token.type === 'text') return { type: 'text', text: token.text };
  if (token.type === 'word' && (token.text === 'true' || token.text === 'false'))
    return { type: 'boolean', value: token.text === 'true' };
  throw problem(token, `expected a quantity, a "text", true or false, found ${shown(token)}`);
}

export function readQuantity(cursor: TokenCursor, otherwise: string): Quantity {
  const token = cursor.next();
  if (token.type !== 'quantity') throw problem(token, `${otherwise}; found ${shown(token)}`);
  return token.quantity;
}

export function readDuration(cursor: TokenCursor, otherwise: string): Milliseconds {
  const token = cursor.peek();
  return toDuration(token, readQuantity(cursor, otherwise), otherwise);
}

function toDuration(token: Token, { amount, unit }: Quantity, otherwise: string): Milliseconds {
  const duration = parseDuration(`${amountToDecimal(amount)}${unit}`);
  if (duration === null) throw problem(token, otherwise);
  return duration;
}

function count(token: Token, { amount, unit }: Quantity): number {
  const value = Number(amount.numerator);
  if (unit !== '' || amount.denominator !== 1n || value < 1 || value > 1_000)
    throw problem(token, 'samples are counted from 1 to 1,000');
  return value;
}

function held(token: Token, needed: number, of: number): Held {
  if (needed > of)
    throw problem(token, `${needed} of ${of} samples can never be: the first number is the smaller one`);
  return { type: 'samples', needed, of };
}

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
