// One connection to one server, from its first byte to its last. A lost one is never mended: the next poll opens another.

import type { Socket } from 'node:net';
import { Client, DatabaseError } from 'pg';
import type { Answer } from '../../domain/answer.ts';
import type { Clock, Milliseconds } from '../../domain/clock.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { timeoutGap } from '../timeout-gap.ts';
import type { Approach } from '../way.ts';
import type { Address } from './address.ts';
import { cancelRequest } from './cancel.ts';
import { troubleOf, type Attempt } from './errors.ts';
import { openSocket } from './socket.ts';
import { Statement, type Rows } from './statement.ts';
import { TroubleError, type Trouble } from './trouble.ts';
import { Wire } from './wire.ts';
import { givePassword } from '../remedies.ts';

export class Connection {
  readonly #address: Address;
  readonly #applicationName: string;
  readonly #clock: Clock;
  readonly #stop = new AbortController();
  /** The look for which it was made. */
  readonly #approach: Approach;
  #connected = false;
  #greeted = false;
  #client: Client | null = null;
  #wire: Wire | null = null;
  /** The query that the server is at work on; null between queries. */
  #underWay: string | null = null;
  #lost: Trouble | null = null;

  constructor(address: Address, approach: Approach, applicationName: string, clock: Clock) {
    this.#approach = approach;
    this.#address = address;
    this.#applicationName = applicationName;
    this.#clock = clock;
  }

  /** It can be asked. */
  get ready(): boolean {
    return this.#greeted && this.#lost === null && !this.#stop.signal.aborted;
  }

  /** The gap for a server that has kept us waiting too long, with what we waited for. */
  late(timeout: Milliseconds): Gap {
    const { place } = this.#address;
    if (this.#greeted) return timeoutGap('answer', place, timeout);
    if (this.#connected) return gap('timeout', `${place} takes connections, but did not greet us in time`);
    return timeoutGap(this.#approach.waitedFor, place, timeout);
  }

  /** Connects and says who we are. */
  async open(): Promise<Trouble | null> {
    const opened = await openSocket(this.#address, this.#stop.signal, this.#approach);
    if (opened.gap) return this.#lose(opened);
    const socket = opened.value;
    this.#connected = true;
    if (this.#stop.signal.aborted) {
      socket.destroy();
      return this.#lose(this.#trouble(new Error('Connection terminated'), null, 0));
    }
    return this.#greet(socket);
  }

  /** Asks one statement; the server lets it run for `limitMs`. */
  async ask(text: string, limitMs: number): Promise<Answer<Rows, Trouble>> {
    const statement = new Statement(text);
    return this.#run(text, limitMs, (client) => {
      client.query(statement);
      return statement.done;
    });
  }

  /** Statements of our own that give nothing: BEGIN, SET LOCAL, SAVEPOINT. */
  async control(text: string): Promise<Trouble | null> {
    const outcome = await this.#run(text, 0, async (client) => {
      await client.query(text);
      return { columns: [], rows: [] };
    });
    return outcome.gap ? this.#lose(outcome) : null;
  }

  /** Whether the transaction that was begun is still open: a statement that ended it would lift its protection. */
  get inTransaction(): boolean {
    return this.#client?.getTransactionStatus() !== 'I';
  }

  /**
   * Closes at once, whatever the other end does; safe to call twice. A query that is under way is cancelled on the server.
   * @returns settles when the server has taken the cancellation, or when that has taken too long.
   */
  async drop(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const underWay = this.#underWay !== null;
    this.#stop.abort();
    const client = this.#client;
    if (client === null) return;
    const cancelled = underWay ? this.#cancel(client) : Promise.resolve();
    if (!underWay && this.#greeted) {
      // Terminate, so that the server does not log a lost client.
      client.end().catch(() => undefined);
      this.#wire?.destroySoon();
    } else this.#wire?.destroy();
    await cancelled;
  }

  async #greet(socket: Socket): Promise<Trouble | null> {
    const { host, port, user, database, password, options, place, channelBinding } = this.#address;
    const wire = new Wire(socket, place);
    const client = new Client({
      host,
      port,
      user,
      database,
      // As a function, so that the library looks neither into PGPASSWORD nor for a .pgpass.
      password: () => {
        if (password === '') throw noPassword;
        return password;
      },
      stream: () => wire,
      ssl: false,
      sslnegotiation: 'postgres',
      client_encoding: 'UTF8',
      application_name: this.#applicationName,
      enableChannelBinding: channelBinding,
      ...(options !== null && { options }),
    });
    this.#wire = wire;
    this.#client = client;
    // Without a listener an error between two polls would end the program.
    client.on('error', (error) => {
      this.#lost ??= this.#trouble(error, null, 0);
    });
    client.on('end', () => {
      this.#lost ??= this.#trouble(new Error('Connection terminated'), null, 0);
    });
    try {
      await client.connect();
    } catch (error) {
      if (error instanceof DatabaseError) this.#approach.came('answer');
      return this.#lose(this.#trouble(error, null, 0));
    }
    this.#greeted = true;
    this.#approach.came('answer');
    return null;
  }

  async #run(
    text: string,
    limitMs: number,
    work: (client: Client) => Promise<Rows>,
  ): Promise<Answer<Rows, Trouble>> {
    const client = this.#client;
    if (client === null || !this.ready)
      return this.#lost ?? this.#trouble(new Error('Connection terminated'), null, 0);
    this.#wire?.expectAnswer();
    this.#underWay = text;
    try {
      return { value: await work(client) };
    } catch (error) {
      const trouble = this.#trouble(error, text, limitMs);
      if (trouble.fatal) this.#lost ??= trouble;
      return trouble;
    } finally {
      this.#underWay = null;
    }
  }

  #cancel(client: Client): Promise<void> {
    const processId: unknown = Reflect.get(client, 'processID');
    const secret: unknown = Reflect.get(client, 'secretKey');
    if (typeof processId !== 'number' || typeof secret !== 'number') return Promise.resolve();
    return cancelRequest(this.#address, { processId, secret }, this.#clock);
  }

  #lose(trouble: Trouble): Trouble {
    this.#lost ??= trouble;
    return trouble;
  }

  #trouble(error: unknown, query: string | null, limitMs: number): Trouble {
    const { place, tls } = this.#address;
    const attempt: Attempt = { place, encrypted: tls !== null, query, limitMs };
    return troubleOf(error, attempt);
  }
}

const noPassword = new TroubleError({
  gap: gap('auth', 'the server wants a password, and the URL has none', givePassword),
  ours: true,
  fatal: true,
});
