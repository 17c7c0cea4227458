// The truth of a script, and how long it takes until the watcher must know it. docs/proof.md derives the bounds.
import { holds, type Zone } from './forms.ts';
import { formOf } from './plan-of-script.ts';
import { kleene } from './reference.ts';
import { leavesIn, metricsIn, type LeafScript, type Offset, type RuleScript, type Script } from './script.ts';

type Truth = boolean | null;

const zones: readonly Zone[] = ['fine', 'off', 'band', 'beyond'];

const told = new WeakMap<LeafScript, Map<Zone, Truth>>();

/** What a leaf says of every value in a zone; null where it depends on the value, or on what was before. */
function truthInZone(script: Script, leaf: LeafScript, zone: Zone): Truth {
  const known = told.get(leaf) ?? new Map<Zone, Truth>();
  const before = known.get(zone);
  if (before !== undefined) return before;
  const truth = edgesTruth(script, leaf, zone);
  told.set(leaf, known.set(zone, truth));
  return truth;
}

function edgesTruth(script: Script, leaf: LeafScript, zone: Zone): Truth {
  const form = formOf(script, leaf.metric);
  const enters = leaf.test === 'alert' ? form.enters : form.meets;
  const edges = form.zones[zone].flat();
  if (edges.every((edge) => holds(enters, edge, 1n))) return true;
  if (edges.some((edge) => holds(enters, edge, 1n))) return null;
  const out = leaf.until ? form.leaves : null;
  return out === null || edges.every((edge) => holds(out, edge, 1n)) ? false : null;
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
      const truths = zonesBetween(this.#script, leaf.metric, from, to).map((zone) =>
        truthInZone(this.#script, leaf, zone),
      );
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
          zonesBetween(this.#script, inner.leaf.metric, 0, to).some(
            (zone) => truthInZone(this.#script, inner.leaf, zone) !== !wanted,
          )
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
        const metric = this.#script.metrics[leaf.metric];
        if (!metric) return 0;
        // "3 of 5 samples" is true until three of them speak against it, each of which may take a whole freshness.
        const spare = leaf.held?.type === 'samples' ? leaf.held.of - leaf.held.needed : 0;
        return (1 + spare) * metric.staleAfter + this.#lag(leaf.metric) + (leaf.window?.ms ?? 0);
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
    const faulty = metrics.some((index) => {
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
      const metric = this.#script.metrics[leaf.metric];
      if (!metric) return 0;
      const round = metric.interval + 2 * metric.jitter;
      return held(leaf, round) + (leaf.window?.ms ?? 0) + round + 2 * this.#lag(leaf.metric);
    });
    return Math.max(...each) + this.#script.tick;
  }

  /** Between the truth and the instant that its reading carries. */
  #lag(metric: number): number {
    const { latency = 0, ownClock = 0 } = this.#script.metrics[metric] ?? {};
    return Math.max(latency, Math.abs(ownClock ?? 0), this.#script.tick);
  }
}
