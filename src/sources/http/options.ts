// What a profile may say about an endpoint, or about several that are asked one after the other.

import { isIP } from 'node:net';
import * as z from 'zod';
import { bodyBytesDefault, bodyMaxField, unframedField } from '../body.ts';
import { urlField } from '../fields.ts';
import { expectField } from './expect.ts';
import { headersField } from './headers.ts';
import { changesField, explainsItsChange, matchField, methodField, unexplained } from './request-fields.ts';
import { stepsField } from './step-schema.ts';

/** Most hosts to which one source's redirects may lead wherever they are. */
const hostsMax = 16;

const hostField = z
  .string()
  .meta({ pattern: '^[^/]+$' })
  .refine((text) => hostOf(text) !== null, {
    error: 'a host is a name or an address, without protocol, port and path: sso.internal, 10.0.0.7',
  })
  .transform((text) => hostOf(text) ?? text);

/** As URLs have it; null for what is more, or less, than a host. */
function hostOf(text: string): string | null {
  const url = `http://${isIP(text) === 6 ? `[${text}]` : text}/`;
  if (/[:/?#@\\\s]/.test(isIP(text) === 6 ? '' : text) || !URL.canParse(url)) return null;
  return new URL(url).hostname;
}

const redirectsField = z
  .union([z.enum(['follow', 'refuse']), z.array(hostField).min(1).max(hostsMax)], {
    error: 'redirects are `refuse`, `follow`, or a list of hosts that may be near: [sso.internal]',
  })
  .meta({
    description:
      'refuse: a 3xx is judged by `expect`. follow: of GET and HEAD, up to 5, never from https to http nor from an open network to a private one, credentials stay. A list of hosts: the same, and to these wherever they are.',
  });

export const httpOptions = z
  .strictObject({
    url: urlField(['http', 'https']).optional(),
    method: methodField.default('GET'),
    headers: headersField.default({}),
    body: z.string().optional().meta({ description: 'What is sent with the request.' }),
    changes: changesField.optional(),
    expect: expectField.default(['2xx']),
    redirects: redirectsField.default('refuse'),
    match: matchField.optional(),
    steps: stepsField.optional().meta({
      description: 'Instead of `url`: requests that are made one after the other, with values carried over.',
    }),
    bodyMax: bodyMaxField.default(bodyBytesDefault),
    unframed: unframedField,
  })
  .refine(explainsItsChange, unexplained)
  .refine(({ url, steps }) => url !== undefined || steps !== undefined, {
    path: ['url'],
    error: 'a url is needed, or steps',
  })
  .refine(({ url, steps }) => url === undefined || steps === undefined, {
    path: ['steps'],
    error: 'either a url or steps: with steps, the url belongs into a step',
  })
  .refine((options) => options.steps === undefined || !saysMoreThanSteps(options), {
    path: ['steps'],
    error: 'with steps, method, headers, body, expect, match and changes belong into each step',
  });

/** What belongs to a request and stands beside the steps. */
function saysMoreThanSteps(options: {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly changes?: string | undefined;
  readonly match?: unknown;
  readonly expect: readonly (number | string)[];
}): boolean {
  const { method, headers, body, changes, match, expect } = options;
  const usual = expect.length === 1 && expect[0] === '2xx';
  const more = [body, changes, match].some((one) => one !== undefined);
  return more || method !== 'GET' || Object.keys(headers).length > 0 || !usual;
}

export type HttpOptions = z.output<typeof httpOptions>;
