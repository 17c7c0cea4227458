// The judgement: samples in, boards out. Pure: no clock, no I/O, no randomness; the same calls give the same boards.

import type { Instant } from '../domain/clock.ts';
import { isValueSample, type Sample } from '../domain/sample.ts';
import type { Series } from '../domain/series.ts';
import { admit } from './evaluate/admit.ts';
import { Arrivals } from './evaluate/arrivals.ts';
import {
  type Advance,
  type Arrived,
  type Judgement,
  groupedByInstant,
  isStaleOnArrival,
  type Evidence,
  type SourceHealth,
} from './evaluate/input.ts';
import type { Transition } from './board.ts';
import { controlTransitions, overdueTransitions, ruleTransition, ruleWord } from './draw/transitions.ts';
import { ControlBook } from './launch/controls.ts';
import { DerivedMetrics, sourcesBehind } from './evaluate/derived.ts';
import { drawBoard } from './draw/board.ts';
import type { Drawing } from './draw/drawing.ts';
import { concernsOf, judgesOf, takeUpRules, type Concerns, type OtherRule } from './evaluate/set-up.ts';
import type { Facts } from './condition/compile.ts';
import { factsOf } from './evaluate/facts.ts';
import type { News } from './machine/news.ts';
import { LookLog } from './evaluate/look-log.ts';
import { LaunchLines } from './evaluate/launch-lines.ts';
import { effectiveT0, noMarks } from './launch/marks.ts';
import type { MetricJudge } from './evaluate/metric.ts';
import { metricSentence } from './draw/metric-sentence.ts';
import { needDown, offlineBlock, type Block } from './evaluate/blocked.ts';
import { Observer, observerTransition } from './evaluate/observer.ts';
import type { Plan } from './plan.ts';
import { ruleContext } from './evaluate/context.ts';
import type { RuleJudge } from './evaluate/rule.ts';
import type { Narrator } from './evaluate/condition-sentence.ts';
import { takeUpMetrics } from './evaluate/take-up-metrics.ts';
import { newEntries } from './draw/latch.ts';
import { confirmExactZero } from './evaluate/exact-zero.ts';

export class Judge {
  readonly plan: Plan;
  readonly metrics: ReadonlyMap<string, MetricJudge>;
  readonly hints: ReadonlyMap<string, RuleJudge>;
  readonly incidents: ReadonlyMap<string, RuleJudge>;
  readonly items: ReadonlyMap<string, RuleJudge>;
  readonly start: Instant;
  /** What its windows look back over, for who keeps it. */
  readonly looks: LookLog;
  #now: Instant;
  /** The instant of the last board. */
  #judgedAt: Instant;
  #sources: ReadonlyMap<string, SourceHealth> = new Map();
  readonly #observer = new Observer();
  readonly #transitions: Transition[] = [];
  #changed = false;
  readonly #controls = new ControlBook();
  readonly #arrivals: Arrivals;
  readonly #facts: Facts;
  readonly #derived: DerivedMetrics;
  readonly #launch: LaunchLines;
  readonly #concerns: Concerns;

