// "Do now" as it is drawn: every incident and hint with its headline, its countdown and its numbered commands.

import type { Board } from '../../../rules/board.ts';
import { countdown } from '../../text/age.ts';
import { commandsOf, doItems, type Command, type DoItem } from './items.ts';

export interface DoEntryStep {
  readonly text: string;
  readonly run: string | null;
  /** Its key among `commandsOf(board)`; null for a step without a command. */
  readonly command: string | null;
}

export interface DoEntry extends Omit<DoItem, 'steps'> {
  /** `P0 Ledger imbalance detected`, `ROLLBACK Error rate`, `SCALE UP (pending) API servers`. */
  readonly headline: string;
  /** `respond in 14:18`, `overdue by 2:03`; null where there is no deadline. */
  readonly countdown: string | null;
  readonly overdue: boolean;
  readonly steps: readonly DoEntryStep[];
}

/** In the order of `doItems`. */
export function doNow(board: Board): readonly DoEntry[] {
  const commands = commandsOf(board);
  const keyOf = (item: DoItem, step: number): string | null =>
    commands.find(
      (command: Command) =>
        command.item.id === item.id && command.item.kind === item.kind && command.step === step,
    )?.key ?? null;
  return doItems(board).map((item) => {
    const due = item.respondBy === null ? null : countdown(item.respondBy, board.at);
    return {
      ...item,
      headline: `${item.label}${item.pending ? ' (pending)' : ''} ${item.title}`,
      countdown: due?.text ?? null,
      overdue: due?.overdue ?? false,
      steps: item.steps.map(({ text, run }, step) => ({ text, run, command: keyOf(item, step) })),
    };
  });
}
