// What must be so on each board, by the truth (docs/proof.md names each check and derives its bound).
import type { Board, MetricState } from '../../src/rules/board.ts';
import { criterionId, incidentId, metricId } from './plan-of-script.ts';
import { kleene } from './reference.ts';
import { leavesIn, metricsIn, type MetricScript, type RuleScript, type Script } from './script.ts';
import { hasHeldNegation, Truths } from './truth.ts';
import { wall } from './wall-check.ts';
import type { Moment } from './world.ts';

export interface Violation {
  /** The check, as docs/proof.md names it. */
  readonly check: string;
  readonly what: string;
}

type Found = readonly Violation[];

/** A status as one word: `red`, `red, recovering`, `unknown, was red`. */
export function statusWord({ status, detail, was }: MetricState): string {
  const shown = detail === 'pending' || detail === 'recovering' ? `, ${detail}` : '';
  return `${status}${shown}${was === 'red' ? ', was red' : ''}`;
}

const isRed = (state: MetricState | undefined): boolean => state?.status === 'red' || state?.was === 'red';

export class Checks {
  readonly #script: Script;
  readonly #truths: Truths;
  /** By metric, the newest board on which it was blocked. */
  readonly #blockedAt = new Map<number, number>();

  constructor(script: Script) {
    this.#script = script;
    this.#truths = new Truths(script);
  }

  all(moment: Moment): Found {
    return [
      ...this.#script.metrics.flatMap((_, index) => this.#metric(moment, index)),
      ...this.#script.incidents.flatMap(({ when }, index) => this.#incident(moment, index, when)),
      ...this.#gate(moment),
      ...wall(moment),
    ];
  }

