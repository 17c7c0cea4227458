// Whether the role may do more than read here: asked once a connection, and told as a warning. This is the guard that counts: what
// a role may not do, no query makes the server do.

import { plainText } from '../../domain/text.ts';
import type { Rows } from './statement.ts';

/** Most tables, sequences and foreign servers whose rights are looked at. */
const objectsMax = 5_000;

/** Roles of PostgreSQL's own whose members can do more than read the database: signal sessions, write, reach the server's files. */
const mighty = [
  'pg_signal_backend',
  'pg_signal_autovacuum_worker',
  'pg_write_all_data',
  'pg_maintain',
  'pg_execute_server_program',
  'pg_read_server_files',
  'pg_write_server_files',
  'pg_checkpoint',
  'pg_create_subscription',
];

const own = "nspname !~ '^pg_' and nspname <> 'information_schema'";

/** A member may become the role (SET ROLE), whether it has its rights right away or not. */
const member = "pg_catalog.pg_has_role(current_user, oid, 'member')";

export const rightsText = `select
  (select rolsuper from pg_catalog.pg_roles where rolname = current_user),
  (select quote_ident(rolname) from pg_catalog.pg_roles where rolsuper and ${member} limit 1),
  (select string_agg(word, ', ') from (values
    ((select bool_or(rolcreaterole) from pg_catalog.pg_roles where ${member}), 'CREATEROLE'),
    ((select bool_or(rolcreatedb) from pg_catalog.pg_roles where ${member}), 'CREATEDB'),
    ((select bool_or(rolreplication) from pg_catalog.pg_roles where ${member}), 'REPLICATION')) attributes (held, word) where held),
  (select string_agg(rolname, ', ' order by rolname) from pg_catalog.pg_roles
    where rolname = any ('{${mighty.join(',')}}') and ${member}),
  (select quote_ident(nspname) || '.' || quote_ident(relname)
    from (select oid, relname, relnamespace, relkind from pg_catalog.pg_class
      where relkind in ('r', 'p', 'f', 'v', 'S') and oid >= 16384 limit ${objectsMax}) objects
    join pg_catalog.pg_namespace spaces on spaces.oid = relnamespace
    where ${own} and case relkind
      when 'S' then pg_catalog.has_sequence_privilege(objects.oid, 'USAGE, UPDATE')
      else pg_catalog.has_table_privilege(objects.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
        or pg_catalog.has_any_column_privilege(objects.oid, 'INSERT, UPDATE') end limit 1),
  pg_catalog.has_database_privilege(current_database(), 'CREATE'),
  (select quote_ident(nspname) from pg_catalog.pg_namespace
    where ${own} and pg_catalog.has_schema_privilege(oid, 'CREATE') limit 1),
  (select quote_ident(srvname) from pg_catalog.pg_foreign_server
    where pg_catalog.has_server_privilege(oid, 'USAGE') limit 1)`;

/** In the order of the columns: what the role does with what stands there. `t` alone is a column that only says yes. */
const sentences: readonly ((what: string) => string)[] = [
  () => 'is a superuser',
  (role) => `may become a superuser, ${role}`,
  (attributes) => `has ${attributes}`,
  (roles) => `is a member of ${roles}`,
  (object) => `may write, in ${object}`,
  () => 'may create schemas in this database',
  (schema) => `may create tables in the schema ${schema}`,
  (server) => `may ask other servers, by ${server}`,
];

/** One sentence; null when the role only reads, as far as was looked. */
export function excessRights({ rows }: Rows): string | null {
  const columns = rows[0] ?? [];
  const index = columns.findIndex((column) => column !== null && column !== 'f');
  const excess = sentences[index]?.(plainText(columns[index] ?? '', 120));
  return excess === undefined
    ? null
    : `the role ${excess}: it has more rights than it needs, SELECT and pg_monitor are enough`;
}
