// The `http` source's client: one exchange a poll, judged for every metric that reads it.

import { formatDuration } from '../../domain/duration.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import type { Sample } from '../../domain/sample.ts';
import { BoundedRegex, readRegex } from '../bounded-regex.ts';
import {
  failedPoll,
  gapsFor,
  type MetricRead,
  type PollResult,
  type Source,
  type SourceInput,
} from '../source.ts';
import { judgeStatus } from './answer-gap.ts';
import { Connection, type Request } from './connection.ts';
import { exchange, type Answer, type Exchange } from './exchange.ts';
import { requestHeaders, showsCredentials } from './headers.ts';
import { AnswerReader, type Matcher, type Reading, type UpReading } from './reading.ts';
import type { HttpOptions, HttpRead } from './schema.ts';

type Input = SourceInput<HttpOptions, HttpRead>;

/** A metric's read with its pattern made ready. */
interface Entry extends MetricRead<HttpRead> {
  readonly regex: BoundedRegex | null;
}

export function createSource(input: Input): Source {
  return new HttpSource(input);
}

class HttpSource implements Source {
  readonly #input: Input;
  readonly #entries: readonly Entry[];
  readonly #matcher: Matcher | null;
  readonly #request: Request;
  readonly #connection: Connection;
  #closed = false;

  constructor(input: Input) {
    const { options, reads, clock, every, timeout } = input;
    this.#input = input;
    this.#entries = reads.map((entry) => ({ ...entry, regex: patternOf(entry.read) }));
    this.#matcher = options.match ? matcherOf(options.match.body) : null;
    const url = new URL(options.url);
    this.#request = {
      url,
      method: options.method,
      headers: requestHeaders(options.headers, url),
      body: options.body ?? null,
    };
    this.#connection = new Connection(clock, every, timeout);
  }

  async poll(signal: AbortSignal): Promise<PollResult> {
    if (this.#closed) return failedPoll(gap('unavailable', 'this source is closed'));
    const { options, timeout } = this.#input;
    const outcome = await exchange(
      this.#connection,
      {
        request: this.#request,
        followRedirects: options.redirects === 'follow',
        bodyMax: this.#needsBody() ? options.bodyMax : null,
        timeout,
      },
      signal,
    );
    if (this.#closed) return failedPoll(gap('unavailable', 'this source was closed while it was asked'));
    return outcome.answered ? this.#judge(outcome.answer) : this.#unanswered(outcome);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#connection.close();
  }

  #needsBody(): boolean {
    const plain: readonly HttpRead[] = ['up', 'status', 'latency'];
    return this.#matcher !== null || this.#entries.some(({ read }) => !plain.includes(read));
  }

  /** No answer is the value *down* for `up`, unless the trouble is ours; for everything else it is a gap. */
  #unanswered({ gap: problem, ours }: Exclude<Exchange, { answered: true }>): PollResult {
    const at = this.#input.clock.now();
    const probes = this.#entries.filter(({ read }) => read === 'up').map(({ metric }) => metric);
    const samples = ours
      ? gapsFor(probes, at, problem)
      : probes.map((metric) => ({ metric, sample: { at, value: false } }));
    return { samples, gap: problem, latencyMs: null, note: problem.message, retryAfter: null };
  }

  #judge(answer: Answer): PollResult {
    const { options, clock } = this.#input;
    const verdict = judgeStatus({
      response: answer.response,
      expected: options.expect,
      credentialsShown: showsCredentials(this.#request.headers),
      clock,
    });
    const reader = new AnswerReader(answer, verdict, options.bodyMax);
    const up = reader.up(this.#matcher);
    const why = 'gap' in up ? up.gap : up.why;
    const at = clock.now();
    const samples = this.#entries.map((entry) => ({
      metric: entry.metric,
      sample: sampleOf(readingOf(reader, entry, up), at),
    }));
    return {
      samples,
      gap: verdict.gap ?? answer.bodyGap,
      latencyMs: answer.latencyMs,
      note: noteOf(answer, why),
      retryAfter: verdict.retryAfter,
    };
  }
}

function readingOf(reader: AnswerReader, { read, exact, regex }: Entry, up: UpReading): Reading {
  if (typeof read === 'object') {
    if ('json' in read) return reader.json(read.json, exact);
    return reader.body(regex ?? new BoundedRegex(read.body));
  }
  switch (read) {
    case 'up':
      return up;
    case 'status':
      return reader.status();
    case 'latency':
      return reader.latency();
    case 'bytes':
      return reader.bytes();
  }
}

function sampleOf(reading: Reading, at: number): Sample {
  return 'gap' in reading ? { at, gap: reading.gap } : { at, value: reading.value };
}

/** Why it is down; else what is odd about a good answer: redirects, or that a cache gave it. */
function noteOf(answer: Answer, why: Gap | null): string | null {
  if (why) return why.message;
  const age = answer.response.header('age');
  if (age !== null && /^[1-9]\d{0,8}$/.test(age))
    return `answered from a cache, ${formatDuration(Number(age) * 1_000)} old`;
  if (answer.redirects === 0) return null;
  return answer.redirects === 1 ? 'after 1 redirect' : `after ${answer.redirects} redirects`;
}

function patternOf(read: HttpRead): BoundedRegex | null {
  return typeof read === 'object' && 'body' in read ? new BoundedRegex(read.body) : null;
}

function matcherOf(text: string): Matcher {
  const pattern = readRegex(text);
  return pattern ? { regex: new BoundedRegex(pattern) } : { text };
}
