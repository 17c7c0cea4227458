// Units: which there are, which belong together, and the exact factor between them.

import { amount, divideAmounts, multiplyAmounts, type Amount } from './amount.ts';
import { isNumeric, type Value } from './value.ts';

/** A unit as written, what it measures, and how many of the dimension's base unit it is. */
export interface Unit {
  readonly symbol: string;
  readonly dimension: string;
  readonly factor: Amount;
}

type UnitRow = readonly [symbol: string, dimension: string, numerator: bigint, denominator?: bigint];

const rows: readonly UnitRow[] = [
  ['%', 'percent', 1n],
  ['us', 'time', 1n, 1_000n],
  ['ms', 'time', 1n],
  ['s', 'time', 1_000n],
  ['m', 'time', 60_000n],
  ['h', 'time', 3_600_000n],
  ['d', 'time', 86_400_000n],
  ['B', 'bytes', 1n],
  ['kB', 'bytes', 10n ** 3n],
  ['MB', 'bytes', 10n ** 6n],
  ['GB', 'bytes', 10n ** 9n],
  ['TB', 'bytes', 10n ** 12n],
  ['KiB', 'bytes', 2n ** 10n],
  ['MiB', 'bytes', 2n ** 20n],
  ['GiB', 'bytes', 2n ** 30n],
  ['TiB', 'bytes', 2n ** 40n],
  ['wei', 'ether', 1n, 10n ** 18n],
  ['gwei', 'ether', 1n, 10n ** 9n],
  ['ETH', 'ether', 1n],
];

const perTime: ReadonlyMap<string, bigint> = new Map([
  ['s', 1n],
  ['sec', 1n],
  ['min', 60n],
  ['h', 3_600n],
  ['hour', 3_600n],
  ['d', 86_400n],
  ['day', 86_400n],
]);

const units: ReadonlyMap<string, Unit> = new Map(
  rows.map(([symbol, dimension, numerator, denominator = 1n]) => [
    symbol,
    { symbol, dimension, factor: amount(numerator, denominator) },
  ]),
);

/** Every unit that stands alone; a rate is one of them, or nothing, followed by `/s`, `/min`, `/h` or `/d`. */
export const unitSymbols: readonly string[] = [...units.keys()];
export const rateSuffixes: readonly string[] = [...perTime.keys()].map((time) => `/${time}`);

/** The plain count: no unit at all. */
export const countUnit: Unit = { symbol: '', dimension: 'count', factor: amount(1n) };

/**
 * The unit of this name, or null when there is none.
 * @param own units that the profile declares itself (`units: [USDC]`), each a dimension of its own.
 */
export function findUnit(symbol: string, own: readonly string[] = []): Unit | null {
  if (symbol === '') return countUnit;
  const known = units.get(symbol);
  if (known) return known;
  if (own.includes(symbol)) return { symbol, dimension: `own:${symbol}`, factor: amount(1n) };
  const slash = symbol.lastIndexOf('/');
  if (slash < 0) return null;
  const seconds = perTime.get(symbol.slice(slash + 1));
  const base = findUnit(symbol.slice(0, slash), own);
  if (seconds === undefined || base === null) return null;
  return {
    symbol,
    dimension: `${base.dimension}/time`,
    factor: amount(base.factor.numerator, base.factor.denominator * seconds),
  };
}

/** By what to multiply a number in `from` to have it in `to`; null when they measure different things. */
export function conversionFactor(from: Unit, to: Unit): Amount | null {
  if (from.dimension !== to.dimension) return null;
  return divideAmounts(from.factor, to.factor);
}

/** The value times the factor: exact for amounts; booleans and words stay as they are. */
export function scaleValue(value: Value, factor: Amount): Value {
  if (!isNumeric(value) || (factor.numerator === 1n && factor.denominator === 1n)) return value;
  if (typeof value === 'object') return multiplyAmounts(value, factor);
  return (value * Number(factor.numerator)) / Number(factor.denominator);
}
