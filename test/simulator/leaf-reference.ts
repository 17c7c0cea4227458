// What one comparison says, told from the whole log at once: at a reading, beside another metric's, and held for its time.
import { holds, type Comparison, type Form } from './forms.ts';
import type { Entry, Fraction } from './logbook.ts';
import { limitInThousandths, type Held, type LeafScript, type OtherSide } from './script.ts';
import { windowFraction } from './window-reference.ts';

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

/** With a way out: of the readings up to this one, the last that enters or leaves enters. Null where the last cannot be told. */
export function trueAt(leaf: LeafScript, form: Form, entries: readonly Entry[], index: number): Truth {
  const enters = enteredBy(leaf, form);
  const out = leaf.until ? form.leaves : null;
  if (valueOver(leaf, entries, index) === null) return null;
  for (let back = index; back >= 0; back--) {
    const value = valueOver(leaf, entries, back);
    if (value === null) continue;
    const scale = leaf.own ? 1_000n : 1n;
    if (holds(enters, value[0] * scale, value[1])) return true;
    if (out === null || holds(out, value[0], value[1])) return false;
  }
  return false;
}

function enteredBy({ own, test }: LeafScript, form: Form): Comparison {
  if (own) return { operator: own.operator, limit: BigInt(limitInThousandths(own)) };
  return test === 'alert' ? form.enters : form.meets;
}

/** Only what came in order is asked for, so that nothing that ends with a reading ever changes. */
const windows = new WeakMap<Entry, Map<string, Fraction | null>>();

/** The value of a leaf at a reading as a fraction: what is judged, or the function over the window that ends with it. */
function valueOver({ window }: LeafScript, entries: readonly Entry[], index: number): Fraction | null {
  const end = entries[index];
  if (!end) throw new RangeError(`no reading ${index}`);
  if (window === null) return end.value;
  const key = `${window.name} ${window.ms}`;
  const known = windows.get(end) ?? new Map<string, Fraction | null>();
  windows.set(end, known);
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = windowFraction(window.name, entries, index, window.ms);
  known.set(key, value);
  return value;
}
