// The `sql` source: one read-only transaction a poll for all its metrics, each read in a savepoint of its own.

import type { Answer } from '../../domain/answer.ts';
import type { Milliseconds } from '../../domain/clock.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import {
  failedPoll,
  gapsFor,
  type MetricSample,
  type PollResult,
  type Source,
  type SourceInput,
} from '../source.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { Approach, withPassage } from '../way.ts';
import { readAddress, type Address } from './address.ts';
import { Connection } from './connection.ts';
import { readingOf, type CompiledRead } from './readings.ts';
import type { SqlOptions, SqlRead } from './options.ts';
import { hiddenGap } from './sight.ts';
import { Transaction, type Rights } from './transaction.ts';
import type { Trouble } from './trouble.ts';

type Input = SourceInput<SqlOptions, SqlRead>;

const unknownRights: Rights = { asked: false, excess: null };

export function createSource(input: Input): Source {
  return new SqlSource(input);
}

/** What a poll has gathered so far. */
interface Gathered {
  readonly samples: MetricSample[];
  /** The server has answered in this poll. */
  answered: boolean;
  latencyMs: Milliseconds | null;
}

class SqlSource implements Source {
  readonly #input: Input;
  readonly #address: Address;
  readonly #ups: readonly string[];
  readonly #latencies: readonly string[];
  /** Metrics by what they ask: each distinct statement is asked once. */
  readonly #statements = new Map<string, { readonly metric: string; readonly reading: CompiledRead }[]>();
  /** Statements that have used up their time in vain: they come last, so that they take none from others. */
  readonly #slow = new Set<string>();
  /** The connection that is open or being opened. */
  #connection: Connection | null = null;
  /** What the role may do beyond reading, as it was told last. */
  #rights: Rights = unknownRights;
  #closed = false;

  constructor(input: Input) {
    this.#input = input;
    this.#address = readAddress(input.options.url, input.options.tls);
    this.#ups = input.reads.filter(({ read }) => read === 'up').map(({ metric }) => metric);
    this.#latencies = input.reads.filter(({ read }) => read === 'latency').map(({ metric }) => metric);
    for (const { metric, read, exact } of input.reads) {
      if (read === 'up' || read === 'latency') continue;
      const reading = readingOf(read, { exact });
      const same = this.#statements.get(reading.text);
      if (same) same.push({ metric, reading });
      else this.#statements.set(reading.text, [{ metric, reading }]);
    }
  }

