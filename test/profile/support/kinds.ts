// Kinds of source for these tests: they have schemas like the real ones and are never polled.
import { z } from 'zod';
import { durationField, shownUrl, urlField } from '../../../src/sources/fields.ts';
import { defineSource, failedPoll, type Source, type SourceKind } from '../../../src/sources/source.ts';

function never(): Source {
  return {
    poll: () => Promise.resolve(failedPoll({ reason: 'never_polled', message: 'a test' })),
    close: () => Promise.resolve(),
  };
}

const load = () => Promise.resolve({ createSource: never });

const web = defineSource({
  kind: 'web',
  options: z.strictObject({
    url: urlField(['http', 'https']),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.string().optional(),
    expect: z.int().min(100).max(599).optional(),
    maxAge: durationField.optional(),
  }),
  read: z.union([z.enum(['up', 'status', 'latency']), z.strictObject({ pointer: z.string() })]),
  defaults: { every: 10_000, timeout: 5_000 },
  place: ({ url }) => shownUrl(url),
  naturalUnit: (read) => (read === 'latency' ? 'ms' : null),
  rhythm: () => null,
  load,
});

const queue = defineSource({
  kind: 'queue',
  options: z.strictObject({ url: urlField(['redis', 'rediss']), password: z.string().optional() }),
  read: z.union([
    z.strictObject({ list: z.string() }),
    z.strictObject({ stream: z.string(), group: z.string().optional() }),
    z.strictObject({ memory: z.literal('used') }),
  ]),
  defaults: { every: 5_000, timeout: 2_000 },
  place: ({ url }) => shownUrl(url),
  naturalUnit: (read) => ('memory' in read ? 'B' : null),
  rhythm: () => null,
  load,
});

const cloud = defineSource({
  kind: 'cloud',
  options: z.strictObject({ region: z.string(), settle: durationField.optional() }),
  read: z.strictObject({ metric: z.string(), period: durationField }),
  defaults: { every: 60_000, timeout: 10_000 },
  place: ({ region }) => region,
  naturalUnit: () => '%',
  rhythm: ({ settle }, { period }) => ({ interval: period, delay: period + (settle ?? 120_000) }),
  load,
});

const chain = defineSource({
  kind: 'chain',
  options: z.strictObject({ rpc: z.array(urlField(['http', 'https'])).min(1), chain: z.int() }),
  read: z.union([z.literal('head'), z.strictObject({ balance: z.string() })]),
  defaults: { every: 15_000, timeout: 5_000 },
  place: ({ rpc }) => `${rpc.length} RPCs`,
  naturalUnit: (read) => (read === 'head' ? null : 'wei'),
  rhythm: () => null,
  load,
});

export const testKinds: ReadonlyMap<string, SourceKind> = new Map(
  [web, queue, cloud, chain].map((kind) => [kind.kind, kind]),
);
