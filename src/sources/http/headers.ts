// Header fields that a profile may set, and what is sent along with a request anyway.

import * as z from 'zod';
import { percentDecodedOrAsIs } from '../../domain/escapes.ts';

/** Fields of the connection itself, which belong to the client. */
const reserved: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~\w-]+$/, { error: 'a header name is letters, digits and dashes' })
  .refine((name) => !reserved.has(name.toLowerCase()), {
    error: 'this header belongs to the connection and cannot be set',
  });

// oxlint-disable-next-line no-control-regex -- a header value must not carry control characters (header injection)
const headerValue = z.string().regex(/^[^\u0000-\u0008\u000A-\u001F\u007F\u0100-\uFFFF]*$/, {
  error: 'a header value is one line of text without control characters',
});

export const headersField = z.record(headerName, headerValue).meta({
  description: 'Header fields to send: { Authorization: "Bearer ${TOKEN}" }. Secrets only through ${NAME}.',
});

/** Names as the wire compares them. */
export type Headers = Readonly<Record<string, string>>;

/** No coding is accepted, because a body is judged as it comes; a cache on the way is asked to look again. */
const common: Headers = {
  accept: '*/*',
  'accept-encoding': 'identity',
  'cache-control': 'no-cache',
  'user-agent': 'launchwall',
};

/** What is sent: the profile's fields, the URL's user info as Basic credentials, and a few of our own. */
export function requestHeaders(own: Headers, url: URL): Headers {
  const sent: Record<string, string> = { ...common };
  if (url.username !== '' || url.password !== '') {
    const pair = [url.username, url.password].map(percentDecodedOrAsIs).join(':');
    sent['authorization'] = `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
  }
  for (const [name, value] of Object.entries(own)) sent[name.toLowerCase()] = value;
  return sent;
}

/** What may go to another origin: nothing that the profile set, since any field may be a credential. */
export function strangerHeaders(): Headers {
  return common;
}

/** Whether a part of the answer was asked for. */
export function asksForPart(headers: Headers): boolean {
  return Object.hasOwn(headers, 'range');
}

/** Whether credentials went along, so that 401 and 403 speak of them and not of the service. */
export function showsCredentials(headers: Headers): boolean {
  return Object.keys(headers).some((name) => /^(?:authorization|cookie)$|api-?key|token|secret/.test(name));
}
