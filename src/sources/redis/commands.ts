// The commands that are sent, all of which read, and the replies to them within one poll.

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

export type Command = readonly [name: (typeof permittedCommands)[number], ...args: readonly string[]];

/** A reply, or the sentence that the server refuses with. */
export type Reply = { readonly value: unknown } | { readonly error: string };

/** The type of key that a command is for, as TYPE names it. */
const wantedTypes: Partial<Record<Command[0], string>> = {
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

function nameOf(command: Command): string {
  return JSON.stringify(command);
}

function keyOf(command: Command): string {
  return (command[0] === 'xinfo' ? command[2] : command[1]) ?? '';
}

/** Each distinct command once, in the order of their first appearance. */
export function distinct(commands: Iterable<Command>): Command[] {
  return [...new Map(Array.from(commands, (command) => [nameOf(command), command])).values()];
}

/** What the server answered to the commands of one poll. */
export class Replies {
  readonly #replies = new Map<string, Reply>();
  readonly #wrongKeys = new Set<string>();
  readonly #info = new Map<string, ReadonlyMap<string, string>>();

  put(command: Command, reply: Reply): void {
    this.#replies.set(nameOf(command), reply);
    if ('error' in reply && reply.error.startsWith('WRONGTYPE')) this.#wrongKeys.add(keyOf(command));
  }

  has(command: Command): boolean {
    return this.#replies.has(nameOf(command));
  }

  /** The sentences of every refusal. */
  errors(): string[] {
    return [...this.#replies.values()].flatMap((reply) => ('error' in reply ? [reply.error] : []));
  }

  /** What to ask so that a gap can name the type which was found instead. */
  typeQuestions(): Command[] {
    return Array.from(this.#wrongKeys, (key): Command => ['type', key]);
  }

  /** The reply to a command that was sent. */
  get(command: Command): { readonly value: unknown } | Gap {
    const reply = this.#replies.get(nameOf(command));
    assert(reply, `no reply was kept for ${command[0]}`);
    if (!('error' in reply)) return reply;
    if (reply.error.startsWith('WRONGTYPE')) return this.#wrongType(command);
    return replyGap(reply.error, command[0]);
  }

  /** A reply that must be a length or another count. */
  count(command: Command): bigint | Gap {
    const reply = this.get(command);
    return 'reason' in reply ? reply : (countOf(reply.value) ?? this.unreadable(command));
  }

  /** A reply that must be text; null where the key or the element does not exist. */
  text(command: Command): { readonly value: string | null } | Gap {
    const reply = this.get(command);
    if ('reason' in reply) return reply;
    const { value } = reply;
    return value === null || typeof value === 'string' ? { value } : this.unreadable(command);
  }

  /** A reply that must be an array. */
  array(command: Command): readonly unknown[] | Gap {
    const reply = this.get(command);
    if ('reason' in reply) return reply;
    return isArray(reply.value) ? reply.value : this.unreadable(command);
  }

  /** The fields of INFO, or of a section of it, read once a poll. */
  info(command: Command = ['info']): ReadonlyMap<string, string> | Gap {
    const known = this.#info.get(nameOf(command));
    if (known) return known;
    const reply = this.text(command);
    if ('reason' in reply) return reply;
    const fields = parseInfo(reply.value ?? '');
    if (fields.size === 0 && reply.value) return this.unreadable(command);
    this.#info.set(nameOf(command), fields);
    return fields;
  }

  unreadable(command: Command): Gap {
    return gap('parse', `the server answers ${command[0].toUpperCase()} with something that cannot be read`);
  }

  #wrongType(command: Command): Gap {
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
