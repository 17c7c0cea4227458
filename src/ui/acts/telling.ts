// How a key's request ends, told in the last line of the screen, whenever that is.

import { messageOf } from '../../domain/thrown.ts';
import type { ViewAction } from '../keys/navigation.ts';

interface Teller {
  readonly send: (action: ViewAction) => void;
}

export function tell({ send }: Teller, level: 'info' | 'warning' | 'error', text: string): void {
  send({ type: 'say', message: { level, text } });
}

/** Null: there is nothing to tell. */
export async function settle(request: Promise<string | null>, teller: Teller): Promise<void> {
  try {
    const said = await request;
    if (said !== null) tell(teller, 'info', said);
  } catch (error) {
    tell(teller, 'error', messageOf(error));
  }
}
