// One connection to one server, from its first byte to its last. A lost one is never mended: the next poll opens another.

import type { ConnectionOptions } from 'node:tls';
import { Redis } from 'ioredis';
import type { Answer } from '../../domain/answer.ts';
import type { Milliseconds } from '../../domain/clock.ts';
import { percentDecodedOrAsIs } from '../../domain/escapes.ts';
import type { Gap } from '../../domain/gap.ts';
import { readAuthorities } from '../authorities.ts';
import type { Approach } from '../way.ts';
import { distinct, type RedisCommand, type Replies, type Reply } from './commands.ts';
import { connectionGap, replyGap } from './errors.ts';
import type { RedisOptions } from './options.ts';
import { followedConnector } from './connector.ts';
import { ReplyGuard } from './reply-guard.ts';

/** How long a socket may take to close by itself before it is destroyed. */
const disconnectTimeout: Milliseconds = 20;

/** Where to connect, as whom. Credentials are kept from the client library, which would print about them. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** Null: the default one. */
  readonly database: string | null;
  readonly user: string | null;
  /** Null: no AUTH is sent. */
  readonly password: string | null;
  readonly tls: { readonly ca: string | null; readonly servername: string | null } | null;
  /** Host and port, for people. */
  readonly place: string;
}

export function targetOf({ url, tls }: RedisOptions): Target {
  const { protocol, hostname, port, pathname, username, password } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const known = username !== '' || password !== '';
  return {
    host,
    port: port === '' ? 6379 : Number(port),
    database: /^\/(\d+)$/.exec(pathname)?.[1] ?? null,
    user: username === '' ? null : percentDecodedOrAsIs(username),
    password: known ? percentDecodedOrAsIs(password) : null,
    tls:
      protocol === 'rediss:' || tls !== undefined
        ? { ca: tls?.ca ?? null, servername: tls?.servername ?? null }
        : null,
    place: `${hostname}:${port === '' ? 6379 : port}`,
  };
}

export class Connection {
  readonly #target: Target;
  readonly #patience: Milliseconds;
  #redis: Redis | null = null;
  /** The library's promises say only that the connection is closed; why comes in its 'error' event. */
  #lastError: Error | null = null;
  #dropped = false;
  readonly #approach: Approach;
  readonly #guard = new ReplyGuard();

  /**
   * @param approach the look for which it is made.
   * @param patience real milliseconds after which an attempt to connect is given up, should nobody drop it before.
   */
  constructor(target: Target, approach: Approach, patience: Milliseconds) {
    this.#target = target;
    this.#approach = approach;
    this.#patience = patience;
  }

  /** It can be asked. */
  get ready(): boolean {
    return !this.#dropped && this.#redis?.status === 'ready';
  }

  /** Connects and says who we are. */
  async open(): Promise<Gap | null> {
    const tls = await this.#tlsOptions();
    if (tls.gap) return tls.gap;
    if (this.#dropped) return connectionGap(null, this.#target.place);
    const { host, port } = this.#target;
    this.#redis = new Redis({
      // It waits for the handshake only if it knows of it.
      ...(tls.value && { tls: tls.value }),
      Connector: followedConnector({
        host,
        port,
        tls: tls.value,
        disconnectTimeout,
        approach: this.#approach,
        guard: this.#guard,
      }),
      lazyConnect: true,
      // Nothing is retried in here: the scheduler's next poll is the retry.
      retryStrategy: () => null,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      // INFO, HELLO and CLIENT would need rights that reading does not; a server that is loading says so anyway.
      enableReadyCheck: false,
      protocol: 2,
      // The library would read `:NaN` as 3520, and round what is beyond 2^53: we read numbers ourselves.
      stringNumbers: true,
      disableClientInfo: true,
      connectTimeout: this.#patience,
    });
    // Without a listener the library would print the error on the screen.
    this.#redis.on('error', (error: Error) => {
      this.#lastError = error;
    });
    try {
      await this.#redis.connect();
    } catch (error) {
      return connectionGap(this.#lastError ?? (error instanceof Error ? error : null), this.#target.place);
    }
    return this.#introduce(this.#redis);
  }

  /** Sends each distinct command once, all in one pipeline, and keeps the replies. */
  async ask(commands: readonly RedisCommand[], replies: Replies): Promise<Gap | null> {
    const fresh = distinct(commands).filter((command) => !replies.has(command));
    if (fresh.length === 0) return null;
    const redis = this.#redis;
    if (redis === null || !this.ready) return connectionGap(this.#lastError, this.#target.place);
    const answers = await this.#pipeline(redis, fresh);
    if (answers === null) return connectionGap(this.#lastError, this.#target.place);
    for (const [index, command] of fresh.entries()) {
      const answer = answers[index];
      if (answer !== undefined) replies.put(command, answer);
    }
    return null;
  }

  /** Closes the socket at once, whatever the other end does. Safe to call twice. */
  drop(): void {
    this.#dropped = true;
    this.#redis?.disconnect();
  }

  async #tlsOptions(): Promise<Answer<ConnectionOptions | null>> {
    const { tls } = this.#target;
    if (tls === null) return { value: null };
    const ca = tls.ca === null ? null : await readAuthorities(tls.ca, 'tls.ca');
    if (ca?.gap) return ca;
    return {
      value: {
        ...(tls.servername !== null && { servername: tls.servername }),
        ...(ca !== null && { ca: ca.value }),
      },
    };
  }

  /** AUTH and SELECT, sent by hand: nothing else may be read before both are known to have worked. */
  async #introduce(redis: Redis): Promise<Gap | null> {
    const { user, password, database } = this.#target;
    const commands: string[][] = [];
    if (password !== null) commands.push(user === null ? ['auth', password] : ['auth', user, password]);
    if (database !== null) commands.push(['select', database]);
    if (commands.length === 0) return null;
    const answers = await this.#pipeline(redis, commands);
    if (answers === null) return connectionGap(this.#lastError, this.#target.place);
    this.#approach.came('answer');
    for (const [index, answer] of answers.entries()) {
      if (!('error' in answer) || isNeedless(answer.error)) continue;
      const command = commands[index]?.[0] ?? '';
      // A server that does not know AUTH repeats its arguments.
      const words =
        password === null || password === '' ? answer.error : answer.error.replaceAll(password, '***');
      return replyGap(words, command);
    }
    return null;
  }

  /** All replies, in the order of the commands; null when the connection went away before the last. */
  async #pipeline(redis: Redis, commands: readonly (readonly string[])[]): Promise<readonly Reply[] | null> {
    this.#guard.ask(commands.length);
    const results = await redis.pipeline(commands.map((command) => [...command])).exec();
    if (results === null) return null;
    // One reply too many may have come before the last, and then each is another command's. It may still be on its way.
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    if (this.#guard.fault !== null) {
      this.#lastError = new Error(`protocol error: ${this.#guard.fault}`);
      return null;
    }
    const replies: Reply[] = [];
    for (const [error, value] of results) {
      if (error === null) replies.push({ value });
      else if (error.name === 'ReplyError') replies.push({ error: error.message });
      else return null;
    }
    return replies.length === commands.length ? replies : null;
  }
}

/** The server wants no password and was given one: there is nothing to be proved. */
function isNeedless(error: string): boolean {
  return /no password is set|without any password configured for the default user/.test(error);
}
