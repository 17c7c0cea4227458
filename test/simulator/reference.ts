// What a rule must say, told from the whole log at once: "there is a run of readings such that …". No state is carried on.
//
// It speaks only where readings came in order; out of order, the oracle of the truth alone judges (truth.ts).
import { counterForm } from './forms.ts';
import { beside, held, trueAt, type Asks, type Piece, type Told } from './leaf-reference.ts';
import type { Logbook } from './logbook.ts';
import { PeriodReference, type Around } from './period-reference.ts';
import { formOf } from './plan-of-script.ts';
import {
  leavesIn,
  leavesThatLetPass,
  metricsIn,
  type LeafScript,
  type RuleScript,
  type Script,
} from './script.ts';

type Truth = boolean | null;

interface Evaluation {
  readonly at: number;
  readonly raw: Truth;
  readonly matured: Truth;
  /** There is evidence of this instant: a period without a point may be none. */
  readonly told: boolean;
}

export type ReferenceState = 'inactive' | 'pending' | 'firing';

interface Begun {
  readonly hold: number | null;
  readonly role: 'alert' | 'breach' | 'target' | 'line';
  /** Since when it is watched. */
  readonly since: number;
}

/** The growth of what is no counter, and is not there at times. */
function growsFromNothing({ metric, window }: LeafScript, { metrics }: Script): boolean {
  const of = metrics[metric];
  const name = window?.name ?? of?.use?.name;
  const isGone = of?.faults.some(({ kind }) => kind === 'empty') ?? false;
  return (name === 'rate' || name === 'increase') && of?.form !== counterForm && isGone;
}

export class Reference {
  readonly rule: RuleScript;
  readonly metrics: readonly number[];
  /** False once evidence came out of order, or the rule's leaves are drawn from a log that did. */
  reliable = true;
  readonly #script: Script;
  readonly #logs: readonly Logbook[];
  readonly #hold: number;
  readonly #asks: Asks;
  readonly #evaluations: Evaluation[] = [];
  /** The instants at which it was evaluated, and what its tests of time said then: where time is the evidence, these are it. */
  readonly #asked: { readonly at: number; readonly said: readonly Truth[] }[] = [];
  readonly #timed: readonly LeafScript[];
  /** Leaves that count periods. */
  readonly #periods: ReadonlyMap<LeafScript, PeriodReference>;
  readonly #since: number;
  /** Leaves to which silence says nothing: that something is absent would speak for the launch. */
  readonly #needWord: ReadonlySet<LeafScript>;
  #state: ReferenceState | null = null;

