// A value in eight bytes, without an object: a measured number as it is; true and false, exact decimals and small fractions in
// what a double leaves free among its ways to say NaN. What does not fit is kept apart, and its place is all that stands here.
//
//   sign and exponent of a quiet NaN (13 bits) · kind (2 bits) · the kind's own 49 bits

import type { Amount } from './amount.ts';
import type { Value } from './value.ts';

const packedFrom = 0xff_f8_00_00;
const kindBit = 2 ** 17;
const kinds = { boolean: 0, decimal: 1, fraction: 2, apart: 3 } as const;

/** Denominators of decimals: 1 to 10^30. */
const tens = Array.from({ length: 31 }, (_, exponent) => 10n ** BigInt(exponent));
const exponentOf = new Map(tens.map((ten, exponent) => [ten, exponent]));
/** Of a decimal's numerator there are 44 bits, around 0. */
const numeratorMax = 2 ** 43;
/** Of both halves of a fraction there are 24 bits. */
const halfMax = 2 ** 24;

export class PackedValues {
  readonly #numbers: Float64Array;
  /** The same bytes, two words a value. */
  readonly #words: Uint32Array;

  constructor(length: number) {
    this.#numbers = new Float64Array(length);
    this.#words = new Uint32Array(this.#numbers.buffer);
  }

  /** The same values from `from` to before `until`, with room for `length`. */
  resized(length: number, from: number, until: number): PackedValues {
    const copy = new PackedValues(length);
    copy.#words.set(this.#words.subarray(2 * from, 2 * until));
    return copy;
  }

  move(to: number, from: number, until: number): void {
    this.#words.copyWithin(2 * to, 2 * from, 2 * until);
  }

  /** False when it does not fit. */
  set(index: number, value: Value): boolean {
    if (typeof value === 'number') {
      if (Number.isNaN(value)) return false;
      this.#numbers[index] = value;
      return true;
    }
    if (typeof value === 'boolean') return this.#pack(index, kinds.boolean, 0, value ? 1 : 0);
    return typeof value === 'object' && (this.#setDecimal(index, value) || this.#setFraction(index, value));
  }

  setApart(index: number, place: number): void {
    this.#pack(index, kinds.apart, 0, place);
  }

  /** Where it is kept apart; null when it stands here. */
  placeOf(index: number): number | null {
    const high = this.#words[2 * index + highWord] ?? 0;
    if (high < packedFrom || kindOf(high) !== kinds.apart) return null;
    return this.#words[2 * index + lowWord] ?? 0;
  }

  /** A value that stands here. */
  get(index: number): Value {
    const high = this.#words[2 * index + highWord] ?? 0;
    if (high < packedFrom) return this.#numbers[index] ?? 0;
    const low = this.#words[2 * index + lowWord] ?? 0;
    const rest = (high - packedFrom) % kindBit;
    if (kindOf(high) === kinds.boolean) return low === 1;
    if (kindOf(high) === kinds.decimal) {
      const numerator = (rest % 2 ** 12) * 2 ** 32 + low - numeratorMax;
      return { numerator: BigInt(numerator), denominator: tens[Math.floor(rest / 2 ** 12)] ?? 1n };
    }
    const both = rest * 2 ** 32 + low;
    return { numerator: BigInt(Math.floor(both / halfMax)), denominator: BigInt(both % halfMax) };
  }

  #setDecimal(index: number, { numerator, denominator }: Amount): boolean {
    const exponent = exponentOf.get(denominator);
    const shifted = Number(numerator) + numeratorMax;
    if (exponent === undefined || shifted < 0 || shifted >= 2 * numeratorMax) return false;
    const high = exponent * 2 ** 12 + Math.floor(shifted / 2 ** 32);
    return this.#pack(index, kinds.decimal, high, shifted % 2 ** 32);
  }

  #setFraction(index: number, amount: Amount): boolean {
    const [numerator, denominator] = [Number(amount.numerator), Number(amount.denominator)];
    if (numerator < 0 || numerator >= halfMax || denominator >= halfMax) return false;
    const both = numerator * halfMax + denominator;
    return this.#pack(index, kinds.fraction, Math.floor(both / 2 ** 32), both % 2 ** 32);
  }

  #pack(index: number, kind: number, high: number, low: number): true {
    this.#words[2 * index + highWord] = packedFrom + kind * kindBit + high;
    this.#words[2 * index + lowWord] = low;
    return true;
  }
}

function kindOf(high: number): number {
  return Math.floor((high - packedFrom) / kindBit);
}

/** Which of a double's two words holds its exponent differs between machines. */
const highWord = new Uint32Array(new Float64Array([-1]).buffer)[1] === 0 ? 0 : 1;
const lowWord = 1 - highWord;
