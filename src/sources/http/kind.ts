// The `http` kind: an endpoint, or several that are asked one after the other. Its client is loaded only when a profile uses it.

import { shownUrl } from '../fields.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { hostsElsewhere } from '../hosts.ts';
import { defineSource, type Misread } from '../source.ts';
import { httpRead, type AnswerRead, type HttpRead } from './reads.ts';
import { relaysOf } from './relays.ts';
import { httpOptions, type HttpOptions } from './options.ts';

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
