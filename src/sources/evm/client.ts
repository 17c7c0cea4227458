// The `evm` source: the RPCs in order of preference, and all readings of a poll from one block of one of them.

import { Agent, fetch } from 'undici';
import { amount } from '../../domain/amount.ts';
import type { Answer } from '../../domain/answer.ts';
import type { Milliseconds } from '../../domain/clock.ts';
import { gap, reworded, type Gap, type Passage } from '../../domain/gap.ts';
import { ageNote, ageWarning, answerInstant, type AnswerAge } from '../http/answer-age.ts';
import { headBytesMax } from '../answer-heads.ts';
import { HttpConnector } from '../http-connector.ts';
import { timeoutGap } from '../timeout-gap.ts';
import { Approach, together, withPassage } from '../way.ts';
import { plainText } from '../../domain/text.ts';
import {
  failedPoll,
  type MetricRead,
  type MetricSample,
  type PollResult,
  type Source,
  type SourceInput,
} from '../source.ts';
import { failure, type Failure } from './errors.ts';
import { askHead } from './head.ts';
import { callOf, resultOf, type Head, type Result } from './readings.ts';
import { Rpc, type RpcAnswer, type RpcCall } from './rpc.ts';
import { rpcUrls, type EvmOptions, type EvmRead } from './options.ts';
import { lookLessOften } from '../remedies.ts';

/** Most sockets to one RPC: only one that takes no batches ever needs a second. */
const connectionsMax = 4;

/** The part of the poll's time that the RPCs share; the rest is left to say how it went. */
const timeShared = 0.9;

export function createSource(input: SourceInput<EvmOptions, EvmRead>): Source {
  return new EvmSource(input);
}

/** What one RPC told. */
interface View {
  readonly index: number;
  readonly head: Head;
  readonly results: ReadonlyMap<string, Result>;
  readonly latencyMs: Milliseconds;
  /** How old its oldest answer was. */
  readonly age: AnswerAge;
  readonly passage: Passage;
}

interface Candidate {
  readonly rpc: Rpc;
  /** Until then, by the monotonic clock, it asks to be left alone. */
  notBefore: Milliseconds;
}

class EvmSource implements Source {
  readonly #input: SourceInput<EvmOptions, EvmRead>;
  readonly #connector = new HttpConnector({ approach: () => this.#approach });
  #agent = this.#newAgent();
  readonly #candidates: readonly Candidate[];
  /** The look at the RPC that is being asked: one after the other. */
  #approach: Approach | null = null;
  #closed = false;

