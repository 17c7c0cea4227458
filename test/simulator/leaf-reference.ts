// What one comparison says, told from the whole log at once: at a reading, beside another metric's, and held for its time.
import { holds, type Comparison, type Form } from './forms.ts';
import type { Entry, Fraction, Logbook } from './logbook.ts';
import { limitInThousandths, type Held, type LeafScript, type OtherSide } from './script.ts';
import { toldOver, type Part, type Told as Over } from './seen-reference.ts';

type Truth = boolean | null;

export interface Piece {
  readonly at: number;
  /** A reading of the metric on the left. */
  readonly own: boolean;
  readonly truth: Truth;
}

export interface Told extends Piece {
  readonly truth: boolean;
}

/** Whether there is a run of true evidence without a hole that is long enough; null where it may have begun before all that is known. */
export function held(how: Held, evidence: readonly Told[], gapMax: number): Truth {
  const newest = evidence.length - 1;
  const distance = (from: number, to: number): number => (evidence[to]?.at ?? 0) - (evidence[from]?.at ?? 0);
  // How far back the evidence reaches without a hole.
  let chain = newest;
  while (chain > 0 && distance(chain - 1, chain) <= gapMax) chain--;
  let first = evidence[newest]?.truth === true ? newest : newest + 1;
  while (first > chain && evidence[first - 1]?.truth === true) first--;
  // What was so from the first reading on may have been so before.
  const short = first === chain ? null : false;
  if (how.type === 'samples') {
    const own = evidence.slice(chain).filter((piece) => piece.own);
    const seen = own.slice(-how.of).filter(({ truth }) => truth).length;
    return seen >= how.needed ? true : short;
  }
  if (first > newest) return false;
  return distance(first, newest) >= how.ms ? true : short;
}

export function beside(mine: Entry, theirs: Entry, { operator, percent }: OtherSide): boolean {
  const [a, b] = [mine.value, theirs.value];
  const difference = a[0] * b[1] * 100n - b[0] * a[1] * BigInt(percent);
  return holds({ operator, limit: 0n }, difference, 1n);
}

/** What asks. */
export interface Asks {
  /** A line decides: an estimate of a window that was not seen whole is none to it, unless it is written how much is enough. */
  readonly by: 'alert' | 'wall' | 'target' | 'line';
  /** What the line has written of that itself. */
  readonly minSeen: number | null;
}

/** With a way out: of the readings up to this one, the last that enters or leaves enters. Null where that cannot be told. */
export function trueAt(leaf: LeafScript, form: Form, log: Logbook, index: number, asks: Asks): Truth {
  const scale = leaf.own ? 1_000n : 1n;
  const enters = saysAt(leaf, enteredBy(leaf, form), scale, log, index, asks);
  const out = leaf.until ? form.leaves : null;
  if (enters !== false || out === null) return enters;
  const left = saysAt(leaf, out, 1n, log, index, asks);
  if (left === true || !wasIn(leaf, form, out, log, index - 1, asks)) return false;
  return left === null ? null : true;
}

/** Whether it had entered and not left by this reading. */
function wasIn(
  leaf: LeafScript,
  form: Form,
  out: Comparison,
  log: Logbook,
  index: number,
  asks: Asks,
): boolean {
  const scale = leaf.own ? 1_000n : 1n;
  for (let back = index; back >= 0; back--) {
    const enters = saysAt(leaf, enteredBy(leaf, form), scale, log, back, asks);
    if (enters === true) return true;
    if (enters === false && saysAt(leaf, out, 1n, log, back, asks) === true) return false;
  }
  return false;
}

/** What a comparison says of the value at a reading, or of everything that it may be. */
function saysAt(
  leaf: LeafScript,
  comparison: Comparison,
  scale: bigint,
  log: Logbook,
  index: number,
  asks: Asks,
): Truth {
  const told = valueOver(leaf, log, index, asks);
  if (told === null) return null;
  const { value, part } = told;
  if (part === null) return holds(comparison, value[0] * scale, value[1]);
  const [low, high] = takenFor({ value, part }, log, asks, leaf.window !== null);
  return saysOf(comparison, low, high, scale);
}

/** What a metric has written is for its own value and its own rules, and for no window that others lay over it. */
function writtenFor({ by, minSeen }: Asks, ofMetric: number | null, isOver: boolean): number | null {
  return minSeen ?? (!isOver || by === 'alert' || by === 'target' ? ofMetric : null);
}

/** What a window that was seen in part is taken for. */
function takenFor(
  { value, part }: { readonly value: Fraction; readonly part: Part },
  { minSeen }: Logbook,
  asks: Asks,
  isOwn: boolean,
): readonly [Fraction | null, Fraction | null] {
  const written = writtenFor(asks, minSeen, isOwn);
  const isReached = written !== null && part.looks > 1 && part.seen >= Math.min(written, part.length);
  // What only grows: "so far 12 in 10m of 1h".
  const grows = part.from === null || part.to === null;
  if (asks.by === 'target' && isReached && grows && !part.born) return [value, value];
  // Of a window of its own what was told stays so until less than half is left; the metric's own knows nothing of its minimum.
  const isStrict = asks.by === 'line' || (asks.minSeen !== null && !isOwn);
  const told = isStrict ? isReached : part.told;
  return told ? [part.from, part.to] : [part.low, part.high];
}

function saysOf(comparison: Comparison, low: Fraction | null, high: Fraction | null, scale: bigint): Truth {
  const at = (value: Fraction): boolean => holds(comparison, value[0] * scale, value[1]);
  if (low && high && low[0] * high[1] === high[0] * low[1]) return at(low);
  switch (comparison.operator) {
    case '>':
    case '>=':
      return low && at(low) ? true : high && !at(high) ? false : null;
    case '<':
    case '<=':
      return high && at(high) ? true : low && !at(low) ? false : null;
    case 'in': {
      const { limit, high: most = limit } = comparison;
      const above = saysOf({ operator: '>=', limit }, low, high, scale);
      const below = saysOf({ operator: '<=', limit: most }, low, high, scale);
      if (above === false || below === false) return false;
      return above === null || below === null ? null : true;
    }
    default: {
      const { limit } = comparison;
      const out =
        saysOf({ operator: '>=', limit }, low, high, scale) === false ||
        saysOf({ operator: '<=', limit }, low, high, scale) === false;
      return out ? comparison.operator === '!=' : null;
    }
  }
}

function enteredBy({ own, test }: LeafScript, form: Form): Comparison {
  if (own) return { operator: own.operator, limit: BigInt(limitInThousandths(own)) };
  return test === 'alert' ? form.enters : form.meets;
}

/** Only what came in order is asked for, so that nothing that ends with a reading ever changes. */
const windows = new WeakMap<Entry, Map<string, Over | null>>();

/** The value of a leaf at a reading: what is judged, or the function over the window that ends with it. */
function valueOver({ window }: LeafScript, log: Logbook, index: number, asks: Asks): Over | null {
  const end = log.entries[index];
  if (!end) throw new RangeError(`no reading ${index}`);
  if (window === null) return end;
  const minSeen = writtenFor(asks, log.minSeen, true);
  const key = `${window.name} ${window.ms} ${minSeen}`;
  const known = windows.get(end) ?? new Map<string, Over | null>();
  windows.set(end, known);
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = toldOver(window.name, log.looks(), index, { length: window.ms, minSeen });
  known.set(key, value);
  return value;
}
