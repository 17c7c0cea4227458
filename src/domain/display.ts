// A value as the wall, the sentences and the reports show it: `1,240`, `0.172 ETH`, `99.97%`, `182ms`, `12h22m`, `1.50 GiB`.

import { amountFromNumber, amountToDecimal, amountToNumber, type Amount } from './amount.ts';
import { formatHours, parseDuration } from './duration.ts';
import { isAmount, type Value } from './value.ts';

/** Digits after the point that a number keeps; one that must be exact keeps up to `exactDigitsMax`. */
const measuredDigits = 2;
const exactDigitsMax = 8;

const hourMs = 3_600_000;
/** Beyond it, ten thousand days, it is no span that anybody reads as one. */
const spanMsMax = 10_000 * 24 * hourMs;
/** Units in which a long span is hard to read. Whoever chose hours or days wants to see them. */
const shortUnitsMs: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, m: 60_000 };

/**
 * The value for people, with its unit. A value that is not zero is never shown as zero: what the digits cannot show
 * becomes `<0.01`, or its significant digits.
 * @param exact show up to `exactDigitsMax` digits, for what must be exactly zero; the board's `exact` has all of them.
 */
export function displayValue(
  value: Value,
  unit: string | null,
  { exact = false }: { readonly exact?: boolean } = {},
): string {
  if (typeof value === 'string') return displayWord(value);
  if (typeof value === 'boolean') return String(value);
  const span = exact ? null : longSpan(value, unit);
  if (span !== null) return span;
  const number = displayNumber(value, exact, unit);
  if (unit === null || unit === '') return number;
  return /^(%|\/.*|us|ms|s|m|h|d)$/.test(unit) ? number + unit : `${number} ${unit}`;
}

/** A word that would not be seen stands in quotes. */
export function displayWord(word: string): string {
  return word.trim() === '' ? `"${word}"` : word;
}

/** `12h22m` for 44,529s; null for what is shorter than an hour, or no span. */
export function longSpan(value: number | Amount, unit: string | null): string | null {
  const unitMs = shortUnitsMs[unit ?? ''];
  if (unitMs === undefined) return null;
  const ms = (isAmount(value) ? amountToNumber(value) : value) * unitMs;
  const size = Math.abs(ms);
  if (!(size >= hourMs && size <= spanMsMax)) return null;
  return (ms < 0 ? '-' : '') + formatHours(size);
}

/** A limit as values are shown beside it, `1,000` or `26h10m`; never rounded. @param unit may be empty. */
export function displayLimit(digits: string, unit: string): string {
  if (unit === '') return groupThousands(digits);
  const span = longSpan(Number(digits), unit);
  return span !== null && parseDuration(span) === parseDuration(digits + unit) ? span : digits + unit;
}

/** The same for a value of a metric, which may be read as whether something answers. */
export function displayReading(
  value: Value,
  metric: { readonly unit: string | null; readonly exact: boolean; readonly readsUp: boolean },
): string {
  if (typeof value === 'boolean' && metric.readsUp) return value ? 'up' : 'down';
  return displayValue(value, metric.unit, metric);
}

function displayNumber(value: number | Amount, exact: boolean, unit: string | null): string {
  if (!isAmount(value) && !Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const asAmount = isAmount(value) ? value : amountFromNumber(value);
  const size = Math.abs(amountToNumber(asAmount));
  const digits = exact && unit !== 'ETH' ? exactDigitsMax : fractionDigits(size, unit);
  const text = amountToDecimal(asAmount, digits);
  if (text === '0' && asAmount.numerator !== 0n) return tiny(asAmount);
  return groupThousands(text);
}

function fractionDigits(size: number, unit: string | null): number {
  if (unit === 'ETH') return size < 1 ? 4 : 3;
  if (unit === 'ms') return size < 10 ? 1 : 0;
  if (size >= 1_000) return 0;
  if (size >= 100 && unit !== '%') return 1;
  return measuredDigits;
}

/** Two significant digits of something too small for the usual ones: never shown as zero. */
function tiny(value: Amount): string {
  const text = amountToDecimal(value, 30);
  const lead = /^(-?0\.0*[1-9]\d?)/.exec(text)?.[1];
  return lead !== undefined && lead.length <= 12 ? lead : scientific(value);
}

/** `1.0e-400`, of what may be smaller than any double that is not zero. */
function scientific({ numerator, denominator }: Amount): string {
  const sign = numerator < 0n ? '-' : '';
  const size = numerator < 0n ? -numerator : numerator;
  let power = denominator.toString().length - size.toString().length;
  if (size * 10n ** BigInt(power) < denominator) power++;
  const tenths = (size * 10n ** BigInt(power + 1) * 2n + denominator) / (denominator * 2n);
  const [digits, exponent] = tenths >= 100n ? [10n, power - 1] : [tenths, power];
  return `${sign}${digits / 10n}.${digits % 10n}e-${exponent}`;
}

/** `1240` becomes `1,240`. */
export function groupThousands(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  if (whole.length <= 3) return decimal;
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