  #metric(moment: Moment, index: number): Found {
    const state = moment.board.metrics[index];
    const metric = this.#script.metrics[index];
    if (!state || !metric) return [{ check: 'board', what: `metric ${index} is missing` }];
    const id = metricId(index);
    const say = (check: string, what: string): Found => [
      { check, what: `${id} is ${statusWord(state)}: ${what}` },
    ];
    const { offset } = moment;
    const fresh = moment.logs[index]?.isFresh(moment.now, metric.staleAfter) ?? false;
    const blocked = moment.offline || this.#needsDown(moment.board, index);
    const known = Math.max(0, offset - this.#truths.knownFor(metric.alert));
    const beyond = this.#truths.throughout(metric.alert, known, offset);
    const since = metric.target && Math.max(0, offset - this.#truths.knownFor(metric.target));
    const counts = metric.aligned !== undefined && metric.missing === 'good';
    const missed =
      metric.target && !counts && this.#truths.throughout(metric.target, since ?? 0, offset) === false;
    const found: Violation[] = [];
    if (blocked) this.#blockedAt.set(index, offset);
    if (blocked && state.status !== 'unknown')
      found.push(...say('blocked', 'it is blocked, or we are offline'));
    const empty = isEmpty(moment, index, metric.staleAfter);
    const timed = isTimed(metric.alert) || (metric.target !== null && isTimed(metric.target));
    const untold = metric.missing === 'unknown' || (metric.missing === 'good' && !empty);
    if (!fresh && untold && (timed ? state.status === 'green' : state.status !== 'unknown'))
      found.push(...say('stale', 'its newest reading is too old, and nobody has said that there is nothing'));
    if (
      !fresh &&
      metric.missing === 'bad' &&
      !blocked &&
      moment.logs[index]?.newest(moment.now) &&
      state.status !== 'red'
    )
      found.push(...say('missing is bad', 'its newest reading is too old'));
    if (fresh && !blocked && state.status === 'unknown' && !isUntold(moment, index))
      found.push(...say('needless doubt', 'its newest reading is fresh'));
    // Where periods without a point are good by the profile's own word, they may outweigh the others.
    if (state.status === 'green' && fresh && !counts && beyond === true)
      found.push(...say('false green', 'the truth has been beyond the alert for longer than the bound'));
    if (state.status === 'green' && fresh && missed === true)
      found.push(...say('false green', 'the truth has missed the target for longer than the bound'));
    if (isRed(state) && !isFalling(metric) && !this.#truths.couldHold(metric.alert, offset))
      found.push(...say('false red', 'the truth was never beyond the alert'));
    found.push(...this.#redBounds(moment, index, blocked, say));
    found.push(...this.#redEnds(moment, index, say));
    return found;
  }

  /** Detection and recovery in their time, where nothing was wrong with the looks. */
  #redBounds(
    { offset, startedAt, board }: Moment,
    index: number,
    blocked: boolean,
    say: (check: string, what: string) => Found,
  ): Found {
    const metric = this.#script.metrics[index];
    const state = board.metrics[index];
    if (!metric || !state || blocked) return [];
    const from = offset - this.#truths.firesWithin(metric.alert);
    // What came while a need was down was not seen by its windows.
    const looked = metric.needs === null ? [index] : [index, metric.needs];
    const blockedAt = this.#blockedAt.get(index) ?? -1;
    const settled = (since: number): boolean =>
      since > blockedAt && since >= startedAt + metric.phase && this.#truths.isQuiet(looked, since, offset);
    if (
      settled(from) &&
      this.#truths.throughout(metric.alert, from, offset) === true &&
      state.status !== 'red'
    )
      return say('detection', 'the truth has been beyond the alert for longer than detection takes');
    const until = offset - this.#truths.endsWithin(metric.alert, metric.hold);
    const steady = metric.missing === 'unknown' && state.detail !== 'flapping';
    if (
      steady &&
      settled(until) &&
      this.#truths.throughout(metric.alert, until, offset) === false &&
      isRed(state)
    )
      return say('red without end', 'the truth has long been well');
    return [];
  }

  /** A red ends only on a tick that brings a new reading, which is fresh and does not say red itself. */
  #redEnds(moment: Moment, index: number, say: (check: string, what: string) => Found): Found {
    const before = moment.before?.metrics[index];
    const now = moment.board.metrics[index];
    const metric = this.#script.metrics[index];
    if (!metric || moment.isStart || !isRed(before) || isRed(now)) return [];
    // Where missing data count as something, they may end it too.
    if (isFalling(metric) || isTimed(metric.alert)) return [];
    if (metric.missing === 'good' && isEmpty(moment, index, metric.staleAfter)) return [];
    if (!moment.news.has(index)) return say('red ended', 'without a new reading');
    if (!moment.freshNews.has(index)) return say('red ended', 'with a reading that is not fresh');
    return [];
  }

  #incident(moment: Moment, index: number, when: RuleScript): Found {
    const { board, before, offset, startedAt } = moment;
    const id = incidentId(index);
    const stateIn = (from: Board | null) => from?.incidents.find((incident) => incident.id === id)?.state;
    const now = stateIn(board);
    const say = (check: string, what: string): Found => [
      { check, what: `${id} is ${now ?? 'closed'}: ${what}` },
    ];
    const metrics = metricsIn(when);
    const found: Violation[] = [];
    if (metrics.some((index) => this.#script.metrics[index]?.missing !== 'unknown')) return [];
    if (now === 'open' && !this.#truths.couldHold(when, offset))
      found.push(...say('false incident', 'the truth never gave reason'));
    if (!isTimed(when) && !moment.isStart && (stateIn(before) === 'open') !== (now === 'open')) {
      const told = metrics.filter((metric) => moment.news.has(metric));
      const fresh = told.some((metric) => moment.freshNews.has(metric));
      if (told.length === 0 && before !== null)
        found.push(...say('incident by a gap', 'it changed without a new reading'));
      if (told.length > 0 && !fresh && now !== 'open')
        found.push(...say('incident by a gap', 'it closed without a fresh reading'));
    }
    const settled = (since: number): boolean =>
      since >= startedAt + this.#slowestStart(metrics) && this.#truths.isQuiet(metrics, since, offset);
    const from = offset - this.#truths.firesWithin(when);
    if (
      settled(from) &&
      this.#truths.throughout(when, from, offset) === true &&
      now !== 'open' &&
      this.#arePlain(metrics)
    )
      found.push(...say('incident missed', 'the truth has given reason for longer than detection takes'));
    const until = offset - this.#truths.endsWithin(when, this.#truths.usualHold(when));
    if (
      settled(until) &&
      this.#truths.throughout(when, until, offset) === false &&
      now === 'open' &&
      this.#arePlain(metrics)
    )
      found.push(...say('incident without end', 'the truth has long been well'));
    return found;
  }

  /** Never a go on what is false beyond its bound, or not known; and a go where all is well. */
  #gate(moment: Moment): Found {
    const { board, offset, startedAt } = moment;
    const go = board.gate.verdict === 'go';
    const { gate, incidents } = this.#script;
    const say = (check: string, what: string): Found => [
      { check, what: `the gate is ${board.gate.verdict}: ${what}` },
    ];
    if (!go) {
      const rules = [
        ...gate,
        ...incidents
          .filter((entry) => entry.class === 'P0')
          .map(({ when }): RuleScript => ({ type: 'not', part: when })),
      ];
      const metrics = [...new Set(rules.flatMap(metricsIn))];
      const within = Math.max(
        0,
        ...rules.map(
          (rule) =>
            this.#truths.firesWithin(rule) + this.#truths.endsWithin(rule, this.#truths.usualHold(rule)),
        ),
      );
      const from = offset - within;
      const well =
        gate.length > 0 &&
        from >= startedAt + this.#slowestStart(metrics) &&
        this.#arePlain(metrics) &&
        this.#truths.isQuiet(metrics, from, offset) &&
        rules.every((rule) => this.#truths.throughout(rule, from, offset) === true);
      return well ? say('needless no-go', 'all that it requires has long been true') : [];
    }
    if (gate.length === 0) return say('false go', 'it requires nothing');
    if (moment.offline) return say('false go', 'we are offline');
    if (board.incidents.some((incident) => incident.class === 'P0'))
      return say('false go', 'a P0 incident is open or pending');
    return gate.flatMap((rule, index): Found => {
      const id = criterionId(index);
      if (metricsIn(rule).some((metric) => this.#script.metrics[metric]?.missing !== 'unknown')) return [];
      const known = Math.max(0, offset - this.#truths.knownFor(rule));
      if (this.#isBounded(rule, known, offset) && this.#truths.throughout(rule, known, offset) === false)
        return say('false go', `${id} has been false for longer than the bound`);
      const told = kleene(rule, (leaf) => {
        const metric = this.#script.metrics[leaf.metric];
        if (leaf.timed) return true;
        const fresh = moment.logs[leaf.metric]?.isFresh(moment.now, metric?.staleAfter ?? 0) ?? false;
        const theirs = leaf.other?.metric ?? leaf.metric;
        const freshOther =
          moment.logs[theirs]?.isFresh(moment.now, this.#script.metrics[theirs]?.staleAfter ?? 0) ?? false;
        const blocked = this.#needsDown(board, leaf.metric) || this.#needsDown(board, theirs);
        return fresh && freshOther && !blocked
          ? (this.#truths.throughout({ type: 'leaf', leaf }, known, offset) ?? true)
          : null;
      });
      const plain = rule.type === 'leaf' || rule.type === 'and';
      return plain && told === null ? say('false go', `${id} cannot be told`) : [];
    });
  }

  /** `not (… for 10m)` begins to count again after a gap: its bound is that of quiet looks (docs/proof.md, "Not proved"). */
  #isBounded(rule: RuleScript, from: number, to: number): boolean {
    return !hasHeldNegation(rule) || (from > 0 && this.#truths.isQuiet(metricsIn(rule), from, to));
  }

  #slowestStart(metrics: readonly number[]): number {
    return Math.max(0, ...metrics.map((index) => this.#script.metrics[index]?.phase ?? 0));
  }

  /** They need no other metric (whose bounds begin when nobody here knows), and their missing data are merely missing. */
  #arePlain(metrics: readonly number[]): boolean {
    return metrics.every((index) => {
      const metric = this.#script.metrics[index];
      return metric?.needs === null && metric.missing === 'unknown';
    });
  }

  #needsDown(board: Board, index: number): boolean {
    const need = this.#script.metrics[index]?.needs ?? null;
    const status = need === null ? null : board.metrics[need]?.status;
    return status === 'red' || status === 'unknown';
  }
}

/** Time itself is evidence for it. */
function isTimed(rule: RuleScript): boolean {
  return leavesIn(rule).some((leaf) => leaf.timed !== undefined);
}

/** Missing data may turn it red, or keep it so. */
function isFalling({ missing }: MetricScript): boolean {
  return missing === 'keep' || missing === 'bad';
}

/** The newest look has lately said that there is nothing. */
function isEmpty({ emptyAt, now }: Moment, index: number, staleAfter: number): boolean {
  const at = emptyAt[index] ?? null;
  return at !== null && now - at < staleAfter;
}

/** A function that has too little to go on. */
function isUntold({ references, now }: Moment, index: number): boolean {
  const rules = [references.alerts[index], references.targets[index]];
  return rules.some(
    (rule) =>
      rule && (!rule.reliable || rule.truth('raw', now) === null || rule.truth('matured', now) === null),
  );
}
