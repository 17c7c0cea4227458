// What the network's error codes mean, as one sentence for the wall: Node's, undici's and OpenSSL's, wherever in the chain of
// causes they stand. Every source uses it, so that one cause reads the same everywhere.

import { gap, remedy, type Gap, type GapReason, type Remedy } from '../domain/gap.ts';
import { plainText } from '../domain/text.ts';

/** A failed attempt to get an answer. */
export interface NetworkFailure {
  readonly gap: Gap;
  /** The trouble is on our side (our resolver, our trust store, our sockets): it says nothing about the thing itself. */
  readonly ours: boolean;
}

/** Deepest chain of causes that is walked, and most errors of one AggregateError that are looked at. */
const causesMax = 16;

type ErrorRow = readonly [
  reason: GapReason,
  ours: boolean,
  sentence: (place: string) => string,
  todo: Remedy | null,
];

type MakeRow = (reason: GapReason, sentence: (place: string) => string, todo?: Remedy) => ErrorRow;
const theirs: MakeRow = (reason, sentence, todo) => [reason, false, sentence, todo ?? null];
const ours: MakeRow = (reason, sentence, todo) => [reason, true, sentence, todo ?? null];

const addAuthority = remedy(
  "Name its issuer's certificate as ca, or in NODE_EXTRA_CA_CERTS where there is no ca.",
);
const renewCertificate = remedy('Renew the certificate there.');
const mendName = remedy('Name the host as its certificate does, or give it one for this name.');
const resolvable = remedy("Correct the host's name in the profile, or add it to the DNS.");
const moreFiles = remedy('Let this user open more files (ulimit -n), and start again.');
const letConnect = remedy('Let this program connect there: a firewall or sandbox here forbids it.');
const mendRequest = remedy('Correct the url and the headers of the request.');

const noAnswer = theirs('timeout', (place) => `${place} did not answer in time`);
const closed = theirs('reset', (place) => `${place} closed the connection before its answer was whole`);
const noRoute = ours('unreachable', (place) => `no way leads to ${place} from this machine`);
const noHttp = theirs('parse', (place) => `what ${place} sends is not HTTP`);
const untrusted = ours(
  'tls',
  (place) => `this machine does not trust the issuer of ${place}'s certificate`,
  addAuthority,
);
const noTls = theirs('tls', (place) => `no secure connection could be made to ${place}`);

const rows: Readonly<Record<string, ErrorRow>> = {
  ECONNREFUSED: theirs('refused', (place) => `nobody listens on ${place} (connection refused)`),
  ECONNRESET: closed,
  EPIPE: closed,
  ECONNABORTED: closed,
  UND_ERR_SOCKET: closed,
  UND_ERR_CLOSED: ours('unavailable', (place) => `the connection to ${place} was closed on our side`),
  UND_ERR_DESTROYED: ours('unavailable', (place) => `the connection to ${place} was closed on our side`),
  ETIMEDOUT: noAnswer,
  ESOCKETTIMEDOUT: noAnswer,
  UND_ERR_CONNECT_TIMEOUT: noAnswer,
  UND_ERR_HEADERS_TIMEOUT: noAnswer,
  UND_ERR_BODY_TIMEOUT: noAnswer,
  UND_ERR_ABORTED: noAnswer,
  ABORT_ERR: noAnswer,
  ENOTFOUND: ours('dns', (place) => `the name of ${place} does not resolve`, resolvable),
  ENODATA: ours('dns', (place) => `the name of ${place} has no address`),
  EAI_AGAIN: ours('dns', (place) => `our resolver does not answer for ${place}`),
  EAI_FAIL: ours('dns', (place) => `our resolver failed for ${place}`),
  EAI_NODATA: ours('dns', (place) => `the name of ${place} has no address`),
  EAI_NONAME: ours('dns', (place) => `the name of ${place} does not resolve`, resolvable),
  EHOSTUNREACH: noRoute,
  EHOSTDOWN: noRoute,
  ENETUNREACH: noRoute,
  ENETDOWN: noRoute,
  ENONET: noRoute,
  EADDRNOTAVAIL: ours('unavailable', (place) => `this machine has no free local address to reach ${place}`),
  EMFILE: ours('unavailable', (place) => `this machine has no file handle left to reach ${place}`, moreFiles),
  ENFILE: ours('unavailable', (place) => `this machine has no file handle left to reach ${place}`),
  ENOBUFS: ours('unavailable', (place) => `this machine has no buffer left to reach ${place}`),
  EACCES: ours('denied', (place) => `this machine does not let us connect to ${place}`, letConnect),
  EPERM: ours('denied', (place) => `this machine does not let us connect to ${place}`, letConnect),
  UND_ERR_HEADERS_OVERFLOW: theirs('too_large', (place) => `the headers from ${place} are too large`),
  HPE_HEADER_OVERFLOW: theirs('too_large', (place) => `the headers from ${place} are too large`),
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: theirs('parse', (place) => `half a body came from ${place}`),
  HPE_INVALID_EOF_STATE: closed,
  ANSWER_STATUS: theirs(
    'parse',
    (place) => `${place} answers with a status below 100, which HTTP does not have`,
  ),
  ANSWER_LENGTHS: theirs(
    'parse',
    (place) =>
      `the Content-Length from ${place} is no number, or two that differ: where its answer ends cannot be told`,
  ),
  ANSWER_LENGTH_AND_CODING: theirs(
    'parse',
    (place) =>
      `${place} sends a Content-Length beside a Transfer-Encoding: where its answer ends cannot be told`,
  ),
  ANSWER_UPGRADE: theirs(
    'parse',
    (place) => `${place} changes to another protocol (HTTP 101), which was not asked for`,
  ),
  UND_ERR_INVALID_ARG: ours(
    'not_configured',
    (place) => `the request to ${place} cannot be sent as written`,
    mendRequest,
  ),
  CERT_HAS_EXPIRED: theirs('tls', (place) => `the certificate of ${place} has expired`, renewCertificate),
  ERR_TLS_CERT_ALTNAME_INVALID: theirs(
    'tls',
    (place) => `the certificate that ${place} shows is for another name`,
    mendName,
  ),
  HOSTNAME_MISMATCH: theirs(
    'tls',
    (place) => `the certificate that ${place} shows is for another name`,
    mendName,
  ),
  CERT_REVOKED: theirs('tls', (place) => `the certificate of ${place} is revoked`, renewCertificate),
  CERT_NOT_YET_VALID: ours(
    'tls',
    (place) => `the certificate of ${place} is not valid yet, or our clock is slow`,
  ),
  DEPTH_ZERO_SELF_SIGNED_CERT: ours(
    'tls',
    (place) => `the certificate of ${place} is self-signed and not trusted here`,
    addAuthority,
  ),
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_UNTRUSTED: untrusted,
  ERR_SSL_WRONG_VERSION_NUMBER: theirs('tls', (place) => `${place} does not speak TLS`),
  ERR_SSL_PACKET_LENGTH_TOO_LONG: theirs('tls', (place) => `${place} does not speak TLS`),
  EPROTO: noTls,
};

