// What a profile may say of an endpoint's TLS, and what one handshake with it can tell.

import * as z from 'zod';
import { urlField } from '../fields.ts';

export const tlsOptions = z.strictObject({
  url: urlField(['https', 'tls'])
    .refine((url) => !/^(?:https|tls):/.test(url) || !URL.canParse(url) || placeOf(url) !== null, {
      error: 'a host and its port are needed: tls://db.internal:5433, or https://api.example.com',
    })
    .meta({
      description:
        'Where to connect: https://api.example.com (port 443), tls://queue.internal:6380. A path does not matter.',
    }),
  servername: z.string().min(1).optional().meta({
    description: "The name that is asked for and that the certificate must have; the URL's host without it.",
  }),
  ca: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "A PEM file with the authorities to trust, instead of this machine's." }),
});

export const tlsRead = z.union(
  [
    z.enum(['valid', 'reason', 'protocol', 'issuer', 'key']),
    z.strictObject({
      left: z
        .enum(['leaf', 'chain'], { error: 'the time left is told of leaf or of chain' })
        .meta({ description: 'leaf: the certificate of the name. chain: the first of all to end.' }),
    }),
  ],
  {
    error: 'a tls source is read as valid, reason, protocol, issuer, key, { left: leaf } or { left: chain }',
  },
);

export type TlsOptions = z.output<typeof tlsOptions>;
export type TlsRead = z.output<typeof tlsRead>;

/** Host and port, for people; null when the URL lacks one of them. */
export function placeOf(text: string): string | null {
  const url = new URL(text);
  const port = url.port === '' && url.protocol === 'https:' ? '443' : url.port;
  return url.hostname === '' || port === '' ? null : `${url.hostname}:${port}`;
}
