// The truth of a script, and how long it takes until the watcher must know it. docs/proof.md derives the bounds.
import { holds, type Zone } from './forms.ts';
import { formOf } from './plan-of-script.ts';
import { kleene } from './reference.ts';
import {
  basesOf,
  leavesIn,
  metricsIn,
  type LeafScript,
  type Offset,
  type RuleScript,
  type Script,
} from './script.ts';

type Truth = boolean | null;

const zones: readonly Zone[] = ['fine', 'off', 'band', 'beyond'];

const told = new WeakMap<LeafScript, Map<string, Truth>>();

/** What a leaf says of every value that its metrics may have in these zones; null where it depends on the value, or on what was before. */
function truthInZones(script: Script, leaf: LeafScript, places: readonly Place[]): Truth {
  const known = told.get(leaf) ?? new Map<string, Truth>();
  const key = places.map(({ zone }) => zone).join(' ');
  const before = known.get(key);
  if (before !== undefined) return before;
  const truth = edgesTruth(script, leaf, places);
  told.set(leaf, known.set(key, truth));
  return truth;
}

/** A metric that is looked at, and where its truth lies. */
interface Place {
  readonly metric: number;
  readonly zone: Zone;
}

function edgesTruth(script: Script, leaf: LeafScript, places: readonly Place[]): Truth {
  const form = formOf(script, leaf.metric);
  // Of what is linear in its inputs the corners are the extremes.
  let corners: readonly (readonly bigint[])[] = [[]];
  for (const { metric, zone } of places) {
    const edges = formOf(script, metric).zones[zone].flat();
    corners = corners.flatMap((corner) => edges.map((edge) => [...corner, edge]));
  }
  const values = corners.map((corner) => fractionAt(script, leaf, places, corner));
  const { other } = leaf;
  const enters = other
    ? ({ operator: other.operator, limit: 0n } as const)
    : leaf.test === 'alert'
      ? form.enters
      : form.meets;
  if (values.every(([top, bottom]) => holds(enters, top, bottom))) return true;
  if (values.some(([top, bottom]) => holds(enters, top, bottom))) return null;
  const out = leaf.until ? form.leaves : null;
  return out === null || values.every(([top, bottom]) => holds(out, top, bottom)) ? false : null;
}

/** What is compared, where the metrics that are looked at have these values. */
function fractionAt(
  script: Script,
  { metric, other }: LeafScript,
  places: readonly Place[],
  corner: readonly bigint[],
): readonly [bigint, bigint] {
  const valueOf = (index: number): readonly [bigint, bigint] => {
    const at = (base: number): bigint => corner[places.findIndex((place) => place.metric === base)] ?? 0n;
    const { derived } = script.metrics[index] ?? {};
    if (!derived) return [at(index), 1n];
    const [much, little] = derived.weights;
    const [first, second] = derived.of;
    return [BigInt(much) * at(first) + BigInt(little) * at(second), BigInt(much + little)];
  };
  const mine = valueOf(metric);
  if (!other) return mine;
  const theirs = valueOf(other.metric);
  return [mine[0] * theirs[1] * 100n - theirs[0] * mine[1] * BigInt(other.percent), 1n];
}

/** The zones in which a metric's truth lies at any instant of [from, to]. */
function zonesBetween(script: Script, metric: number, from: Offset, to: Offset): readonly Zone[] {
  const segments = script.metrics[metric]?.truth ?? [];
  const first = Math.max(
    0,
    segments.findLastIndex((segment) => segment.from <= from),
  );
  const inside = segments.filter(
    (segment, index) => index >= first && (index === first || segment.from <= to),
  );
  return zones.filter((zone) => inside.some((segment) => segment.zone === zone));
}

/** Everything that a leaf's truth can be in [from, to]; only null where the log alone can tell. */
function truthsBetween(script: Script, leaf: LeafScript, from: Offset, to: Offset): readonly Truth[] {
  if (leaf.own || leaf.timed || leaf.lasts) return [null];
  const looked = leaf.other ? [leaf.metric, leaf.other.metric] : [leaf.metric];
  // What is calculated lags behind what it is calculated from: beside each other, only the log tells.
  if (leaf.other && looked.some((metric) => script.metrics[metric]?.derived)) return [null];
  let combinations: readonly (readonly Place[])[] = [[]];
  for (const metric of basesOf(script, looked)) {
    const here = zonesBetween(script, metric, from, to);
    combinations = combinations.flatMap((places) => here.map((zone) => [...places, { metric, zone }]));
  }
  return combinations.map((places) => truthInZones(script, leaf, places));
}

/** `not (m > 5 for 10m)`: it becomes false only when the inner part has been held. */
export function hasHeldNegation(rule: RuleScript): boolean {
  if (rule.type === 'leaf') return false;
  if (rule.type === 'not') return leavesIn(rule.part).some(({ held }) => held !== null);
  return rule.parts.some(hasHeldNegation);
}

