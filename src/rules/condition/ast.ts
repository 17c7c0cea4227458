// What a condition is once it has been read: the tree that is evaluated, printed back and explained.
//
// condition  := or
// or         := and ("or" and)*
// and        := unary ("and" unary)*
// unary      := "not" unary | "(" or ")" | comparison
// comparison := operand op right ["until" op quantity] [held] | operand "is" status [held] | operand "absent" [held]
// right      := quantity | range | operand | N% "of" operand
// held       := "for" duration | "for" N "samples" | "for" M "of" N "samples"
// operand    := metric-id | function "(" metric-id ["," argument]* ")"
//
// In a metric's own `target` and `alert` the metric is the operand and is left out: `> 500 for 10m`, `p95(5m) > 10s`.

import type { Milliseconds } from '../../domain/clock.ts';
import type { Quantity } from '../../domain/quantity.ts';
import type { Status } from '../../domain/status.ts';

/** Where a part stands in the condition's text: `start` inclusive, `end` exclusive, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Functions over the samples of a window. */
const windowFunctionNames = [
  'avg',
  'min',
  'max',
  'sum',
  'count',
  'stddev',
  'p50',
  'p90',
  'p95',
  'p99',
  'rate',
  'increase',
  'resets',
  'changes',
  'delta',
  'drop',
  'success',
] as const;
export type WindowFunctionName = (typeof windowFunctionNames)[number];
export const functionNames = [...windowFunctionNames, 'age', 'until'] as const;
export type FunctionName = (typeof functionNames)[number];

export const comparisonOperators = ['<', '<=', '>', '>=', '==', '!=', 'in'] as const;
export type ComparisonOperator = (typeof comparisonOperators)[number];

export interface Operand {
  readonly type: 'operand';
  readonly metric: string;
  /** Null for the metric's newest value itself. */
  readonly call: Call | null;
  /** The metric was left out of the text, because the condition belongs to it. */
  readonly implicit: boolean;
  readonly span: Span;
}

/** A function with its arguments; `until` looks at the samples since the last refill. */
export type Call =
  | { readonly name: WindowFunctionName; readonly window: Milliseconds; readonly bound: null }
  | { readonly name: 'age'; readonly window: null; readonly bound: null }
  /** `until(m, quantity)`: `bound` is the value whose crossing is forecast. */
  | { readonly name: 'until'; readonly window: null; readonly bound: Literal };

/** A constant: a quantity, a word, or true and false. */
export type Literal =
  | QuantityLiteral
  /** `shown` is what is printed instead of `text`, where that holds a secret. */
  | { readonly type: 'text'; readonly text: string; readonly shown?: string }
  | { readonly type: 'boolean'; readonly value: boolean };

export interface QuantityLiteral {
  readonly type: 'quantity';
  readonly quantity: Quantity;
}

export interface RangeLiteral {
  readonly type: 'range';
  readonly low: Quantity;
  readonly high: Quantity;
}

export interface Share {
  readonly type: 'share';
  /** In percent: 50 for `50% of m`. */
  readonly percent: Quantity;
  readonly of: Operand;
}

export type Right = Literal | RangeLiteral | Operand | Share;

export type Held =
  | { readonly type: 'duration'; readonly duration: Milliseconds }
  | { readonly type: 'samples'; readonly needed: number; readonly of: number };

export interface Comparison {
  readonly type: 'comparison';
  readonly left: Operand;
  readonly operator: ComparisonOperator;
  readonly right: Right;
  /** Once true, it stays true until this holds. */
  readonly until: { readonly operator: ComparisonOperator; readonly right: QuantityLiteral } | null;
  readonly held: Held | null;
  readonly span: Span;
}

export interface StatusTest {
  readonly type: 'status';
  readonly left: Operand;
  readonly status: Status;
  readonly held: Held | null;
  readonly span: Span;
}

export interface AbsentTest {
  readonly type: 'absent';
  readonly left: Operand;
  readonly held: Held | null;
  readonly span: Span;
}

export type Leaf = Comparison | StatusTest | AbsentTest;

export type Condition =
  | Leaf
  | { readonly type: 'and'; readonly parts: readonly Condition[] }
  | { readonly type: 'or'; readonly parts: readonly Condition[] }
  | { readonly type: 'not'; readonly part: Condition };

/** Every leaf, left to right: the order in which their memories are kept. */
export function leavesOf(condition: Condition): readonly Leaf[] {
  switch (condition.type) {
    case 'and':
    case 'or':
      return condition.parts.flatMap(leavesOf);
    case 'not':
      return leavesOf(condition.part);
    case 'comparison':
    case 'status':
    case 'absent':
      return [condition];
  }
}

/** Every operand of a leaf, the left one first. */
export function operandsOf(leaf: Leaf): readonly Operand[] {
  if (leaf.type !== 'comparison') return [leaf.left];
  if (leaf.right.type === 'operand') return [leaf.left, leaf.right];
  return leaf.right.type === 'share' ? [leaf.left, leaf.right.of] : [leaf.left];
}

/** The ids of the metrics that a condition looks at, each once. */
export function metricsOf(condition: Condition): readonly string[] {
  return [
    ...new Set(leavesOf(condition).flatMap((leaf) => operandsOf(leaf).map((operand) => operand.metric))),
  ];
}
