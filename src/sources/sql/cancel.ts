// Ends a query on the server: closing the connection alone would let it run on.

import type { Clock } from '../../domain/clock.ts';
import { Approach } from '../way.ts';
import type { Address } from './address.ts';
import { openSocket } from './socket.ts';

/** Real milliseconds that a cancellation may take; the server's own statement timeout ends the query later. */
const cancelMs = 1_000;
/** CancelRequest's code: 1234 and 5678, 16 bits each. */
const cancelCode = 80_877_102;

export interface BackendKey {
  readonly processId: number;
  readonly secret: number;
}

/** Settles when the server has taken the request (it then closes the connection), or when that has taken too long; never rejects. */
export async function cancelRequest(
  address: Address,
  { processId, secret }: BackendKey,
  clock: Clock,
): Promise<void> {
  const stop = new AbortController();
  const { promise: late, resolve: giveUp } = Promise.withResolvers<void>();
  const cancelTimer = clock.after(cancelMs * clock.scale, () => {
    stop.abort();
    giveUp();
  });
  const opened = await openSocket(address, stop.signal, new Approach(address.host));
  if (!opened.gap) {
    const socket = opened.value;
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const request = Buffer.alloc(16);
    request.writeInt32BE(16, 0);
    request.writeInt32BE(cancelCode, 4);
    request.writeInt32BE(processId, 8);
    request.writeInt32BE(secret, 12);
    socket.resume();
    socket.end(request);
    await Promise.race([closed, late]);
    socket.destroy();
  }
  cancelTimer();
}
