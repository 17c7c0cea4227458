// What the server's errors mean: each SQLSTATE that an on-call may meet, as one sentence.
// https://www.postgresql.org/docs/current/errcodes-appendix.html

import { DatabaseError } from 'pg';
import { formatDuration } from '../../domain/duration.ts';
import { gap, remedy, type GapReason, type Remedy } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { networkFailure } from '../network-gap.ts';
import { TroubleError, type Trouble } from './trouble.ts';
import { correctLogin, correctQuery, nameDatabase } from '../remedies.ts';

/** What was being done, for the sentence. */
export interface Attempt {
  readonly place: string;
  readonly encrypted: boolean;
  /** The query's text; null while connecting. */
  readonly query: string | null;
  /** Real milliseconds that the server lets it run. */
  readonly limitMs: number;
}

type Sentence = (words: string, attempt: Attempt) => string;
type ErrorRow = readonly [
  code: RegExp,
  reason: GapReason,
  says: 'server' | 'query' | 'access' | 'ended',
  sentence: Sentence,
  todo?: Remedy | ((words: string, attempt: Attempt) => Remedy),
];

const saying =
  (what: string): Sentence =>
  (words) =>
    `${what}: ${words}`;

/** The first row that matches counts. `server`: it cannot now; `access`: not for us; `query`: this query; `ended`: the connection. */
const rows: readonly ErrorRow[] = [
  [/^28P01$/, 'auth', 'access', saying('the server does not accept the user or the password'), correctLogin],
  [/^28/, 'auth', 'access', hostRuleSentence, letIn],
  [/^3D000$/, 'not_configured', 'access', saying('the database in the URL does not exist'), nameDatabase],
  [/^57P03$/, 'unavailable', 'server', saying('the server is starting up, shutting down or recovering')],
  [/^57P0[12]$/, 'unavailable', 'server', saying('the server is shutting down or ended our connection')],
  [/^(?:57P05|25P0[34])$/, 'reset', 'ended', saying('the server ended our connection')],
  [/^53300$/, 'unavailable', 'server', saying('the server takes no more connections')],
  [/^53/, 'unavailable', 'query', saying('the server is out of memory, disk or another resource')],
  [/^08/, 'unavailable', 'ended', saying('the connection failed')],
  [/^57014$/, 'timeout', 'query', canceledSentence],
  [
    /^55P03$/,
    'timeout',
    'query',
    (_, { limitMs }) => `the query waited for a lock for ${formatDuration(limitMs / 2)}`,
  ],
  [/^40/, 'unavailable', 'query', saying('the server gave the query up in favour of others')],
  [
    /^25006$/,
    'denied',
    'query',
    saying('the query tries to write, and Launchwall only reads: the server has refused it'),
    remedy('Write a query that only reads.'),
  ],
  [/^42501$/, 'denied', 'query', lackingSentence, grantRight],
  [/^(?:42P01|42703|42883|3F000)$/, 'not_found', 'query', saying('the query names what is not there')],
  [
    /^22012$/,
    'nan',
    'query',
    () => 'the query divides by zero: write … / nullif(x, 0), and what nothing means',
    remedy('Write nullif(x, 0) where the query divides by x.'),
  ],
  [/^22/, 'nan', 'query', saying('the query cannot be calculated')],
  [/^42601$/, 'not_configured', 'query', syntaxSentence, correctQuery],
  [/^(?:42|0A|2[0-9A-Z]|3)/, 'not_configured', 'query', saying('the query is wrong'), correctQuery],
];

const wantsTls = /no encryption|SSL off/i;

function hostRuleSentence(words: string, { encrypted }: Attempt): string {
  const advice = !encrypted && wantsTls.test(words) ? '; add ?sslmode=verify-full to the URL' : '';
  return `the server does not let this user in: ${words}${advice}`;
}

function letIn(words: string, { encrypted }: Attempt): Remedy {
  return !encrypted && wantsTls.test(words)
    ? remedy('Add ?sslmode=verify-full to the url.')
    : remedy("Let this user in from this machine, in the server's pg_hba.conf.");
}

function grantRight(words: string, { query }: Attempt): Remedy {
  if (query === null) return remedy('Grant the role CONNECT on the database in the url.');
  return /row-level security/.test(words)
    ? remedy("Let the role read a view of the table's owner, or give it BYPASSRLS.")
    : remedy('Grant the role the right to read this.');
}

function lackingSentence(words: string, { query }: Attempt): string {
  if (query === null) return `the server refuses us: ${words}`;
  return /row-level security/.test(words)
    ? `a policy hides rows from the role: let it read a view of the table's owner, or give it BYPASSRLS: ${words}`
    : `the role lacks the right for this query: ${words}`;
}

function canceledSentence(words: string, { limitMs }: Attempt): string {
  return /user request/.test(words)
    ? 'somebody cancelled the query'
    : `the query took longer than ${formatDuration(limitMs)} (statementTimeout, or what was left of timeout)`;
}

function syntaxSentence(words: string): string {
  return /multiple commands/.test(words)
    ? 'the query holds more than one statement: write one SELECT, without ";" in its middle'
    : `the query is wrong: ${words}`;
}

/** What an error of `pg`, of the server or of the network means. */
export function troubleOf(error: unknown, attempt: Attempt): Trouble {
  if (error instanceof TroubleError) return error.trouble;
  if (!(error instanceof DatabaseError)) return brokenConnection(error, attempt);
  const { code } = error;
  // An "error" that the library makes of a message that it does not know.
  if (code === undefined)
    return fatal('parse', `${attempt.place} sends what PostgreSQL's protocol does not know`);
  const words = plainText(`${error.message}${placeIn(attempt.query, error.position)}`, 200);
  const row = rows.find(([pattern]) => pattern.test(code));
  if (row === undefined) {
    const message = `the server refuses ${attempt.query === null ? 'us' : 'the query'} (${code}): ${words}`;
    return { gap: gap('unavailable', message), ours: attempt.query !== null, fatal: false };
  }
  const [, reason, says, sentence, todo = null] = row;
  return {
    gap: gap(
      reason,
      plainText(sentence(words, attempt)),
      typeof todo === 'function' ? todo(words, attempt) : todo,
    ),
    ours: says === 'access' || says === 'query',
    fatal: says === 'server' || says === 'ended' || attempt.query === null,
  };
}

function brokenConnection(error: unknown, { place }: Attempt): Trouble {
  const message = error instanceof Error ? error.message : '';
  if (/^Connection terminated|not queryable/.test(message))
    return fatal('reset', `${place} closed the connection before its answer was whole`);
  if (/^SASL|SCRAM|^Password must be/i.test(message))
    return {
      gap: gap(
        'auth',
        `the password could not be proved to ${place}: ${plainText(message.replace(/^SASL: /, ''), 160)}`,
        correctLogin,
      ),
      ours: true,
      fatal: true,
    };
  return { ...networkFailure(error, place), fatal: true };
}

function fatal(reason: 'parse' | 'reset', message: string): Trouble {
  return { gap: gap(reason, message), ours: false, fatal: true };
}

/** ` (line 2, column 8)`; the server counts characters from 1. */
function placeIn(query: string | null, position: string | undefined): string {
  const at = Number(position);
  if (query === null || !Number.isInteger(at) || at < 1) return '';
  const lines = Array.from(query)
    .slice(0, at - 1)
    .join('')
    .split('\n');
  return ` (line ${lines.length}, column ${Array.from(lines.at(-1) ?? '').length + 1})`;
}
