// The gap of a look whose time was over before it was told anything: what it waited for.

import type { Milliseconds } from '../domain/clock.ts';
import { exactDuration } from '../domain/duration.ts';
import { gap, type Gap } from '../domain/gap.ts';
import type { WaitedFor } from './way.ts';

const waits: Readonly<Record<WaitedFor, (place: string, span: string) => string>> = {
  name: (place, span) => `our resolver did not answer for ${place} within ${span}`,
  connection: (place, span) => `${place} could not be connected to within ${span}`,
  handshake: (place, span) =>
    `${place} took the connection and did not finish the TLS handshake within ${span}: perhaps it speaks no TLS`,
  answer: (place, span) => `${place} took the request and sent no whole answer within ${span}`,
};

/** @param place where we looked, for people and without credentials: `127.0.0.1:8080`. */
export function timeoutGap(waitedFor: WaitedFor, place: string, timeout: Milliseconds): Gap {
  return gap('timeout', waits[waitedFor](place, exactDuration(timeout)));
}
