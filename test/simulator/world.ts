// Runs a script through the real judge, tick by tick, and keeps beside it what the oracle may know.

import { isoInstant } from '../../src/domain/clock.ts';
import { gap, gapState, type Gap, type GapReason } from '../../src/domain/gap.ts';
import { type Board, type SourceState, type Transition, unpolledSource } from '../../src/rules/board.ts';
import type { Evidence, SourceHealth } from '../../src/rules/evaluate/input.ts';
import { Judge } from '../../src/rules/judge.ts';
import type { Plan } from '../../src/rules/plan.ts';
import { deliveriesOf, sampleOf, type Delivery, type Failure, type Reading } from './deliver.ts';
import { DerivedLogbook } from './derived-logbook.ts';
import { Logbook } from './logbook.ts';
import { metricId, planOfScript } from './plan-of-script.ts';
import type { Around } from './period-reference.ts';
import { Reference } from './reference.ts';
import { withSuspicion } from './suspicion.ts';
import { scriptStart, type Offset, type RuleScript, type Script } from './script.ts';

/** The oracle's view of the rules since the last start from nothing. */
export interface References {
  readonly targets: readonly (Reference | null)[];
  readonly alerts: readonly Reference[];
  /** The alerts as their targets read them; null without a written minimum. */
  readonly soFar: readonly (Reference | null)[];
  readonly incidents: readonly Reference[];
  readonly hints: readonly Reference[];
  readonly gate: readonly Reference[];
}

/** One board, and everything it is held against. */
export interface Moment {
  readonly now: number;
  readonly offset: Offset;
  readonly board: Board;
  readonly before: Board | null;
  readonly transitions: readonly Transition[];
  readonly logs: readonly Logbook[];
  readonly references: References;
  /** The metrics that have a new reading on this tick. */
  readonly news: ReadonlySet<number>;
  /** Those of them whose reading was fresh when it arrived. */
  readonly freshNews: ReadonlySet<number>;
  /** By metric, when the newest look said that there is nothing; null when it said anything else. */
  readonly emptyAt: readonly (number | null)[];
  readonly offline: boolean;
  readonly startedAt: Offset;
  /** The watcher began from nothing on this tick. */
  readonly isStart: boolean;
}

export class World {
  readonly script: Script;
  readonly #plan: Plan;
  readonly #reversed: boolean;
  readonly #deliveries: readonly Delivery[];
  #next = 0;
  #judge: Judge;
  #logs: readonly Logbook[] = [];
  #references: References;
  #startedAt: Offset = 0;
  #emptyAt: readonly (number | null)[] = [];
  #before: Board | null = null;
  #sources: SourceState[];
  /** By source, when the first of its failing looks arrived that have said that there is no way out of here. */
  #cutOffSince: (number | null)[] = [];
  readonly #restarts: Set<Offset>;

  /** @param reversed hand each tick's evidence over with the last source first. */
  constructor(script: Script, reversed = false) {
    this.script = script;
    this.#reversed = reversed;
    this.#plan = planOfScript(script);
    this.#deliveries = deliveriesOf(script);
    this.#judge = new Judge(this.#plan, scriptStart);
    this.#references = this.#begin();
    this.#sources = this.#unpolled();
    this.#restarts = new Set(script.events.flatMap((event) => (event.type === 'restart' ? [event.at] : [])));
  }

