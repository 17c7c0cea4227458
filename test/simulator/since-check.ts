// Since when (docs/judgement.md): what is red, open or active is so since the evaluation that its log gives, and no board moves it.
import type { MetricState } from '../../src/rules/board.ts';
import type { Violation } from './checks.ts';
import { isPlain } from './agrees.ts';
import { hintId, incidentId } from './plan-of-script.ts';
import { leavesIn, type Script } from './script.ts';
import type { Moment } from './world.ts';

/** The trouble that a metric has: red also while that cannot be told, amber likewise. */
function troubleOf({ status, was }: MetricState): 'red' | 'amber' | null {
  const stood = status === 'unknown' ? was : status;
  return stood === 'red' || stood === 'amber' ? stood : null;
}

export class SinceCheck {
  readonly #script: Script;
  /** By metric: the trouble that stands, and since when it was shown to. */
  readonly #standing = new Map<
    string,
    { readonly trouble: 'red' | 'amber'; readonly since: string | null }
  >();
  /** Metrics that were damped: their red may have begun before their log says so. */
  readonly #damped = new Set<string>();

  constructor(script: Script) {
    this.#script = script;
  }

  all(moment: Moment): readonly Violation[] {
    if (moment.isStart) {
      this.#standing.clear();
      this.#damped.clear();
    }
    return [
      ...moment.board.metrics.flatMap((state, index) => [
        ...this.#steady(moment, state, index),
        ...this.#metric(moment, state, index),
      ]),
      ...this.#rules(moment),
    ];
  }

  /** No gap moves it, and no recovery that did not end. */
  #steady({ transitions }: Moment, state: MetricState, index: number): readonly Violation[] {
    const { id, status } = state;
    const alert = this.#script.metrics[index]?.alert;
    // What rests on time ends and begins anew also while something stands in the way of telling it, and nobody is told.
    if (status === 'unknown' && alert && leavesIn(alert).some(({ timed }) => timed !== undefined)) {
      this.#standing.delete(id);
      return [];
    }
    const trouble = troubleOf(state);
    // Ended into what cannot be told, for its other rule, it is told as new. Of a damped one only another status is sure to be told.
    const isDamped = this.#damped.has(id);
    const ended = transitions.some(({ metric, to, new: isNew }) => {
      if (metric !== id || to === 'unknown') return false;
      return to === trouble ? isNew && !isDamped : !isDamped || to !== 'flapping';
    });
    // Between two boards it may have ended and begun anew; while it is damped nobody is told.
    const before = ended || state.detail === 'flapping' ? undefined : this.#standing.get(id);
    if (trouble === null) {
      this.#standing.delete(id);
      return [];
    }
    // What was amber and cannot be told is unknown since then.
    const shown = status === 'unknown' && trouble === 'amber' ? null : state.since;
    const goesOn = before?.trouble === trouble;
    this.#standing.set(id, { trouble, since: (goesOn ? before.since : null) ?? shown });
    if (!goesOn || shown === null || before.since === null || before.since === shown) return [];
    return [{ check: 'since', what: `${id} was ${trouble} since ${before.since}, and is since ${shown}` }];
  }

  #metric(moment: Moment, state: MetricState, index: number): readonly Violation[] {
    const metric = this.#script.metrics[index];
    const alert = moment.references.alerts[index];
    if (state.detail === 'flapping') this.#damped.add(state.id);
    if (state.status !== 'red' || !metric || metric.needs !== null || metric.missing !== 'unknown') return [];
    if (!alert?.reliable || !alert.tellsSince || this.#damped.has(state.id)) return [];
    return held(state.id, state.since, alert.firingSince());
  }

  #rules({ board, references }: Moment): readonly Violation[] {
    const told = [
      ...references.incidents.map((reference, index) => ({ id: incidentId(index), reference })),
      ...references.hints.map((reference, index) => ({ id: hintId(index), reference })),
    ];
    return told.flatMap(({ id, reference }) => {
      const shown = [...board.incidents, ...board.hints].find((entry) => entry.id === id);
      if (!shown || shown.state === 'pending') return [];
      if (!reference.tellsSince || !isPlain(this.#script, reference)) return [];
      return held(id, shown.since, reference.firingSince());
    });
  }
}

function held(id: string, shown: string, expected: number | null): readonly Violation[] {
  if (expected === null || Date.parse(shown) === expected) return [];
  const since = new Date(expected).toISOString();
  return [{ check: 'since', what: `${id} is so since ${shown}, and its log says ${since}` }];
}
