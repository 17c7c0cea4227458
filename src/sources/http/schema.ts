// The `http` source: what a profile may say about an endpoint, or about several that are asked one after the other.

import { isIP } from 'node:net';
import * as z from 'zod';
import { bodyBytesDefault, bodyMaxField, unframedField } from '../body.ts';
import { shownUrl, urlField } from '../fields.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { hostsElsewhere } from '../hosts.ts';
import { defineSource, type Misread } from '../source.ts';
import { expectField } from './expect.ts';
import { headersField } from './headers.ts';
import { httpRead, type AnswerRead, type HttpRead } from './reads.ts';
import { changesField, explainsItsChange, matchField, methodField, unexplained } from './request-fields.ts';
import { stepsField } from './step-schema.ts';
import { relaysOf } from './relays.ts';

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

const httpOptions = z
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

export const httpSource = defineSource({
  kind: 'http',
  options: httpOptions,
  read: httpRead,
  defaults: { every: 5_000, timeout: 3_000 },
  place: ({ url, steps }) => {
    if (steps === undefined) return shownUrl(url ?? '');
    const first = shownUrl(steps[0]?.url ?? '');
    return steps.length === 1 ? first : `${first} and ${steps.length - 1} more`;
  },
  hosts: ({ url, steps }) => hostsElsewhere(steps?.map((step) => step.url) ?? [url ?? '']),
  relays: ({ steps = [] }) => relaysOf(steps),
  naturalUnit: (read) => unitOf(answerReadOf(read)),
  neverNegative: (read) => answerReadOf(read) === 'latency',
  valueKind(read) {
    const own = answerReadOf(read);
    if (own === 'status' || own === 'bytes') return 'numeric';
    if (own === null || typeof own === 'string') return own === 'up' ? 'boolean' : null;
    return 'hasHeader' in own || 'hasDirective' in own ? 'boolean' : null;
  },
  rhythm: () => null,
  misread: ({ steps }, read) => (typeof read === 'string' ? null : misreadOf(steps ?? null, read)),
  load: () => import('./client.ts'),
});

function misreadOf(steps: HttpOptions['steps'] | null, read: Exclude<HttpRead, string>): Misread | null {
  if ('cors' in read && steps)
    return { path: ['cors'], message: 'cors is read of a source with a url, not of one with steps' };
  if (!('step' in read)) return null;
  const names = (steps ?? []).flatMap(({ name }) => name ?? []);
  if (names.includes(read.step)) return null;
  const known = names.length === 0 ? '; no step of the source has a name' : `; there are ${names.join(', ')}`;
  const words = steps ? didYouMean(read.step, names) || known : '; the source has no steps';
  return { path: ['step'], message: `no step is called "${read.step}"${words}` };
}

function answerReadOf(read: HttpRead): AnswerRead | null {
  if (typeof read === 'string') return read;
  if ('step' in read) return read.read;
  return 'cors' in read ? null : read;
}

/** Directives that are a number of seconds (RFC 9111 §5.2, RFC 6797 §6.1.1). */
const seconds = /^(?:max-age|s-maxage|max-stale|min-fresh|stale-while-revalidate|stale-if-error)$/i;

function unitOf(read: AnswerRead | null): string | null {
  if (read === 'latency') return 'ms';
  if (read === 'bytes') return 'B';
  const directive = typeof read === 'object' && read !== null && 'directive' in read ? read.directive : '';
  return seconds.test(directive) ? 's' : null;
}