/** Families of codes, asked when the exact one is not in the table. */
const families: readonly (readonly [RegExp, ErrorRow])[] = [
  [
    /^HPE_(?:CB_|INTERNAL|PAUSED|USER)/,
    ours('unavailable', (place) => `the answer of ${place} could not be read, for our part`),
  ],
  [/^HPE_/, noHttp],
  [/^(?:ERR_SSL_|ERR_TLS_|CERT_|CRL_|UNABLE_TO_)/, noTls],
  [/^EAI_/, ours('dns', (place) => `the name of ${place} could not be resolved`)],
];

/**
 * What a failed attempt means.
 * @param place where we looked, for people and without credentials: `127.0.0.1:8080`.
 */
export function networkFailure(error: unknown, place: string): NetworkFailure {
  return (
    knownFailure(error, place) ?? {
      gap: gap('unavailable', `${place} could not be asked: ${describe(error)}`),
      ours: false,
    }
  );
}

/** The same for a source to which it does not matter whose fault it is; null when no network error is in it. */
export function networkGap(error: unknown, place: string): Gap | null {
  return knownFailure(error, place)?.gap ?? null;
}

function knownFailure(error: unknown, place: string): NetworkFailure | null {
  for (const code of codesIn(error)) {
    const row = rows[code] ?? families.find(([pattern]) => pattern.test(code))?.[1];
    if (row) return { gap: gap(row[0], `${row[2](place)}${codeSuffix(code)}`, row[3]), ours: row[1] };
  }
  return null;
}

/** Host and port of a URL, the port written out: `api.example.com:443`. */
export function hostAndPort(url: URL): string {
  return url.port === '' ? `${url.hostname}:${url.protocol === 'https:' ? 443 : 80}` : url.host;
}

/** Codes that a search engine or a colleague can be asked about; the plain ones are said in words already. */
function codeSuffix(code: string): string {
  return /^(?:ECONNREFUSED|UND_ERR_|ABORT_ERR|HPE_|ANSWER_|TimeoutError)/.test(code) ? '' : ` (${code})`;
}

/** Every code and telling name in the error, its causes and its parts, the outermost first. */
export function codesIn(error: unknown): string[] {
  const codes: string[] = [];
  const queue: unknown[] = [error];
  for (let index = 0; index < queue.length && index < causesMax; index++) {
    const part = queue[index];
    if (typeof part !== 'object' || part === null) continue;
    const code: unknown = Reflect.get(part, 'code');
    if (typeof code === 'string') codes.push(code);
    const name: unknown = Reflect.get(part, 'name');
    if (name === 'TimeoutError' || name === 'AbortError') codes.push('ABORT_ERR');
    if (name === 'HTTPParserError') codes.push('HPE_');
    const parts: unknown = Reflect.get(part, 'errors');
    if (Array.isArray(parts)) queue.push(...parts.slice(0, causesMax));
    queue.push(Reflect.get(part, 'cause'));
  }
  return codes;
}

/** The message in one line; one that holds a URL is withheld, since URLs hold credentials. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'for a reason it does not give';
  return error.message === '' || error.message.includes('://') ? error.name : plainText(error.message);
}
