// What several readings make together: exact as long as all of them are.

import {
  addAmounts,
  amount,
  amountFromNumber,
  amountToNumber,
  divideAmounts,
  parseAmount,
  zero,
  type Amount,
} from '../../domain/amount.ts';
import type { Reading } from '../../domain/answer.ts';
import { gap } from '../../domain/gap.ts';
import { compareNumeric, isAmount } from '../../domain/value.ts';
import { floatOf } from './page/numbers.ts';
import type { Aggregate } from './options.ts';

export type Numeric = number | Amount;

/** The number that this text is: exact, or infinite; null for NaN. */
export function numericOf(text: string): Numeric | null {
  const exact = parseAmount(text);
  if (exact) return exact;
  const value = floatOf(text);
  if (Number.isNaN(value)) return null;
  return Number.isFinite(value) ? amountFromNumber(value) : value;
}

/** @param values at least one. */
export function aggregated(aggregate: Aggregate, values: readonly Numeric[]): Reading {
  const [first = zero] = values;
  switch (aggregate) {
    case 'count':
      return { value: amount(values.length) };
    case 'min':
      return {
        value: values.reduce((least, value) => (compareNumeric(value, least) < 0 ? value : least), first),
      };
    case 'max':
      return {
        value: values.reduce((most, value) => (compareNumeric(value, most) > 0 ? value : most), first),
      };
    case 'sum':
      return numberReading(sumOf(values));
    case 'avg': {
      const sum = sumOf(values);
      return numberReading(
        isAmount(sum) ? (divideAmounts(sum, amount(values.length)) ?? zero) : sum / values.length,
      );
    }
  }
}

function sumOf(values: readonly Numeric[]): Numeric {
  if (values.every(isAmount)) return values.reduce<Amount>((sum, value) => addAmounts(sum, value), zero);
  return values.reduce<number>((sum, value) => sum + (isAmount(value) ? amountToNumber(value) : value), 0);
}

/** Plus and minus infinity have no sum. */
function numberReading(value: Numeric): Reading {
  if (typeof value === 'number' && Number.isNaN(value))
    return { gap: gap('nan', 'the series have no sum: some are +Inf and some are -Inf') };
  return { value };
}
