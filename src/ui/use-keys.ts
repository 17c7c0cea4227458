// What each action of the key table does: moves go to the reducer, requests to the controls, and each request's end is told.

import { useInput } from 'ink';
import type { Fault, ProfileChoice, WallControls } from './controls.ts';
import { commandsOf, pickedCommand, type Command } from './format/do-items.ts';
import { strokesOf } from './input.ts';
import { actionFor, type KeyAction } from './keys.ts';
import type { Bounds, Move, ViewAction } from './navigation.ts';
import type { ViewState } from './view.ts';
import type { WallSnapshot } from '../engine/snapshot.ts';

export interface KeyContext {
  readonly controls: WallControls;
  readonly snapshot: () => WallSnapshot | null;
  readonly view: () => ViewState;
  readonly bounds: () => Bounds;
  readonly choices: () => readonly ProfileChoice[] | null;
  /** Applies an action; `view()` answers with its outcome at once. */
  readonly send: (action: ViewAction) => void;
  readonly loadChoices: () => void;
  readonly exit: () => void;
  /** Gives the terminal back and stops the program until it is told to go on. */
  readonly suspend: () => void;
}

const moves = {
  up: 'up',
  down: 'down',
  left: 'left',
  right: 'right',
  next: 'next',
  previous: 'previous',
  top: 'top',
  bottom: 'bottom',
  pageUp: 'pageUp',
  pageDown: 'pageDown',
} as const satisfies Readonly<Record<Move, KeyAction>>;

function isMove(action: KeyAction): action is Move {
  return Object.hasOwn(moves, action);
}

export function useKeys(context: KeyContext): void {
  useInput((input, key) => {
    for (const stroke of strokesOf(input, key)) press(stroke, context);
  });
}

/** One stroke. A fault in what it asks for is told, and does not end the watch. */
export function press(stroke: string, context: KeyContext): void {
  const { view, send, controls } = context;
  try {
    if (view().filtering && typed(stroke, context)) return;
    const action = actionFor(stroke, view().screen, controls.faults().length > 0);
    if (action === null) send({ type: 'say', message: null });
    else if (isMove(action)) send({ type: 'move', move: action, bounds: context.bounds() });
    else act(action, context);
  } catch (error) {
    tell(context, 'error', messageOf(error));
  }
}

/** A stroke while the filter is typed; false for one that keeps its own meaning (arrows, Ctrl-C). */
function typed(stroke: string, { send, view }: KeyContext): boolean {
  // In the picker there is nothing to keep: Enter takes what is marked, Esc goes back.
  const picking = view().screen === 'profiles';
  if (picking && (stroke === 'enter' || stroke === 'escape')) return false;
  if (stroke === 'enter') send({ type: 'filter', edit: 'keep' });
  else if (stroke === 'escape' || stroke === 'ctrl-u') send({ type: 'filter', edit: 'clear' });
  else if (stroke === 'backspace') send({ type: 'filter', edit: 'erase' });
  else if (Array.from(stroke).length === 1) send({ type: 'filter', edit: { type: stroke } });
  else return false;
  return true;
}

function act(action: Exclude<KeyAction, Move>, context: KeyContext): void {
  const { send, controls, snapshot, view } = context;
  switch (action) {
    case 'quit':
      context.exit();
      controls.quit();
      return;
    case 'back':
      return send({ type: 'back' });
    case 'help':
    case 'gate':
    case 'sources':
    case 'faults':
      // The key that opened a screen closes it.
      return send(view().screen === action ? { type: 'back' } : { type: 'show', screen: action });
    case 'do':
      return send(
        view().screen === 'do'
          ? { type: 'back' }
          : { type: 'show', screen: 'do', command: pickedIn(context)?.key ?? null },
      );
    case 'profiles':
      return openProfiles(context);
    case 'open':
      return take(context);
    case 'filter':
      return send({ type: 'filter', edit: 'start' });
    case 'copy':
      return copy(context);
    case 'suspend':
      return context.suspend();
    case 'pause':
      return controls.setPaused(snapshot()?.paused !== true);
    case 'snapshot':
      tell(context, 'info', 'writing a snapshot…');
      void settle(
        controls.snapshot().then((path) => `snapshot written to ${path}`),
        context,
      );
      return;
  }
}

function openProfiles(context: KeyContext): void {
  const { send, view, controls } = context;
  if (view().screen === 'profiles') return send({ type: 'back' });
  const current = controls.session.get().name;
  const cursor = context.choices()?.findIndex(({ name }) => name === current) ?? 0;
  send({ type: 'show', screen: 'profiles', cursor: Math.max(0, cursor) });
  context.loadChoices();
}

function take(context: KeyContext): void {
  const { view, send, controls, bounds, choices } = context;
  switch (view().screen) {
    case 'profiles':
      return takeProfile(context, choices()?.[view().cursor]);
    case 'faults':
      return takeFault(context, controls.faults()[view().cursor]);
    case 'wall':
    case 'metric':
    case 'help':
    case 'sources':
    case 'do':
    case 'gate':
      return send({ type: 'open', bounds: bounds() });
  }
}

function takeProfile(context: KeyContext, choice: ProfileChoice | undefined): void {
  // Why one cannot be watched stands on the screen as long as it is picked out.
  if (choice === undefined || choice.problem !== null) return;
  const { controls, send } = context;
  send({ type: 'back' });
  if (choice.name === controls.session.get().name) return;
  tell(context, 'info', `loading ${choice.name}…`);
  void settle(
    controls.switchTo(choice.name).then(() => `now watching ${choice.name}`),
    context,
  );
}

function takeFault(context: KeyContext, fault: Fault | undefined): void {
  if (fault === undefined) return;
  fault.toggle();
  tell(context, fault.active() ? 'warning' : 'info', `${fault.title}: ${fault.active() ? 'on' : 'off'}`);
}

/** The command that the copy key takes now. */
function pickedIn({ snapshot, view }: KeyContext): Command | null {
  const board = snapshot()?.board;
  return board === undefined ? null : pickedCommand(commandsOf(board), view().command);
}

function copy(context: KeyContext): void {
  const { controls } = context;
  const command = pickedIn(context);
  if (command === null) return tell(context, 'warning', 'there is no command to copy');
  controls.copy(command.run);
  tell(context, 'info', `copied, not run: ${command.run}`);
}

/** Tells how a request ended, whenever that is. */
async function settle(request: Promise<string>, context: KeyContext): Promise<void> {
  try {
    tell(context, 'info', await request);
  } catch (error) {
    tell(context, 'error', messageOf(error));
  }
}

function tell({ send }: KeyContext, level: 'info' | 'warning' | 'error', text: string): void {
  send({ type: 'say', message: { level, text } });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
