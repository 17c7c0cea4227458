// Whether the role may do more than read here: asked once a connection, and told as a warning.

import { plainText } from '../../domain/text.ts';
import type { Rows } from './statement.ts';

/** Most tables whose rights are looked at. */
const tablesMax = 5_000;

const own = "nspname !~ '^pg_' and nspname <> 'information_schema'";

export const rightsText = `select
  (select rolsuper from pg_catalog.pg_roles where rolname = current_user),
  pg_catalog.has_database_privilege(current_database(), 'CREATE'),
  (select quote_ident(nspname) from pg_catalog.pg_namespace
    where ${own} and pg_catalog.has_schema_privilege(oid, 'CREATE') limit 1),
  (select quote_ident(nspname) || '.' || quote_ident(relname)
    from (select oid, relname, relnamespace from pg_catalog.pg_class where relkind in ('r', 'p') and oid >= 16384 limit ${tablesMax}) tables
    join pg_catalog.pg_namespace spaces on spaces.oid = relnamespace
    where ${own} and (pg_catalog.has_table_privilege(tables.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
      or pg_catalog.has_any_column_privilege(tables.oid, 'INSERT, UPDATE')) limit 1)`;

/** One sentence; null when the role only reads, as far as was looked. */
export function rightsNote({ rows }: Rows): string | null {
  const [superuser, createsSchemas, schema, table] = rows[0] ?? [];
  const advice = 'it has more rights than it needs, SELECT and pg_monitor are enough';
  if (superuser === 't') return `the role is a superuser: ${advice}`;
  if (typeof table === 'string') return `the role may write, in ${plainText(table, 80)}: ${advice}`;
  if (createsSchemas === 't') return `the role may create schemas in this database: ${advice}`;
  if (typeof schema === 'string')
    return `the role may create tables in the schema ${plainText(schema, 80)}: ${advice}`;
  return null;
}