  async poll(signal: AbortSignal): Promise<PollResult> {
    if (this.#closed) return failedPoll(gap('unavailable', 'this source is closed'));
    if (signal.aborted)
      return this.#result(
        noneGathered(),
        gap('timeout', `${this.#address.place} was not asked in time`),
        false,
      );
    const gathered = noneGathered();
    const { host, tls } = this.#address;
    const approach = new Approach(host, { secure: tls !== null, kept: tls === null ? 'tcp' : 'tls' });
    const trouble = await unlessAborted(signal, this.#look(gathered, approach));
    return withPassage(this.#told(gathered, trouble, approach), approach.passage);
  }

  #told(gathered: Gathered, trouble: Trouble | 'late' | null, approach: Approach): PollResult {
    if (gathered.answered) approach.came('answer');
    if (this.#closed) return failedPoll(gap('unavailable', 'this source was closed while it was asked'));
    if (trouble === null) return this.#result(gathered, null, true);
    const late = this.#connection?.late(this.#input.timeout) ?? gap('timeout', 'it was not asked in time');
    // Not waited for: the poll has to end now, the query ends on the server a moment later.
    void this.#drop();
    const { answered } = gathered;
    if (trouble === 'late') {
      const told = approach.blame(late);
      return this.#result(gathered, told, answered || (told.way === 'ours' ? null : false));
    }
    return this.#result(gathered, approach.blame(trouble.gap), trouble.ours ? answered || null : false);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#drop();
  }

  async #look(gathered: Gathered, approach: Approach): Promise<Trouble | null> {
    const { clock } = this.#input;
    const end = clock.monotonic() + this.#input.timeout * 0.9;
    const begun = await this.#begin(end, approach);
    if (begun.gap) return begun;
    const transaction = begun.value;
    gathered.answered = true;
    const asked = await this.#ask(transaction, gathered);
    gathered.latencyMs = clock.monotonic() - transaction.startedAt;
    if (asked !== null) return asked;
    if (!this.#rights.asked) {
      const rights = await transaction.rights();
      if (rights.gap) return rights;
      this.#rights = rights.value;
    }
    return transaction.end();
  }

  /** Begins on the connection there is, or on a new one; an old one that has died since the last poll is no news. */
  async #begin(end: number, approach: Approach): Promise<Answer<Transaction, Trouble>> {
    const kept = this.#connection;
    if (kept?.ready === true) {
      const begun = await Transaction.begin(kept, this.#input, end);
      if (!begun.gap || this.#closed || this.#connection !== kept) return begun;
    }
    void this.#drop();
    const { clock, options } = this.#input;
    const connection = new Connection(this.#address, approach, options.applicationName, clock);
    this.#connection = connection;
    this.#rights = { ...this.#rights, asked: false };
    return (await connection.open()) ?? Transaction.begin(connection, this.#input, end);
  }

  /** Every statement, those that were slow last. Null when all were asked, each with its outcome. */
  async #ask(transaction: Transaction, gathered: Gathered): Promise<Trouble | null> {
    const statements = [...this.#statements].sort(
      ([left], [right]) => Number(this.#slow.has(left)) - Number(this.#slow.has(right)),
    );
    const timed = statements.some(([, metrics]) => metrics.some(({ reading }) => reading.timed));
    const now = timed ? await transaction.now() : null;
    if (now?.gap) return now;
    const shrinks = statements.some(([, [first]]) => (first?.reading.shrinking.length ?? 0) > 0);
    const sight = shrinks ? await transaction.sight() : null;
    if (sight?.gap) return sight;
    for (const [text, metrics] of statements) {
      const hidden = sight && hiddenGap(metrics[0]?.reading.shrinking ?? [], sight.value);
      if (hidden) {
        const names = metrics.map(({ metric }) => metric);
        gathered.samples.push(...gapsFor(names, this.#input.clock.now(), hidden));
        continue;
      }
      const hadItsTime = !transaction.isShort;
      const answer = await transaction.ask(text);
      const at = this.#input.clock.now();
      if (!answer.gap) {
        this.#slow.delete(text);
        for (const { metric, reading } of metrics)
          gathered.samples.push({
            metric,
            sample: { at, ...reading.result(answer.value, now?.value ?? null) },
          });
        continue;
      }
      if (answer.fatal) {
        // A query that costs the connection comes last from now on, so that it costs the others nothing.
        if (answer.ours) this.#slow.add(text);
        return answer;
      }
      if (answer.gap.reason === 'timeout' && hadItsTime) this.#slow.add(text);
      gathered.samples.push(
        ...gapsFor(
          metrics.map(({ metric }) => metric),
          at,
          answer.gap,
        ),
      );
    }
    return null;
  }

  /** @param up whether the server is; null when that cannot be told. */
  #result({ samples, latencyMs }: Gathered, wholeGap: Gap | null, up: boolean | null): PollResult {
    const at = this.#input.clock.now();
    const ups = up === null ? [] : this.#ups.map((metric) => ({ metric, sample: { at, value: up } }));
    const latencies =
      wholeGap !== null || latencyMs === null
        ? []
        : this.#latencies.map((metric) => ({ metric, sample: { at, value: latencyMs } }));
    const blind = this.#address.tls?.trust === 'blind';
    const warnings = [
      this.#rights.excess ?? '',
      blind ? "the server's certificate is not checked (sslmode)" : '',
    ];
    const warning = warnings.filter((part) => part !== '').join('; ');
    return {
      samples: [...samples, ...ups, ...latencies],
      gap: wholeGap,
      latencyMs,
      note: null,
      ...(warning !== '' && { warning }),
      retryAfter: null,
    };
  }

  async #drop(): Promise<void> {
    const connection = this.#connection;
    this.#connection = null;
    await connection?.drop();
  }
}

function noneGathered(): Gathered {
  return { samples: [], answered: false, latencyMs: null };
}
