// What a record says, in one way of writing for each type, so that two ways of writing the same thing are equal.

import type { CaaRecord, MxRecord } from 'node:dns';
import { isIPv4, isIPv6 } from 'node:net';
import type { RecordType } from './options.ts';

/** One record. `forms` are the ways in which a profile may name it, all normal; the first is how it is shown. */
export interface DnsRecord {
  readonly forms: readonly [string, ...string[]];
  /** Seconds that it may still be kept; null where Node does not tell. */
  readonly ttl: number | null;
}

export function addressRecord({
  address,
  ttl,
}: {
  readonly address: string;
  readonly ttl: number;
}): DnsRecord {
  return { forms: [normalAddress(address)], ttl };
}

export function nameRecord(name: string): DnsRecord {
  return { forms: [normalName(name)], ttl: null };
}

/** The strings of one TXT record are one text that was too long for one string (RFC 7208 §3.3). */
export function textRecord(strings: readonly string[]): DnsRecord {
  return { forms: [utf8Of(strings.join(''))], ttl: null };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Node makes a character of each byte; a character of UTF-8 may even lie in two strings. What is no UTF-8 stays as it is. */
function utf8Of(bytes: string): string {
  try {
    return utf8.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return bytes;
  }
}

/** `10 mail.example.com`, or the name alone; `0 .` says that no mail is taken (RFC 7505). */
export function mxRecord({ priority, exchange }: MxRecord): DnsRecord {
  return { forms: [`${priority} ${normalName(exchange)}`, normalName(exchange)], ttl: null };
}

const caaTags = ['issue', 'issuewild', 'iodef', 'contactemail', 'contactphone'] as const;

/** `0 issue letsencrypt.org`, or without the flags, or the value alone. */
export function caaRecord(record: CaaRecord): DnsRecord {
  const tag = caaTags.find((name) => record[name] !== undefined);
  const value = tag === undefined ? '' : utf8Of(record[tag] ?? '');
  const said = tag === undefined ? 'an unknown tag' : `${tag} ${value}`;
  const long = `${record.critical} ${said}`;
  return { forms: value === '' ? [long, said] : [long, said, value], ttl: null };
}

/** A target as the profile writes it, in the records' own way; null when no record of this type can ever say so. */
export function normalTarget(type: RecordType, target: string): string | null {
  switch (type) {
    case 'A':
      return isIPv4(target) ? target : null;
    case 'AAAA':
      return isIPv6(target) ? normalAddress(target) : null;
    case 'CNAME':
    case 'NS':
      return isIPv4(target) || isIPv6(target) || /\s|:/.test(target) ? null : normalName(target);
    case 'MX':
      return mxTarget(target);
    case 'CAA':
      return target.replaceAll('"', '').replace(/\s+/g, ' ');
    case 'TXT':
      return target;
  }
}

function mxTarget(target: string): string | null {
  const [, priority, name] = /^(?:(\d{1,5})\s+)?(\S+)$/.exec(target) ?? [];
  if (name === undefined || isIPv4(name)) return null;
  return priority === undefined ? normalName(name) : `${Number(priority)} ${normalName(name)}`;
}

/** Node gives the root as an empty text. */
function normalName(name: string): string {
  return name === '' ? '.' : name.toLowerCase().replace(/(.)\.$/, '$1');
}

/** RFC 5952, by way of the URL's own parser. */
function normalAddress(address: string): string {
  return isIPv6(address) && URL.canParse(`http://[${address}]`)
    ? new URL(`http://[${address}]`).hostname.slice(1, -1)
    : address;
}
