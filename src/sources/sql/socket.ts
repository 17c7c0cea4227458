// A connected socket to the server, secured as the address says. Cancelling needs a second one, opened in the same way.

import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import type { Answer } from '../../domain/answer.ts';
import { gap, remedy, type GapReason, type Remedy } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { pemBytesMax, readAuthorities, unreadable } from '../authorities.ts';
import { readRegularFile } from '../regular-file.ts';
import { networkFailure } from '../network-gap.ts';
import type { Approach } from '../way.ts';
import type { Address, TlsTerms } from './address.ts';
import { TroubleError, type Trouble } from './trouble.ts';
import { correctFile } from '../remedies.ts';

/** A connection that carries nothing is probed after this many real milliseconds. */
const keepAliveDelay = 10_000;

/** SSLRequest, eight bytes: its length and its code. https://www.postgresql.org/docs/current/protocol-message-formats.html */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * Connects, and secures the connection.
 * @param stop ends the attempt at once, whatever the other end does.
 * @param approach is told how far it has come.
 */
export async function openSocket(
  address: Address,
  stop: AbortSignal,
  approach: Approach,
): Promise<Answer<Socket, Trouble>> {
  const { host, port, place, tls } = address;
  const opened: Socket[] = [];
  const end = (): void => {
    for (const socket of opened) socket.destroy();
  };
  stop.addEventListener('abort', end, { once: true });
  try {
    const files = tls === null ? {} : await readFiles(tls);
    stop.throwIfAborted();
    const socket = host.startsWith('/')
      ? connectTcp({ path: `${host}/.s.PGSQL.${port}` })
      : connectTcp({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveDelay });
    watch(socket, opened);
    approach.follow(socket);
    await next(socket, 'connect');
    if (tls === null) return { value: socket };
    if (!tls.direct) await negotiate(socket, place);
    const secured = connectTls({ socket, host, ...files, ...tlsOptions(tls, host) });
    watch(secured, opened);
    await next(secured, 'secureConnect');
    approach.came('tls');
    return { value: secured };
  } catch (error) {
    end();
    if (error instanceof TroubleError) return error.trouble;
    return { ...networkFailure(error, place), fatal: true };
  } finally {
    stop.removeEventListener('abort', end);
  }
}

/** An error that comes when nobody waits for one must not end the program. */
function watch(socket: Socket, opened: Socket[]): void {
  opened.push(socket);
  socket.on('error', () => undefined);
}

const goPlain = remedy('Turn TLS on at the server, or write sslmode=disable in the url.');

/** Asks for TLS, as PostgreSQL does, within the plain connection. */
async function negotiate(socket: Socket, place: string): Promise<void> {
  const answered = next(socket, 'data');
  socket.write(sslRequest);
  const answer = await answered;
  const text = Buffer.isBuffer(answer) ? answer.toString('latin1') : '';
  if (text === 'S') return;
  if (text === 'N')
    throw trouble('tls', true, `${place} does not offer TLS: to go without, write sslmode=disable`, goPlain);
  if (text.startsWith('E'))
    throw trouble('tls', false, `${place} refuses to speak TLS: ${plainText(text.slice(5), 120)}`);
  throw trouble('parse', false, notPostgres(place, text));
}

/** What listens there instead, as far as its first bytes say. */
export function notPostgres(place: string, firstBytes: string): string {
  const what = firstBytes.startsWith('HTTP/') ? ' but HTTP' : '';
  return `what ${place} speaks is not PostgreSQL's protocol${what}`;
}

function trouble(
  reason: GapReason,
  ours: boolean,
  message: string,
  todo: Remedy | null = null,
): TroubleError {
  return new TroubleError({ gap: gap(reason, message, todo), ours, fatal: true });
}

function tlsOptions({ trust, servername, direct }: TlsTerms, host: string): ConnectionOptions {
  // An address is no server name (RFC 6066, section 3); the certificate is then held against the host.
  const name = servername ?? (isIP(host) === 0 ? host : null);
  return {
    ...(name !== null && { servername: name }),
    ...(trust === 'blind' && { rejectUnauthorized: false }),
    ...(trust === 'chain' && { checkServerIdentity: () => undefined }),
    ...(direct && { ALPNProtocols: ['postgresql'] }),
  };
}

async function readFiles({ ca, cert, key }: TlsTerms): Promise<ConnectionOptions> {
  const [authorities, certText, keyText] = await Promise.all([
    ca === null ? null : readAuthorities(ca, 'ca, sslrootcert'),
    readPem(cert, 'certificate (sslcert)'),
    readPem(key, 'key (sslkey)'),
  ]);
  if (authorities?.gap) throw new TroubleError({ gap: authorities.gap, ours: true, fatal: true });
  return {
    ...(authorities !== null && { ca: authorities.value }),
    ...(certText !== null && { cert: certText }),
    ...(keyText !== null && { key: keyText }),
  };
}

async function readPem(path: string | null, what: string): Promise<string | null> {
  if (path === null) return null;
  const read = await readRegularFile(path, pemBytesMax);
  if (read.ok) return read.bytes.toString('utf8');
  throw trouble(
    'not_configured',
    true,
    `the file of the ${what} ${unreadable(read.code)}: ${plainText(path, 120)}`,
    correctFile,
  );
}

/** What the next event of this name brings; rejects when the socket fails or closes before. */
function next(socket: Socket, event: 'connect' | 'data' | 'secureConnect'): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const closed = (): void => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
  socket.once(event, resolve);
  socket.once('error', reject);
  socket.once('close', closed);
  return promise.finally(() => {
    socket.off(event, resolve);
    socket.off('error', reject);
    socket.off('close', closed);
  });
}
