// The `redis` kind: a Redis server. Its client is loaded only when a profile uses it.

import { shownUrl } from '../fields.ts';
import { hostsElsewhere } from '../hosts.ts';
import { defineSource } from '../source.ts';
import { redisRead, redisOptions } from './options.ts';

/** Fields of INFO that are a number of bytes. */
const byteFields = /^(?:used_memory(?!.*_(?:human|perc)$)\w*|maxmemory|total_system_memory)$/;

export const redisSource = defineSource({
  kind: 'redis',
  options: redisOptions,
  read: redisRead,
  defaults: { every: 5_000, timeout: 3_000 },
  place: ({ url }) => shownUrl(url),
  hosts: ({ url }) => hostsElsewhere([url]),
  naturalUnit(read) {
    if (read === 'memory') return '%';
    if ('oldest' in read) return 'ms';
    if (!('info' in read)) return null;
    if (/^used_memory\w*_perc$/.test(read.info)) return '%';
    return byteFields.test(read.info) ? 'B' : null;
  },
  // A field of INFO may be anything.
  neverNegative: (read) => read === 'memory' || !('info' in read),
  rhythm: () => null,
  load: () => import('./client.ts'),
});
