// The `http` source's client: the requests of a poll, and what their answers say for every metric that reads them.

import type { Reading } from '../../domain/answer.ts';
import { endsValue, gap, hushed, remedy, reworded, unquoted, type Gap } from '../../domain/gap.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { counted } from '../../domain/plural.ts';
import { BoundedRegex } from '../bounded-regex.ts';
import {
  failedPoll,
  type MetricRead,
  type MetricSample,
  type PollResult,
  type Source,
  type SourceInput,
} from '../source.ts';
import { PatternBudget } from '../pattern-budget.ts';
import { withPassage } from '../way.ts';
import { ageNote, ageWarning, answerInstant, noAge, oldestAge, type AnswerAge } from './answer-age.ts';
import { answerReading, readsBody } from './answer-reading.ts';
import { Connection } from './connection.ts';
import type { HttpAnswer } from './exchange.ts';
import { lookAtPreflights, type PreflightLook } from './preflights.ts';
import type { AnswerRead, HttpRead } from './reads.ts';
import { namedHosts } from './redirect.ts';
import type { HttpOptions } from './options.ts';
import { plannedSteps, runSequence, type PlannedStep, type SequenceLook } from './sequence.ts';

type Input = SourceInput<HttpOptions, HttpRead>;

/** A metric's read of an answer, with its pattern made ready. */
interface Entry {
  readonly metric: string;
  readonly exact: boolean;
  readonly read: AnswerRead;
  readonly regex: BoundedRegex | null;
  /** The step's name; null for the whole sequence, whose answer is the last one. */
  readonly step: string | null;
  /** Which step's answer it is; -1 when there is no step of this name. */
  readonly index: number;
}

export function createSource(input: Input): Source {
  return new HttpSource(input);
}

class HttpSource implements Source {
  readonly #input: Input;
  readonly #steps: readonly PlannedStep[];
  readonly #entries: readonly Entry[];
  readonly #preflights: readonly { readonly metric: string; readonly cors: CorsOf }[];
  /** By step. */
  readonly #needsBody: readonly boolean[];
  readonly #connection: Connection;
  readonly #budget: PatternBudget;
  #closed = false;

