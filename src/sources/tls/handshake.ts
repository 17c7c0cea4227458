// One handshake on a connection of its own, which ends as soon as the certificates are known.

import { isIP } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';
import type { Answer } from '../../domain/answer.ts';
import type { Milliseconds } from '../../domain/clock.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { codeOf } from '../../domain/thrown.ts';
import { networkFailure } from '../network-gap.ts';
import { timeoutGap } from '../timeout-gap.ts';
import { Approach } from '../way.ts';
import { chainOf, type Chain } from './certificates.ts';
import type { Authorities } from './path.ts';

export interface HandshakeInput {
  readonly url: URL;
  /** Host and port, for people. */
  readonly place: string;
  readonly servername: string | null;
  /** PEM texts; null for the machine's own authorities. */
  readonly authorities: readonly string[] | null;
  /** The same, or the machine's own, as they are looked through. */
  readonly trusted: Authorities;
  readonly timeout: Milliseconds;
}

export interface Handshake {
  /** Null when the chain is trusted, in time, and for this name; else Node's code for why not. */
  readonly problem: string | null;
  /** `TLSv1.3` */
  readonly protocol: string;
  readonly chain: Chain;
}

/** Never rejects, and settles as soon as `signal` aborts. */
export async function shakeHands(input: HandshakeInput, signal: AbortSignal): Promise<Answer<Handshake>> {
  const { place, timeout, trusted } = input;
  const { promise, resolve } = Promise.withResolvers<Answer<Handshake>>();
  const approach = new Approach(input.url.hostname, { secure: true });
  const fail = (problem: Gap): void => resolve({ gap: approach.blame(problem) });
  if (signal.aborted) return { gap: gap('timeout', `${place} was not asked in time`) };
  const socket = connect(connectionOptions(input));
  approach.follow(socket);
  const late = (): void => fail(timeoutGap(approach.waitedFor, place, timeout));
  signal.addEventListener('abort', late, { once: true });
  socket.once('secureConnect', () => {
    const chain = chainOf(socket.getPeerX509Certificate(), trusted);
    const problem = socket.authorized ? null : problemOf(socket.authorizationError);
    const protocol = socket.getProtocol() ?? 'unknown';
    if (chain === null) fail(gap('tls', `${place} shows no certificate that can be read`));
    else resolve({ value: { problem, protocol, chain } });
  });
  socket.on('error', (error) => fail(networkFailure(error, place).gap));
  socket.once('close', () => fail(gap('reset', `${place} closed the connection during the TLS handshake`)));
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', late);
    socket.destroy();
  }
}

/** The chain is looked at whatever it is worth: that it is worth nothing is what we are here to tell. */
function connectionOptions({ url, servername, authorities }: HandshakeInput): ConnectionOptions {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const name = servername ?? host;
  return {
    host,
    port: url.port === '' ? 443 : Number(url.port),
    // An address is no server name (RFC 6066 §3); Node then holds the certificate against the host.
    ...(isIP(name) === 0 && { servername: name }),
    ...(authorities && { ca: [...authorities] }),
    rejectUnauthorized: false,
    ALPNProtocols: url.protocol === 'https:' ? ['http/1.1'] : [],
  };
}

/** Node gives the code, whatever its types say. */
function problemOf(error: unknown): string {
  if (typeof error === 'string') return error;
  return codeOf(error) ?? 'UNKNOWN';
}
