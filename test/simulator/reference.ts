// What a rule must say, told from the whole log at once: "there is a run of readings such that …". No state is carried on.
//
// It speaks only where readings came in order; out of order, the oracle of the truth alone judges (truth.ts).
import { holds, type Form } from './forms.ts';
import type { Entry, Logbook } from './logbook.ts';
import { formOf } from './plan-of-script.ts';
import { metricsIn, type LeafScript, type RuleScript, type Script } from './script.ts';

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
  #state: ReferenceState | null = null;

  constructor(rule: RuleScript, script: Script, logs: readonly Logbook[], hold: number | null) {
    this.rule = rule;
    this.metrics = metricsIn(rule);
    this.#script = script;
    this.#logs = logs;
    this.#hold = hold ?? 4 * Math.max(...this.metrics.map((metric) => script.metrics[metric]?.interval ?? 0));
  }

  /** Instants at which one of its metrics has a new reading. */
  evaluate(instants: readonly number[]): void {
    if (this.metrics.some((metric) => !this.#log(metric).inOrder)) this.reliable = false;
    if (instants.length > 0) this.#state = null;
    for (const at of instants) {
      const last = this.#evaluations.at(-1);
      if (last && at < last.at) this.reliable = false;
      this.#evaluations.push({ at, raw: this.truth('raw', at), matured: this.truth('matured', at) });
    }
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
        if (here.raw === null) continue;
        if (here.raw || here.matured !== false || next.at - here.at > breakMax) break;
        first = index;
      }
      return end.at - (after[first]?.at ?? end.at) >= this.#hold;
    });
  }

  #leafTruth(leaf: LeafScript, kind: 'raw' | 'matured', at: number): Truth {
    const log = this.#log(leaf.metric);
    const staleAfter = this.#staleAfter(leaf.metric);
    if (!log.isFresh(at, staleAfter)) return null;
    const entries = log.entries.filter((entry) => entry.at <= at);
    const form = formOf(this.#script, leaf.metric);
    const isTrue = (index: number): boolean => trueAt(leaf, form, entries, index);
    const newest = entries.length - 1;
    if (kind === 'raw' || leaf.held === null) return isTrue(newest);
    // How far back the readings reach without a hole.
    let chain = newest;
    while (chain > 0 && distance(entries, chain - 1, chain) <= staleAfter) chain--;
    let first = isTrue(newest) ? newest : newest + 1;
    while (first > chain && isTrue(first - 1)) first--;
    // What was so from the first reading on may have been so before.
    const short = first === chain ? null : false;
    const { held } = leaf;
    if (held.type === 'samples') {
      const from = Math.max(chain, newest - held.of + 1);
      const seen = entries.slice(from).filter((_, index) => isTrue(from + index)).length;
      return seen >= held.needed ? true : short;
    }
    if (first > newest) return false;
    return distance(entries, first, newest) >= held.ms ? true : short;
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

function distance(entries: readonly Entry[], from: number, to: number): number {
  return (entries[to]?.at ?? 0) - (entries[from]?.at ?? 0);
}

/** With a way out: of the readings up to this one, the last that enters or leaves enters. */
function trueAt(leaf: LeafScript, form: Form, entries: readonly Entry[], index: number): boolean {
  const enters = leaf.test === 'alert' ? form.enters : form.meets;
  const out = leaf.until ? form.leaves : null;
  for (let back = index; back >= 0; back--) {
    const [numerator, denominator] = valueOver(leaf, entries, back);
    if (holds(enters, numerator, denominator)) return true;
    if (out === null || holds(out, numerator, denominator)) return false;
  }
  return false;
}

/** The value of a leaf at a reading as a fraction: the reading, or the function over the window that ends with it. */
function valueOver({ window }: LeafScript, entries: readonly Entry[], index: number): [bigint, bigint] {
  const end = entries[index];
  if (!end) throw new RangeError(`no reading ${index}`);
  if (window === null) return [end.truth, 1n];
  const inside = entries
    .filter(({ at }) => at > end.at - window.ms && at <= end.at)
    .map(({ truth }) => truth)
    .sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  const place = (rank: number): bigint => inside[Math.min(rank, inside.length - 1)] ?? 0n;
  switch (window.name) {
    case 'min':
      return [place(0), 1n];
    case 'max':
      return [place(inside.length - 1), 1n];
    case 'avg':
      return [inside.reduce((sum, value) => sum + value, 0n), BigInt(inside.length)];
    case 'p95': {
      // Rank 0.95 · (n − 1), between the two neighbours, in twentieths.
      const rank = 19 * (inside.length - 1);
      const below = Math.floor(rank / 20);
      const weight = BigInt(rank % 20);
      return [place(below) * (20n - weight) + place(below + 1) * weight, 20n];
    }
  }
}
