// What an operand is: which unit and which kind of value a metric, or a function over it, has.

import { countUnit, findUnit, type Unit } from '../../domain/unit.ts';
import type { Call, Operand } from './ast.ts';

export type ValueKind = 'numeric' | 'text' | 'boolean' | 'any';

export interface MetricFacts {
  readonly unit: string | null;
  readonly kind: ValueKind;
}

export interface ConditionLookup {
  metric(id: string): MetricFacts | null;
  readonly metricIds: readonly string[];
  /** Units of the profile's own. */
  readonly units: readonly string[];
}

/** The unit, as written, of what the function gives for a metric in `unit`; null for a plain count. */
export function unitAfterCall(call: Call | null, unit: string | null): string | null {
  switch (call?.name) {
    case 'success':
    case 'drop':
      return '%';
    case 'count':
    case 'resets':
    case 'changes':
      return null;
    case 'age':
    case 'until':
      return 'ms';
    case 'rate':
      return `${unit ?? ''}/s`;
    default:
      return unit;
  }
}

/** The kind of value that the function gives. */
export function kindAfterCall(call: Call | null, kind: ValueKind): ValueKind {
  return call === null ? kind : 'numeric';
}

/** The operand's unit; null when its metric or its unit is not known. */
export function operandUnit(operand: Operand, lookup: ConditionLookup): Unit | null {
  const facts = lookup.metric(operand.metric);
  if (!facts) return null;
  const symbol = unitAfterCall(operand.call, facts.unit);
  return symbol === null ? countUnit : findUnit(symbol, lookup.units);
}
