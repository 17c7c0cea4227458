// The `ledger` source's client: one exchange a poll, a second one when the first was torn. Every value is exact or a gap.

import type { Amount } from '../../domain/amount.ts';
import type { Answer, Lacking } from '../../domain/answer.ts';
import type { Milliseconds } from '../../domain/clock.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { ageNote, ageWarning, answerInstant, type AnswerAge } from '../http/answer-age.ts';
import { judgeStatus } from '../http/answer-gap.ts';
import { Connection, type Request } from '../http/connection.ts';
import { exchange } from '../http/exchange.ts';
import { requestHeaders } from '../http/headers.ts';
import { AnswerReader } from '../http/reading.ts';
import { aType, amountOfText, shownPointer, type JsonText } from '../json-text.ts';
import { failedPoll, type MetricSample, type PollResult, type Source, type SourceInput } from '../source.ts';
import { withPassage } from '../way.ts';
import type { LedgerOptions, LedgerRead } from './options.ts';

type Input = SourceInput<LedgerOptions, LedgerRead>;
type Look = Answer<Page, { readonly latencyMs: number | null; readonly retryAfter: Milliseconds | null }>;

/** What the endpoint told in one look. */
interface Page {
  readonly json: JsonText;
  readonly age: AnswerAge;
  readonly latencyMs: number;
}

export function createSource(input: Input): Source {
  return new LedgerSource(input);
}

class LedgerSource implements Source {
  readonly #input: Input;
  readonly #request: Request;
  readonly #connection: Connection;
  #closed = false;

  constructor(input: Input) {
    const { options, clock, every } = input;
    const url = new URL(options.url);
    this.#input = input;
    this.#request = { url, method: 'GET', headers: requestHeaders(options.headers, url), body: null };
    this.#connection = new Connection(clock, every);
  }

  async poll(signal: AbortSignal): Promise<PollResult> {
    if (this.#closed) return failedPoll(gap('unavailable', 'this source is closed'));
    this.#connection.beginLook();
    return withPassage(await this.#twoLooks(signal), this.#connection.passage);
  }

  async #twoLooks(signal: AbortSignal): Promise<PollResult> {
    const first = await this.#look(signal);
    if (first.gap) return failed(first);
    const torn = this.#tornness(first.value.json);
    if (!torn) return this.#readings(first.value, null);
    if (torn.reason !== 'torn') return failedPoll(torn, first.value.latencyMs);
    const second = await this.#look(signal);
    if (second.gap) return failed(second);
    const tornAgain = this.#tornness(second.value.json);
    if (tornAgain) return failedPoll(twice(tornAgain), second.value.latencyMs);
    return this.#readings(second.value, 'read twice: the first reading was torn');
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#connection.close();
  }

  async #look(signal: AbortSignal): Promise<Look> {
    const { options, timeout, clock } = this.#input;
    const { bodyMax, unframed } = options;
    const outcome = await exchange(
      this.#connection,
      { request: this.#request, redirects: null, bodyMax, unframed, timeout },
      signal,
    );
    const untold = { latencyMs: null, retryAfter: null };
    if (this.#closed)
      return { ...untold, gap: gap('unavailable', 'this source was closed while it was asked') };
    if (outcome.gap) return { ...untold, gap: outcome.gap };
    const answer = outcome.value;
    const { headers } = this.#request;
    const verdict = judgeStatus({ answer, expected: ['2xx'], headers, clock });
    const document = new AnswerReader(answer, verdict, bodyMax).document();
    const { age, latencyMs } = answer;
    if (document.gap) return { gap: document.gap, latencyMs, retryAfter: verdict.retryAfter };
    return { value: { json: document.value, age, latencyMs } };
  }

  /** Null when the sequence number is the same on both sides, or when the endpoint has none. */
  #tornness(json: JsonText): Gap | null {
    const { sequence } = this.#input.options;
    if (!sequence) return null;
    const before = sequenceAt(json, sequence.before);
    const after = sequenceAt(json, sequence.after);
    if (before.gap) return before.gap;
    if (after.gap) return after.gap;
    if (before.value === after.value) return null;
    const message = `the ledger moved while it was read: sequence ${before.value} before, ${after.value} after`;
    return gap('torn', plainText(message));
  }

  #readings(look: Page, note: string | null): PollResult {
    const at = answerInstant(look.age, this.#input.clock);
    const notes = [note, ageNote(look.age)].filter((one) => one !== null);
    const samples = this.#input.reads.map(({ metric, read }): MetricSample => {
      const pointer = read === 'balance' ? this.#input.options.pointer : read.json;
      const reading = exactAt(look.json, pointer);
      return { metric, sample: { at, ...reading } };
    });
    const said = notes.length === 0 ? null : notes.join('; ');
    return {
      samples,
      gap: null,
      latencyMs: look.latencyMs,
      note: said,
      ...ageWarning(look.age, this.#input),
      retryAfter: null,
    };
  }
}

function failed({ gap: problem, latencyMs, retryAfter }: Extract<Look, Lacking>): PollResult {
  return { ...failedPoll(problem, latencyMs), retryAfter };
}

function twice(torn: Gap): Gap {
  return torn.reason === 'torn' ? gap('torn', `${torn.message} (twice in a row)`) : torn;
}

/** A JSON number, or a JSON string that holds a decimal: exact, or a gap. */
function exactAt(json: JsonText, pointer: string): Answer<Amount> {
  const found = json.at(pointer);
  if (found.gap) return found;
  const part = found.value;
  if (part.type === 'number') return amountOfText(part.text, pointer);
  if (part.type === 'string') return amountOfText(part.value, pointer);
  return { gap: gap('parse', `${shownPointer(pointer)} is ${aType(part.type)}, not a decimal`) };
}

/** The sequence number as text: it is compared, never computed with. */
function sequenceAt(json: JsonText, pointer: string): Answer<string> {
  const found = json.at(pointer);
  if (found.gap) return found;
  const part = found.value;
  if (part.type === 'number') return { value: part.text };
  if (part.type === 'string') return { value: part.value };
  return { gap: gap('parse', `${shownPointer(pointer)} is ${aType(part.type)}, not a sequence number`) };
}
