// What a profile may say of a Redis server, and what can be read from it.

import * as z from 'zod';
import { percentDecoded } from '../../domain/escapes.ts';
import { pointerField, tlsField, urlField } from '../fields.ts';

const keyField = z
  .string()
  .min(1, { error: 'the name of a key is needed' })
  .meta({ description: 'The name of a Redis key.' });

const queueField = z
  .string()
  .min(1, { error: 'the name of a BullMQ queue is needed' })
  .meta({ description: 'The name of a BullMQ queue, without the prefix.' });

const groupField = z
  .string()
  .min(1, { error: 'the name of a consumer group is needed' })
  .meta({ description: "The name of one of the stream's consumer groups." });

export const bullmqCounts = ['waiting', 'active', 'delayed', 'failed'] as const;

const oldestField = z.union(
  [
    z
      .strictObject({
        list: keyField,
        field: z
          .string()
          .min(1)
          .refine((text) => !text.startsWith('/') || pointerField.safeParse(text).success, {
            error:
              'what begins with "/" is a JSON pointer, which writes "~" as "~0" and "/" in a name as "~1": /meta/at',
          })
          .optional()
          .meta({
            description:
              'Where an element, a JSON object, holds the time it was put in: a name, or a JSON pointer (/meta/at). ' +
              'Milliseconds, seconds or ISO 8601.',
          }),
      })
      .refine((read) => read.field !== undefined, {
        path: ['field'],
        error:
          'Redis does not know how old an element of a list is: name the field of its JSON that holds the time, ' +
          '{ oldest: { list: jobs, field: createdAt } }',
      }),
    z.strictObject({ stream: keyField, group: groupField.optional() }),
    z.strictObject({ zset: keyField }),
    z.strictObject({ bullmq: queueField }),
  ],
  {
    error:
      'write one of { list: KEY, field: NAME }, { stream: KEY }, { stream: KEY, group: NAME }, { zset: KEY }, { bullmq: QUEUE }',
  },
);

export const redisRead = z
  .union(
    [
      z.literal('memory').meta({ description: 'used_memory as a share of maxmemory, in percent.' }),
      z.strictObject({ list: keyField }),
      z
        .strictObject({
          stream: keyField,
          group: groupField.optional(),
          field: z.enum(['lag', 'pending']).optional(),
        })
        .refine((read) => (read.group === undefined) === (read.field === undefined), {
          error: 'of a group one field is read: { stream: KEY, group: NAME, field: lag|pending }',
        }),
      z.strictObject({ zset: keyField }),
      z.strictObject({ bullmq: queueField, count: z.enum(bullmqCounts) }),
      z.strictObject({ oldest: oldestField }),
      z.strictObject({
        info: z
          .string()
          .regex(/^[A-Za-z0-9_]+$/, { error: 'the name of a field of INFO is needed: connected_clients' })
          .meta({ description: 'A field of INFO: evicted_keys, connected_clients, role.' }),
      }),
    ],
    {
      error:
        'write one of memory, { list: KEY }, { stream: KEY }, { stream: KEY, group: NAME, field: lag|pending }, { zset: KEY }, ' +
        `{ bullmq: QUEUE, count: ${bullmqCounts.join('|')} }, { oldest: … }, { info: FIELD }`,
    },
  )
  .meta({ description: 'What to read from this Redis.' });

const redisUrl = urlField(['redis', 'rediss'])
  .refine((url) => URL.canParse(url) && new URL(url).hostname !== '', {
    error: 'the URL names no host: redis://user:password@host:6379/0',
    abort: true,
  })
  .refine((url) => URL.canParse(url) && /^(?:\/\d{0,5})?$/.test(new URL(url).pathname), {
    error: "the URL's path is the number of the database: redis://host:6379/2",
  })
  .refine((url) => URL.canParse(url) && new URL(url).search === '' && new URL(url).hash === '', {
    error: 'the URL takes neither a query nor a fragment: TLS is rediss:// and `tls: { ca, servername }`',
  })
  .refine((url) => URL.canParse(url) && decodes(new URL(url)), {
    error: 'the user or the password in the URL has a "%" that is no escape: write it as %25',
  });

function decodes({ username, password }: URL): boolean {
  return [username, password].every((part) => percentDecoded(part) !== null);
}

export const redisOptions = z.strictObject({
  url: redisUrl.meta({
    description:
      'redis://[user:password@]host[:6379][/db], or rediss:// for TLS. Keep the password in ${ENV}.',
  }),
  tls: tlsField
    .optional()
    .meta({ description: 'How to connect by TLS. It is used even if the URL begins with redis://.' }),
  prefix: z.string().min(1).default('bull').meta({ description: "The prefix of BullMQ's keys." }),
});

export type RedisOptions = z.output<typeof redisOptions>;
export type RedisRead = z.output<typeof redisRead>;
export type OldestRead = z.output<typeof oldestField>;
