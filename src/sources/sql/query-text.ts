// What the text of a query may be: one statement that reads. The server's read-only transaction is the guard; this one speaks
// earlier and more plainly, and keeps out what would end that transaction.

import * as z from 'zod';

const queryCharactersMax = 10_000;

/** White space, comments and opening brackets. A comment within a comment is PostgreSQL's own and no profile needs it. */
const lead = /^(?:\s|--[^\n]*(?:\n|$)|\/\*(?:(?!\/\*|\*\/)[\s\S])*\*\/|\()*/;
const reads = /^(?:select|with|values|table|show)\b/i;

/** Functions that change something although the transaction is read-only, or that outlive it. */
const effects =
  /\b(?:nextval|setval|set_config|pg_terminate_backend|pg_cancel_backend|pg_reload_conf|pg_rotate_logfile|pg_promote|pg_notify|pg_switch_wal|pg_create_restore_point|pg_(?:try_)?advisory_\w+|pg_wal_replay_(?:pause|resume)|pg_stat_reset\w*|pg_(?:create|drop|copy)_\w*replication_slot\w*|pg_replication_\w+|pg_logical_(?:emit_message|slot_get\w*)|pg_file_\w+|dblink\w*|lo_\w+)\s*(?=\()/i;

/** Without what stands in quotes: it names no function. */
function withoutTexts(query: string): string {
  return query.replace(/'(?:[^']|'')*'/g, "''");
}

/** The text of one query, at most 10,000 characters. */
export const queryField = z
  .string()
  .trim()
  .min(1, { error: 'a query is needed' })
  .max(queryCharactersMax, { error: `a query has at most ${queryCharactersMax} characters` })
  .refine((query) => !query.includes('\0'), { error: 'a query holds no NUL character' })
  .refine((query) => reads.test(query.replace(lead, '')), {
    error: 'a query only reads: it begins with SELECT, WITH, VALUES, TABLE or SHOW',
  })
  .superRefine((query, context) => {
    const name = effects.exec(withoutTexts(query))?.[0].trim();
    if (name !== undefined)
      context.addIssue({
        code: 'custom',
        message: `"${name}" changes something or outlives the query: a query only reads`,
      });
  })
  .meta({ description: 'One SELECT that gives exactly one row with one column.' });