  /** @param options `seenWhole`: windows count as seen whole from the first sample on, as Prometheus has it. */
  constructor(profile: Plan, start: Instant, { seenWhole = false }: { seenWhole?: boolean } = {}) {
    const plan = confirmExactZero(profile);
    this.plan = plan;
    this.#arrivals = new Arrivals(plan);
    this.start = start;
    this.#now = start;
    this.#judgedAt = start;
    const plans = new Map(plan.metrics.map((metric) => [metric.id, metric]));
    this.looks = new LookLog(plan);
    const context = ruleContext(plan, plans);
    const judges = judgesOf(plan, context, { start, seenWhole, looks: this.looks });
    [this.metrics, this.items] = [judges.metrics, judges.items];
    [this.hints, this.incidents] = [judges.hints, judges.incidents];
    this.#launch = new LaunchLines(this, { seenWhole });
    this.#concerns = concernsOf(plan, judges);
    this.#derived = new DerivedMetrics(plan, context.lookup);
    this.#facts = factsOf(this, plans, {
      untold: (metric) => this.#derived.untold(metric) !== null,
      offline: () => this.#offline,
    });
  }

  /**
   * Takes in what has arrived, without a board: what it changes is told with the next one.
   * @returns whether there is anything that should not wait for it: another status, another state of a rule, a first value.
   */
  absorb({ now, samples, sources }: Arrived): boolean {
    this.#now = Math.max(this.#now, now);
    this.#sources = new Map(sources.map((source) => [source.id, source]));
    this.#observe(sources);
    this.#arrivals.note(samples, this.#now);
    for (const [at, group] of groupedByInstant(samples, this.#now)) this.#take(at, group);
    return this.#changed;
  }

  /** Takes in what has arrived and judges everything at `now`. */
  advance(input: Advance): Judgement {
    this.absorb({ ...input, sources: input.health ?? input.sources });
    const offline = this.#offline;
    const marks = input.marks ?? noMarks;
    this.#launch.look(effectiveT0(this.plan.launch.t0, marks), this.#now, this.#facts, this.#isBlocked);
    const expired = this.#derived.expire(this.#now, this.#facts, this.#pushDerived);
    // Offline ourselves, the clocks stand still.
    if (!offline) this.#stepRules({ touched: expired, fresh: new Set(), expired: true }, this.#now);
    for (const judge of this.metrics.values()) {
      if (!offline) judge.tick(this.#facts, this.#now);
      this.#settle(judge, this.#now);
    }
    if (!offline)
      for (const other of this.#concerns.others)
        this.#stepRule(other, this.#now, () => other.rule.tick(this.#facts, this.#now, this.#isBlocked));
    this.#transitions.push(...controlTransitions(this.#controls, marks.controls, this.metrics, this.#now));
    this.#transitions.push(...overdueTransitions(this, this.#judgedAt, this.#now));
    this.#judgedAt = this.#now;
    const drawing: Drawing = {
      now: this.#now,
      sources: input.sources,
      loopLagMs: input.loopLagMs,
      observer: this.#observer,
      narrator: this.#narrator(this.#now),
      marks,
      arrivals: this.#arrivals,
      controls: this.#controls,
      blocked: (judge) => this.#blocked(judge),
      isBlocked: this.#isBlocked,
    };
    this.#changed = false;
    const [board, said] = [drawBoard(this, drawing), newEntries(this, drawing)];
    this.#arrivals.clear();
    return { board, transitions: this.#transitions.splice(0), said };
  }

  /**
   * Takes up where the judgement of an earlier version of this profile stands (a reload): samples are kept, and each
   * rule whose text is unchanged keeps its timers; a changed one is judged anew over the samples that are kept. What rests
   * on a metric that begins anew cannot be told until a reading of it has come.
   * @param sameReading whether a metric still reads the same thing from the same place.
   */
  adopt(before: Judge, sameReading: (metric: string) => boolean): void {
    this.#now = Math.max(this.#now, before.#now);
    this.#judgedAt = before.#judgedAt;
    this.#observer.takeUp(before.#observer);
    this.#sources = before.#sources;
    this.#controls.takeUp(before.#controls);
    // Offline ourselves, what was, stands: nothing is told of it.
    const settle = this.#offline ? null : (judge: MetricJudge): void => this.#settle(judge, this.#now);
    const how = { sameReading, facts: this.#facts, settle };
    takeUpRules(this, before, takeUpMetrics(this.metrics, before.metrics, how));
  }

  /** The judged values of a metric, for drawing. */
  series = (metric: string): Series | undefined => this.metrics.get(metric)?.values;

  /** All samples of one instant: first they are all taken in, then the rules they touch are stepped once. */
  #take(at: Instant, samples: readonly Evidence[]): void {
    const touched = new Set<string>();
    const fresh = new Set<string>();
    const ended = new Set<string>();
    const completed: [Instant, string][] = [];
    for (const evidence of samples) {
      const { metric, sample } = evidence;
      const judge = this.metrics.get(metric);
      const admitted = judge && admit(judge.plan, sample, this.#now);
      if (!admitted) continue;
      // Without a network of our own, a probe that says "down" speaks of us.
      if (this.#offline && isValueSample(admitted) && this.#sources.get(judge.plan.source)?.gap) continue;
      // What was stale before this sample came was unknown until then.
      if (judge.readings.isStaleAt(at)) this.#settle(judge, at);
      const newest = judge.values.newestValue()?.at ?? null;
      const [stood, wasOver] = [judge.readings.standsAt(at), judge.values.endAfter(at) !== null];
      const arrival = {
        claimedAt: sample.at,
        saidAt: evidence.seenAt,
        blocked: this.#isBlocked(metric, false),
      };
      const isEvidence = judge.readings.push(admitted, arrival);
      if (stood && !judge.readings.standsAt(at)) ended.add(metric);
      // What is told again after "there is none" stands again, and is no new evidence.
      if (wasOver && !isEvidence && judge.values.endAfter(at) === null) touched.add(metric);
      const now = judge.values.newestValue()?.at ?? at;
      // A late reading may give a later one the value that it had too few readings for, or saw too little for.
      if (now > at && (now !== newest || judge.readings.revised)) completed.push([now, metric]);
      if (!isEvidence) continue;
      this.#changed ||= newest === null;
      touched.add(metric);
      if (!isStaleOnArrival(evidence, judge.plan.staleAfter)) fresh.add(metric);
    }
    // What is calculated comes first: a rule never sees a new reading beside what follows from the one before it.
    const derived = this.#derived.follow(touched, at, this.#facts, this.#pushDerived);
    const here = derived.get(at) ?? new Set();
    const freshHere = fresh.size === 0 ? fresh : new Set([...fresh, ...here]);
    this.#stepRules({ touched: new Set([...touched, ...here]), fresh: freshHere }, at);
    for (const [instant, metrics] of derived)
      if (instant !== at)
        this.#stepRules({ touched: metrics, fresh: fresh.size === 0 ? fresh : metrics }, instant);
    for (const [instant, metric] of completed)
      this.#stepRules({ touched: new Set([metric]), fresh }, instant);
    this.#end(ended, at);
  }

  /** A look said that there is none any more of these: their values are over, and all that was calculated from them. */
  #end(ended: ReadonlySet<string>, at: Instant): void {
    if (ended.size === 0) return;
    const expired = this.#derived.expire(at, this.#facts, this.#pushDerived);
    this.#stepRules({ touched: ended, fresh: new Set(), ended: true }, at);
    this.#stepRules({ touched: expired, fresh: new Set(), expired: true }, at);
  }

  readonly #pushDerived = (metric: string, sample: Sample): boolean => {
    const [judge, blocked] = [this.metrics.get(metric), this.#isBlocked(metric, true)];
    return judge?.readings.push(admit(judge.plan, sample, this.#now), { blocked }) ?? false;
  };

  /** Steps every rule that looks at one of these metrics, and brings their status up to the instant. */
  #stepRules(news: News, at: Instant): void {
    const { touched } = news;
    if (touched.size === 0) return;
    // What was too old when it came accuses at its own instant; that all was well then is no news.
    const isOld = news.fresh.size === 0 && !news.expired && !news.ended;
    const concerned = this.#concerns.metrics.of(touched);
    for (const judge of concerned) judge.step(this.#facts, at, news);
    for (const judge of concerned) {
      // What came late has been judged again, but it says nothing of an instant of its own.
      if ((judge.values.newestValue()?.at ?? at) > at) continue;
      const { id } = judge.plan;
      if (touched.has(id) && !news.ended && this.#blocked(judge) === null) judge.note(at, news.fresh.has(id));
      if (!(isOld && judge.verdict(at, false).status === 'green')) this.#settle(judge, at);
    }
    for (const other of this.#concerns.rules.of(touched))
      this.#stepRule(other, at, () => other.rule.step(this.#facts, at, news, this.#isBlocked));
  }

  #stepRule({ kind, id, rule }: OtherRule, at: Instant, step: () => void): void {
    const before = ruleWord(kind, rule);
    step();
    const after = ruleWord(kind, rule);
    if (before === after) return;
    this.#changed = true;
    if (kind === 'item') return;
    const change = { at, from: before, to: after, reason: rule.sentence(this.#narrator(at)) };
    this.#transitions.push(ruleTransition(this.plan, kind, id, change));
  }

  /** Brings a metric's status up to this instant; a change is a transition. */
  #settle(judge: MetricJudge, at: Instant): void {
    const blocked = this.#blocked(judge);
    const { status, detail } = judge.memory;
    const told = judge.updateStatus({
      at,
      offline: this.#offline,
      blocked: blocked !== null,
      sentence: (verdict) => metricSentence(judge, verdict, blocked?.why ?? null, this.#narrator(at)),
    });
    this.#transitions.push(...told);
    this.#changed ||= judge.memory.status !== status || judge.memory.detail !== detail;
  }

  /** Why this metric cannot be told although values may be there; null when nothing stands in the way. */
  #blocked(judge: MetricJudge, timed = false): Block | null {
    if (this.#offline) return offlineBlock;
    const untold = this.#derived.untold(judge.plan.id);
    if (untold && !timed) return { by: null, why: untold.message };
    const { needs } = this.#concerns;
    return needDown(judge, { now: this.#now, needs, metrics: this.metrics, sources: this.#sources });
  }

  /** What needs something that is down raises nothing of its own, and passes nothing. */
  readonly #isBlocked = (metric: string, timed: boolean): boolean => {
    const judge = this.metrics.get(metric);
    return judge !== undefined && this.#blocked(judge, timed) !== null;
  };

  #observe(sources: readonly SourceHealth[]): void {
    const before = this.#observer.grade;
    this.#observer.look(sources, this.#now);
    const { grade } = this.#observer;
    if (grade === before) return;
    this.#changed = true;
    this.#transitions.push(observerTransition(before, grade, this.#now));
  }

  /** Nothing can be told from here. In doubt everything is judged as without it. */
  get #offline(): boolean {
    return this.#observer.grade === 'certain';
  }

  readonly #inDoubt = (id: string): boolean =>
    this.#observer.grade === 'doubt' &&
    sourcesBehind(id, (one) => this.metrics.get(one)?.plan).some((one) => this.#observer.isInDoubt(one));

  /** What is told of an instant is told as it was then. */
  #narrator(now: Instant): Narrator {
    return { facts: this.#facts, now, metric: (id) => this.metrics.get(id)?.plan, inDoubt: this.#inDoubt };
  }
}
