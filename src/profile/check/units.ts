// In which unit a metric is judged, and by what its readings are multiplied to be in it.

import type { Amount } from '../../domain/amount.ts';
import { didYouMean, nearestWord } from '../../domain/nearest.ts';
import { conversionFactor, findUnit, unitSymbols } from '../../domain/unit.ts';
import type { Call } from '../../rules/condition/ast.ts';
import { unitAfterCall } from '../../rules/condition/operand-type.ts';

export interface UnitChoice {
  /** Null for a plain count or a word. */
  readonly unit: string | null;
  /** Null when readings are in `unit` already, or when their unit is not known. */
  readonly scale: Amount | null;
}

/** What is written is no unit at all, or one that does not fit. */
export interface UnitProblem {
  readonly problem: string;
  /** There is no such unit among the known ones and the profile's own. */
  readonly isAbsent?: boolean;
  /** It fits no readings, whatever those are in. */
  readonly certain: boolean;
  /** The unit that was probably meant; null where none is near. */
  readonly meant: string | null;
}

export type UnitAnswer = UnitChoice | UnitProblem;

/** Functions whose result has a unit of its own, whatever the readings are in. */
const ownUnitFunctions: readonly string[] = ['success', 'drop', 'count', 'resets', 'changes', 'age', 'until'];

/**
 * @param written the metric's `unit`, or null.
 * @param natural the unit of the readings, or null when the service does not say.
 * @param own units of the profile's own.
 */
export function chooseUnit(
  written: string | null,
  natural: string | null,
  use: Call | null,
  own: readonly string[],
): UnitAnswer {
  if (written !== null && findUnit(written, own) === null) {
    const known = [...unitSymbols, ...own];
    const near = didYouMean(written, known) || `; there are ${known.join(', ')}, and rates such as 100/min`;
    return {
      problem: `"${written}" is no unit${near}`,
      certain: true,
      isAbsent: true,
      meant: nearestWord(written, known),
    };
  }
  // A service's word for a unit that we do not know is no unit to calculate with.
  const reading = natural !== null && findUnit(natural, own) !== null ? natural : null;
  const given = unitAfterUse(use, reading ?? baseOfRate(written, use));
  if (written === null) return { unit: given, scale: null };
  if (use !== null && ownUnitFunctions.includes(use.name)) {
    if (written === given) return { unit: written, scale: null };
    const instead =
      given === null ? 'a plain count: leave the unit out' : `"${given}": write that, or leave the unit out`;
    return {
      certain: true,
      meant: written,
      problem: `"${written}" is not what ${use.name}() gives, which is ${instead}`,
    };
  }
  if (reading === null && use?.name !== 'rate') return { unit: written, scale: null };
  const from = findUnit(given ?? '', own);
  const to = findUnit(written, own);
  const factor = from && to && conversionFactor(from, to);
  if (factor) return { unit: written, scale: factor.numerator === factor.denominator ? null : factor };
  const what = use === null ? 'what is read here' : `what ${use.name}() gives here`;
  return {
    certain: false,
    meant: written,
    problem: `"${written}" measures something else than ${what}, which is in ${given ?? 'a plain count'}`,
  };
}

/** The unit of what `use` gives for readings in `unit`; null for a plain count. */
function unitAfterUse(use: Call | null, unit: string | null): string | null {
  return unitAfterCall(use, unit);
}

/** Of a rate whose readings' unit nobody names, the part before the slash: readings for `MB/min` are in MB. */
function baseOfRate(written: string | null, use: Call | null): string | null {
  if (use?.name !== 'rate' || written === null || !written.includes('/')) return null;
  const base = written.slice(0, written.lastIndexOf('/'));
  return base === '' ? null : base;
}
