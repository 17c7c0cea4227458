// The `prometheus` kind: a page of metrics. Its client is loaded only when a profile uses it.

import { shownUrl } from '../fields.ts';
import { hostsElsewhere } from '../hosts.ts';
import { defineSource } from '../source.ts';
import { prometheusOptions, prometheusRead } from './options.ts';

/** The unit that a name ends in, as the naming rules of Prometheus have it. Instants in seconds are no time span. */
function unitOfName(name: string): string | null {
  const base = name.replace(/_(?:total|sum)$/, '');
  if (/_(?:time|timestamp)_(?:milli)?seconds$|_created$/.test(base)) return null;
  if (base.endsWith('_seconds')) return 's';
  if (base.endsWith('_milliseconds')) return 'ms';
  if (base.endsWith('_bytes')) return 'B';
  return base.endsWith('_percent') ? '%' : null;
}

export const prometheusSource = defineSource({
  kind: 'prometheus',
  options: prometheusOptions,
  read: prometheusRead,
  defaults: { every: 15_000, timeout: 5_000 },
  place: (options) => shownUrl(options.url),
  hosts: ({ url }) => hostsElsewhere([url]),
  naturalUnit(read) {
    if (read === 'up') return null;
    if ('share' in read) return '%';
    if ('quantile' in read) return unitOfName(read.histogram);
    if (read.aggregate === 'count') return null;
    if ('series' in read) return unitOfName(read.series);
    // Seconds a second are a share of one core, and bytes a second bytes a second; all else is counted.
    const unit = unitOfName(read.rate);
    return unit === 'B' ? 'B/s' : unit === null ? '/s' : null;
  },
  window: (read) => (typeof read === 'object' && 'window' in read ? read.window : null),
  // A gauge may be anything; a counter and what is made of observations' numbers may not.
  neverNegative(read) {
    if (read === 'up') return false;
    if ('series' in read) return read.aggregate === 'count' || /_(?:total|count|bucket)$/.test(read.series);
    return 'rate' in read || 'share' in read;
  },
  rhythm: () => null,
  load: () => import('./client.ts'),
});
