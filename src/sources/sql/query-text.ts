// What the text of a query may be: one statement that reads. No list of names is a guard: what guards is what the role may do, and
// the server's read-only transaction. This one speaks earlier and more plainly, and keeps out what passes such a transaction by.

import * as z from 'zod';
import { plainText } from '../../domain/text.ts';
import { tokensOf, type Token } from './tokens.ts';

const queryCharactersMax = 10_000;

const reads: ReadonlySet<string> = new Set(['select', 'with', 'values', 'table', 'show']);

/** Functions that change something although the transaction is read-only, or that outlive it. */
const effects = new RegExp(
  `^(?:${[
    'nextval|setval|set_config|pg_notify|txid_current|pg_current_xact_id|pg_export_snapshot',
    'pg_(?:terminate|cancel)_backend|pg_reload_conf|pg_rotate_logfile\\w*|pg_promote|pg_log_backend_memory_contexts',
    'pg_switch_\\w+|pg_create_restore_point|pg_(?:start|stop)_backup|pg_backup_\\w+|pg_wal_replay_(?:pause|resume|wait)',
    'pg_(?:try_)?advisory_\\w+|pg_stat\\w*_reset\\w*|pg_(?:clear|restore)_\\w*stats?|pg_import_system_collations',
    'pg_(?:create|drop|copy|sync)_\\w*replication_slots?\\w*|pg_replication_\\w+|pg_logical_(?:emit_message|slot_get\\w*)',
    'lo_\\w+|lowrite|loread|pg_file_\\w+|pg_prewarm|autoprewarm\\w*|pg_buffercache_evict\\w*|pg_truncate_visibility_map',
    'brin_(?:de)?summarize_\\w+|gin_clean_pending_list|binary_upgrade_\\w+|postgres_fdw_disconnect\\w*|table_import_from_s3',
  ].join('|')})$`,
);

/** Functions to which a text is given that the server then runs, or that ask other servers. */
const runsText =
  /^(?:(?:query|cursor)_to_xml\w*|dblink\w*|ts_stat|ts_rewrite|crosstab\w*|connectby|xpath_table|query_export_to_s3|http_(?:get|post|put|patch|delete|head)|plpy_?execute|exec(?:ute)?(?:_sql|_query)?)$/;

/** Functions that read the server's own files. */
const readsFiles = /^pg_(?:read_(?:binary_)?file|ls_\w+|stat_file)\w*$/;

/** The text of one query, at most 10,000 characters. */
export const queryField = z
  .string()
  .trim()
  .min(1, { error: 'a query is needed' })
  .max(queryCharactersMax, { error: `a query has at most ${queryCharactersMax} characters` })
  .refine((query) => !query.includes('\0'), { error: 'a query holds no NUL character' })
  .superRefine((query, context) => {
    const message = problemOf(query);
    if (message !== null) context.addIssue({ code: 'custom', message });
  })
  .meta({ description: 'One SELECT that gives exactly one row with one column.' });

function problemOf(query: string): string | null {
  const tokens = tokensOf(query);
  if (tokens === null) return 'a quote or a comment in the query has no end';
  const first = tokens.find((token) => token.kind !== 'mark' || token.text !== '(');
  if (first?.kind !== 'name' || first.quoted || !reads.has(first.text))
    return 'a query only reads: it begins with SELECT, WITH, VALUES, TABLE or SHOW';
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'name' || !isOpening(tokens[index + 1])) continue;
    const name = `"${plainText(token.text, 60)}"`;
    if (effects.test(token.text))
      return `${name} changes something or outlives the query: a query only reads`;
    if (runsText.test(token.text))
      return `${name} runs a text or asks elsewhere, which nobody can look at: write the query itself, it only reads`;
    if (readsFiles.test(token.text))
      return `${name} reads the server's files: a query reads what is in the database`;
  }
  return null;
}

function isOpening(token: Token | undefined): boolean {
  return token?.kind === 'mark' && token.text === '(';
}
