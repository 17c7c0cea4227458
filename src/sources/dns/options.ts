// What a profile may ask of the DNS: one name and one type of record, of the machine's resolver or of a server that it names.

import { isIP } from 'node:net';
import * as z from 'zod';

const recordTypes = ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'NS', 'CAA'] as const;
export type RecordType = (typeof recordTypes)[number];

/** Longest name and longest label (RFC 1035 §2.3.4). */
const nameLengthMax = 253;
const label = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;
/** Most targets that one read may name. */
const targetsMax = 100;

function isName(text: string): boolean {
  const bare = text.replace(/\.$/, '');
  return (
    bare.length <= nameLengthMax && isIP(bare) === 0 && bare.split('.').every((part) => label.test(part))
  );
}

/** `10.0.0.2`, `10.0.0.2:5353`, `2001:db8::1`, `[2001:db8::1]:5353`; null when it is none of these. */
function isServer(text: string): boolean {
  const [, inBrackets, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (isIP(text) !== 0) return true;
  const family = inBrackets === undefined ? isIP(plain ?? '') : isIP(inBrackets);
  const portFits = port === undefined || (Number(port) >= 1 && Number(port) <= 65_535);
  return portFits && family === (inBrackets === undefined ? 4 : 6);
}

const targetField = z
  .string()
  .trim()
  .min(1, { error: 'a target is needed: an address, a name, or the text of a record' })
  .meta({ description: 'What a record says: 10.0.0.1, api.example.com, 10 mail.example.com.' });

export const dnsOptions = z.strictObject({
  name: z
    .string()
    .refine(isName, {
      error:
        'a name is needed as the DNS has it: api.example.com, without a protocol, a port or a path; no address',
    })
    .meta({ description: 'The name to ask for. It is asked as written, search domains are not tried.' }),
  type: z
    .enum(recordTypes, { error: `a type of record is one of ${recordTypes.join(', ')}` })
    .default('A')
    .meta({ description: 'The type of record: A (the default), AAAA, CNAME, TXT, MX, NS or CAA.' }),
  server: z
    .string()
    .refine(isServer, {
      error: 'a DNS server is an address with or without a port: 10.0.0.2, 10.0.0.2:5353, [2001:db8::1]:53',
    })
    .optional()
    .meta({ description: "The server to ask, by its address: 10.0.0.2:53. The machine's own without it." }),
});

export const dnsRead = z.union(
  [
    z.enum(['answers', 'count', 'ttl']),
    z.strictObject({ has: targetField }),
    z.strictObject({
      only: z
        .array(targetField)
        .min(1, { error: 'at least one target is needed' })
        .max(targetsMax, { error: `at most ${targetsMax} targets can be named` }),
    }),
  ],
  {
    error: 'a dns source is read as answers, count, ttl, { has: TARGET } or { only: [TARGET, TARGET] }',
  },
);

export type DnsOptions = z.output<typeof dnsOptions>;
export type DnsRead = z.output<typeof dnsRead>;