  constructor(input: Input) {
    const { options, reads, clock, every } = input;
    this.#input = input;
    this.#budget = new PatternBudget(clock);
    this.#steps = plannedSteps(options, this.#budget);
    this.#entries = reads.flatMap((entry) => entryOf(entry, this.#steps, this.#budget));
    this.#preflights = reads.flatMap(({ metric, read }) =>
      typeof read === 'object' && 'cors' in read ? { metric, cors: read.cors } : [],
    );
    this.#needsBody = this.#steps.map(
      ({ matcher, keep }, index) =>
        matcher !== null ||
        keep.some(([, from]) => from.from === 'body') ||
        this.#entries.some((entry) => entry.index === index && readsBody(entry.read)),
    );
    this.#connection = new Connection(clock, every);
  }

  async poll(signal: AbortSignal): Promise<PollResult> {
    if (this.#closed) return failedPoll(gap('unavailable', 'this source is closed'));
    this.#connection.beginLook();
    // Who only asks whom a browser lets in need not ask for the thing itself.
    const only = this.#entries.length === 0 && this.#preflights.length > 0;
    const sequence = only ? null : await this.#sequence(signal);
    const preflights = this.#preflights.length === 0 ? [] : await this.#askPreflights(signal);
    if (this.#closed) return failedPoll(gap('unavailable', 'this source was closed while it was asked'));
    return withPassage(this.#result(sequence, preflights), this.#connection.passage);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#connection.close();
  }

  #sequence(signal: AbortSignal): Promise<SequenceLook> {
    const { options, timeout, clock } = this.#input;
    return runSequence(
      {
        clock,
        options,
        redirects: namedHosts(options),
        timeout,
        needsBody: this.#needsBody,
        steps: this.#steps,
        connection: this.#connection,
      },
      signal,
    );
  }

  #askPreflights(signal: AbortSignal): Promise<readonly PreflightLook[]> {
    const { options, timeout } = this.#input;
    const url = options.url === undefined ? null : new URL(options.url);
    return lookAtPreflights({ connection: this.#connection, url, timeout, asked: this.#preflights }, signal);
  }

  #result(sequence: SequenceLook | null, preflights: readonly PreflightLook[]): PollResult {
    const { clock } = this.#input;
    const samples: MetricSample[] = [
      ...this.#entries.map((entry) => {
        const at = answerInstant(sequence === null ? noAge : ageOf(sequence, entry), clock);
        return sampleAt(at, entry.metric, this.#reading(sequence, entry), sequence);
      }),
      ...preflights.map(({ metric, reading, age }) =>
        sampleAt(answerInstant(age, clock), metric, reading, null),
      ),
    ];
    const latencies = [
      ...(sequence?.looks ?? []).flatMap(({ answer }) => answer?.latencyMs ?? []),
      ...preflights.flatMap(({ latencyMs }) => latencyMs ?? []),
    ];
    const last = sequence?.looks.at(-1);
    const ages = [
      ...(sequence?.looks ?? []).flatMap(({ answer }) => answer?.age ?? []),
      ...preflights.map(({ age }) => age),
    ];
    return {
      samples,
      gap: sequence ? this.#gapOf(sequence) : everyGap(preflights),
      latencyMs: latencies.length === 0 ? null : latencies.reduce((sum, one) => sum + one, 0),
      note: this.#noteOf(sequence) ?? refusals(preflights),
      ...ageWarning(oldestAge(ages), this.#input),
      retryAfter: last?.retryAfter ?? null,
    };
  }

  #reading(sequence: SequenceLook | null, entry: Entry): Reading {
    if (sequence === null) return { gap: notAsked };
    if (entry.index < 0) return { gap: noStep(entry.step ?? '', this.#steps) };
    const { looks, failed } = sequence;
    const look = looks[entry.index];
    // Of the whole sequence, `up` is told as soon as one step has failed.
    const deciding = entry.step === null ? looks.at(-1) : look;
    if (entry.read === 'up' && deciding) return this.#named(deciding.up, looks.indexOf(deciding));
    const why = failed ? notMade(this.#labelled(failed.why, failed.index)) : notAsked;
    if (!look) return { gap: why };
    if (!look.reader || entry.read === 'up')
      return { gap: look.gap ? notMade(this.#labelled(look.gap, entry.index)) : why };
    return this.#named(
      answerReading(look.reader, { ...entry, read: entry.read, budget: this.#budget }),
      entry.index,
    );
  }

  #named(reading: Reading, index: number): Reading {
    return reading.gap ? { gap: this.#labelled(reading.gap, index) } : { value: reading.value };
  }

  /** With the step's name in front, and without what may be its secrets. */
  #labelled(problem: Gap, index: number): Gap {
    const step = this.#steps[index];
    if (!step || step.label === null) return problem;
    const bare = step.keep.length > 0 ? unquoted(problem) : problem;
    return reworded(bare, (message) => `${step.label}: ${message}`);
  }

  #gapOf({ looks, failed, redact }: SequenceLook): Gap | null {
    const problem = looks.at(-1)?.gap ?? null;
    if (problem === null) return null;
    const told = this.#labelled(problem, failed?.index ?? looks.length - 1);
    return hushed(told, redact);
  }

  /** Why it is down; else what is odd about a good answer. */
  #noteOf(sequence: SequenceLook | null): string | null {
    if (sequence === null) return null;
    const { failed, looks, redact } = sequence;
    if (failed) return redact(this.#labelled(failed.why, failed.index).message);
    const answer = looks.at(-1)?.answer ?? null;
    return answer ? oddity(answer) : null;
  }
}

/** That all steps did as they should is as old as the oldest of their answers. */
function ageOf({ looks, failed }: SequenceLook, { read, step, index }: Entry): AnswerAge {
  const ages = looks.map(({ answer }) => answer?.age ?? noAge);
  if (read !== 'up' || step !== null) return ages[index] ?? noAge;
  if (failed) return ages.at(-1) ?? noAge;
  return oldestAge(ages);
}

const notAsked = gap('unavailable', 'nothing was asked');

/** What an earlier step lacked says nothing of what this one would have answered. */
function notMade(trouble: Gap): Gap {
  return endsValue(trouble.reason) ? { ...trouble, reason: 'needs' } : trouble;
}

type CorsOf = Extract<HttpRead, { cors: unknown }>['cors'];

function entryOf(
  { metric, read, exact }: MetricRead<HttpRead>,
  steps: readonly PlannedStep[],
  budget: PatternBudget,
): Entry[] {
  if (typeof read === 'object' && 'cors' in read) return [];
  const step = typeof read === 'object' && 'step' in read ? read.step : null;
  const own = typeof read === 'object' && 'step' in read ? read.read : read;
  const regex = typeof own === 'object' && 'body' in own ? new BoundedRegex(own.body, budget) : null;
  const index = step === null ? steps.length - 1 : steps.findIndex(({ name }) => name === step);
  return [{ metric, exact, read: own, regex, step, index }];
}

/** Nothing that was kept is in what is shown. */
function sampleAt(at: number, metric: string, reading: Reading, sequence: SequenceLook | null): MetricSample {
  const redact = (text: string): string => sequence?.redact(text) ?? text;
  if (reading.gap) return { metric, sample: { at, gap: hushed(reading.gap, redact) } };
  const { value } = reading;
  return { metric, sample: { at, value: typeof value === 'string' ? redact(value) : value } };
}

const correctStep = remedy("Correct the step's name in the profile.");

function noStep(name: string, steps: readonly PlannedStep[]): Gap {
  const known = steps.flatMap((step) => step.name ?? []);
  const words = known.length === 0 ? '; no step has a name' : `; there are ${known.join(', ')}`;
  return gap('not_configured', `no step is called "${name}"${didYouMean(name, known) || words}`, correctStep);
}

/** Redirects, or that a cache gave it. */
function oddity(answer: HttpAnswer): string | null {
  const cached = ageNote(answer.age);
  if (cached !== null) return cached;
  if (answer.redirects === 0) return null;
  return `after ${counted(answer.redirects, 'redirect')}`;
}

/** The whole look failed when every preflight did. */
function everyGap(preflights: readonly PreflightLook[]): Gap | null {
  const gaps = preflights.flatMap(({ reading }) => reading.gap ?? []);
  return gaps.length === preflights.length ? (gaps[0] ?? null) : null;
}

function refusals(preflights: readonly PreflightLook[]): string | null {
  const said = preflights.flatMap(({ why }) => why ?? []);
  return said.length === 0 ? null : said.slice(0, 2).join('; ');
}
