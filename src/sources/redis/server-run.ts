// Which run of the server answers, and since when its counters count: INFO's `run_id` and `uptime_in_seconds`, which come along anyway.
// Somebody may have cleared the counters (CONFIG RESETSTAT), of which only INFO's commandstats tell: they are asked for where a
// time without looks is bridged by the run, and once for each run.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { wholeNumber, type RedisCommand, type Replies } from './commands.ts';

/** Fields of INFO that count since the server began: not what lies in its keys, nor what it keeps on disk, nor levels. */
const counters: ReadonlySet<string> = new Set([
  'acl_access_denied_auth',
  'acl_access_denied_channel',
  'acl_access_denied_cmd',
  'acl_access_denied_key',
  'active_defrag_hits',
  'active_defrag_key_hits',
  'active_defrag_key_misses',
  'active_defrag_misses',
  'client_output_buffer_limit_disconnections',
  'client_query_buffer_limit_disconnections',
  'dump_payload_sanitizations',
  'evicted_clients',
  'evicted_keys',
  'evicted_scripts',
  'expire_cycle_cpu_milliseconds',
  'expired_keys',
  'expired_time_cap_reached_count',
  'io_threaded_reads_processed',
  'io_threaded_writes_processed',
  'keyspace_hits',
  'keyspace_misses',
  'lazyfreed_objects',
  'rejected_connections',
  'reply_buffer_expands',
  'reply_buffer_shrinks',
  'sync_full',
  'sync_partial_err',
  'sync_partial_ok',
  'total_active_defrag_time',
  'total_commands_processed',
  'total_connections_received',
  'total_error_replies',
  'total_eviction_exceeded_time',
  'total_forks',
  'total_net_input_bytes',
  'total_net_output_bytes',
  'total_net_repl_input_bytes',
  'total_net_repl_output_bytes',
  'total_reads_processed',
  'total_writes_processed',
  'unexpected_error_replies',
  'used_cpu_sys',
  'used_cpu_user',
]);

export function countsSinceStart(field: string): boolean {
  return counters.has(field);
}

const commandStats: RedisCommand = ['info', 'commandstats'];
/** Before Redis 7 the statistics do not tell what CONFIG was called for. */
const wasCleared = /^cmdstat_config(?:\|resetstat)?:/m;

/** What goes along with a counter's value. */
export interface RunFacts {
  readonly run: string;
  readonly begunAt?: Instant;
}

interface Known {
  readonly run: string;
  readonly facts: RunFacts | null;
}

export class ServerRun {
  /** Looks further apart than this may have something between them that they do not show. */
  readonly #near: Milliseconds;
  #known: Known | null = null;
  #lookedAt: Instant | null = null;

  constructor(every: Milliseconds) {
    this.#near = every * 1.25;
  }

  /** A look failed: what happened meanwhile is to be asked for. */
  failed(): void {
    this.#lookedAt = null;
  }

  /** What the second pipeline has to ask. @param replies those of the first one, with INFO. */
  questions(replies: Replies, now: Instant): readonly RedisCommand[] {
    const run = runIn(replies);
    const isNear = this.#lookedAt !== null && now - this.#lookedAt <= this.#near;
    return run === null || (isNear && run === this.#known?.run) ? [] : [commandStats];
  }

  /** Null where this server does not tell of its run, or its counters were cleared during it. */
  facts(replies: Replies, now: Instant): RunFacts | null {
    const run = runIn(replies);
    if (run === null) return null;
    this.#lookedAt = now;
    if (!replies.has(commandStats)) return this.#known?.run === run ? this.#known.facts : null;
    const stats = replies.text(commandStats);
    const isWhole = !stats.gap && stats.value !== null && !wasCleared.test(stats.value);
    const before = this.#known?.run === run ? this.#known.facts : null;
    this.#known = { run, facts: isWhole ? (before ?? { run, ...beginningIn(replies, now) }) : null };
    return this.#known.facts;
  }
}

function runIn(replies: Replies): string | null {
  const info = infoOf(replies);
  const run = info?.get('run_id') ?? '';
  return /^[0-9a-f]{40}$/.test(run) ? run : null;
}

/** By our clock: the server's own does not matter. */
function beginningIn(replies: Replies, now: Instant): { readonly begunAt?: Instant } {
  const seconds = wholeNumber(infoOf(replies)?.get('uptime_in_seconds'));
  return seconds === null || seconds < 0n ? {} : { begunAt: now - Number(seconds) * 1_000 };
}

function infoOf(replies: Replies): ReadonlyMap<string, string> | null {
  if (!replies.has(['info'])) return null;
  const info = replies.info();
  return info.value ?? null;
}