export class Truths {
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  /** True (or false) when the rule was so by the truth at each instant of [from, to]; null otherwise. */
  throughout(rule: RuleScript, from: Offset, to: Offset): Truth {
    return kleene(rule, (leaf) => {
      const truths = truthsBetween(this.#script, leaf, from, to);
      const [first = null] = truths;
      return truths.every((truth) => truth === first) ? first : null;
    });
  }

  /** Could a reading ever have made the rule true, up to `to`? */
  couldHold(rule: RuleScript, to: Offset): boolean {
    const could = (inner: RuleScript, wanted: boolean): boolean => {
      if (inner.type === 'not') return could(inner.part, !wanted);
      if (inner.type === 'leaf')
        // What has not been held for long enough is not so yet, whatever the truth is.
        return (
          (!wanted && inner.leaf.held !== null) ||
          truthsBetween(this.#script, inner.leaf, 0, to).some((truth) => truth !== !wanted)
        );
      const all = (inner.type === 'and') === wanted;
      return all
        ? inner.parts.every((part) => could(part, wanted))
        : inner.parts.some((part) => could(part, wanted));
    };
    return could(rule, true);
  }

  /** What is shown as known now was read no longer ago than this. */
  knownFor(rule: RuleScript): number {
    const seen = Math.max(
      ...leavesIn(rule).map((leaf) => {
        // "3 of 5 samples" is true until three of them speak against it, each of which may take a whole freshness.
        const spare = leaf.held?.type === 'samples' ? leaf.held.of - leaf.held.needed : 0;
        const looked = this.#looked(leaf);
        const staleAfter = Math.max(...looked.map((index) => this.#script.metrics[index]?.staleAfter ?? 0));
        return (1 + spare) * staleAfter + this.#slowestLag(looked) + this.#windows(leaf);
      }),
    );
    return seen + (hasHeldNegation(rule) ? this.firesWithin(rule) : 0);
  }

  /** Without a fault, a rule that is true throughout fires within this time. */
  firesWithin(rule: RuleScript): number {
    return this.#seenWithin(rule, ({ held }, round) => {
      if (held === null) return round;
      return held.type === 'duration' ? held.ms + 2 * round : held.of * round;
    });
  }

  /** Without a fault, a rule that is false throughout has ended within this time. */
  endsWithin(rule: RuleScript, hold: number): number {
    const until = this.#seenWithin(
      rule,
      ({ held }, round) => (held?.type === 'samples' ? held.of + 2 : 3) * round,
    );
    return hold + until + (hasHeldNegation(rule) ? this.firesWithin(rule) : 0);
  }

  /** Nothing was wrong with the looks at these metrics, or with the watcher, in [from, to]. */
  isQuiet(metrics: readonly number[], from: Offset, to: Offset): boolean {
    if (from < 0) return false;
    const { events } = this.#script;
    const faulty = basesOf(this.#script, metrics).some((index) => {
      const metric = this.#script.metrics[index];
      // A look that was put off by a 429, or a late reading, is felt for a while.
      const after = 8 * (metric?.interval ?? 0);
      return metric?.faults.some((fault) => fault.from <= to && fault.to + after >= from) ?? true;
    });
    const slowest = Math.max(...this.#script.metrics.map(({ interval }) => interval));
    return (
      !faulty &&
      events.every((event) => event.at > to || ('to' in event ? event.to + slowest : event.at) < from)
    );
  }

  /** The hold of a hint or an incident, if nobody says otherwise. */
  usualHold(rule: RuleScript): number {
    return 4 * Math.max(...metricsIn(rule).map((index) => this.#script.metrics[index]?.interval ?? 0));
  }

  #seenWithin(rule: RuleScript, held: (leaf: LeafScript, round: number) => number): number {
    const each = leavesIn(rule).map((leaf) => {
      const looked = this.#looked(leaf);
      const round = Math.max(
        ...looked.map((index) => {
          const { interval = 0, jitter = 0 } = this.#script.metrics[index] ?? {};
          return interval + 2 * jitter;
        }),
      );
      // What rests on several has to wait for each of them.
      return (
        held(leaf, round) +
        this.#windows(leaf) +
        looked.length * (round + this.#slowestLag(looked)) +
        this.#slowestLag(looked)
      );
    });
    return Math.max(...each) + this.#script.tick;
  }

  /** The metrics that are looked at for a leaf. */
  #looked({ metric, other }: LeafScript): readonly number[] {
    return basesOf(this.#script, other ? [metric, other.metric] : [metric]);
  }

  /** How far back it looks: its own window, on top of that of the metric. */
  #windows({ metric, window }: LeafScript): number {
    return (window?.ms ?? 0) + (this.#script.metrics[metric]?.use?.ms ?? 0);
  }

  #slowestLag(metrics: readonly number[]): number {
    return Math.max(...metrics.map((metric) => this.#lag(metric)));
  }

  /** Between the truth and the instant that its reading carries. */
  #lag(metric: number): number {
    const { latency = 0, ownClock = 0 } = this.#script.metrics[metric] ?? {};
    return Math.max(latency, Math.abs(ownClock ?? 0), this.#script.tick);
  }
}
