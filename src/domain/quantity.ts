// A quantity as a profile writes it: `1000`, `99.9%`, `0.4 ETH`, `200ms`, `1.5GiB`, `100/min`.

import { amountToDecimal, multiplyAmounts, parseAmount, type Amount } from './amount.ts';
import { conversionFactor, findUnit, type Unit } from './unit.ts';

export interface Quantity {
  readonly amount: Amount;
  /** As written; empty for a plain count. */
  readonly unit: string;
}

const quantityPattern = /^([-+]?(?:\d[\d_,]*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?)\s*([^\s\d].*)?$/;

/** Reads a number with or without a unit; the unit is not looked up here. Thousands may be parted by `_` or `,`. */
export function parseQuantity(text: string): Quantity | null {
  const match = quantityPattern.exec(text.trim());
  if (!match) return null;
  const amount = parseAmount((match[1] ?? '').replace(/[_,]/g, ''));
  return amount && { amount, unit: (match[2] ?? '').trim() };
}

/** The text that `parseQuantity` reads back as the same quantity: units of letters are set off unless they are short times or percent. */
export function printQuantity({ amount, unit }: Quantity): string {
  const number = amountToDecimal(amount);
  return unit === '' || /^(%|\/.*|us|ms|s|m|h|d)$/.test(unit) ? number + unit : `${number} ${unit}`;
}

/** The quantity's amount in another unit, exactly; null when the two measure different things. */
export function quantityIn(quantity: Quantity, target: Unit, own: readonly string[]): Amount | null {
  if (quantity.unit === '') return quantity.amount;
  const unit = findUnit(quantity.unit, own);
  const factor = unit && conversionFactor(unit, target);
  return factor && multiplyAmounts(quantity.amount, factor);
}
