// What a rule must say, told from the whole log at once: "there is a run of readings such that …". No state is carried on.
//
// It speaks only where readings came in order; out of order, the oracle of the truth alone judges (truth.ts).
import { holds, type Comparison, type Form } from './forms.ts';
import type { Entry, Fraction, Logbook } from './logbook.ts';
import { formOf } from './plan-of-script.ts';
import {
  leavesIn,
  limitInThousandths,
  metricsIn,
  type Held,
  type LeafScript,
  type OtherSide,
  type RuleScript,
  type Script,
} from './script.ts';
import { windowFraction } from './window-reference.ts';

type Truth = boolean | null;

interface Evaluation {
  readonly at: number;
  readonly raw: Truth;
  readonly matured: Truth;
}

export type ReferenceState = 'inactive' | 'pending' | 'firing';

export class Reference {
  readonly rule: RuleScript;
  readonly metrics: readonly number[];
  /** False once evidence came out of order, or the rule's leaves are drawn from a log that did. */
  reliable = true;
  readonly #script: Script;
  readonly #logs: readonly Logbook[];
  readonly #hold: number;
  readonly #evaluations: Evaluation[] = [];
  /** The instants at which it was evaluated, and what its tests of time said then: where time is the evidence, these are it. */
  readonly #asked: { readonly at: number; readonly said: readonly Truth[] }[] = [];
  readonly #timed: readonly LeafScript[];
  #state: ReferenceState | null = null;

  constructor(rule: RuleScript, script: Script, logs: readonly Logbook[], hold: number | null) {
    this.rule = rule;
    this.metrics = metricsIn(rule);
    this.#timed = leavesIn(rule).filter(({ timed }) => timed !== undefined);
    this.#script = script;
    this.#logs = logs;
    this.#hold = hold ?? 4 * Math.max(...this.metrics.map((metric) => script.metrics[metric]?.interval ?? 0));
  }

