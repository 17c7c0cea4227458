// What a PostgreSQL URL says: where, as whom, and how far the other end is to be trusted. Read here and not by `pg`, which
// prints warnings, reads files at once, and takes from the environment what the URL leaves out.

import * as z from 'zod';

/** How the server's certificate is judged: its chain and its name, its chain only, or not at all. */
export type Trust = 'full' | 'chain' | 'blind';

export interface TlsTerms {
  readonly trust: Trust;
  /** PEM files; null: Node's own authorities, no certificate of ours. */
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  /** The name that the certificate must have; null: the host's. */
  readonly servername: string | null;
  /** TLS from the first byte (`sslnegotiation=direct`, PostgreSQL 17). */
  readonly direct: boolean;
}

export interface Address {
  /** A name, an address, or the folder of a Unix socket, which begins with `/`. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Empty: none. */
  readonly password: string;
  readonly database: string;
  readonly options: string | null;
  readonly channelBinding: boolean;
  /** Null: without TLS. */
  readonly tls: TlsTerms | null;
  /** Host and port, for people. */
  readonly place: string;
}

export interface TlsOptions {
  readonly ca?: string | undefined;
  readonly servername?: string | undefined;
}

const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'] as const;

/** Parameters that would lead elsewhere, or bind the other end to what is not checked here. */
const notUnderstood: ReadonlySet<string> = new Set(
  'hostaddr port user password dbname service passfile require_auth gssencmode target_session_attrs sslcrl sslcrldir sslpassword ssl replication'.split(
    ' ',
  ),
);

/** How an address is written when something about it is wrong. */
const example = 'postgres://user:password@host:5432/database?sslmode=verify-full';

/** A URL that `readAddress` can read, each mistake with its sentence; none of them repeats the URL. */
export const postgresUrlField = z
  .string()
  .refine((text) => URL.canParse(text) && /^postgres(?:ql)?:$/.test(new URL(text).protocol), {
    error: `an absolute URL of one server is needed: ${example}`,
  })
  .superRefine((text, context) => {
    const problem = URL.canParse(text) ? problemOf(new URL(text)) : null;
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });

function problemOf(url: URL): string | null {
  const { searchParams } = url;
  if ([url.username, url.password, url.hostname, url.pathname].some((part) => decoded(part) === null))
    return 'the URL has a "%" that is no escape: write it as %25';
  if (url.hash !== '') return 'the URL takes no fragment: a "#" in the password is written %23';
  const host = hostOf(url);
  if (host === '') return `the URL names no host: ${example}`;
  if (host.includes(',')) return 'the URL names several hosts: name the one to watch, each in a source';
  if (url.username === '') return `the URL names no user: ${example}`;
  if (!/^\/[^/]+$/.test(url.pathname)) return `the URL names no database: ${example}`;
  for (const name of searchParams.keys())
    if (notUnderstood.has(name)) return `the URL's parameter "${name}" is not understood here: ${example}`;
  const elsewhere = searchParams.get('host');
  if (elsewhere !== null && !elsewhere.startsWith('/'))
    return 'the URL\'s parameter "host" is the folder of a Unix socket: name a host in the URL itself';
  return sslProblem(searchParams);
}

function sslProblem(parameters: URLSearchParams): string | null {
  const mode = parameters.get('sslmode');
  if (mode !== null && !sslModes.some((known) => known === mode))
    return `the URL's sslmode is none of ${sslModes.join(', ')}`;
  const negotiation = parameters.get('sslnegotiation');
  if (negotiation !== null && !/^(?:postgres|direct)$/.test(negotiation))
    return "the URL's sslnegotiation is postgres or direct";
  const binding = parameters.get('channel_binding');
  if (binding !== null && !/^(?:disable|prefer|require)$/.test(binding))
    return "the URL's channel_binding is disable, prefer or require";
  if (isLibpqCompatible(parameters) && mode === 'verify-ca' && !parameters.has('sslrootcert'))
    return 'sslmode=verify-ca with uselibpqcompat needs sslrootcert, the authority to trust';
  return null;
}

/** What a URL that `postgresUrlField` has taken says. */
export function readAddress(text: string, tls: TlsOptions | undefined): Address {
  const url = new URL(text);
  const { searchParams } = url;
  const host = hostOf(url);
  const port = url.port === '' ? 5432 : Number(url.port);
  return {
    host,
    port,
    user: decoded(url.username) ?? '',
    password: decoded(url.password) ?? '',
    database: decoded(url.pathname.slice(1)) ?? '',
    options: searchParams.get('options'),
    channelBinding: searchParams.get('channel_binding') === 'require',
    tls: host.startsWith('/') ? null : tlsTerms(searchParams, tls),
    place: host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : `${url.hostname}:${port}`,
  };
}

/** Whether TLS is used at all although `tls` is given: both cannot be meant. */
export function refusesTls(text: string): boolean {
  return URL.canParse(text) && new URL(text).searchParams.get('sslmode') === 'disable';
}

/**
 * What `sslmode` means. As `pg` 8 has it: `prefer`, `require`, `verify-ca` and `verify-full` are one, the strictest;
 * `no-verify` only encrypts. With `uselibpqcompat=true` in the URL as libpq has it.
 */
function tlsTerms(parameters: URLSearchParams, tls: TlsOptions | undefined): TlsTerms | null {
  const mode = parameters.get('sslmode');
  const rootCert = parameters.get('sslrootcert');
  const ca = tls?.ca ?? (rootCert === 'system' ? null : rootCert);
  const direct = parameters.get('sslnegotiation') === 'direct';
  const wanted = tls !== undefined || rootCert !== null || direct || parameters.has('sslcert');
  if (mode === 'disable' || (mode === null && !wanted)) return null;
  return {
    trust: trustOf(mode, isLibpqCompatible(parameters), ca !== null),
    ca,
    cert: parameters.get('sslcert'),
    key: parameters.get('sslkey'),
    servername: tls?.servername ?? null,
    direct,
  };
}

function trustOf(mode: string | null, libpq: boolean, hasAuthority: boolean): Trust {
  if (mode === 'no-verify') return 'blind';
  if (!libpq) return 'full';
  if (mode === 'allow' || mode === 'prefer') return 'blind';
  if (mode === 'require') return hasAuthority ? 'chain' : 'blind';
  return mode === 'verify-ca' ? 'chain' : 'full';
}

function isLibpqCompatible(parameters: URLSearchParams): boolean {
  return parameters.get('uselibpqcompat') === 'true';
}

function hostOf(url: URL): string {
  const socket = url.searchParams.get('host');
  return socket ?? (decoded(url.hostname) ?? '').replace(/^\[(.*)\]$/, '$1');
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
