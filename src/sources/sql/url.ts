// The URL of a PostgreSQL server as a profile may write it; each mistake with its sentence.

import * as z from 'zod';
import { percentDecoded } from '../../domain/escapes.ts';

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
  if ([url.username, url.password, url.hostname, url.pathname].some((part) => percentDecoded(part) === null))
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

/** Whether TLS is used at all although `tls` is given: both cannot be meant. */
export function refusesTls(text: string): boolean {
  return URL.canParse(text) && new URL(text).searchParams.get('sslmode') === 'disable';
}

export function isLibpqCompatible(parameters: URLSearchParams): boolean {
  return parameters.get('uselibpqcompat') === 'true';
}

/** A name, an address, or the folder of a Unix socket. */
export function hostOf(url: URL): string {
  const socket = url.searchParams.get('host');
  return socket ?? (percentDecoded(url.hostname) ?? '').replace(/^\[(.*)\]$/, '$1');
}
