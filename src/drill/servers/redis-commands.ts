// The Redis commands that the drill's service knows: those that look, answered from the tracks.

import type { Instant } from '../../domain/clock.ts';
import type { RedisKey, RedisService } from '../scenario-schema.ts';
import type { World } from '../world.ts';
import { ok, type RedisCommand, type Reply } from './resp.ts';

/** The keyspace at one instant. */
export interface RedisView {
  readonly service: RedisService;
  readonly world: World;
  readonly at: Instant;
}

type Handler = (args: readonly string[], view: RedisView) => Reply;

const wrongType: Reply = { error: 'WRONGTYPE Operation against a key holding the wrong kind of value' };
const noKey: Reply = { error: 'ERR no such key' };
/** Entries that one range command gives at the most. */
const entriesMax = 100;

export function runCommand([name = '', ...args]: RedisCommand, view: RedisView): Reply {
  const handler = handlers.get(name.toUpperCase());
  if (handler) return handler(args, view);
  return { error: `ERR unknown command '${name.slice(0, 64)}', with args beginning with: ` };
}

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['PING', ([text]) => text ?? { simple: 'PONG' }],
  ['ECHO', ([text = '']) => text],
  // Clients that ask for RESP3 take this as the answer of a server before version 6 and stay with RESP2.
  ['HELLO', () => ({ error: 'NOPROTO unsupported protocol version' })],
  ['AUTH', () => ok],
  ['SELECT', () => ok],
  ['QUIT', () => ok],
  ['READONLY', () => ok],
  ['CLIENT', ([sub = '']) => (sub.toUpperCase() === 'ID' ? 1 : ok)],
  ['COMMAND', () => []],
  ['DBSIZE', (_, { service }) => Object.keys(service.keys).length],
  ['CONFIG', configGet],
  ['INFO', ([section], view) => info(section?.toLowerCase() ?? 'all', view)],
  ['TYPE', ([key = ''], view) => ({ simple: existing(key, view)?.type ?? 'none' })],
  ['EXISTS', (keys, view) => keys.filter((key) => existing(key, view)).length],
  ['LLEN', ([key = ''], view) => sized(key, 'list', view)],
  ['ZCARD', ([key = ''], view) => sized(key, 'zset', view)],
  ['ZCOUNT', ([key = ''], view) => sized(key, 'zset', view)],
  ['XLEN', ([key = ''], view) => sized(key, 'stream', view)],
  ['LRANGE', ([key = '', from, to], view) => range(key, 'list', from, to, view, listEntry(key))],
  ['LINDEX', lindex],
  ['ZRANGE', zrange],
  ['XRANGE', xrange],
  ['XINFO', xinfo],
  ['XPENDING', xpending],
  ['HGET', hget],
]);

function keyOf(name: string, { service }: RedisView): RedisKey | undefined {
  return Object.hasOwn(service.keys, name) ? service.keys[name] : undefined;
}

function lengthOf(key: RedisKey, { world, at }: RedisView): number {
  return Math.max(0, Math.round(world.number(key.length, at)));
}

/** A key that holds nothing does not exist: Redis removes empty lists and sorted sets. */
function existing(name: string, view: RedisView): RedisKey | undefined {
  const key = keyOf(name, view);
  return key !== undefined && (key.type === 'stream' || lengthOf(key, view) > 0) ? key : undefined;
}

function sized(name: string, type: RedisKey['type'], view: RedisView): Reply {
  const key = existing(name, view);
  if (key === undefined) return 0;
  return key.type === type ? lengthOf(key, view) : wrongType;
}

/** When the oldest entry came in, in epoch milliseconds; a minute ago where the scenario says nothing. */
function bornAt(key: RedisKey, index: number, view: RedisView): Instant {
  const age = key.oldest === undefined ? 60_000 : view.world.number(key.oldest, view.at) * 1_000;
  const length = Math.max(1, lengthOf(key, view));
  return Math.round(view.at - age + (age * index) / length);
}

/** The lists of a BullMQ queue hold ids of jobs; `hget` knows the jobs. */
const jobLists = /:(?:wait|paused|active)$/;

/** A producer pushes on the left and a worker takes from the right: the last entry is the oldest. */
function listEntry(name: string): (key: RedisKey, index: number, view: RedisView) => Reply {
  return (key, index, view) => {
    const at = bornAt(key, lengthOf(key, view) - 1 - index, view);
    return jobLists.test(name) ? String(at) : JSON.stringify({ id: String(at), timestamp: at });
  };
}

function range(
  name: string,
  type: RedisKey['type'],
  from: string | undefined,
  to: string | undefined,
  view: RedisView,
  entry: (key: RedisKey, index: number, view: RedisView) => Reply,
): Reply {
  const [first, last] = [Number(from), Number(to)];
  if (!Number.isInteger(first) || !Number.isInteger(last) || from === '' || to === '')
    return { error: 'ERR value is not an integer or out of range' };
  const key = existing(name, view);
  if (key === undefined) return [];
  if (key.type !== type) return wrongType;
  const length = lengthOf(key, view);
  const begin = Math.max(0, first < 0 ? length + first : first);
  const end = Math.min(length - 1, last < 0 ? length + last : last);
  const count = Math.min(entriesMax, Math.max(0, end - begin + 1));
  return Array.from({ length: count }, (_, step) => entry(key, begin + step, view));
}

