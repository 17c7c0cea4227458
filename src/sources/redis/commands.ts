// The commands that are sent, all of which read, and the replies to them within one poll.

import type { Answer, Given, Lacking } from '../../domain/answer.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { assert } from '../../domain/errors.ts';
import { replyGap } from './errors.ts';

/** Every command that a poll may send. None of them writes, blocks, or walks a whole key. */
export const permittedCommands = [
  'hget',
  'info',
  'lindex',
  'llen',
  'ping',
  'type',
  'xinfo',
  'xlen',
  'xpending',
  'xrange',
  'zcard',
  'zrange',
] as const;

/** What a new connection sends before it: the credentials of the URL, and its database. */
export const connectionCommands = ['auth', 'select'] as const;

export type RedisCommand = readonly [name: (typeof permittedCommands)[number], ...args: readonly string[]];

/** A reply, or the sentence that the server refuses with. */
export type Reply = Given<unknown> | { readonly error: string };

/** The type of key that a command is for, as TYPE names it. */
const wantedTypes: Partial<Record<RedisCommand[0], string>> = {
  hget: 'hash',
  lindex: 'list',
  llen: 'list',
  xinfo: 'stream',
  xlen: 'stream',
  xpending: 'stream',
  xrange: 'stream',
  zcard: 'zset',
  zrange: 'zset',
};

function nameOf(command: RedisCommand): string {
  return JSON.stringify(command);
}

function keyOf(command: RedisCommand): string {
  return (command[0] === 'xinfo' ? command[2] : command[1]) ?? '';
}

/** Each distinct command once, in the order of their first appearance. */
export function distinct(commands: Iterable<RedisCommand>): RedisCommand[] {
  return [...new Map(Array.from(commands, (command) => [nameOf(command), command])).values()];
}

/** What the server answered to the commands of one poll. */
export class Replies {
  readonly #replies = new Map<string, Reply>();
  readonly #wrongKeys = new Set<string>();
  readonly #info = new Map<string, Given<ReadonlyMap<string, string>>>();

  put(command: RedisCommand, reply: Reply): void {
    this.#replies.set(nameOf(command), reply);
    if ('error' in reply && reply.error.startsWith('WRONGTYPE')) this.#wrongKeys.add(keyOf(command));
  }

  has(command: RedisCommand): boolean {
    return this.#replies.has(nameOf(command));
  }

  /** The sentences of every refusal. */
  errors(): string[] {
    return [...this.#replies.values()].flatMap((reply) => ('error' in reply ? [reply.error] : []));
  }

  /** What to ask so that a gap can name the type which was found instead. */
  typeQuestions(): RedisCommand[] {
    return Array.from(this.#wrongKeys, (key): RedisCommand => ['type', key]);
  }

  /** The reply to a command that was sent. */
  get(command: RedisCommand): Answer<unknown> {
    const reply = this.#replies.get(nameOf(command));
    assert(reply, `no reply was kept for ${command[0]}`);
    if (!('error' in reply)) return reply;
    const isWrong = reply.error.startsWith('WRONGTYPE');
    return { gap: isWrong ? this.#wrongType(command) : replyGap(reply.error, command[0]) };
  }

  /** A reply that must be a length or another count. */
  count(command: RedisCommand): Answer<bigint> {
    const reply = this.get(command);
    if (reply.gap) return reply;
    const value = countOf(reply.value);
    return value === null ? this.unreadable(command) : { value };
  }

  /** A reply that must be text; null where the key or the element does not exist. */
  text(command: RedisCommand): Answer<string | null> {
    const reply = this.get(command);
    if (reply.gap) return reply;
    const { value } = reply;
    return value === null || typeof value === 'string' ? { value } : this.unreadable(command);
  }

  /** A reply that must be an array. */
  array(command: RedisCommand): Answer<readonly unknown[]> {
    const reply = this.get(command);
    if (reply.gap) return reply;
    const { value } = reply;
    return isArray(value) ? { value } : this.unreadable(command);
  }

  /** The fields of INFO, or of a section of it, read once a poll. */
  info(command: RedisCommand = ['info']): Answer<ReadonlyMap<string, string>> {
    const known = this.#info.get(nameOf(command));
    if (known) return known;
    const reply = this.text(command);
    if (reply.gap) return reply;
    const fields = { value: parseInfo(reply.value ?? '') };
    if (fields.value.size === 0 && reply.value) return this.unreadable(command);
    this.#info.set(nameOf(command), fields);
    return fields;
  }

  unreadable(command: RedisCommand): Lacking {
    const name = command[0].toUpperCase();
    return { gap: gap('parse', `the server answers ${name} with something that cannot be read`) };
  }

  #wrongType(command: RedisCommand): Gap {
    const key = keyOf(command);
    const found = this.#replies.get(nameOf(['type', key]));
    const type = found && 'value' in found && typeof found.value === 'string' ? found.value : 'another type';
    const wanted = wantedTypes[command[0]] ?? 'another type';
    return gap('wrong_type', `key "${key}" must be a ${wanted} and is a ${type}`);
  }
}

/** A whole number as the protocol brings it: a number, or its decimal text, of at most 64 bits with its sign. */
export function wholeNumber(value: unknown): bigint | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : null;
  if (typeof value !== 'string' || !/^-?\d{1,30}$/.test(value)) return null;
  const whole = BigInt(value);
  return BigInt.asIntN(64, whole) === whole ? whole : null;
}

/** The same where less than none is no answer. */
export function countOf(value: unknown): bigint | null {
  const whole = wholeNumber(value);
  return whole === null || whole < 0n ? null : whole;
}

export function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function parseInfo(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0 && !line.startsWith('#')) fields.set(line.slice(0, colon), line.slice(colon + 1));
  }
  return fields;
}
