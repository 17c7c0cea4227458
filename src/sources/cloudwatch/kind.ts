// The `cloudwatch` kind: one AWS region's CloudWatch. Its client is loaded only when a profile uses it.

import { hostsElsewhere } from '../hosts.ts';
import { defineSource } from '../source.ts';
import { cloudwatchOptions, cloudwatchRead, cloudwatchPlace, cloudwatchUrl } from './options.ts';

export const cloudwatchSource = defineSource({
  kind: 'cloudwatch',
  options: cloudwatchOptions,
  read: cloudwatchRead,
  defaults: { every: 60_000, timeout: 15_000 },
  place: cloudwatchPlace,
  hosts: (one) => hostsElsewhere([cloudwatchUrl(one)]),
  naturalUnit: () => null,
  neverNegative: (read) =>
    'alarms' in read || 'dashboard' in read || ('stat' in read && read.stat === 'SampleCount'),
  rhythm: ({ settle }, read) => ('period' in read ? { interval: read.period, delay: settle } : null),
  load: () => import('./client.ts'),
});
