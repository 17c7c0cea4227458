// The `prometheus` source's client: one exchange a poll by the http source's own machinery, one pass over the page.

import type { Lacking } from '../../domain/answer.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { usualStaleAfter } from '../../domain/freshness.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { clockSkewMax } from '../../domain/lineage.ts';
import { counted } from '../../domain/plural.ts';
import { ageNote, ageWarning, agedSample, answerInstant } from '../http/answer-age.ts';
import { judgeStatus, type StatusVerdict } from '../http/answer-gap.ts';
import { Connection, type Request } from '../http/connection.ts';
import { exchange, type HttpAnswer, type Exchange } from '../http/exchange.ts';
import { requestHeaders } from '../http/headers.ts';
import { AnswerReader, type UpReading } from '../http/reading.ts';
import { PatternBudget } from '../pattern-budget.ts';
import {
  failedPoll,
  gapsFor,
  type MetricSample,
  type PollResult,
  type Source,
  type SourceInput,
} from '../source.ts';
import { withPassage } from '../way.ts';
import { dialectOf } from './page/dialect.ts';
import { createdNameOf } from './beginnings.ts';
import { processStart } from './processes.ts';
import { missing, type Looked, type Reader } from './reader.ts';
import { readerOf } from './readers.ts';
import { Remembered } from './remembered.ts';
import type { PrometheusOptions, PrometheusRead } from './options.ts';
import { takeApart, type Scrape } from './scrape.ts';

/** 0.0.4 is asked for; OpenMetrics is read when it comes all the same. */
const accepted = 'text/plain;version=0.0.4;q=1,application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1';

/** `Age` counts whole seconds. */
const ageStep: Milliseconds = 1_000;

type Input = SourceInput<PrometheusOptions, PrometheusRead>;

export function createSource(input: Input): Source {
  return new PrometheusSource(input);
}

