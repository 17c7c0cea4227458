// What a refusal of the server and a broken connection mean as gaps.

import { gap, remedy, type Gap, type GapReason, type Remedy } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { networkGap } from '../network-gap.ts';
import { correctLogin, givePassword, nameDatabase } from '../remedies.ts';

/** The first words of a refusal, and what it means. The first row that matches counts. */
const refusals: readonly (readonly [pattern: RegExp, reason: GapReason, sentence: string, todo?: Remedy])[] =
  [
    [/^NOAUTH|^ERR operation not permitted/i, 'auth', 'the server wants a password', givePassword],
    [
      /^WRONGPASS|^ERR invalid password|^ERR .*\bAUTH\b/i,
      'auth',
      'the server does not accept the user or the password',
      correctLogin,
    ],
    [
      /^NOPERM/i,
      'denied',
      'the user lacks a right',
      remedy("Grant the user this right in the server's ACL."),
    ],
    [
      /^-?DENIED/i,
      'denied',
      'the server runs in protected mode and takes no connections from here',
      remedy('Give the server a password, or turn protected-mode off.'),
    ],
    [/^LOADING/i, 'unavailable', 'the server is still loading its data'],
    [/^BUSY\b/i, 'unavailable', 'the server is busy with a script'],
    [/^MASTERDOWN/i, 'unavailable', 'the replica has lost its master and does not serve old data'],
    [/^CLUSTERDOWN/i, 'unavailable', 'the cluster is down'],
    [/^(?:MOVED|ASK|CROSSSLOT|TRYAGAIN)\b/i, 'unavailable', 'the key lives on another node of the cluster'],
    [/max number of clients/i, 'unavailable', 'the server has reached its most clients (maxclients)'],
    [
      /^ERR (?:DB index|invalid DB|SELECT is not)/i,
      'not_configured',
      'the database in the URL does not exist',
      nameDatabase,
    ],
    [/^NOGROUP|^ERR no such key/i, 'not_found', 'the stream or its group does not exist'],
  ];

/** Refusals that speak of the server as a whole, not of one key. */
const serverWide: ReadonlySet<GapReason> = new Set(['auth', 'unavailable', 'not_configured']);

/**
 * The gap for an error reply.
 * @param error the reply as the server sent it: `NOPERM User x has no permissions to run the 'llen' command`.
 * @param command which command it answers.
 */
export function replyGap(error: string, command: string): Gap {
  const row = refusals.find(([pattern]) => pattern.test(error));
  const words = plainText(error, 160);
  if (row) return gap(row[1], `${row[2]}: ${words}`, row[3] ?? null);
  return gap('unavailable', `the server refuses ${command.toUpperCase()}: ${words}`);
}

export function isServerWide({ reason }: Gap): boolean {
  return serverWide.has(reason);
}

/**
 * The gap for a connection that could not be made or was lost.
 * @param error the last 'error' event of the client: what its promises reject with says only "Connection is closed."
 */
export function connectionGap(error: Error | null, place: string): Gap {
  if (error === null) return gap('reset', `${place} closed the connection`);
  const network = networkGap(error, place);
  if (network) return network;
  if (/protocol error|unknown RESP type/i.test(error.message))
    return gap('parse', `${place} does not speak the Redis protocol`);
  // An error reply that nobody asked for: sent before the server closes the connection.
  const unasked = /Last reply: (?:ReplyError|Error): (.*)/s.exec(error.message)?.[1];
  if (unasked !== undefined) return replyGap(unasked, 'the connection');
  if (/^[A-Z]{3,} /.test(error.message)) return replyGap(error.message, 'the connection');
  return gap('reset', `the connection to ${place} was lost: ${plainText(error.message, 120)}`);
}
