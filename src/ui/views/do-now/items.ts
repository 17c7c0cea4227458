// What there is to do now, in the order in which to do it: incidents, roll-backs, scaling; what is only pending comes after all that is open.

import type { Board, Iso, StepState } from '../../../rules/board.ts';

export interface DoItem {
  readonly id: string;
  readonly kind: 'incident' | 'rollback' | 'scale-up' | 'scale-down';
  /** `P0`, `ROLLBACK`, `SCALE UP`, `SCALE DOWN`. */
  readonly label: string;
  readonly title: string;
  readonly pending: boolean;
  readonly since: Iso;
  /** The instant by which somebody must have responded; null where there is no deadline. */
  readonly respondBy: Iso | null;
  readonly tell: string | null;
  readonly reason: string;
  readonly steps: readonly StepState[];
}

export interface Command {
  /** What it is known by as long as its item stands there, whatever opens above it. */
  readonly key: string;
  readonly item: DoItem;
  /** Of the item's steps, from 0. */
  readonly step: number;
  readonly run: string;
}

/** A roll-back is as urgent as a P1 and comes right after it; a P2 can wait for it. */
const hintOrder = { rollback: 1.5, 'scale-up': 5, 'scale-down': 6 } as const;
const hintLabel = { rollback: 'ROLLBACK', 'scale-up': 'SCALE UP', 'scale-down': 'SCALE DOWN' } as const;

/** Open before pending; P0, P1, roll-back, P2, P3, scaling; then as the profile lists them. */
export function doItems(board: Board): readonly DoItem[] {
  const ranked: { readonly rank: number; readonly item: DoItem }[] = [];
  for (const incident of board.incidents) {
    const pending = incident.state === 'pending';
    const item: DoItem = { ...incident, kind: 'incident', label: incident.class, pending };
    ranked.push({ rank: rankOf(pending, incidentOrder(incident.class)), item });
  }
  for (const hint of board.hints) {
    const pending = hint.state === 'pending';
    const item: DoItem = { ...hint, label: hintLabel[hint.kind], pending, respondBy: null, tell: null };
    ranked.push({ rank: rankOf(pending, hintOrder[hint.kind]), item });
  }
  return ranked.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}

/** Every command that could be copied, in the order of the items: the first is the one to run first. */
export function commandsOf(board: Board): readonly Command[] {
  return doItems(board).flatMap((item) =>
    item.steps.flatMap(({ run }, step) =>
      run === null ? [] : [{ key: `${item.kind}/${item.id}/${step}`, item, step, run }],
    ),
  );
}

/** The command that was picked out as long as it is there, else the first one: the one to run first. */
export function pickedCommand(commands: readonly Command[], key: string | null): Command | null {
  return commands.find((command) => command.key === key) ?? commands[0] ?? null;
}

function rankOf(pending: boolean, order: number): number {
  return (pending ? 10 : 0) + order;
}

function incidentOrder(incidentClass: string): number {
  const number = /^P([0-3])$/.exec(incidentClass)?.[1];
  return number === undefined ? 3 : Number(number);
}
