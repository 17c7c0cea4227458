// The wall without a terminal: a line a transition, or one JSON event a line.

import { isoInstant, type Cancel, type Clock, type Milliseconds } from '../../domain/clock.ts';
import type { Engine, EngineEvent } from '../../engine/engine.ts';
import type { Transition } from '../../rules/board.ts';
import { markLines, marksOfBoard } from './mark-lines.ts';
import { result, type Context } from '../context.ts';
import { withoutTicks } from './ticking.ts';
import { EventWriter } from './event-writer.ts';
import type { Session } from '../session/session.ts';

/** A line a transition: `14:31:25Z Ledger balance: green → red: …`. Returns how to end it. */
export function printLines(engine: Engine, context: Context): () => void {
  return engine.onEvent((event) => {
    if (event.type === 'transition') result(context, transitionLine(event.transition));
    else
      result(context, `${clockOf(isoInstant(event.notice.at))} ${event.notice.level}: ${event.notice.text}`);
  });
}

export function transitionLine(transition: Transition): string {
  const { at, title, kind, from, to, reason } = transition;
  const still = isOldTrouble(transition) ? 'still ' : '';
  return `${clockOf(at)} ${kind === 'metric' ? '' : `${kind} `}${title}: ${from} → ${still}${to}: ${reason}`;
}

/** It could not be told for a while, and goes on. */
function isOldTrouble({ from, to, new: isNew }: Transition): boolean {
  return !isNew && from === 'unknown' && (to === 'red' || to === 'amber');
}

function clockOf(iso: string): string {
  return `${iso.slice(11, 19)}Z`;
}

/** A line for each thing that is said of the launch from now on, by whomever: it shows on the boards that come. */
export function printMarks(engine: Engine, context: Context): () => void {
  let before = engine.wall.get().board;
  return engine.wall.subscribe(() => {
    const { board } = engine.wall.get();
    for (const line of markLines(before, board)) result(context, `${clockOf(line.at)} ${line.text}`);
    before = board;
  });
}

/** A sign of life at least this often, in real milliseconds. */
const aliveEvery: Milliseconds = 10_000;

/**
 * NDJSON (ARCHITECTURE.md): the board at the start and each second in which it changed, transitions and notes as they happen, and a sign of
 * life, since silence alone would say "nothing has changed" and "it hangs" alike.
 */
export function printEvents(
  { engine, wall }: Pick<Session, 'engine' | 'wall'>,
  clock: Clock,
  context: Context,
): () => void {
  let shown = '';
  let shownSecond = '';
  const writer = new EventWriter(context.stdout, () => engine.wall.get().board.at);
  const board = (): void => {
    const current = wall.get()?.board;
    if (!current) return;
    const second = current.at.slice(0, 19);
    if (second === shownSecond) return;
    const matter = `${withoutTicks(current)}${JSON.stringify(marksOfBoard(current))}`;
    if (matter === shown) return;
    shownSecond = second;
    if (writer.write({ type: 'board', board: current })) shown = matter;
  };
  board();
  const endBoards = wall.subscribe(board);
  const endEvents = engine.onEvent((event) => void writer.write(eventOf(event)));
  const endAlive = whileJudging(engine, clock, (at) => void writer.write({ type: 'alive', at }));
  return () => {
    endBoards();
    endEvents();
    endAlive();
  };
}

/** Calls back every ten seconds with the instant that was judged last, as long as there is a newer one each time. */
function whileJudging(engine: Engine, clock: Clock, tell: (at: string) => void): () => void {
  // What was judged before it was waited for shows nothing.
  let told = engine.wall.get().board.at;
  const wait = (): Cancel => clock.after(aliveEvery * clock.scale, look);
  const look = (): void => {
    const { at } = engine.wall.get().board;
    if (at !== told) tell(at);
    told = at;
    cancel = wait();
  };
  let cancel = wait();
  return () => cancel();
}

function eventOf(event: EngineEvent): object {
  if (event.type === 'transition') {
    const { at, metric, from, to, new: isNew, reason } = event.transition;
    return { type: 'transition', at, metric, from, to, new: isNew, reason };
  }
  const { at, level, text } = event.notice;
  return { type: 'note', at: isoInstant(at), level, text };
}
