// One question to a DNS server, by Node's resolver (c-ares): records, none, or why it cannot be told.

import { Resolver } from 'node:dns/promises';
import type { Answer } from '../../domain/answer.ts';
import type { Milliseconds } from '../../domain/clock.ts';
import { exactDuration } from '../../domain/duration.ts';
import { gap, remedy, type Gap, type Passage } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { codeOf } from '../../domain/thrown.ts';
import { isHere } from '../hosts.ts';
import { addressRecord, caaRecord, mxRecord, nameRecord, textRecord, type DnsRecord } from './records.ts';
import type { DnsOptions } from './options.ts';

/** How often a question is sent before the server counts as silent: UDP may lose one. */
const tries = 3;
const tryMsMin: Milliseconds = 100;

/** No records is an answer, and says which kind of none. */
export interface Records {
  readonly records: readonly DnsRecord[];
  readonly none: Gap | null;
  readonly passage: Passage;
}

/** Never rejects, and settles as soon as `signal` aborts. A resolver of its own each time follows a changed resolv.conf. */
export async function ask(
  options: DnsOptions,
  timeout: Milliseconds,
  signal: AbortSignal,
): Promise<Answer<Records>> {
  const place = options.server ?? "this machine's resolver";
  const late = gap('timeout', `${place} did not answer within ${exactDuration(timeout)}`);
  if (signal.aborted) return { gap: late };
  const resolver = new Resolver({ timeout: Math.max(tryMsMin, Math.floor(timeout / (tries + 1))), tries });
  if (options.server !== undefined) resolver.setServers([options.server]);
  const elsewhere = resolver.getServers().some((server) => !isHere(hostOf(server)));
  const answered: Passage = { way: elsewhere ? 'theirs' : 'unsaid', reached: 'answer' };
  const cancel = (): void => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const records = distinct(await lookUp(resolver, options));
    return { value: { records, none: records.length === 0 ? noneOf(options) : null, passage: answered } };
  } catch (error) {
    const code = codeOf(error) ?? 'unknown';
    if (code === 'ENOTFOUND')
      return {
        value: {
          records: [],
          none: gap('not_found', plainText(`${options.name} does not exist (NXDOMAIN)`)),
          passage: answered,
        },
      };
    if (code === 'ENODATA') return { value: { records: [], none: noneOf(options), passage: answered } };
    const problem = code === 'ETIMEOUT' || code === 'ECANCELLED' ? late : failure(code, place, options.name);
    return { gap: { ...problem, ...passageOf(code, options, answered) } };
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

async function lookUp(resolver: Resolver, { name, type }: DnsOptions): Promise<DnsRecord[]> {
  switch (type) {
    case 'A':
      return (await resolver.resolve4(name, { ttl: true })).map(addressRecord);
    case 'AAAA':
      return (await resolver.resolve6(name, { ttl: true })).map(addressRecord);
    case 'CNAME':
      return (await resolver.resolveCname(name)).map(nameRecord);
    case 'NS':
      return (await resolver.resolveNs(name)).map(nameRecord);
    case 'TXT':
      return (await resolver.resolveTxt(name)).map(textRecord);
    case 'MX':
      return (await resolver.resolveMx(name)).map(mxRecord);
    case 'CAA':
      return (await resolver.resolveCaa(name)).map(caaRecord);
  }
}

/** A set has each record once, however often it was sent (RFC 2181 §5). */
function distinct(records: readonly DnsRecord[]): DnsRecord[] {
  return [...new Map(records.map((record) => [record.forms[0], record])).values()];
}

/** An address as the resolver writes it: `10.0.0.2:5353`, `[2001:db8::1]:53`, `::1`. */
function hostOf(server: string): string {
  return /^\[(.*)\]/.exec(server)?.[1] ?? server.replace(/^([^:]*):\d+$/, '$1');
}

/** That our own resolver is silent, or not there, is our own way; another server is a host as any. */
function passageOf(code: string, { server }: DnsOptions, answered: Passage): Passage {
  const silent = code === 'ETIMEOUT' || code === 'ECANCELLED';
  const refused = code === 'ECONNREFUSED';
  if (server === undefined && (silent || refused)) return { way: 'ours', reached: null };
  if (silent || (refused && answered.way === 'unsaid')) return { way: 'unsaid', reached: 'name' };
  return refused ? { way: 'theirs', reached: 'name' } : answered;
}

/** The name is there, and has no such record. */
function noneOf({ name, type }: DnsOptions): Gap {
  return gap('empty', plainText(`${name} has no ${type} record`));
}

const askAnother = remedy('Name another resolver, or let this one answer this machine.');
const correctName = remedy('Correct the name in the profile.');

function failure(code: string, place: string, name: string): Gap {
  switch (code) {
    case 'ESERVFAIL':
      return gap('unavailable', `${place} could not find out about ${name} (SERVFAIL)`);
    case 'EREFUSED':
      return gap('denied', `${place} refuses to answer for ${name} (REFUSED)`, askAnother);
    case 'ENOTIMP':
      return gap('unavailable', `${place} does not answer such questions (NOTIMP)`);
    case 'EFORMERR':
      return gap('parse', `${place} says that it does not understand the question (FORMERR)`);
    case 'EBADRESP':
      return gap('parse', `what ${place} sends is no DNS answer (${code})`);
    case 'ECONNREFUSED':
      return gap('refused', `no DNS server answers on ${place} (connection refused)`);
    case 'EBADNAME':
      return gap('not_configured', `${name} is no name that can be asked for (${code})`, correctName);
    default:
      return gap('unavailable', `${place} could not be asked for ${name} (${code})`);
  }
}