  /** What the judge says when nothing has arrived any more until `offset`. */
  silence(offset: Offset): Board {
    const sources = this.#sources;
    const input = { now: scriptStart + offset, samples: [], sources, health: this.#health(), loopLagMs: 0 };
    return this.#judge.advance(input).board;
  }

  *moments(): Generator<Moment> {
    for (let offset = 0; offset <= this.script.length; offset += this.script.tick) {
      const away = this.script.events.find(
        (event) => event.type === 'suspend' && event.at < offset && offset < event.to,
      );
      if (!away) yield this.#tick(offset);
    }
  }

  #tick(offset: Offset): Moment {
    const now = scriptStart + offset;
    const isStart = this.#restart(offset);
    const arrived: Delivery[] = [];
    for (;;) {
      const delivery = this.#deliveries[this.#next];
      if (!delivery || delivery.arrives > now) break;
      arrived.push(delivery);
      this.#next++;
    }
    for (const delivery of arrived) this.#noteSource(delivery);
    this.#noteCutOff();
    const offline = this.#isOffline();
    const readings = arrived
      .filter((delivery): delivery is Reading => delivery.gap === undefined)
      .filter(({ metric }) => !offline || this.#sources[metric]?.gap === null);
    const instantOf = (delivery: Delivery): number => Math.min(delivery.at ?? delivery.arrives, now);
    for (const delivery of arrived.toSorted((left, right) => instantOf(left) - instantOf(right)))
      this.#noteLook(delivery, offline, now);
    for (const delivery of arrived) this.#noteMiss(delivery, now);
    const { news, freshNews } = this.#learn(readings, arrived.filter(saysNone), now);
    for (const log of this.#logs) if (log instanceof DerivedLogbook) log.expire(now);
    for (const reference of this.#allReferences())
      if (!offline) reference.tick(now, this.#around(reference));
      // Which periods were judged while nobody here knew anything is not for the log to say.
      else if (reference.countsPeriods) reference.reliable = false;
    const { board, transitions } = this.#judge.advance({
      now,
      samples: (this.#reversed ? arrived.toSorted((left, right) => right.metric - left.metric) : arrived).map(
        evidenceOf,
      ),
      sources: this.#sources,
      health: this.#health(),
      loopLagMs: 0,
    });
    const before = this.#before;
    this.#before = board;
    return {
      now,
      offset,
      board,
      before,
      transitions,
      logs: this.#logs,
      references: this.#references,
      news,
      freshNews,
      emptyAt: this.#emptyAt,
      offline,
      startedAt: this.#startedAt,
      isStart,
    };
  }

  /** True when the watcher has begun from nothing. */
  #restart(offset: Offset): boolean {
    const due = this.script.events.filter(
      (event) => event.type === 'restart' && event.at <= offset && this.#restarts.delete(event.at),
    );
    let fromNothing = false;
    for (const event of due) {
      const old = this.#judge;
      this.#judge = new Judge(this.#plan, scriptStart + offset);
      if (event.type === 'restart' && event.keeps) {
        this.#judge.adopt(old, () => true);
        continue;
      }
      fromNothing = true;
      this.#startedAt = offset;
      this.#references = this.#begin();
      this.#sources = this.#unpolled();
      this.#before = null;
    }
    return fromNothing;
  }

  #begin(): References {
    const { metrics, incidents, hints, gate } = withSuspicion(this.script);
    this.#logs = logsOf(this.script);
    this.#emptyAt = metrics.map(() => null);
    const refer = (
      rule: RuleScript,
      hold: number | null,
      role: 'alert' | 'breach' | 'target' | 'line',
    ): Reference =>
      new Reference(rule, this.script, this.#logs, { hold, role, since: scriptStart + this.#startedAt });
    return {
      targets: metrics.map(({ target }) => target && refer(target, 0, 'target')),
      alerts: metrics.map(({ alert, hold }) => refer(alert, hold, 'alert')),
      soFar: metrics.map(({ alert, minSeen }) => (minSeen === undefined ? null : refer(alert, 0, 'target'))),
      incidents: incidents.map(({ when }) => refer(when, null, 'breach')),
      hints: hints.map((when) => refer(when, null, 'breach')),
      gate: gate.map((when) => refer(when, 0, 'line')),
    };
  }

  /** Enters what has arrived into the logs, instant by instant, as it counts. */
  #learn(
    readings: readonly Reading[],
    nones: readonly Failure[],
    now: number,
  ): Pick<Moment, 'news' | 'freshNews'> {
    const news = new Map<number, number[]>();
    const freshNews = new Set<number>();
    const sorted = readings.toSorted((left, right) => left.at - right.at);
    let here = new Map<number, number[]>();
    const note = (at: number, metric: number): void => {
      for (const told of [news, here]) told.set(at, [...(told.get(at) ?? []), metric]);
    };
    let left = nones;
    const endUntil = (until: number): void => {
      const due = left.filter(({ arrives }) => arrives <= until);
      left = left.filter(({ arrives }) => arrives > until);
      for (const at of new Set(due.map(({ arrives }) => arrives)))
        this.#end(this.#over(due.filter(({ arrives }) => arrives === at)), at);
    };
    for (const [index, reading] of sorted.entries()) {
      // Of one instant, what is told comes first; nothing is calculated beside what is over by then.
      endUntil(Math.min(reading.at, now) - 1);
      const entry = this.#logs[reading.metric]?.take(reading, now);
      if (entry) {
        note(entry.at, reading.metric);
        const staleAfter = this.script.metrics[reading.metric]?.staleAfter ?? 0;
        if (reading.arrives - entry.at < staleAfter) freshNews.add(reading.metric);
      }
      // What is calculated follows when all of an instant is there.
      const at = Math.min(reading.at, now);
      const next = sorted[index + 1];
      if (next && Math.min(next.at, now) === at) continue;
      const over = this.#over(left.filter(({ arrives }) => arrives <= at));
      left = left.filter(({ arrives }) => arrives > at);
      for (const [metric, { derived }] of this.script.metrics.entries()) {
        if (!derived?.of.some((input) => news.get(at)?.includes(input))) continue;
        const log = this.#logs[metric];
        const value = log instanceof DerivedLogbook ? log.follow(at) : null;
        if (!value) continue;
        note(value.at, metric);
        if (derived.of.some((input) => freshNews.has(input))) freshNews.add(metric);
      }
      // As it is known now: what is calculated may be lost by a later reading of the same tick.
      const told = new Set([...here.values()].flat());
      this.#evaluate(here);
      here = new Map();
      this.#leaveTies(told, over);
      this.#end(over, at);
    }
    endUntil(now);
    return { news: new Set([...news.values()].flat()), freshNews };
  }

