// The `dns` kind: one name and one type of record. Its client is loaded only when a profile uses it.

import { hostOfUrl } from '../hosts.ts';
import { defineSource } from '../source.ts';
import { dnsOptions, dnsRead } from './options.ts';

/** It is on another machine, or asks one. */
const ownResolver = "this machine's resolver";

export const dnsSource = defineSource({
  kind: 'dns',
  options: dnsOptions,
  read: dnsRead,
  defaults: { every: 30_000, timeout: 5_000 },
  place: ({ name, type, server }) => `${type} ${name}${server === undefined ? '' : ` at ${server}`}`,
  // A server on this machine asks others.
  hosts: ({ server }) => [server === undefined ? ownResolver : (hostOfUrl(`dns://${server}`) ?? server)],
  naturalUnit: (read) => (read === 'ttl' ? 's' : null),
  valueKind: (read) => (typeof read === 'object' ? 'boolean' : read === 'answers' ? 'text' : 'numeric'),
  neverNegative: (read) => read === 'count' || read === 'ttl',
  rhythm: () => null,
  load: () => import('./client.ts'),
});