  /** Instants at which one of its metrics has a new reading. */
  evaluate(instants: readonly number[]): void {
    if (this.metrics.some((metric) => !this.#log(metric).inOrder)) this.reliable = false;
    if (instants.length > 0) this.#state = null;
    for (const at of instants) this.#evaluateAt(at);
  }

  /** Time passes: what rests on time itself is evaluated. */
  tick(now: number): void {
    if (this.#timed.length === 0) return;
    this.#state = null;
    this.#evaluateAt(now);
  }

  #evaluateAt(at: number): void {
    const last = this.#evaluations.at(-1);
    if (last && at < last.at) this.reliable = false;
    if (this.#timed.length > 0)
      this.#asked.push({ at, said: this.#timed.map((leaf) => this.#timeTruth(leaf, at)) });
    this.#evaluations.push({ at, raw: this.truth('raw', at), matured: this.truth('matured', at) });
  }

  /** Kleene's logic over what the leaves say at `at`. */
  truth(kind: 'raw' | 'matured', at: number): Truth {
    return kleene(this.rule, (leaf) => this.#leafTruth(leaf, kind, at));
  }

  state(): ReferenceState {
    if (this.#state === null) this.#state = this.#judge();
    return this.#state;
  }

  #judge(): ReferenceState {
    const told = this.#evaluations.filter(({ raw, matured }) => raw !== null || matured !== null);
    const lastFiring = told.findLastIndex(({ matured }) => matured === true);
    // A later firing is a firing all the same; what counts is whether a whole recovery came after the last one.
    if (lastFiring >= 0 && !this.#hasRecovered(told.slice(lastFiring + 1))) return 'firing';
    return told.findLast(({ raw }) => raw !== null)?.raw === true ? 'pending' : 'inactive';
  }

  /** There is a run of false evaluations, without a break and without one that is true, as long as the hold. */
  #hasRecovered(after: readonly Evaluation[]): boolean {
    const breakMax = Math.max(...this.metrics.map((metric) => this.#staleAfter(metric)));
    return after.some((end, last) => {
      if (end.raw !== false || end.matured !== false) return false;
      let first = last;
      for (let index = last - 1; index >= 0; index--) {
        const here = after[index];
        const next = after[first];
        if (!here || !next) break;
        // What cannot be told is no relapse.
        if (here.raw === null || (!here.raw && here.matured === null)) continue;
        if (here.raw || here.matured !== false || next.at - here.at > breakMax) break;
        first = index;
      }
      return end.at - (after[first]?.at ?? end.at) >= this.#hold;
    });
  }

  #leafTruth(leaf: LeafScript, kind: 'raw' | 'matured', at: number): Truth {
    const looked = leaf.other ? [leaf.metric, leaf.other.metric] : [leaf.metric];
    const gapMax = Math.max(...looked.map((metric) => this.#staleAfter(metric)));
    if (leaf.timed) {
      const newest = this.#asked.findLast((asked) => asked.at <= at);
      if (newest === undefined || at - newest.at >= gapMax) return null;
    } else if (!looked.every((metric) => this.#log(metric).isFresh(at, this.#staleAfter(metric))))
      return null;
    const evidence = this.#evidence(leaf, at);
    const newest = evidence.length - 1;
    const last = evidence[newest];
    if (!last || last.truth === null) return null;
    if (kind === 'raw' || leaf.held === null) return last.truth;
    return held(
      leaf.held,
      evidence.filter((piece): piece is Told => piece.truth !== null),
      gapMax,
    );
  }

  /** Everything up to `at` that speaks for or against the leaf, oldest first; null where it could not be told. */
  #evidence(leaf: LeafScript, at: number): readonly Piece[] {
    const { timed, other, metric } = leaf;
    const log = this.#log(metric);
    if (timed) {
      const place = this.#timed.indexOf(leaf);
      return this.#asked.flatMap((asked) =>
        asked.at > at ? [] : [{ at: asked.at, own: true, truth: asked.said[place] ?? null }],
      );
    }
    const entries = log.entries.filter((entry) => entry.at <= at);
    const form = formOf(this.#script, metric);
    if (!other)
      return entries.map((entry, index) => ({
        at: entry.at,
        own: true,
        truth: trueAt(leaf, form, entries, index),
      }));
    const right = this.#log(other.metric);
    const instants = new Set(
      [...entries, ...right.entries.filter((entry) => entry.at <= at)].map(({ at }) => at),
    );
    return [...instants]
      .sort((left, next) => left - next)
      .map((instant) => {
        const [mine, theirs] = [log.newest(instant), right.newest(instant)];
        const fresh =
          log.isFresh(instant, this.#staleAfter(metric)) &&
          right.isFresh(instant, this.#staleAfter(other.metric));
        const truth = fresh && mine && theirs ? beside(mine, theirs, other) : null;
        return { at: instant, own: mine?.at === instant, truth };
      });
  }

  #timeTruth({ timed, metric }: LeafScript, at: number): Truth {
    const log = this.#log(metric);
    if (timed?.kind !== 'age') return !log.isFresh(at, this.#staleAfter(metric));
    const newest = log.newest(at);
    return newest ? at - newest.at > timed.ms : null;
  }

  #log(metric: number): Logbook {
    const log = this.#logs[metric];
    if (!log) throw new RangeError(`no metric ${metric}`);
    return log;
  }

  #staleAfter(metric: number): number {
    return this.#script.metrics[metric]?.staleAfter ?? 0;
  }
}

export function kleene(rule: RuleScript, leafTruth: (leaf: LeafScript) => Truth): Truth {
  if (rule.type === 'leaf') return leafTruth(rule.leaf);
  if (rule.type === 'not') {
    const inner = kleene(rule.part, leafTruth);
    return inner === null ? null : !inner;
  }
  const parts = rule.parts.map((part) => kleene(part, leafTruth));
  if (parts.includes(rule.type === 'or')) return rule.type === 'or';
  return parts.includes(null) ? null : rule.type === 'and';
}

interface Piece {
  readonly at: number;
  /** A reading of the metric on the left. */
  readonly own: boolean;
  readonly truth: Truth;
}

interface Told extends Piece {
  readonly truth: boolean;
}

/** Whether there is a run of true evidence without a hole that is long enough; null where it may have begun before all that is known. */
function held(how: Held, evidence: readonly Told[], gapMax: number): Truth {
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

function beside(mine: Entry, theirs: Entry, { operator, percent }: OtherSide): boolean {
  const [a, b] = [mine.value, theirs.value];
  const difference = a[0] * b[1] * 100n - b[0] * a[1] * BigInt(percent);
  return holds({ operator, limit: 0n }, difference, 1n);
}

/** With a way out: of the readings up to this one, the last that enters or leaves enters. Null where the last cannot be told. */
function trueAt(leaf: LeafScript, form: Form, entries: readonly Entry[], index: number): Truth {
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
