// What a profile may say of a PostgreSQL server, and what can be read from it.

import * as z from 'zod';
import { durationField, tlsField } from '../fields.ts';
import { queryField } from './query-text.ts';
import { postgresUrlField, refusesTls } from './url.ts';

export const connectionFigures = ['percent', 'used', 'max'] as const;

export const sqlOptions = z
  .strictObject({
    url: postgresUrlField.meta({
      description:
        'postgres://user:password@host[:5432]/database[?sslmode=verify-full]. Keep it, or its password, in ${ENV}.',
    }),
    tls: tlsField
      .optional()
      .meta({ description: 'How to connect by TLS. With it TLS is used, and the certificate checked.' }),
    statementTimeout: durationField
      .refine((span) => span >= 1, { error: 'the statementTimeout is at least 1ms' })
      .optional()
      .meta({ description: 'How long the server lets one query run; half of `timeout` without it.' }),
    applicationName: z
      .string()
      .regex(/^[ -~]{1,63}$/, { error: 'an application name has 1 to 63 plain characters' })
      .default('launchwall')
      .meta({ description: "What pg_stat_activity shows of this program: launchwall, or the team's name." }),
  })
  .refine(({ url, tls }) => tls === undefined || !refusesTls(url), {
    path: ['tls'],
    error: 'the URL says sslmode=disable and `tls` says TLS: take one of them out',
  });

export const sqlRead = z
  .union(
    [
      z.literal('up').meta({ description: 'Whether the server answers queries.' }),
      z
        .literal('latency')
        .meta({ description: 'How long the queries of this poll took, without connecting; in ms.' }),
      z.literal('role').meta({ description: 'The word primary or standby.' }),
      z.strictObject({
        query: queryField,
        as: z.enum(['duration', 'age']).optional().meta({
          description:
            'duration: the query gives an interval. age: it gives a timestamptz, and the time since then is read.',
        }),
      }),
      z.strictObject({
        connections: z.enum(connectionFigures).meta({
          description: 'Client connections in use, how many there may be, or the share of it in percent.',
        }),
      }),
      z.strictObject({
        replication: z.literal('lag').meta({ description: 'How far a standby is behind, as a time.' }),
      }),
      z.strictObject({
        oldest: z
          .literal('transaction')
          .meta({ description: 'The age of the oldest open or prepared transaction.' }),
      }),
      z.strictObject({
        locks: z.literal('waiting').meta({ description: 'How many sessions wait for a lock.' }),
      }),
    ],
    {
      error:
        'write one of up, latency, role, { query: "SELECT …" }, { query: "SELECT …", as: duration|age }, ' +
        `{ connections: ${connectionFigures.join('|')} }, { replication: lag }, { oldest: transaction }, { locks: waiting }`,
    },
  )
  .meta({ description: 'What to read from this database.' });

export type SqlOptions = z.output<typeof sqlOptions>;
export type SqlRead = z.output<typeof sqlRead>;
