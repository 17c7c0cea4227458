// The forms of rules that the simulator judges: as the profile writes them, and as plain comparisons of whole numbers
// from which the oracle reads the truth. Nothing here comes from src/rules.
import { amount, type Amount } from '../../src/domain/amount.ts';
import type { Value } from '../../src/domain/value.ts';
import { mulberry32 } from './random.ts';

/** Where the truth lies: on target; off it; within the hysteresis (alert not entered, not left); beyond the alert. */
export type Zone = 'fine' | 'off' | 'band' | 'beyond';

/** A comparison of `numerator ÷ denominator` with whole numbers. */
export interface Comparison {
  readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!=' | 'in';
  readonly limit: bigint;
  readonly high?: bigint;
}

export interface Form {
  readonly name: string;
  readonly target: string;
  readonly alert: string;
  /** The way out, as `until` takes it; null where the form has none. */
  readonly until: string | null;
  readonly unit?: string;
  readonly exact?: boolean;
  /** By what a reading is multiplied to be in the unit. */
  readonly scale?: Amount;
  readonly kind: 'number' | 'probe' | 'word';
  readonly meets: Comparison;
  readonly enters: Comparison;
  readonly leaves: Comparison | null;
  /** The values of each zone, both ends included; the ends are drawn often, since that is where mistakes live. */
  readonly zones: Readonly<Record<Zone, readonly (readonly [low: bigint, high: bigint])[]>>;
  /** The reading that the source gives for the truth. */
  reading(truth: bigint): Value;
}

const count = (value: bigint): Value => amount(value);
const words = ['OK', 'INSUFFICIENT_DATA', 'ALARM'] as const;
const ether = 10n ** 18n;

