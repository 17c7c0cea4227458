// Exact rational numbers on bigint. Balances, ratios and thresholds are amounts; no float touches them.

/** numerator ÷ denominator, exact. The denominator is always positive; the fraction need not be reduced. */
export interface Amount {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Longest mantissa and largest exponent that `parseAmount` takes: a remote end must not be able to make us compute for hours. */
const amountDigitsMax = 1_000;
const amountExponentMax = 1_000;

const decimalPattern = /^([-+]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([-+]?\d{1,9}))?$/;

export const zero: Amount = { numerator: 0n, denominator: 1n };

/** A whole number, or a fraction when `denominator` is given. A zero denominator is our own bug. */
export function amount(numerator: bigint | number, denominator: bigint | number = 1n): Amount {
  const n = BigInt(numerator);
  const d = BigInt(denominator);
  if (d === 0n) throw new RangeError('an amount cannot have the denominator 0');
  return d < 0n ? { numerator: -n, denominator: -d } : { numerator: n, denominator: d };
}

/**
 * Reads a decimal: `[-+]?digits[.digits][e[-+]digits]`. Nothing is rounded.
 * @returns null when the text is no decimal, or has more than `amountDigitsMax` digits or an exponent beyond `amountExponentMax`.
 */
export function parseAmount(text: string): Amount | null {
  const match = decimalPattern.exec(text.trim());
  if (!match) return null;
  const [, sign, mantissa = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (mantissa.length > amountDigitsMax || Math.abs(exponent) > amountExponentMax) return null;
  const point = mantissa.indexOf('.');
  const fraction = point < 0 ? '' : mantissa.slice(point + 1);
  const whole = point < 0 ? mantissa : mantissa.slice(0, point);
  const digits = BigInt(whole + fraction || '0');
  const signed = sign === '-' ? -digits : digits;
  const shift = exponent - fraction.length;
  return shift >= 0
    ? { numerator: signed * 10n ** BigInt(shift), denominator: 1n }
    : { numerator: signed, denominator: 10n ** BigInt(-shift) };
}

/** The exact value of the shortest decimal that names this finite double: 0.1 becomes 1/10, as a person would read it. */
export function amountFromNumber(value: number): Amount {
  if (Number.isSafeInteger(value)) return { numerator: BigInt(value), denominator: 1n };
  const parsed = parseAmount(String(value));
  if (!parsed) throw new RangeError(`no amount for ${value}`);
  return parsed;
}

/** The nearest double. For plotting, never for judging. */
export function amountToNumber({ numerator, denominator }: Amount): number {
  if (denominator === 1n) return Number(numerator);
  const isSmall = numerator >= -(2n ** 53n) && numerator <= 2n ** 53n && denominator <= 2n ** 53n;
  if (isSmall) return Number(numerator) / Number(denominator);
  const size = numerator < 0n ? -numerator : numerator;
  // A quotient of 66 bits or more, whose last bit says whether anything was cut off: it is rounded once, by Number().
  const shift = 66 + bitLength(denominator) - bitLength(size);
  // Rounded to 53 bits first, what is smaller than any normal double would be rounded twice.
  if (shift > 1_000 && size << 1_022n < denominator) {
    const steps = roundedToEven(size << 1_074n, denominator) * Number.MIN_VALUE;
    return numerator < 0n ? -steps : steps;
  }
  const [over, under] =
    shift >= 0 ? [size << BigInt(shift), denominator] : [size, denominator << BigInt(-shift)];
  const quotient = over / under;
  const rounded = Number(over % under === 0n ? quotient : quotient | 1n);
  // In two steps: 2 ** -shift alone may be beyond what a double can say.
  const half = Math.trunc(shift / 2);
  const result = rounded * 2 ** -half * 2 ** (half - shift);
  return numerator < 0n ? -result : result;
}

/** A quotient of at most 53 bits, to the nearest whole number. */
function roundedToEven(over: bigint, under: bigint): number {
  const [whole, twiceRest] = [over / under, 2n * (over % under)];
  return Number(twiceRest > under || (twiceRest === under && whole % 2n === 1n) ? whole + 1n : whole);
}

/** How many bits it takes, to within four. */
function bitLength(value: bigint): number {
  return value.toString(16).length * 4;
}

/** -1, 0 or 1: how `left` stands to `right`. */
export function compareAmounts(left: Amount, right: Amount): -1 | 0 | 1 {
  const l = left.numerator * right.denominator;
  const r = right.numerator * left.denominator;
  return l < r ? -1 : l > r ? 1 : 0;
}

export function addAmounts(left: Amount, right: Amount): Amount {
  if (left.denominator === right.denominator)
    return { numerator: left.numerator + right.numerator, denominator: left.denominator };
  return reduced(
    left.numerator * right.denominator + right.numerator * left.denominator,
    left.denominator * right.denominator,
  );
}

export function subtractAmounts(left: Amount, right: Amount): Amount {
  return addAmounts(left, { numerator: -right.numerator, denominator: right.denominator });
}

export function multiplyAmounts(left: Amount, right: Amount): Amount {
  return reduced(left.numerator * right.numerator, left.denominator * right.denominator);
}

/** Null when `right` is zero. */
export function divideAmounts(left: Amount, right: Amount): Amount | null {
  if (right.numerator === 0n) return null;
  const sign = right.numerator < 0n ? -1n : 1n;
  return reduced(sign * left.numerator * right.denominator, sign * right.numerator * left.denominator);
}

/**
 * Decimal text. Exact when the fraction ends; otherwise, or beyond `fractionDigitsMax`, cut to that many digits,
 * rounded half away from zero. Trailing zeros are dropped.
 */
export function amountToDecimal(value: Amount, fractionDigitsMax = 30): string {
  const { numerator, denominator } = value;
  if (denominator === 1n) return numerator.toString();
  return (
    smallDecimal(Number(numerator), Number(denominator), fractionDigitsMax) ??
    longDecimal(value, fractionDigitsMax)
  );
}

/** Whole doubles below this are exact, and so is the whole part of a quotient of two of them. */
const doubleExactMax = 2 ** 51;

/** The same in doubles, which is what nearly every reading needs; null when they would not be exact. */
function smallDecimal(numerator: number, denominator: number, fractionDigitsMax: number): string | null {
  const scale = 10 ** fractionDigitsMax;
  const size = Math.abs(numerator);
  if (denominator > doubleExactMax || size * scale * 2 + denominator > doubleExactMax) return null;
  const scaled = Math.floor((size * scale * 2 + denominator) / (denominator * 2));
  const sign = numerator < 0 && scaled !== 0 ? '-' : '';
  const whole = Math.floor(scaled / scale);
  const rest = scaled - whole * scale;
  if (rest === 0) return `${sign}${whole}`;
  let fraction = `${rest}`.padStart(fractionDigitsMax, '0');
  while (fraction.endsWith('0')) fraction = fraction.slice(0, -1);
  return `${sign}${whole}.${fraction}`;
}

function longDecimal({ numerator, denominator }: Amount, fractionDigitsMax: number): string {
  const negative = numerator < 0n;
  const size = negative ? -numerator : numerator;
  const scale = 10n ** BigInt(fractionDigitsMax);
  const scaled = (size * scale * 2n + denominator) / (denominator * 2n);
  const whole = scaled / scale;
  const fraction = (scaled % scale).toString().padStart(fractionDigitsMax, '0').replace(/0+$/, '');
  const text = fractionDigitsMax > 0 && fraction !== '' ? `${whole}.${fraction}` : `${whole}`;
  return negative && scaled !== 0n ? `-${text}` : text;
}

/** Every digit of a fraction that ends; one that does not is cut to 30 digits. */
export function amountToExact(value: Amount): string {
  if (value.denominator === 1n) return value.numerator.toString();
  let rest = value.denominator;
  let digits = 0;
  while (rest % 10n === 0n) {
    rest /= 10n;
    digits++;
  }
  for (const prime of [2n, 5n]) for (; rest % prime === 0n; digits++) rest /= prime;
  return amountToDecimal(value, rest === 1n ? digits : 30);
}

function reduced(numerator: bigint, denominator: bigint): Amount {
  let a = numerator < 0n ? -numerator : numerator;
  let b = denominator;
  while (b !== 0n) [a, b] = [b, a % b];
  return a > 1n ? { numerator: numerator / a, denominator: denominator / a } : { numerator, denominator };
}