  constructor(rule: RuleScript, script: Script, logs: readonly Logbook[], { hold, role, since }: Begun) {
    this.#since = since;
    const { breach = null, gate = null } = script.minSeen ?? {};
    const own = { target: null, alert: null, breach, line: gate }[role];
    this.#asks = { by: role === 'breach' ? 'wall' : role, minSeen: own };
    this.rule = rule;
    this.#needWord = new Set(leavesThatLetPass(rule, role === 'line' || role === 'target'));
    this.metrics = metricsIn(rule);
    this.#periods = periodLeaves(rule, script, logs, role === 'breach' || role === 'alert', this.#asks);
    // How long a balance lasts is told from its truth (spending-checks.ts).
    if (leavesIn(rule).some(({ lasts }) => lasts !== undefined)) this.reliable = false;
    // What comes to be below zero has no growth that anybody could tell.
    if (leavesIn(rule).some((leaf) => growsFromNothing(leaf, script))) this.reliable = false;
    // What came while a need was down was not seen, and when that was is not for the log to say.
    if (this.metrics.some((metric) => isHoledByNeeds(script, rule, metric))) this.reliable = false;
    // Beside other metrics, whose instants are others, it claims nothing of periods.
    if (this.countsPeriods && this.#periods.size < leavesIn(rule).length) this.reliable = false;
    if (this.countsPeriods && this.metrics.length > 1) this.reliable = false;
    this.#timed = leavesIn(rule).filter(({ timed }) => timed !== undefined);
    this.#script = script;
    this.#logs = logs;
    this.#hold = hold ?? 4 * Math.max(...this.metrics.map((metric) => script.metrics[metric]?.interval ?? 0));
  }

  get countsPeriods(): boolean {
    return this.#periods.size > 0;
  }

  /** Instants at which one of its metrics has a new reading. */
  evaluate(instants: readonly number[], around: Around): void {
    if (this.metrics.some((metric) => !this.#log(metric).inOrder)) this.reliable = false;
    if (instants.length > 0) this.#state = null;
    for (const at of instants)
      if (this.countsPeriods) this.#evaluatePeriods(at, around);
      else this.#evaluateAt(at);
  }

  /** Time passes: what rests on time itself is evaluated. */
  tick(now: number, around: Around): void {
    if (this.countsPeriods) this.#evaluatePeriods(now, around);
    if (this.#timed.length === 0) return;
    this.#state = null;
    this.#evaluateAt(now);
  }

  /** Looks said that there is none of these: what rests on time itself is evaluated. */
  ended(at: number, metrics: ReadonlySet<number>, expired: ReadonlySet<number>, around: Around): void {
    for (const [{ metric }, leaf] of this.#periods) if (metrics.has(metric)) leaf.end(at, around);
    const rests = (ended: ReadonlySet<number>): boolean =>
      this.#timed.some(({ metric }) => ended.has(metric));
    if (this.countsPeriods || !(rests(metrics) || rests(expired))) return;
    this.#state = null;
    this.#evaluateAt(at, rests(metrics));
  }

  #evaluateAt(at: number, told = true): void {
    const last = this.#evaluations.at(-1);
    if (last && at < last.at) this.reliable = false;
    if (this.#timed.length > 0)
      this.#asked.push({ at, said: this.#timed.map((leaf) => this.#timeTruth(leaf, at)) });
    this.#evaluations.push({
      at,
      raw: this.truth('raw', at),
      matured: this.truth('matured', at),
      told,
    });
  }

  /** All leaves count the same periods. */
  #evaluatePeriods(now: number, around: Around): void {
    const all = [...this.#periods.values()];
    for (const end of all[0]?.due(now, around) ?? []) {
      this.#state = null;
      const told = all.map((leaf) => leaf.judge(end, around)).some(Boolean);
      this.#evaluations.push({
        at: end,
        raw: this.truth('raw', end),
        matured: this.truth('matured', end),
        told,
      });
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

  /** What rests on time or on periods is evaluated at instants that only the judge knows. */
  get tellsSince(): boolean {
    return !this.countsPeriods && this.#timed.length === 0;
  }

  /** The first evaluation that was true for its `for` and has had no whole recovery after it; null while it does not fire. */
  firingSince(): number | null {
    if (this.state() !== 'firing') return null;
    const told = this.#evaluations.filter(({ raw, matured }) => raw !== null || matured !== null);
    const firing = told.flatMap(({ matured }, index) => (matured === true ? [index] : []));
    // The later it fired, the less there is after it: halves are enough.
    let [first, last] = [0, firing.length - 1];
    while (first < last) {
      const middle = (first + last) >> 1;
      if (this.#hasRecovered(told.slice((firing[middle] ?? 0) + 1))) first = middle + 1;
      else last = middle;
    }
    return told[firing[first] ?? -1]?.at ?? null;
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
      if (!end.told || end.raw !== false || end.matured !== false) return false;
      let first = last;
      for (let index = last - 1; index >= 0; index--) {
        const here = after[index];
        const next = after[first];
        if (!here || !next) break;
        // What cannot be told is no relapse.
        if (!here.told) continue;
        if (here.raw === null || (!here.raw && here.matured === null)) continue;
        if (here.raw || here.matured !== false || next.at - here.at > breakMax) break;
        first = index;
      }
      return end.at - (after[first]?.at ?? end.at) >= this.#hold;
    });
  }

  #leafTruth(leaf: LeafScript, kind: 'raw' | 'matured', at: number): Truth {
    const periods = this.#periods.get(leaf);
    if (periods) return periods.truth(kind, at);
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
        truth: trueAt(leaf, form, log, index, this.#asks),
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

  #timeTruth(leaf: LeafScript, at: number): Truth {
    const { timed, metric } = leaf;
    const log = this.#log(metric);
    const newest = log.newest(at);
    if (timed?.kind !== 'age') {
      const staleAfter = this.#staleAfter(metric);
      if (log.isFresh(at, staleAfter)) return false;
      if (this.#needWord.has(leaf)) return log.isGone(at, staleAfter) ? true : null;
      // Before there was time for a value nobody can tell that there is none.
      const wasThere = newest !== null && newest.at >= this.#since;
      return wasThere || log.wasMissed(at) || at - this.#since >= staleAfter ? true : null;
    }
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

/** Those of the rule's leaves that count periods: of an aligned metric, and held for samples. */
function periodLeaves(
  rule: RuleScript,
  script: Script,
  logs: readonly Logbook[],
  bad: boolean,
  asks: Asks,
): ReadonlyMap<LeafScript, PeriodReference> {
  if (rule.type === 'not') return periodLeaves(rule.part, script, logs, !bad, asks);
  if (rule.type !== 'leaf')
    return new Map(rule.parts.flatMap((part) => [...periodLeaves(part, script, logs, bad, asks)]));
  const { leaf } = rule;
  const { held, timed } = leaf;
  const metric = script.metrics[leaf.metric];
  const log = logs[leaf.metric];
  if (!metric?.aligned || !log || timed || held?.type !== 'samples') return new Map();
  const point = (end: number): Truth => {
    const index = log.entries.findIndex(({ at }) => at === end);
    return index < 0 ? null : trueAt(leaf, formOf(script, leaf.metric), log, index, asks);
  };
  return new Map([[leaf, new PeriodReference({ metric, log, held, bad, point })]]);
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

function isHoledByNeeds(script: Script, rule: RuleScript, index: number): boolean {
  const metric = script.metrics[index];
  const looksBack = leavesIn(rule).some((leaf) => leaf.metric === index && leaf.window !== null);
  return metric?.needs !== null && (looksBack || metric?.use !== undefined);
}
