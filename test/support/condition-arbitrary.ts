// Any condition of the grammar, for properties.
import fc from 'fast-check';
import { amount, parseAmount } from '../../src/domain/amount.ts';
import {
  comparisonOperators,
  functionNames,
  type Call,
  type Condition,
  type Operand,
} from '../../src/rules/condition/ast.ts';

const span = { start: 0, end: 0 };
const metric = fc.constantFrom('queue-depth', 'api-cpu', 'm', 'ledger_balance', 'a1', 'x.y');
const quantity = fc.record({
  amount: fc
    .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 4 }))
    .map(([n, scale]) => parseAmount(`${n}e-${scale}`) ?? amount(n)),
  unit: fc.constantFrom('', '%', 'ms', 's', 'm', 'h', 'ETH', 'GiB', '/min', 'USDC'),
});
const quantityLiteral = quantity.map((value) => ({ type: 'quantity' as const, quantity: value }));
const window = fc.constantFrom(30_000, 60_000, 300_000, 3_600_000, 86_400_000, 1_500);

const call: fc.Arbitrary<Call> = fc.oneof(
  fc.record({
    name: fc.constantFrom(...functionNames.filter((name) => name !== 'age' && name !== 'until')),
    window,
    bound: fc.constant(null),
  }),
  fc.constant({ name: 'age' as const, window: null, bound: null }),
  quantityLiteral.map((bound) => ({ name: 'until' as const, window: null, bound })),
);
const explicit: fc.Arbitrary<Operand> = fc.record({
  type: fc.constant('operand' as const),
  metric,
  call: fc.option(call),
  implicit: fc.constant(false),
  span: fc.constant(span),
});
const operand: fc.Arbitrary<Operand> = fc.oneof(
  explicit,
  fc
    .option(call)
    .map((chosen) => ({ type: 'operand' as const, metric: 'own', call: chosen, implicit: true, span })),
);
const held = fc.option(
  fc.oneof(
    window.map((duration) => ({ type: 'duration' as const, duration })),
    fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 4 }))
      .map(([needed, more]) => ({ type: 'samples' as const, needed, of: needed + more })),
  ),
);
const ordering = fc.constantFrom(...comparisonOperators.filter((operator) => operator !== 'in'));

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    type: fc.constant('comparison' as const),
    left: operand,
    operator: ordering,
    right: fc.oneof(
      quantityLiteral,
      fc.constantFrom('OK', 'IN ALARM', 'it is "so"').map((text) => ({ type: 'text' as const, text })),
      fc.boolean().map((value) => ({ type: 'boolean' as const, value })),
      explicit,
      fc.tuple(quantity, explicit).map(([percent, of]) => ({
        type: 'share' as const,
        percent: { ...percent, unit: '%' },
        of,
      })),
    ),
    until: fc.option(fc.record({ operator: ordering, right: quantityLiteral })),
    held,
    span: fc.constant(span),
  }),
  fc.record({
    type: fc.constant('comparison' as const),
    left: operand,
    operator: fc.constant('in' as const),
    right: fc.tuple(quantity, fc.nat({ max: 5 })).map(([low, more]) => ({
      type: 'range' as const,
      low,
      high: {
        ...low,
        amount: amount(low.amount.numerator + BigInt(more) * low.amount.denominator, low.amount.denominator),
      },
    })),
    until: fc.constant(null),
    held,
    span: fc.constant(span),
  }),
  fc.record({
    type: fc.constant('status' as const),
    left: operand,
    status: fc.constantFrom('green' as const, 'amber' as const, 'red' as const, 'unknown' as const),
    held,
    span: fc.constant(span),
  }),
  fc.record({ type: fc.constant('absent' as const), left: operand, held, span: fc.constant(span) }),
);

/** Conditions as the parser builds them: `and` and `or` have two parts or more. */
export function conditionArbitrary(): fc.Arbitrary<Condition> {
  return fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.record({ type: fc.constant('not' as const), part: tie('condition') }),
      fc.record({
        type: fc.constantFrom('and' as const, 'or' as const),
        parts: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  })).condition;
}

/** The same tree with every place wiped out, and amounts compared by value. */
export function withoutSpans(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => {
      if (key === 'span') return undefined;
      if (typeof inner === 'bigint') return inner.toString();
      if (inner !== null && typeof inner === 'object' && 'numerator' in inner && 'denominator' in inner)
        return Number(inner.numerator) / Number(inner.denominator);
      return inner;
    }),
  );
}
