// The `redis` source: one pipeline a poll for all its metrics, and a second one only for what the first reveals.

import type { Answer } from '../../domain/answer.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { gap, reworded, type Gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { failedPoll, type MetricSample, type PollResult, type Source, type SourceInput } from '../source.ts';
import { lateGap } from '../late-gap.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { Approach, withPassage } from '../way.ts';
import { Replies } from './commands.ts';
import { Connection, targetOf, type Target } from './connection.ts';
import { isServerWide, replyGap } from './errors.ts';
import type { CompiledRead } from './compiled-read.ts';
import { readingOf } from './readings.ts';
import type { RedisOptions, RedisRead } from './options.ts';
import { ReplicaLink } from './replica.ts';
import { ServerRun } from './server-run.ts';

export function createSource(input: SourceInput<RedisOptions, RedisRead>): Source {
  return new RedisSource(input);
}

interface Answers {
  readonly replies: Replies;
  readonly latencyMs: Milliseconds;
}

class RedisSource implements Source {
  readonly #input: SourceInput<RedisOptions, RedisRead>;
  readonly #target: Target;
  readonly #readings: readonly { readonly metric: string; readonly reading: CompiledRead }[];
  /** Null where nothing is read that counts since the server began. */
  readonly #run: ServerRun | null;
  /** Null where nothing is read that lies in the keys. */
  readonly #link: ReplicaLink | null;
  /** The connection that is open or being opened. */
  #connection: Connection | null = null;
  /** The look that is under way. */
  #approach: Approach;
  #closed = false;

  constructor(input: SourceInput<RedisOptions, RedisRead>) {
    this.#input = input;
    this.#target = targetOf(input.options);
    this.#approach = this.#newApproach();
    this.#readings = input.reads.map(({ metric, read }) => ({
      metric,
      reading: readingOf(read, input.options.prefix),
    }));
    const isAsked = this.#readings.some(({ reading }) => reading.isCounter);
    this.#run = isAsked ? new ServerRun(input.every) : null;
    this.#link = this.#readings.every(({ reading }) => reading.isOwn) ? null : new ReplicaLink(input);
  }

  async poll(signal: AbortSignal): Promise<PollResult> {
    if (this.#closed) return failedPoll(gap('unavailable', 'the source is closed'));
    if (signal.aborted) return failedPoll(gap('timeout', `${this.#target.place} was not asked in time`));
    const approach = this.#newApproach();
    this.#approach = approach;
    const answers = await unlessAborted(signal, this.#look());
    if (answers === 'late') {
      this.#run?.failed();
      // A reply that comes later must not be taken for the next poll's.
      this.#drop();
      const late = lateGap(approach.waitedFor, this.#target.place, this.#input.timeout);
      return failedPoll(approach.blame(late));
    }
    if (answers.gap) {
      this.#run?.failed();
      this.#drop();
      return failedPoll(approach.blame(answers.gap));
    }
    return withPassage(this.#judge(answers.value, this.#input.clock.now()), approach.passage);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#drop();
  }

  #newApproach(): Approach {
    const { host, tls } = this.#target;
    return new Approach(host, { secure: tls !== null, kept: tls === null ? 'tcp' : 'tls' });
  }

  async #look(): Promise<Answer<Answers>> {
    const { clock, timeout } = this.#input;
    let connection = this.#connection;
    if (connection === null || !connection.ready) {
      this.#drop();
      connection = new Connection(this.#target, this.#approach, timeout);
      this.#connection = connection;
      const failure = await connection.open();
      if (failure) return { gap: failure };
    }
    const replies = new Replies();
    const start = clock.monotonic();
    const reads = this.#readings.flatMap(({ reading }) => reading.commands);
    const commands = [...reads, ...(this.#link?.question(reads) ?? [])];
    const failure = await connection.ask(commands.length > 0 ? commands : [['ping']], replies);
    if (failure) return { gap: failure };
    this.#approach.came('answer');
    const latencyMs = clock.monotonic() - start;
    const more = this.#readings.flatMap(({ reading }) => reading.more?.(replies) ?? []);
    const ofRun = this.#run?.questions(replies, clock.now()) ?? [];
    const secondFailure = await connection.ask([...more, ...ofRun, ...replies.typeQuestions()], replies);
    return secondFailure ? { gap: secondFailure } : { value: { replies, latencyMs } };
  }

  #judge({ replies, latencyMs }: Answers, at: Instant): PollResult {
    const refusals = replies.errors();
    // The password was changed under us: a new connection shows the server the one from the profile again.
    if (refusals.some((error) => error.startsWith('NOAUTH'))) this.#drop();
    const run = this.#run?.facts(replies, at);
    const now: Answer<Instant> = { value: at };
    const link = this.#link?.standing(replies, at) ?? { of: now, warning: null };
    const samples = this.#readings.map(({ metric, reading }): MetricSample => {
      const of = reading.isOwn ? now : link.of;
      if (of.gap) return { metric, sample: { at, gap: of.gap } };
      const result = reading.result(replies, at);
      if (!result.gap)
        return { metric, sample: { at: of.value, value: result.value, ...(reading.isCounter && run) } };
      // The names of keys and groups are in the sentence, and they may hold anything.
      return { metric, sample: { at: of.value, gap: reworded(result.gap, (message) => plainText(message)) } };
    });
    const warning = link.warning !== null && { warning: link.warning };
    return { samples, gap: wholeGap(samples, refusals), latencyMs, note: null, retryAfter: null, ...warning };
  }

  #drop(): void {
    this.#connection?.drop();
    this.#connection = null;
  }
}

/** The gap of the whole look: no metric has a value, all for one reason, and that reason is the server's. */
function wholeGap(samples: readonly MetricSample[], refusals: readonly string[]): Gap | null {
  const gaps = samples.flatMap(({ sample }) => (sample.gap ? [sample.gap] : []));
  const [first] = gaps;
  if (samples.length === 0) return refusals[0] === undefined ? null : replyGap(refusals[0], 'ping');
  if (first === undefined || gaps.length < samples.length || refusals.length === 0) return null;
  return isServerWide(first) && gaps.every(({ reason }) => reason === first.reason) ? first : null;
}
