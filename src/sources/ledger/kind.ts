// The `ledger` kind: an exact decimal out of a JSON endpoint. Its client is loaded only when a profile uses it.

import { shownUrl } from '../fields.ts';
import { hostsElsewhere } from '../hosts.ts';
import { defineSource } from '../source.ts';
import { ledgerOptions, ledgerRead } from './options.ts';

export const ledgerSource = defineSource({
  kind: 'ledger',
  options: ledgerOptions,
  read: ledgerRead,
  defaults: { every: 15_000, timeout: 5_000 },
  place: (options) => shownUrl(options.url),
  hosts: ({ url }) => hostsElsewhere([url]),
  naturalUnit: () => null,
  rhythm: () => null,
  load: () => import('./client.ts'),
});
