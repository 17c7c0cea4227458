// What each action of the key table does: moves go to the reducer, requests to the controls, and each request's end is told.

import { useInput, usePaste } from 'ink';
import { messageOf } from '../../domain/thrown.ts';
import type { Fault, ProfileChoice } from '../controls.ts';
import { commandsOf, pickedCommand, type Command } from '../views/do-now/items.ts';
import { strokesOf } from './input.ts';
import type { KeyAction, KeyContext } from '../keys/binding.ts';
import { actionFor } from '../keys/table.ts';
import { askT0, skip, takeBack, tickOrSign, withNote } from './entries.ts';
import { acknowledge, mute, unacknowledge, unmute } from './metric.ts';
import { moves, type Move } from '../keys/moves.ts';
import { cleanText, edited, inserted, type Prompt } from '../keys/prompt.ts';
import { settle, tell } from './asking.ts';
import type { ScreenName } from '../keys/view.ts';

function isMove(action: KeyAction): action is Move {
  return moves.some((move) => move === action);
}

export function useKeys(context: KeyContext): void {
  useInput((input, key) => {
    for (const stroke of strokesOf(input, key)) press(stroke, context);
  });
  // What is pasted is text and never keys: a line end in it takes nothing, and ticks nothing.
  usePaste((text) => paste(cleanText(text), context));
}

function paste(text: string, context: KeyContext): void {
  const { view, send } = context;
  const { prompt, filtering } = view();
  if (prompt !== null) send({ type: 'answer', field: inserted(prompt, text) });
  else if (filtering) send({ type: 'filter', edit: { type: text } });
  else tell(context, 'warning', 'nothing here takes pasted text');
}

/** One stroke. A fault in what it asks for is told, and does not end the watch. */
function press(stroke: string, context: KeyContext): void {
  const { view, send, controls } = context;
  try {
    const asked = view().prompt;
    if (asked !== null && answered(stroke, asked, context)) return;
    if (view().filtering && typed(stroke, context)) return;
    const action = actionFor(stroke, view().screen, { hasFaults: controls.faults().length > 0 });
    if (action === null) send({ type: 'say', message: null });
    else if (isMove(action)) send({ type: 'move', move: action, bounds: context.bounds() });
    else act(action, context);
  } catch (error) {
    tell(context, 'error', messageOf(error));
  }
}

/** A stroke while something is asked; false for one that keeps its own meaning (Ctrl-C, Ctrl-Z). */
function answered(stroke: string, prompt: Prompt, { send, view }: KeyContext): boolean {
  if (stroke === 'ctrl-c' || stroke === 'ctrl-z') return false;
  if (stroke === 'escape') send({ type: 'ask', prompt: null });
  else if (stroke === 'enter') {
    const problem = prompt.take(cleanText(prompt.text));
    if (problem !== null) send({ type: 'ask', prompt: { ...prompt, problem } });
    // The answer may have asked the next question.
    else if (view().prompt === prompt) send({ type: 'ask', prompt: null });
  } else {
    const field = edited(prompt, stroke);
    if (field !== null) send({ type: 'answer', field });
  }
  return true;
}

/** A stroke while the filter is typed; false for one that keeps its own meaning (arrows, Ctrl-C). */
function typed(stroke: string, { send, view }: KeyContext): boolean {
  // In the picker there is nothing to keep: Enter takes what is marked, Esc goes back.
  const picking = view().screen === 'profiles';
  if (picking && (stroke === 'enter' || stroke === 'escape')) return false;
  if (stroke === 'enter') send({ type: 'filter', edit: 'keep' });
  else if (stroke === 'escape' || stroke === 'ctrl-u') send({ type: 'filter', edit: 'clear' });
  else if (stroke === 'backspace' || stroke === 'delete') send({ type: 'filter', edit: 'erase' });
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
    case 'sources':
    case 'faults':
      return toggle(action, context);
    case 'timeline':
    case 'gate':
      toggle(action, context);
      return pin(context);
    case 'tick':
      return tickOrSign(context);
    case 'note':
      return withNote(context);
    case 'skip':
      return skip(context);
    case 'takeBack':
      return takeBack(context);
    case 't0':
      return askT0(context);
    case 'ack':
      return acknowledge(context);
    case 'unack':
      return unacknowledge(context);
    case 'mute':
      return mute(context);
    case 'unmute':
      return unmute(context);
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

/** The key that opened a screen closes it. */
function toggle(screen: ScreenName, { send, view }: KeyContext): void {
  send(view().screen === screen ? { type: 'back' } : { type: 'show', screen });
}

/** What a checklist begins with stays picked out, whatever is ticked by others meanwhile. */
function pin({ send, bounds }: KeyContext): void {
  const entries = bounds().entries;
  if (entries?.picked) send({ type: 'entry', entry: entries.picked, scroll: entries.first });
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
    case 'timeline':
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
  const { controls, bounds } = context;
  const command = pickedIn(context);
  if (command === null) return tell(context, 'warning', 'there is no command to copy');
  if (!bounds().showsCommand) return readFirst(context, command);
  controls.copy(command.run);
  tell(context, 'info', `copied, not run: ${command.run}`);
}

/** What is copied is what is to be seen. */
function readFirst(context: KeyContext, { key }: Command): void {
  const { send, view } = context;
  if (view().screen === 'do')
    return tell(context, 'warning', 'not copied: the command is not on the screen whole');
  send({ type: 'show', screen: 'do', command: key });
  tell(context, 'info', 'read it whole; y copies it');
}