function lindex([name = '', index = '']: readonly string[], view: RedisView): Reply {
  const found = range(name, 'list', index, index, view, listEntry(name));
  return Array.isArray(found) ? (found[0] ?? null) : found;
}

/** Scores are epoch milliseconds, as in a delayed queue. */
function zrange([name = '', from, to, ...options]: readonly string[], view: RedisView): Reply {
  const withScores = options.some((option) => option.toUpperCase() === 'WITHSCORES');
  const entries = range(name, 'zset', from, to, view, (key, index) => {
    const at = String(bornAt(key, index, view));
    return withScores ? [at, at] : at;
  });
  return withScores && Array.isArray(entries) ? entries.flat() : entries;
}

function xrange([name = '', , , ...options]: readonly string[], view: RedisView): Reply {
  const place = options.findIndex((option) => option.toUpperCase() === 'COUNT');
  const asked = place < 0 ? entriesMax : Number(options[place + 1]);
  if (!Number.isInteger(asked) || asked < 0) return { error: 'ERR value is not an integer or out of range' };
  if (asked === 0) return [];
  return range(name, 'stream', '0', String(asked - 1), view, (key, index) => [
    `${bornAt(key, index, view)}-0`,
    ['job', String(index)],
  ]);
}

function xinfo([sub = '', name = '']: readonly string[], view: RedisView): Reply {
  const key = existing(name, view);
  if (key === undefined) return noKey;
  if (key.type !== 'stream') return wrongType;
  const length = lengthOf(key, view);
  const first = `${bornAt(key, 0, view)}-0`;
  const last = `${bornAt(key, Math.max(0, length - 1), view)}-0`;
  if (sub.toUpperCase() === 'STREAM')
    return ['length', length, 'last-generated-id', last, 'groups', Object.keys(key.groups).length];
  if (sub.toUpperCase() !== 'GROUPS') return { error: `ERR unknown subcommand '${sub.slice(0, 64)}'` };
  return Object.entries(key.groups).map(([group, { lag, pending }]) => [
    'name',
    group,
    'consumers',
    1,
    'pending',
    Math.max(0, Math.round(view.world.number(pending, view.at))),
    'last-delivered-id',
    first,
    'entries-read',
    length,
    'lag',
    Math.max(0, Math.round(view.world.number(lag, view.at))),
  ]);
}

function xpending([name = '', group = '']: readonly string[], view: RedisView): Reply {
  const key = existing(name, view);
  if (key !== undefined && key.type !== 'stream') return wrongType;
  const found = key && Object.hasOwn(key.groups, group) ? key.groups[group] : undefined;
  if (key === undefined || found === undefined)
    return { error: `NOGROUP No such key '${name.slice(0, 64)}' or consumer group '${group.slice(0, 64)}'` };
  const pending = Math.max(0, Math.round(view.world.number(found.pending, view.at)));
  if (pending === 0) return [0, null, null, null];
  const oldest = `${bornAt(key, 0, view)}-0`;
  return [pending, oldest, `${view.at}-0`, [['worker-1', String(pending)]]];
}

/** A BullMQ job's hash: its id is the instant at which it came in. */
function hget([name = '', field = '']: readonly string[], view: RedisView): Reply {
  if (existing(name, view)) return wrongType;
  const id = name.slice(name.lastIndexOf(':') + 1);
  return field === 'timestamp' && /^\d{13}$/.test(id) ? id : null;
}

function configGet([sub = '', ...names]: readonly string[], { service }: RedisView): Reply {
  if (sub.toUpperCase() !== 'GET') return { error: 'ERR the drill only answers CONFIG GET' };
  return names.includes('maxmemory') ? ['maxmemory', String(service.maxMemory)] : [];
}

function info(section: string, view: RedisView): Reply {
  const { service, world, at } = view;
  const share = service.memory === undefined ? 0n : world.scaled(service.memory, at, 6);
  const used = (BigInt(service.maxMemory) * share) / 100_000_000n;
  const sections: Readonly<Record<string, readonly (readonly [string, string | number | bigint])[]>> = {
    server: [
      ['redis_version', '7.0.15'],
      ['redis_mode', 'standalone'],
    ],
    clients: [['connected_clients', 12]],
    memory: [
      ['used_memory', used],
      ['maxmemory', service.maxMemory],
      ['maxmemory_policy', 'noeviction'],
    ],
    persistence: [['loading', 0]],
    stats: [['evicted_keys', 0]],
    replication: [
      ['role', 'master'],
      ['connected_slaves', 1],
    ],
  };
  const wanted = ['all', 'everything', 'default'].includes(section)
    ? Object.keys(sections)
    : [section].filter((name) => Object.hasOwn(sections, name));
  const own = new Map(
    Object.entries(service.info).map(([field, given]) => [
      field,
      typeof given === 'string' ? world.text(given, at) : given.word,
    ]),
  );
  const lines = wanted.flatMap((name) => [
    `# ${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    ...(sections[name] ?? [])
      .filter(([field]) => !own.has(field))
      .map(([field, value]) => `${field}:${value}`),
    '',
  ]);
  return [...lines, ...Array.from(own, ([field, value]) => `${field}:${value}`), ''].join('\r\n');
}