  constructor(input: SourceInput<EvmOptions, EvmRead>) {
    this.#input = input;
    this.#candidates = rpcUrls(input.options).map((url) => ({
      rpc: new Rpc(url, async (target, init) => {
        const approach = this.#approach;
        const response = await fetch(target, { ...init, dispatcher: this.#agent });
        approach?.came('answer');
        return response;
      }),
      notBefore: 0,
    }));
  }

  async poll(signal: AbortSignal): Promise<PollResult> {
    if (this.#closed) return failedPoll(gap('unavailable', 'the source is closed'));
    const end = this.#input.clock.monotonic() + this.#input.timeout * timeShared;
    const failures: Failure[] = [];
    let partial: View | null = null;
    for (const [index, candidate] of this.#candidates.entries()) {
      const left = this.#candidates.length - index;
      const share = (end - this.#input.clock.monotonic()) / left;
      const look = await this.#lookAt(candidate, index, share, signal);
      if (look.gap) {
        failures.push(look);
        continue;
      }
      const view = look.value;
      const doubt = doubtOf(view);
      if (doubt === null) return this.#told(view, failures);
      // Some of it another RPC may know; but never is one poll mixed from two of them.
      partial ??= view;
      failures.push(failure(doubt));
    }
    return partial === null ? this.#failed(failures, signal) : this.#told(partial, failures);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#connector.giveUp();
    await this.#agent.destroy();
  }

  async #lookAt(
    candidate: Candidate,
    index: number,
    share: Milliseconds,
    signal: AbortSignal,
  ): Promise<Answer<View, Failure>> {
    const { clock, options, reads } = this.#input;
    const { rpc } = candidate;
    const wait = candidate.notBefore - clock.monotonic();
    if (wait > 0)
      return failure(gap('throttled', `${rpc.host} asked to be left alone`, lookLessOften), {
        retryAfterMs: wait,
      });
    const limit = Math.max(1, Math.floor(share));
    const deadline = AbortSignal.timeout(limit);
    const both = AbortSignal.any([signal, deadline]);
    const approach = new Approach(rpc.hostname, { secure: rpc.secure, kept: rpc.secure ? 'tls' : 'tcp' });
    this.#approach = approach;
    rpc.beginLook();
    const start = clock.monotonic();
    const head = await askHead(rpc, options, clock, both);
    const latencyMs = clock.monotonic() - start;
    const results = head.gap ? head : await askReads(rpc, reads, head.value, options.chain, both);
    if (both.aborted && results.gap) {
      this.#connectAnew();
      const late = approach.blame(timeoutGap(approach.waitedFor, rpc.host, limit));
      return failure(late, { notAsked: late.way === 'ours' });
    }
    if (results.gap) {
      if (results.retryAfterMs !== null) candidate.notBefore = clock.monotonic() + results.retryAfterMs;
      const why = approach.blame(results.gap);
      if (why.way === 'unsaid') this.#connectAnew();
      return { ...results, gap: why };
    }
    if (head.gap) return head;
    const { passage } = approach;
    return { value: { index, head: head.value, results: results.value, latencyMs, age: rpc.age, passage } };
  }

  /** So that the next look tells what this one could not: connections that are kept, or still being made, say nothing. */
  #connectAnew(): void {
    const old = this.#agent;
    this.#agent = this.#newAgent();
    this.#connector.giveUp();
    old.destroy().catch(() => {});
  }

  #newAgent(): Agent {
    return new Agent({
      connections: connectionsMax,
      pipelining: 1,
      maxHeaderSize: headBytesMax,
      connect: this.#connector.connect,
    });
  }

  #told(view: View, failures: readonly Failure[]): PollResult {
    const { clock, reads } = this.#input;
    const at = answerInstant(view.age, clock);
    const samples = reads.map(({ metric, read }): MetricSample => {
      const result = typeof read === 'string' ? this.#fact(read, view, failures) : view.results.get(metric);
      if (result === undefined)
        return { metric, sample: { at, gap: gap('partial_data', 'no answer came to this read') } };
      return { metric, sample: result.gap ? { at, gap: result.gap } : { at, value: result.value } };
    });
    const result = {
      samples,
      gap: null,
      latencyMs: view.latencyMs,
      note: this.#note(view, failures),
      ...ageWarning(view.age, this.#input),
      retryAfter: null,
    };
    return withPassage(result, view.passage);
  }

  #failed(failures: readonly Failure[], signal: AbortSignal): PollResult {
    const { clock, reads } = this.#input;
    const at = clock.now();
    const samples = reads
      .filter(({ read }) => read === 'up' && !signal.aborted)
      .map(({ metric }): MetricSample => {
        const up = this.#preferredUp(failures);
        return { metric, sample: up.gap ? { at, gap: up.gap } : { at, value: up.value } };
      });
    const waits = failures.map(({ gap, retryAfterMs }) => (gap.reason === 'throttled' ? retryAfterMs : null));
    const retryAfter = waits.every((wait) => wait !== null) ? Math.min(...waits) * clock.scale : null;
    return { samples, gap: wholeGap(failures), latencyMs: null, note: null, retryAfter };
  }

  #fact(read: Extract<EvmRead, string>, { index, head }: View, failures: readonly Failure[]): Result {
    switch (read) {
      case 'block':
        return { value: amount(head.number) };
      case 'head-age':
        return { value: amount(Math.max(0, head.receivedAt - head.timestamp)) };
      case 'rpc-index':
        return { value: amount(index + 1) };
      case 'up':
        return this.#preferredUp(failures);
    }
  }

  /** A preferred RPC that answers badly is down: that is a value, and the readings come from another. */
  #preferredUp([first]: readonly Failure[]): Result {
    if (first === undefined) return { value: true };
    return first.notAsked ? { gap: first.gap, another: false } : { value: false };
  }

  #note({ index, age }: View, failures: readonly Failure[]): string | null {
    const cached = ageNote(age);
    if (this.#candidates.length === 1) return cached;
    const host = this.#candidates[index]?.rpc.host ?? '';
    const before = numbered(failures.slice(0, Math.max(index, 0)));
    const why = before === '' ? '' : ` (${before})`;
    return plainText(
      `rpc ${index + 1} of ${this.#candidates.length} answers: ${host}${why}${cached === null ? '' : `; ${cached}`}`,
    );
  }
}

/** Asks everything about one block at once, each distinct call a single time. */
async function askReads(
  rpc: Rpc,
  reads: readonly MetricRead<EvmRead>[],
  head: Head,
  chain: number,
  signal: AbortSignal,
): Promise<Answer<ReadonlyMap<string, Result>, Failure>> {
  const calls = new Map<string, RpcCall>();
  for (const { read } of reads) {
    const call = callOf(read, head);
    if (call !== null) calls.set(JSON.stringify(call), call);
  }
  const answers = await rpc.ask([...calls.values()], signal);
  if (answers.gap) return answers;
  const byCall = new Map<string, RpcAnswer | undefined>(
    Array.from(calls.keys(), (key, index) => [key, answers.value[index]]),
  );
  const results = new Map<string, Result>();
  for (const { metric, read } of reads) {
    if (typeof read === 'string') continue;
    const answer = byCall.get(JSON.stringify(callOf(read, head)));
    if (answer !== undefined) results.set(metric, resultOf(read, answer, rpc, chain));
  }
  return { value: results };
}

/** Why another RPC should be asked after this one. */
function doubtOf({ results }: View): Gap | null {
  for (const result of results.values()) if (result.gap && result.another) return result.gap;
  return null;
}

function wholeGap(failures: readonly Failure[]): Gap {
  const [first] = failures;
  if (first === undefined) return gap('unavailable', 'no RPC was asked');
  if (failures.length === 1) return first.gap;
  const asked = failures.flatMap(({ gap: { way, reached = null } }) => (way ? [{ way, reached }] : []));
  const message = plainText(`no RPC can be read from: ${numbered(failures)}`);
  return { ...reworded(first.gap, () => message), ...together(asked) };
}

/** `1: timeout, a.example did not answer; 2: …` */
function numbered(failures: readonly Failure[]): string {
  return failures.map(({ gap }, index) => `${index + 1}: ${gap.reason}, ${gap.message}`).join('; ');
}
