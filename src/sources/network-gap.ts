// What a socket's error means as a gap, for the sources that speak over sockets.

import { gap, type Gap, type GapReason } from '../domain/gap.ts';
import { plainText } from '../domain/text.ts';

const reasons: Readonly<Record<string, GapReason>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EHOSTDOWN: 'refused',
  EADDRNOTAVAIL: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_CLOSED: 'reset',
  UND_ERR_DESTROYED: 'reset',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EPROTO: 'tls',
};

/** OpenSSL's and Node's words for a certificate or a handshake that is not accepted. */
const tlsPattern =
  /^(?:ERR_(?:TLS|SSL|OSSL)_|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO_|INVALID_(?:CA|PURPOSE)|HOSTNAME_MISMATCH)/;

/** How deep causes are followed: a library wraps an error twice or three times, never without end. */
const causeDepthMax = 6;

/**
 * The gap for an error that came from a socket, whatever wraps it.
 * @param place where it was to be reached, without credentials.
 * @returns null when no socket's error is in it.
 */
export function networkGap(error: unknown, place: string): Gap | null {
  for (const link of causes(error)) {
    const code = 'code' in link && typeof link.code === 'string' ? link.code : null;
    if (code === null) continue;
    const reason = reasons[code] ?? (tlsPattern.test(code) ? 'tls' : null);
    if (reason !== null) return gap(reason, sentence(reason, code, link, place));
  }
  return null;
}

function sentence(reason: GapReason, code: string, error: Error, place: string): string {
  if (code === 'ECONNREFUSED') return `nobody listens on ${place}`;
  if (reason === 'refused') return `${place} cannot be reached (${code})`;
  if (reason === 'reset') return `${place} closed the connection (${code})`;
  if (reason === 'timeout') return `${place} did not answer in time (${code})`;
  if (reason === 'dns') return `the name of ${place} does not resolve (${code})`;
  return `no secure connection to ${place}: ${plainText(error.message, 120)}`;
}

/** The error, what caused it and, for several addresses of one name, the first of each. */
function causes(error: unknown): Error[] {
  const found: Error[] = [];
  let next: unknown = error;
  while (next instanceof Error && found.length < causeDepthMax) {
    found.push(next);
    next = next instanceof AggregateError && next.cause === undefined ? next.errors[0] : next.cause;
  }
  return found;
}
