// Starts a real PostgreSQL of its own on a free port of 127.0.0.1, and stops it by its pid.

import { execFile, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { freePort } from './loopback.ts';
import { begin, describeWith, end, executable, firstExecutable, until } from './services.ts';

const run = promisify(execFile);

/** Debian keeps a server's programs out of the PATH, a folder a version. */
const serverPath = firstExecutable(serverFolders().map((folder) => join(folder, 'postgres')));
const binFolder = serverPath === null ? '' : join(serverPath, '..');

function serverFolders(): string[] {
  const debian = '/usr/lib/postgresql';
  try {
    const versions = readdirSync(debian).toSorted((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(debian, version, 'bin'));
  } catch {
    return [join(executable('postgres') ?? '/nonexistent/postgres', '..')];
  }
}

/** A group of tests that needs a real PostgreSQL. */
export function describeWithPostgres(name: string, tests: () => void): void {
  describeWith(name, serverPath, 'no PostgreSQL here: apt-get install postgresql', tests);
}

export interface PostgresServer {
  readonly port: number;
  /** Where its Unix socket lies. */
  readonly folder: string;
  /** `postgres://USER:PASSWORD@127.0.0.1:PORT/DATABASE` */
  url(user?: string, password?: string, database?: string): string;
  /** Runs these statements as the superuser and gives what they print, a row a line, columns parted by `|`. */
  sql(statements: string, database?: string): Promise<string>;
  /** SIGSTOP hangs the server, not the sessions that it has already; SIGCONT lets it go on. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it at once, its sessions too; it can be started again. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export interface PostgresOptions {
  /** Further settings: `['max_connections=10']`. */
  readonly settings?: readonly string[];
  /** Takes what ends it: with the running test, unless a whole file uses it. */
  readonly atEnd?: (end: () => Promise<void>) => void;
  /** PEM files of the server's certificate; without them it speaks no TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** It becomes a standby of this server. */
  readonly standbyOf?: PostgresServer;
  /** Lines of pg_hba.conf before the usual ones, which want passwords over TCP. */
  readonly hostRules?: readonly string[];
}

/** The superuser may come in over TCP too; everybody else proves a password. */
const hostRules = [
  'local all all trust',
  'host replication postgres 127.0.0.1/32 trust',
  'host all all 127.0.0.1/32 scram-sha-256',
];

/** Nothing is worth keeping; a few connections cost less than a hundred. */
const baseSettings = [
  'listen_addresses=127.0.0.1',
  'fsync=off',
  'shared_buffers=16MB',
  'max_connections=20',
  'autovacuum=off',
  'log_min_messages=panic',
  'wal_sender_timeout=0',
];

/**
 * The rights that docs/sources-sql.md publishes.
 * @param everyTable as its comment has it, instead of those on one table.
 */
export function publishedGrants({ everyTable }: { everyTable: boolean }): string {
  const page = readFileSync(new URL('../../docs/sources-sql.md', import.meta.url), 'utf8');
  const lines = /```sql\n(create role[^`]*)```/.exec(page)?.[1]?.split('\n') ?? [];
  const chosen = everyTable ? lines.filter((line) => !line.includes('ledger')) : lines;
  return chosen
    .map((line) => (everyTable ? line.replace(/^-- .*: (?=grant)/, '') : line))
    .join('\n')
    .replace('database shop', 'database postgres');
}

/** A server with the published role, here `watch` (password `watch-secret`), which may read everything and see all sessions. */
export async function startPostgres({
  settings = [],
  atEnd = onTestFinished,
  tls,
  standbyOf,
  hostRules: furtherRules = [],
}: PostgresOptions = {}): Promise<PostgresServer> {
  const user = await serverUser();
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-pg-'));
  own(folder, user);
  const data = join(folder, 'data');
  const port = await freePort();
  if (standbyOf === undefined) {
    await tool(
      'initdb',
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-N', '-E', 'UTF8', '--locale=C'],
      user,
    );
    writeFileSync(join(data, 'pg_hba.conf'), `${[...furtherRules, ...hostRules].join('\n')}\n`);
  } else {
    const from = ['-h', '127.0.0.1', '-p', String(standbyOf.port), '-U', 'postgres'];
    await tool('pg_basebackup', [...from, '-D', data, '-R', '-X', 'stream', '-c', 'fast', '-N'], user);
  }
  const all = [...baseSettings, ...settings, ...(tls ? tlsSettings(tls, data, user) : [])];
  const args = ['-D', data, '-p', String(port), '-k', folder, ...all.flatMap((setting) => ['-c', setting])];
  let child: ChildProcess | null = null;
  const admin = ['-h', folder, '-p', String(port), '-U', 'postgres'];
  const server: PostgresServer = {
    port,
    folder,
    url: (name = 'watch', password = 'watch-secret', database = 'postgres') =>
      `postgres://${name}:${password}@127.0.0.1:${port}/${database}`,
    async sql(statements, database = 'postgres') {
      const quiet = ['-XAtq', '-v', 'ON_ERROR_STOP=1'];
      const { stdout } = await run(
        join(binFolder, 'psql'),
        [...admin, ...quiet, '-d', database, '-c', statements],
        {
          timeout: 20_000,
        },
      );
      return stdout.trim();
    },
    signal: (signal) => child?.kill(signal),
    async stop() {
      // An immediate shutdown takes the sessions along; a killed server would leave them behind.
      child?.kill('SIGCONT');
      const stopping = child;
      child = null;
      if (stopping === null || stopping.exitCode !== null) return;
      const ended = new Promise<void>((resolve) => stopping.once('exit', () => resolve()));
      stopping.kill('SIGQUIT');
      await ended;
      await end(stopping);
    },
    async start() {
      child = begin(join(binFolder, 'postgres'), args, user);
      await until(
        () =>
          run(join(binFolder, 'pg_isready'), ['-q', ...admin]).then(
            () => true,
            () => false,
          ),
        'PostgreSQL to take connections',
        60_000,
      );
    },
  };
  atEnd(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await server.start();
  if (standbyOf === undefined)
    await server.sql(
      publishedGrants({ everyTable: true })
        .replaceAll('launchwall', 'watch')
        .replace('PASSWORD', 'watch-secret'),
    );
  return server;
}

type User = { readonly uid?: number; readonly gid?: number };

/** PostgreSQL refuses to run as root: it then runs as the user that its package has made. */
async function serverUser(): Promise<User> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(['-u', '-g'].map((what) => run('id', [what, 'postgres'])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}

function own(path: string, { uid, gid }: User): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** The server reads its key only if nobody else can. */
function tlsSettings(
  files: { readonly cert: string; readonly key: string },
  data: string,
  user: User,
): string[] {
  const folder = join(data, 'tls');
  mkdirSync(folder, { mode: 0o700 });
  own(folder, user);
  for (const name of ['cert', 'key'] as const) {
    copyFileSync(files[name], join(folder, name));
    own(join(folder, name), user);
  }
  return ['ssl=on', `ssl_cert_file=${join(folder, 'cert')}`, `ssl_key_file=${join(folder, 'key')}`];
}

async function tool(name: string, args: string[], user: User): Promise<void> {
  await run(join(binFolder, name), args, { ...user, timeout: 120_000 });
}
