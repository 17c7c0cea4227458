// The `sql` kind: a PostgreSQL server. Its client is loaded only when a profile uses it.

import { shownUrl } from '../fields.ts';
import { isThisMachine } from '../hosts.ts';
import { defineSource } from '../source.ts';
import { readAddress } from './address.ts';
import { sqlOptions, sqlRead } from './options.ts';

export const sqlSource = defineSource({
  kind: 'sql',
  options: sqlOptions,
  read: sqlRead,
  defaults: { every: 15_000, timeout: 10_000 },
  place: ({ url }) => shownUrl(url),
  hosts: ({ url, tls }) => [readAddress(url, tls).host].filter((host) => !isThisMachine(host)),
  naturalUnit(read) {
    if (read === 'latency') return 'ms';
    if (typeof read === 'string') return null;
    if ('query' in read) return read.as === undefined ? null : 'ms';
    if ('connections' in read) return read.connections === 'percent' ? '%' : null;
    return 'locks' in read ? null : 'ms';
  },
  valueKind: (read) => (read === 'role' ? 'text' : null),
  // What a query gives may be anything.
  neverNegative: (read) => typeof read === 'string' || !('query' in read),
  rhythm: () => null,
  load: () => import('./client.ts'),
});