class PrometheusSource implements Source {
  readonly #input: Input;
  readonly #request: Request;
  readonly #connection: Connection;
  readonly #probes: readonly string[];
  readonly #readers: readonly {
    readonly metric: string;
    readonly read: PrometheusRead;
    readonly reader: Reader;
  }[];
  readonly memory: Remembered;
  readonly #names: ReadonlySet<string>;
  #newest: Instant = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(input: Input) {
    const { options, reads, clock, every, timeout } = input;
    const url = new URL(options.url);
    const headers = requestHeaders({ accept: accepted, ...options.headers }, url);
    this.#input = input;
    this.#request = { url, method: 'GET', headers, body: null };
    this.#connection = new Connection(clock, every);
    this.#probes = reads.filter(({ read }) => read === 'up').map(({ metric }) => metric);
    const budget = new PatternBudget(clock);
    const near = usualStaleAfter(every, timeout);
    this.#readers = reads.flatMap(({ metric, read }) =>
      read === 'up' ? [] : [{ metric, read, reader: readerOf(read, every, near, budget) }],
    );
    this.#names = new Set([
      ...this.#readers.flatMap(({ reader: { name } }) => [name, createdNameOf(name) ?? name]),
      processStart,
    ]);
    this.memory = new Remembered(this.#readers);
    if (input.memory !== undefined) this.memory.recall(input.memory, clock.now());
  }

  async poll(signal: AbortSignal): Promise<PollResult> {
    if (this.#closed) return failedPoll(gap('unavailable', 'this source is closed'));
    const { options, timeout } = this.#input;
    const { bodyMax, unframed } = options;
    this.#connection.beginLook();
    const outcome = await exchange(
      this.#connection,
      { request: this.#request, redirects: null, bodyMax, unframed, timeout },
      signal,
    );
    if (this.#closed) return failedPoll(gap('unavailable', 'this source was closed while it was asked'));
    const result = outcome.gap ? this.#unanswered(outcome) : await this.#judge(outcome.value);
    return withPassage(result, this.#connection.passage);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#connection.close();
  }

  /** No answer is the value *down* for `up`, unless the trouble is ours; for everything else it is a gap. */
  #unanswered({ gap: problem, ours }: Extract<Exchange, Lacking>): PollResult {
    const up: UpReading = ours ? { gap: problem } : { value: false, why: problem };
    return this.#failed(problem, up, null, null);
  }

  async #judge(answer: HttpAnswer): Promise<PollResult> {
    const { options, clock } = this.#input;
    const { response } = answer;
    const { headers } = this.#request;
    const verdict = judgeStatus({ answer, expected: ['2xx'], headers, clock });
    const reader = new AnswerReader(answer, verdict, options.bodyMax);
    const text = reader.text();
    if (text.gap) return this.#failed(text.gap, downOr(reader.up(null), text.gap), answer, verdict);
    const dialect = dialectOf(response.header('content-type'), options);
    const arrivedAt = clock.now();
    const facts = { clockIsOff: isClockOff(answer), endTold: answer.endTold, arrivedAt };
    const page = await takeApart(text.value, dialect, this.#names, facts);
    if (page.gap)
      return this.#failed(page.gap, downOr({ value: true, why: null }, page.gap), answer, verdict);
    return this.#read(page.value, answer);
  }

  #read(scrape: Scrape, answer: HttpAnswer): PollResult {
    const { clock } = this.#input;
    const at = this.#instantOf(answer);
    const isOutdated = isCached(answer) && at < this.#newest;
    const samples: MetricSample[] = this.#probes.map((metric) => ({ metric, sample: { at, value: true } }));
    const notes = noteOf(scrape, answer);
    for (const { metric, reader } of this.#readers) {
      const { sample, note } = isOutdated && reader.fail ? outdated(reader, at) : reader.read(scrape, at);
      samples.push({ metric, sample: agedSample(sample, answer.age, clock) });
      if (note !== null && !notes.includes(note)) notes.push(note);
    }
    if (!isOutdated) this.#newest = at;
    const note = notes.length === 0 ? null : notes.join('; ');
    const { latencyMs, age } = answer;
    return { samples, gap: null, latencyMs, note, ...ageWarning(age, this.#input), retryAfter: null };
  }

  /** One page out of a cache is told an instant that moves within a second from look to look. */
  #instantOf(answer: HttpAnswer): Instant {
    const at = answerInstant(answer.age, this.#input.clock);
    const isSame = isCached(answer) && at < this.#newest && this.#newest - at <= ageStep;
    return isSame ? this.#newest : at;
  }

  #failed(problem: Gap, up: UpReading, answer: HttpAnswer | null, verdict: StatusVerdict | null): PollResult {
    const { clock } = this.#input;
    const at = answer === null ? clock.now() : answerInstant(answer.age, clock);
    for (const { reader } of this.#readers) reader.fail?.();
    const samples = up.gap
      ? gapsFor(this.#probes, at, up.gap)
      : this.#probes.map((metric): MetricSample => ({ metric, sample: { at, value: up.value } }));
    return {
      samples,
      gap: problem,
      latencyMs: answer?.latencyMs ?? null,
      note: problem.message,
      retryAfter: verdict?.retryAfter ?? null,
    };
  }
}

/** By its own `Date`, which is as old as a cache says that the answer is. */
function isClockOff({ response, age }: HttpAnswer): boolean {
  if (age.gap || age.value.dated) return true;
  return Date.parse(response.header('date') ?? '') + age.value.ms - response.arrivedAt > clockSkewMax;
}

function isCached({ age }: HttpAnswer): boolean {
  return !age.gap && age.value.ms > 0;
}

/** Growth goes on from the newest page: an older one, out of another cache, tells nothing of it. */
function outdated(reader: Reader, at: Instant): Looked {
  reader.fail?.();
  return missing(at, gap('unavailable', 'a page out of a cache is older than one that was read before'));
}

/** A page that is cut or no text is not up, whatever its status says. */
function downOr(up: UpReading, problem: Gap): UpReading {
  if (up.gap || !up.value) return up;
  return problem.reason === 'too_large' ? { gap: problem } : { value: false, why: problem };
}

function noteOf(scrape: Scrape, answer: HttpAnswer): string[] {
  const notes: string[] = [];
  const cached = ageNote(answer.age);
  if (cached !== null) notes.push(cached);
  if (!scrape.isWhole)
    notes.push(
      'neither a length nor a chunk tells that the page is whole: sums and histograms over it are gaps',
    );
  if (scrape.tolerated > 0)
    notes.push(`${counted(scrape.tolerated, 'place')} on the page let pass that its format forbids`);
  return notes;
}
