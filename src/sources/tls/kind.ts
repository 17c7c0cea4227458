// The `tls` kind: one handshake with an endpoint. Its client is loaded only when a profile uses it.

import { hostsElsewhere } from '../hosts.ts';
import { defineSource } from '../source.ts';
import { toldHost } from '../told-address.ts';
import { tlsOptions, tlsRead, placeOf } from './options.ts';

export const tlsSource = defineSource({
  kind: 'tls',
  options: tlsOptions,
  read: tlsRead,
  defaults: { every: 60_000, timeout: 5_000 },
  place: ({ url, servername }) =>
    `${url.includes('${') ? toldHost(url) : (placeOf(url) ?? url)}${servername === undefined ? '' : ` as ${servername}`}`,
  hosts: ({ url }) => hostsElsewhere([url]),
  naturalUnit: (read) => (typeof read === 'object' ? 'ms' : null),
  valueKind: (read) => (typeof read === 'object' ? 'numeric' : read === 'valid' ? 'boolean' : 'text'),
  rhythm: () => null,
  load: () => import('./client.ts'),
});
