// The `promql` kind: a server that answers PromQL. Its client is loaded only when a profile uses it.

import { shownUrl } from '../fields.ts';
import { hostsElsewhere } from '../hosts.ts';
import { defineSource } from '../source.ts';
import { lookBackOf } from './look-back.ts';
import { promqlOptions, promqlRead } from './options.ts';

export const promqlSource = defineSource({
  kind: 'promql',
  options: promqlOptions,
  read: promqlRead,
  defaults: { every: 15_000, timeout: 10_000 },
  place: (options) => shownUrl(options.url),
  hosts: ({ url }) => hostsElsewhere([url]),
  // What a query gives only its writer knows.
  naturalUnit: () => null,
  rhythm: () => null,
  covers: (read) => (typeof read === 'object' && 'query' in read ? (read.covers?.span ?? null) : null),
  lookBack: (read) => (typeof read === 'object' && 'query' in read ? lookBackOf(read.query) : 0),
  load: () => import('./client.ts'),
});
