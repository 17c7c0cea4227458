// What one reading can be: a measured number, an exact amount, true or false, or a word.

import { amountFromNumber, amountToExact, amountToNumber, compareAmounts, type Amount } from './amount.ts';

/**
 * A `number` was measured (a latency, a CPU share); it may be infinite and is never NaN.
 * An `Amount` is exact (wei, a ledger, a count, a ratio). A boolean is a probe's outcome, a string a state's name.
 */
export type Value = number | Amount | boolean | string;
/** A value that can be calculated with. */
export type Numeric = number | Amount;

export function isAmount(value: Value): value is Amount {
  return typeof value === 'object';
}

export function isNumeric(value: Value): value is Numeric {
  return typeof value === 'number' || typeof value === 'object';
}

/** For plotting: true is 1, false 0, a word null. */
export function plotNumber(value: Value): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' ? null : amountToNumber(value);
}

/** The exact text that was judged: `1240`, `0.172`, `true`, `ALARM`, `+Inf`. */
export function exactText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'object') return amountToExact(value);
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  // The shortest decimal is written out already, unless it has an exponent.
  const shortest = String(value);
  return shortest.includes('e') ? amountToExact(amountFromNumber(value)) : shortest;
}

/** The same value, however it is written: 0.50 and 1/2 are. */
export function sameValue(left: Value, right: Value): boolean {
  if (isNumeric(left) && isNumeric(right)) return compareNumeric(left, right) === 0;
  return left === right;
}

/** -1, 0 or 1 for two numeric values, exactly: a finite double counts as its shortest decimal. */
export function compareNumeric(left: Numeric, right: Numeric): -1 | 0 | 1 {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === 'number' && !Number.isFinite(left)) return left > 0 ? 1 : -1;
  if (typeof right === 'number' && !Number.isFinite(right)) return right > 0 ? -1 : 1;
  const apart = clearlyApart(toNumber(left), toNumber(right));
  if (apart !== null) return apart;
  return compareAmounts(toAmount(left), toAmount(right));
}

/** The order of two numbers whose doubles leave no doubt about it; null where they are too close to tell. */
function clearlyApart(left: number, right: number): -1 | 1 | null {
  const distance = left - right;
  if (Math.abs(distance) <= 1e-9 * Math.max(Math.abs(left), Math.abs(right)) || Number.isNaN(distance))
    return null;
  return distance < 0 ? -1 : 1;
}

/** Exactly; a finite double counts as its shortest decimal. */
export function toAmount(value: Numeric): Amount {
  return typeof value === 'number' ? amountFromNumber(value) : value;
}

/** The nearest double. */
export function toNumber(value: Numeric): number {
  return typeof value === 'number' ? value : amountToNumber(value);
}
