// When a fault of our own ends a watch, what was on the screen is put on the disk, and the fault goes on its way.

import { LaunchwallError } from '../../domain/errors.ts';
import { printNote, type Context } from '../context.ts';
import type { Session } from '../session/session.ts';
import type { StopSignal } from '../stop-signal.ts';

/** @throws the fault that has ended the watch, if one has; the last board lies in a snapshot report then. */
export async function rethrowFault(stop: StopSignal, session: Session, context: Context): Promise<void> {
  if (stop.fault === null) return;
  await keepLastBoard(session, context);
  throw stop.fault.error;
}

async function keepLastBoard(session: Session, context: Context): Promise<void> {
  try {
    const path = await session.writeSnapshot(context);
    printNote(context, `launchwall: the last board is kept in ${path}`);
  } catch (error) {
    const why = error instanceof LaunchwallError ? error.shortMessage : String(error);
    printNote(context, `launchwall: the last board is lost: ${why}`);
  }
}
