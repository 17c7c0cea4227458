// The `promql` source's client: one request for each distinct query, one for all alerts, a few at the same time.

import type { Given, Lacking } from '../../domain/answer.ts';
import { gap } from '../../domain/gap.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import {
  ageNote,
  ageWarning,
  agedSample,
  answerInstant,
  noAge,
  oldestAge,
  type AnswerAge,
} from '../http/answer-age.ts';
import {
  failedPoll,
  gapsFor,
  type MetricSample,
  type PollResult,
  type Source,
  type SourceInput,
} from '../source.ts';
import { PatternBudget } from '../pattern-budget.ts';
import { together, withPassage } from '../way.ts';
import { AlertReader } from './alerts.ts';
import { instantData, rangeData, rulesData } from './answer-schema.ts';
import { PromqlApi, type ApiAnswer, type Asked } from './api.ts';
import { CoverageReader } from './coverage.ts';
import type { AlertRead, Covers, PromqlOptions, PromqlRead } from './options.ts';
import { instantSample, rangeSamples } from './values.ts';

/** Most requests under way at the same time. */
const inFlightMax = 4;
/** Most points that one range query asks for. */
const pointsMax = 2_000;
/** What `up` asks when nothing else is asked. */
const smallestQuery = '1';

type Input = SourceInput<PromqlOptions, PromqlRead>;
type Failed = Extract<ApiAnswer<unknown>, Lacking>;

/** What a poll has gathered so far. */
interface Gathered {
  readonly samples: MetricSample[];
  readonly notes: Set<string>;
  latencyMs: number | null;
  /** How old the oldest answer was. */
  age: AnswerAge;
  retryAfter: Milliseconds | null;
  /** The server has answered, if only to say that a query is wrong: the newest such answer's instant. */
  answeredAt: Instant | null;
  /** The first failure that is not about one query. */
  failure: Failed | null;
}

/** Who wants a query's answer, and of how much time it must be. */
interface Wanted {
  readonly metric: string;
  readonly coverage: CoverageReader | null;
}

/** One thing to be asked, on whichever lane is free. */
type Errand = (api: PromqlApi, gathered: Gathered, signal: AbortSignal) => Promise<void>;

export function createSource(input: Input): Source {
  return new PromqlSource(input);
}

class PromqlSource implements Source {
  readonly #input: Input;
  readonly #lanes: readonly PromqlApi[];
  readonly #probes: readonly string[];
  readonly #queries = new Map<string, Wanted[]>();
  readonly #alerts: readonly { readonly metric: string; readonly reader: AlertReader }[];
  /** Queries whose past has not been asked for yet. */
  readonly #toFill: Set<string>;
  #closed = false;