export const forms: readonly Form[] = [
  {
    name: 'above',
    target: '< 100',
    alert: '> 500',
    until: '< 300',
    kind: 'number',
    meets: { operator: '<', limit: 100n },
    enters: { operator: '>', limit: 500n },
    leaves: { operator: '<', limit: 300n },
    zones: { fine: [[0n, 99n]], off: [[100n, 299n]], band: [[300n, 500n]], beyond: [[501n, 2_000n]] },
    reading: count,
  },
  {
    name: 'at or above',
    target: '<= 100',
    alert: '>= 500',
    until: '<= 300',
    kind: 'number',
    meets: { operator: '<=', limit: 100n },
    enters: { operator: '>=', limit: 500n },
    leaves: { operator: '<=', limit: 300n },
    zones: { fine: [[0n, 100n]], off: [[101n, 300n]], band: [[301n, 499n]], beyond: [[500n, 2_000n]] },
    reading: count,
  },
  {
    name: 'below',
    target: '>= 500',
    alert: '< 100',
    until: '>= 300',
    kind: 'number',
    meets: { operator: '>=', limit: 500n },
    enters: { operator: '<', limit: 100n },
    leaves: { operator: '>=', limit: 300n },
    zones: { fine: [[500n, 2_000n]], off: [[300n, 499n]], band: [[100n, 299n]], beyond: [[-50n, 99n]] },
    reading: count,
  },
  {
    name: 'ether in a range, read in wei',
    target: '0.2..0.5 ETH',
    alert: '<= 0.1 ETH',
    until: '> 0.12 ETH',
    unit: 'ETH',
    exact: true,
    scale: amount(1n, ether),
    kind: 'number',
    meets: { operator: 'in', limit: ether / 5n, high: ether / 2n },
    enters: { operator: '<=', limit: ether / 10n },
    leaves: { operator: '>', limit: (ether * 12n) / 100n },
    zones: {
      fine: [[ether / 5n, ether / 2n]],
      off: [
        [(ether * 12n) / 100n + 1n, ether / 5n - 1n],
        [ether / 2n + 1n, ether],
      ],
      band: [[ether / 10n + 1n, (ether * 12n) / 100n]],
      beyond: [[0n, ether / 10n]],
    },
    reading: count,
  },
  {
    name: 'milliseconds against seconds',
    target: '< 200ms',
    alert: '> 1s',
    until: '< 0.5s',
    unit: 'ms',
    kind: 'number',
    meets: { operator: '<', limit: 200n },
    enters: { operator: '>', limit: 1_000n },
    leaves: { operator: '<', limit: 500n },
    zones: { fine: [[0n, 199n]], off: [[200n, 499n]], band: [[500n, 1_000n]], beyond: [[1_001n, 9_000n]] },
    reading: Number,
  },
  {
    name: 'exactly zero, in units of 1e-18',
    target: '== 0',
    alert: '!= 0',
    until: null,
    exact: true,
    kind: 'number',
    meets: { operator: '==', limit: 0n },
    enters: { operator: '!=', limit: 0n },
    leaves: null,
    zones: {
      fine: [[0n, 0n]],
      off: [[0n, 0n]],
      band: [[0n, 0n]],
      beyond: [
        [1n, 3n],
        [-3n, -1n],
      ],
    },
    reading: (truth) => amount(truth, ether),
  },
  {
    name: 'probe',
    target: '== true',
    alert: '== false',
    until: null,
    kind: 'probe',
    meets: { operator: '==', limit: 1n },
    enters: { operator: '==', limit: 0n },
    leaves: null,
    zones: { fine: [[1n, 1n]], off: [[1n, 1n]], band: [[1n, 1n]], beyond: [[0n, 0n]] },
    reading: (truth) => truth === 1n,
  },
  {
    name: 'word',
    target: '== "OK"',
    alert: '== "ALARM"',
    until: null,
    kind: 'word',
    meets: { operator: '==', limit: 0n },
    enters: { operator: '==', limit: 2n },
    leaves: null,
    zones: { fine: [[0n, 0n]], off: [[1n, 1n]], band: [[1n, 1n]], beyond: [[2n, 2n]] },
    reading: (truth) => words[Number(truth)] ?? 'OK',
  },
  {
    name: 'share of good probes',
    target: '> 60%',
    alert: '< 40%',
    until: '> 50%',
    unit: '%',
    kind: 'probe',
    meets: { operator: '>', limit: 60n },
    enters: { operator: '<', limit: 40n },
    leaves: { operator: '>', limit: 50n },
    zones: {
      fine: [[100n, 100n]],
      off: [
        [0n, 0n],
        [100n, 100n],
      ],
      band: [
        [0n, 0n],
        [100n, 100n],
      ],
      beyond: [[0n, 0n]],
    },
    reading: (truth) => truth === 100n,
  },
  {
    name: 'counter',
    target: '< 20.3/s',
    alert: '> 50.3/s',
    until: null,
    kind: 'number',
    meets: { operator: '<', limit: 20n },
    enters: { operator: '>', limit: 50n },
    leaves: null,
    // By how much it grows in a second.
    zones: { fine: [[0n, 12n]], off: [[21n, 40n]], band: [[21n, 40n]], beyond: [[90n, 400n]] },
    reading: count,
  },
  {
    name: 'balance',
    target: '> 0',
    alert: '< 0',
    until: null,
    kind: 'number',
    meets: { operator: '>', limit: 0n },
    enters: { operator: '<', limit: 0n },
    leaves: null,
    // Its truth is no zone's.
    zones: { fine: [[1n, 1n]], off: [[1n, 1n]], band: [[1n, 1n]], beyond: [[1n, 1n]] },
    reading: count,
  },
];

/** Those that any metric may have; the others want a function over their readings. */
export const plainForms = 8;
export const shareForm = 8;
export const counterForm = 9;
export const balanceForm = 10;

/** A value of the zone, the same for the same salt; every second one lies on an edge. */
export function valueIn(form: Form, zone: Zone, salt: number): bigint {
  const random = mulberry32(salt);
  const [low, high] = random.pick(form.zones[zone]);
  if (random.chance(0.5)) return random.chance(0.5) ? low : high;
  const steps = high - low;
  return low + (steps * BigInt(random.int(0, 1_000))) / 1_000n;
}

/** Does `numerator ÷ denominator` (positive) satisfy the comparison? */
export function holds(
  { operator, limit, high = limit }: Comparison,
  numerator: bigint,
  denominator: bigint,
): boolean {
  const bound = limit * denominator;
  switch (operator) {
    case '<':
      return numerator < bound;
    case '<=':
      return numerator <= bound;
    case '>':
      return numerator > bound;
    case '>=':
      return numerator >= bound;
    case '==':
      return numerator === bound;
    case '!=':
      return numerator !== bound;
    case 'in':
      return numerator >= bound && numerator <= high * denominator;
  }
}