  /** Where one of a rule's values is told and another is over in the same millisecond, either may come first. */
  #leaveTies(told: ReadonlySet<number>, over: ReadonlySet<number>): void {
    for (const reference of this.#allReferences())
      if (reference.metrics.some((one) => told.has(one)) && reference.metrics.some((one) => over.has(one)))
        reference.reliable = false;
  }

  /** The metrics whose value these looks ended: they said that there is none. */
  #over(nones: readonly Failure[]): ReadonlySet<number> {
    const ended = nones.filter(({ metric, arrives }) =>
      this.#logs[metric]?.none(arrives, this.script.metrics[metric]?.staleAfter ?? 0),
    );
    return new Set(ended.map(({ metric }) => metric));
  }

  /** What follows from that. */
  #end(ended: ReadonlySet<number>, at: number): void {
    if (ended.size === 0) return;
    const expired = new Set<number>();
    for (const [metric, log] of this.#logs.entries())
      if (log instanceof DerivedLogbook && log.expire(at)) expired.add(metric);
    for (const reference of this.#allReferences())
      reference.ended(at, ended, expired, this.#around(reference));
  }

  #evaluate(news: ReadonlyMap<number, readonly number[]>): void {
    for (const reference of this.#allReferences())
      reference.evaluate(
        [...news]
          .filter(([, metrics]) => metrics.some((metric) => reference.metrics.includes(metric)))
          .map(([at]) => at),
        this.#around(reference),
      );
  }

  #around({ metrics: [metric = 0] }: Reference): Around {
    return {
      emptyAt: this.#emptyAt[metric] ?? null,
      watchedSince: scriptStart + this.#startedAt,
    };
  }

  #allReferences(): readonly Reference[] {
    const { targets, alerts, soFar, incidents, hints, gate } = this.#references;
    return [...targets, ...alerts, ...soFar, ...incidents, ...hints, ...gate].flatMap(
      (reference) => reference ?? [],
    );
  }

  /** A look that failed, or gave what is no value. */
  #noteMiss(delivery: Delivery, now: number): void {
    const { metric, arrives } = delivery;
    const isNone = delivery.gap === undefined && (Number.isNaN(delivery.value) || delivery.at > now + 5_000);
    if (delivery.gap !== undefined) this.#logs[metric]?.miss(arrives, saysNone(delivery));
    else if (isNone) this.#logs[metric]?.miss(Math.min(delivery.at, now), false);
  }

  /** The newest look counts, whatever it said. */
  #noteLook(delivery: Delivery, offline: boolean, now: number): void {
    const { metric, arrives } = delivery;
    if (offline && delivery.gap === undefined && this.#sources[metric]?.gap) return;
    this.#emptyAt = this.#emptyAt.with(metric, delivery.gap === 'empty' ? arrives : null);
    const isNone = delivery.gap === undefined && (Number.isNaN(delivery.value) || delivery.at > now + 5_000);
    const at = Math.min(delivery.at ?? arrives, now);
    this.#logs[metric]?.noteLook(at, isNone ? 'nan' : (delivery.gap ?? null));
  }

  #noteSource(delivery: Delivery): void {
    const source = this.#sources[delivery.metric];
    if (!source) return;
    const failed = delivery.gap === undefined ? null : gapOf(delivery.gap);
    const { arrives } = delivery;
    this.#sources = this.#sources.with(delivery.metric, {
      ...source,
      ok: failed === null,
      polls: source.polls + 1,
      gap: failed && gapState(failed),
      lookedAt: isoInstant(arrives),
    });
  }

  /** What a source did between two boards nobody is told: since when it is cut off is told by its newest look. */
  #noteCutOff(): void {
    this.#cutOffSince = this.#sources.map(({ gap: problem, lookedAt }, metric) => {
      if (problem?.way !== 'ours' || lookedAt === null) return null;
      return this.#cutOffSince[metric] ?? Date.parse(lookedAt);
    });
  }

  /** docs/judgement.md §8.1: of at least three sources that were looked at since the trouble began 80 % are cut off. */
  #isOffline(): boolean {
    const starts = this.#cutOffSince.flatMap((since) => since ?? []);
    const began = Math.min(...starts);
    const looked = this.#sources.filter(
      ({ polls, lookedAt }) => polls === 0 || lookedAt === null || Date.parse(lookedAt) >= began,
    );
    return starts.length >= 3 && starts.length * 10 >= looked.length * 8;
  }

  /** Each source looks at a host of its own. */
  #health(): readonly SourceHealth[] {
    return this.#sources.map((source) => ({ ...source, hosts: [`${source.id}.example`] }));
  }

  #unpolled(): SourceState[] {
    this.#cutOffSince = this.script.metrics.map(() => null);
    return this.script.metrics.map((_, index) => unpolledSource(`s${index}`, 'http'));
  }
}

/** A time-out here is a resolver of ours that is silent; a refusal comes from there. */
function gapOf(reason: GapReason): Gap {
  const problem = gap(reason, `it failed: ${reason}`, null);
  return reason === 'timeout' ? { ...problem, way: 'ours', reached: null } : problem;
}

/** A page that was read well, and says that there is none. */
function saysNone(delivery: Delivery): delivery is Failure {
  return delivery.gap === 'empty' || delivery.gap === 'not_found';
}

function logsOf(script: Script): readonly Logbook[] {
  const logs = script.metrics.map((metric) => new Logbook(metric));
  return script.metrics.map((metric, index) =>
    metric.derived ? new DerivedLogbook(metric, script, logs) : (logs[index] ?? new Logbook(metric)),
  );
}

function evidenceOf(delivery: Delivery): Evidence {
  const metric = metricId(delivery.metric);
  return delivery.gap === undefined
    ? { metric, sample: sampleOf(delivery), seenAt: delivery.arrives }
    : { metric, sample: { at: delivery.arrives, gap: gapOf(delivery.gap) } };
}
