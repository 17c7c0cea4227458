// The small parts of a condition: quantities, durations, literals, statuses and `for`.

import { amountToDecimal } from '../../domain/amount.ts';
import type { Milliseconds } from '../../domain/clock.ts';
import { parseDuration } from '../../domain/duration.ts';
import { didYouMean } from '../../domain/nearest.ts';
import type { Quantity } from '../../domain/quantity.ts';
import { statuses, type Status } from '../../domain/status.ts';
import type { Held, Literal } from './ast.ts';
import type { Token } from './lex.ts';
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