  constructor(input: Input) {
    const { options, reads, clock, every, timeout } = input;
    this.#input = input;
    this.#probes = reads.filter(({ read }) => read === 'up').map(({ metric }) => metric);
    const budget = new PatternBudget(clock);
    const coverages = new Map<string, CoverageReader>();
    const coverageOf = (covers: Covers): CoverageReader => {
      const key = `${covers.span} ${covers.of}`;
      const known = coverages.get(key) ?? new CoverageReader(covers);
      coverages.set(key, known);
      return known;
    };
    this.#alerts = reads.flatMap(({ metric, read }) =>
      isAlert(read) ? [{ metric, reader: new AlertReader(read, budget) }] : [],
    );
    for (const { metric, read } of reads) {
      if (read === 'up' || isAlert(read)) continue;
      const wanted = { metric, coverage: read.covers ? coverageOf(read.covers) : null };
      const same = this.#queries.get(read.query);
      if (same) same.push(wanted);
      else this.#queries.set(read.query, [wanted]);
    }
    if (this.#queries.size === 0 && this.#alerts.length === 0) this.#queries.set(smallestQuery, []);
    this.#toFill = new Set(options.lookback === undefined ? [] : this.#queries.keys());
    const errands = this.#queries.size + (this.#alerts.length > 0 ? 1 : 0);
    const { url, headers, bodyMax } = options;
    this.#lanes = Array.from(
      { length: Math.min(inFlightMax, errands) },
      () => new PromqlApi({ url, headers, bodyMax, clock, every, timeout }),
    );
  }

  async poll(signal: AbortSignal): Promise<PollResult> {
    if (this.#closed) return failedPoll(gap('unavailable', 'this source is closed'));
    const gathered: Gathered = {
      samples: [],
      notes: new Set(),
      latencyMs: null,
      age: noAge,
      retryAfter: null,
      answeredAt: null,
      failure: null,
    };
    for (const lane of this.#lanes) lane.beginLook();
    const errands = this.#errands();
    await Promise.all(
      this.#lanes.map(async (lane) => {
        for (let errand = errands.shift(); errand; errand = errands.shift())
          await errand(lane, gathered, signal);
      }),
    );
    if (this.#closed) return failedPoll(gap('unavailable', 'this source was closed while it was asked'));
    const passages = this.#lanes.flatMap(({ passage }) => passage ?? []);
    const passage = together(passages);
    const result = this.#result(gathered);
    // What came back on one lane shows the way for all.
    const whole = result.gap && passage.way === 'theirs' ? { ...result.gap, way: passage.way } : result.gap;
    return withPassage({ ...result, gap: whole }, passage);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  #errands(): Errand[] {
    const errands: Errand[] = Array.from(
      this.#queries,
      ([query, wanted]): Errand =>
        (api, gathered, signal) =>
          this.#query(api, query, wanted, gathered, signal),
    );
    if (this.#alerts.length > 0) errands.push((api, gathered, signal) => this.#rules(api, gathered, signal));
    return errands;
  }

  async #query(
    api: PromqlApi,
    query: string,
    wanted: readonly Wanted[],
    gathered: Gathered,
    signal: AbortSignal,
  ): Promise<void> {
    const result = await api.ask('query', { query }, instantData, signal);
    const all = wanted.map(({ metric }) => metric);
    if (!this.#take(result, all, gathered)) return;
    const { clock } = this.#input;
    const { data, age } = result.value;
    const sample = agedSample(instantSample(data, answerInstant(age, clock)), age, clock);
    const metrics: string[] = [];
    for (const { metric, coverage } of wanted) {
      const told = sample.gap === undefined ? await coverage?.told(api, clock.now(), signal) : null;
      slowDown(gathered, told?.retryAfter ?? null);
      if (told?.gap) gathered.samples.push({ metric, sample: { at: sample.at, gap: told.gap } });
      else metrics.push(metric);
    }
    if (sample.gap === undefined && metrics.length === wanted.length)
      await this.#fill(api, query, metrics, sample.at, gathered, signal);
    for (const metric of metrics) gathered.samples.push({ metric, sample });
  }

  /** Asks for the past once, up to the server's own present: its clock is the one that the samples go by. */
  async #fill(
    api: PromqlApi,
    query: string,
    metrics: readonly string[],
    until: number,
    gathered: Gathered,
    signal: AbortSignal,
  ): Promise<void> {
    const { lookback } = this.#input.options;
    if (lookback === undefined || !this.#toFill.has(query)) return;
    const step = Math.max(this.#input.every, Math.ceil(lookback / pointsMax), 1_000);
    const seconds = (ms: number): string => (ms / 1_000).toFixed(3);
    // The present is known already.
    const range = {
      query,
      start: seconds(until - lookback),
      end: seconds(until - step),
      step: seconds(step),
    };
    const result = await api.ask('query_range', range, rangeData, signal);
    if (!result.gap || result.answered) this.#toFill.delete(query);
    const past = result.gap ? result : rangeSamples(result.value.data);
    if (past.gap) {
      gathered.notes.add(`the past could not be filled in: ${past.gap.message}`);
      return;
    }
    for (const metric of metrics) for (const sample of past.value) gathered.samples.push({ metric, sample });
  }

  async #rules(api: PromqlApi, gathered: Gathered, signal: AbortSignal): Promise<void> {
    const result = await api.ask('rules', { type: 'alert' }, rulesData, signal);
    const metrics = this.#alerts.map(({ metric }) => metric);
    if (!this.#take(result, metrics, gathered)) return;
    const at = answerInstant(result.value.age, this.#input.clock);
    for (const { metric, reader } of this.#alerts)
      gathered.samples.push({ metric, sample: reader.sample(result.value.data, at) });
  }

  /** Whether there is data; what else the answer says is kept either way. */
  #take<Data>(
    result: ApiAnswer<Data>,
    metrics: readonly string[],
    gathered: Gathered,
  ): result is Given<Asked<Data>> {
    const { latencyMs } = result.gap ? result : result.value;
    if (latencyMs !== null) gathered.latencyMs = Math.max(gathered.latencyMs ?? 0, latencyMs);
    if (!result.gap) {
      const { age, warnings } = result.value;
      this.#answered(gathered, age);
      gathered.age = oldestAge([gathered.age, age]);
      const cached = ageNote(age);
      for (const said of [...warnings, ...(cached === null ? [] : [cached])]) gathered.notes.add(said);
      return true;
    }
    gathered.samples.push(...gapsFor(metrics, this.#input.clock.now(), result.gap));
    if (result.answered) this.#answered(gathered, result.age);
    else gathered.failure ??= result;
    slowDown(gathered, result.retryAfter);
    return false;
  }

  #answered(gathered: Gathered, age: AnswerAge): void {
    const at = answerInstant(age, this.#input.clock);
    gathered.answeredAt = Math.max(gathered.answeredAt ?? at, at);
  }

  #result({ samples, notes, latencyMs, age, retryAfter, answeredAt, failure }: Gathered): PollResult {
    const at = answeredAt ?? answerInstant(failure?.age ?? noAge, this.#input.clock);
    // One failure among answers is that query's; a server that answers nothing is down.
    const down = answeredAt === null ? failure : null;
    const ups: MetricSample[] = down?.ours
      ? gapsFor(this.#probes, at, down.gap)
      : this.#probes.map((metric) => ({ metric, sample: { at, value: down === null } }));
    if (down) notes.add(down.gap.message);
    return {
      samples: [...samples, ...ups],
      gap: down?.gap ?? null,
      latencyMs,
      note: notes.size === 0 ? null : [...notes].join('; '),
      ...ageWarning(age, this.#input),
      retryAfter,
    };
  }
}

function slowDown(gathered: Gathered, wait: Milliseconds | null): void {
  if (wait !== null) gathered.retryAfter = Math.max(gathered.retryAfter ?? 0, wait);
}

function isAlert(read: PromqlRead): read is AlertRead {
  return typeof read === 'object' && 'alert' in read;
}
