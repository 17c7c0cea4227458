// One poll's transaction: read-only, one moment for all its queries, each in a savepoint so that a broken one spoils no other.

import type { Answer } from '../../domain/answer.ts';
import { gap, remedy } from '../../domain/gap.ts';
import type { SourceInput } from '../source.ts';
import type { Connection } from './connection.ts';
import { microsecondsOf } from './instants.ts';
import { nowText } from './readings.ts';
import { excessRights, rightsText } from './rights.ts';
import type { SqlOptions, SqlRead } from './options.ts';
import { sightIn, sightText, type Sight } from './sight.ts';
import type { Rows } from './statement.ts';
import type { Trouble } from './trouble.ts';

/** Below this many real milliseconds a query is not begun. */
const limitMin = 1;

/** What the role may do beyond reading, in a sentence; null where that is nothing, as far as was looked. */
export interface Rights {
  /** The server has told: it need not be asked again through this connection. */
  readonly asked: boolean;
  readonly excess: string | null;
}

export class Transaction {
  /** Real, monotonic milliseconds. */
  readonly startedAt: number;
  readonly #connection: Connection;
  readonly #input: SourceInput<SqlOptions, SqlRead>;
  readonly #end: number;

  private constructor(
    connection: Connection,
    input: SourceInput<SqlOptions, SqlRead>,
    end: number,
    startedAt: number,
  ) {
    this.#connection = connection;
    this.#input = input;
    this.#end = end;
    this.startedAt = startedAt;
  }

  /** @param end the monotonic instant at which the last query has to be over. */
  static async begin(
    connection: Connection,
    input: SourceInput<SqlOptions, SqlRead>,
    end: number,
  ): Promise<Answer<Transaction, Trouble>> {
    const startedAt = input.clock.monotonic();
    const trouble = await connection.control(
      'BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;' +
        // Should we vanish in the middle, the server lets go of the transaction by itself.
        `SET LOCAL idle_in_transaction_session_timeout = ${Math.ceil(input.timeout) + 1_000};` +
        // A backslash in a quote would else end it somewhere else than where the query's check has seen it end.
        'SET LOCAL standard_conforming_strings = on;' +
        // A policy that hides rows from the role makes the query fail, where it would give less and say nothing.
        "select pg_catalog.set_config('row_security', 'off', true);" +
        "SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'iso_8601'; SAVEPOINT read",
    );
    return trouble ?? { value: new Transaction(connection, input, end, startedAt) };
  }

  /** Less is left of the poll's time than a query may take. */
  get isShort(): boolean {
    return this.#left < this.#most;
  }

  get #left(): number {
    return this.#end - this.#input.clock.monotonic();
  }

  get #most(): number {
    return this.#input.options.statementTimeout ?? this.#input.timeout / 2;
  }

  /** Asks one statement, and undoes whatever it has set or locked. */
  async ask(text: string): Promise<Answer<Rows, Trouble>> {
    const limit = Math.floor(Math.min(this.#most, this.#left));
    if (limit < limitMin)
      return {
        gap: gap('timeout', 'the queries before this one took all the time that `timeout` gives a poll'),
        ours: true,
        fatal: false,
      };
    const lockLimit = Math.max(1, Math.floor(limit / 2));
    const trouble = await this.#connection.control(
      `ROLLBACK TO SAVEPOINT read; SET LOCAL statement_timeout = ${limit}; SET LOCAL lock_timeout = ${lockLimit}`,
    );
    if (trouble) return trouble;
    const answer = await this.#connection.ask(text, limit);
    if (this.#connection.inTransaction) return answer;
    const message = 'the query has ended the read-only transaction: it is not asked together with others';
    return {
      gap: gap('denied', message, remedy('Take out of the query what ends a transaction.')),
      ours: true,
      fatal: true,
    };
  }

  /** The server's present, in microseconds since 1970. */
  async now(): Promise<Answer<bigint, Trouble>> {
    const answer = await this.ask(nowText);
    if (answer.gap) return answer;
    const value = microsecondsOf(answer.value.rows[0]?.[0] ?? '');
    if (value !== null) return { value };
    return {
      gap: gap('parse', 'the server does not tell its time as PostgreSQL does'),
      ours: true,
      fatal: true,
    };
  }

  /** What the role sees of the server's own views. */
  async sight(): Promise<Answer<Sight, Trouble>> {
    const answer = await this.ask(sightText);
    return answer.gap ? answer : { value: sightIn(answer.value) };
  }

  /** What the role may do beyond reading, or none. */
  async rights(): Promise<Answer<Rights, Trouble>> {
    const answer = await this.ask(rightsText);
    if (!answer.gap) return { value: { asked: true, excess: excessRights(answer.value) } };
    return answer.fatal
      ? answer
      : { value: { asked: false, excess: `its rights could not be asked: ${answer.gap.message}` } };
  }

  async end(): Promise<Trouble | null> {
    return this.#connection.control('ROLLBACK');
  }
}
