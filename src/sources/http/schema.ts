// The `http` source: what a profile may say about an endpoint, and what can be read from its answer.

import * as z from 'zod';
import { bodyBytesDefault, bodyMaxField } from '../body.ts';
import { compileRegex, groupCount, readRegex } from '../bounded-regex.ts';
import { pointerField, shownUrl, urlField } from '../fields.ts';
import { defineSource } from '../source.ts';
import { expectField } from './expect.ts';
import { headersField } from './headers.ts';

/** Methods that ask. What changes things (PUT, PATCH, DELETE) is not to be polled. */
const httpMethods = ['GET', 'HEAD', 'OPTIONS', 'POST'] as const;

/** Text, or `/pattern/flags`. */
const textOrRegex = z
  .string()
  .min(1)
  .refine((text) => !/^\/.+\/[a-z]*$/s.test(text) || readRegex(text) !== null, {
    error: 'this is no regular expression: write /pattern/ with the flags i, m, s or u, or plain text',
  });

/** A pattern whose one group is the value, written bare or as `/pattern/flags`. */
const groupRegex = z.string().transform((text, context) => {
  const pattern = readRegex(text) ?? compileRegex(text);
  if (pattern && groupCount(pattern) === 1) return pattern;
  const message = pattern
    ? `a body pattern needs exactly one group, this one has ${groupCount(pattern)}: depth=(\\d+)`
    : 'this is no regular expression';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

export const httpOptions = z.strictObject({
  url: urlField(['http', 'https']),
  method: z
    .enum(httpMethods)
    .default('GET')
    .meta({ description: 'How to ask. A POST must only ask, too: it is sent at every poll.' }),
  headers: headersField.default({}),
  body: z.string().optional().meta({ description: 'What is sent with the request.' }),
  expect: expectField.default(['2xx']),
  redirects: z.enum(['follow', 'refuse']).default('refuse').meta({
    description:
      'refuse: a 3xx is judged by `expect`. follow: up to 5, never from https to http, credentials stay.',
  }),
  match: z
    .strictObject({ body: textOrRegex })
    .optional()
    .meta({ description: 'What the body must hold for `up`: text, or /pattern/flags.' }),
  bodyMax: bodyMaxField.default(bodyBytesDefault),
});

/** The message that one of a union's members wrote itself: it knows better than the union what is wrong. */
function ownMessage(errors: unknown): string | null {
  const parsed = z.array(z.array(z.object({ code: z.string(), message: z.string() }))).safeParse(errors);
  return parsed.data?.flat().find(({ code }) => code === 'custom')?.message ?? null;
}

export const httpRead = z.union(
  [
    z.enum(['up', 'status', 'latency', 'bytes']),
    z.strictObject({ json: pointerField }),
    z.strictObject({ body: groupRegex }),
  ],
  {
    error: (issue) =>
      ownMessage(issue.errors) ??
      'an http source is read as up, status, latency, bytes, { json: /pointer } or { body: "pattern with one (group)" }',
  },
);

export type HttpOptions = z.output<typeof httpOptions>;
export type HttpRead = z.output<typeof httpRead>;

export const httpSource = defineSource({
  kind: 'http',
  options: httpOptions,
  read: httpRead,
  defaults: { every: 5_000, timeout: 3_000 },
  place: (options) => shownUrl(options.url),
  naturalUnit: (read) => (read === 'latency' ? 'ms' : read === 'bytes' ? 'B' : null),
  rhythm: () => null,
  load: () => import('./client.ts'),
});
