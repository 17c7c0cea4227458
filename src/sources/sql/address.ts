// What a PostgreSQL URL says: where, as whom, and how far the other end is to be trusted. Read here and not by `pg`, which
// prints warnings, reads files at once, and takes from the environment what the URL leaves out.

import { percentDecoded } from '../../domain/escapes.ts';
import { hostOf, isLibpqCompatible } from './url.ts';

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

/** What a URL that `postgresUrlField` has taken says. */
export function readAddress(text: string, tls: TlsOptions | undefined): Address {
  const url = new URL(text);
  const { searchParams } = url;
  const host = hostOf(url);
  const port = url.port === '' ? 5432 : Number(url.port);
  return {
    host,
    port,
    user: percentDecoded(url.username) ?? '',
    password: percentDecoded(url.password) ?? '',
    database: percentDecoded(url.pathname.slice(1)) ?? '',
    options: searchParams.get('options'),
    channelBinding: searchParams.get('channel_binding') === 'require',
    tls: host.startsWith('/') ? null : tlsTerms(searchParams, tls),
    place: host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : `${url.hostname}:${port}`,
  };
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
