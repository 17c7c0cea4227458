// Errors of the network between here and CloudWatch, as gaps.

import { gap, type Gap } from '../../domain/gap.ts';

/** Deepest chain of causes that is looked through. */
const causesMax = 8;

/** The gap for a network error, found by its code anywhere in its chain of causes; null when it is none. */
export function networkGap(error: unknown, place: string): Gap | null {
  for (const code of codesOf(error)) {
    const found = gapOfCode(code, place);
    if (found) return found;
  }
  return null;
}

function gapOfCode(code: string, place: string): Gap | null {
  switch (code) {
    case 'ECONNREFUSED':
      return gap('refused', `${place} refuses the connection: nobody listens there`);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
      return gap('refused', `there is no route to ${place}`);
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return gap('reset', `${place} closed the connection in the middle`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return gap('dns', `the name of ${place} does not resolve`);
    case 'ETIMEDOUT':
    case 'ESOCKETTIMEDOUT':
    case 'ECONNABORTED':
      return gap('timeout', `${place} did not answer in time`);
  }
  if (/^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$)/.test(code))
    return gap('tls', `no secure connection to ${place} (${code})`);
  if (code.startsWith('HPE_')) return gap('parse', `${place} does not answer in HTTP (${code})`);
  return null;
}

/** Codes from the outside in. A credential provider wraps errors into its message, so that is looked at as well. */
function* codesOf(error: unknown): Generator<string> {
  let current = error;
  for (let depth = 0; depth < causesMax && current instanceof Error; depth++) {
    if ('code' in current && typeof current.code === 'string') yield current.code;
    if (current instanceof AggregateError)
      for (const inner of current.errors.slice(0, causesMax)) yield* codesOf(inner);
    const named = /\b(ECONN(?:REFUSED|RESET)|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|E(?:HOST|NET)UNREACH)\b/.exec(
      current.message,
    );
    if (named?.[1] !== undefined) yield named[1];
    current = current.cause;
  }
}
