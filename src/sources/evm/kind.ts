// The `evm` kind: a chain, by one RPC or several. Its client is loaded only when a profile uses it.

import { hostsElsewhere } from '../hosts.ts';
import { defineSource } from '../source.ts';
import { toldHost } from '../told-address.ts';
import { evmOptions, evmRead, rpcUrls } from './options.ts';

export const evmSource = defineSource({
  kind: 'evm',
  options: evmOptions,
  read: evmRead,
  defaults: { every: 15_000, timeout: 10_000 },
  place: (options) => `chain ${options.chain} at ${rpcUrls(options).map(toldHost).join(', ')}`,
  hosts: (options) => hostsElsewhere(rpcUrls(options)),
  naturalUnit(read) {
    if (read === 'head-age') return 'ms';
    return typeof read === 'object' && 'balance' in read ? 'ETH' : null;
  },
  valueKind(read) {
    if (typeof read === 'string') return null;
    return 'hasCode' in read ? 'boolean' : 'codeHash' in read ? 'text' : null;
  },
  // What a contract answers may be anything.
  neverNegative: (read) =>
    typeof read === 'string' || 'balance' in read || 'erc20' in read || 'nonce' in read,
  rhythm: () => null,
  load: () => import('./client.ts'),
});
