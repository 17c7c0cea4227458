// The keys of the timeline and the gate: tick, skip, sign, take back, T-0. What is judged by a reading cannot be said by anybody.

import type { CriterionState, ItemState } from '../../rules/board.ts';
import { clip } from '../text/columns.ts';
import { momentText, whoAndWhen } from '../views/words/mark.ts';
import { ask, recordMark, tell } from './asking.ts';
import type { KeyContext } from '../keys/binding.ts';

type Picked =
  | { readonly type: 'item'; readonly state: ItemState }
  | { readonly type: 'criterion'; readonly state: CriterionState };

/** Longest text of a line in a question or an answer. */
const quotedColumnsMax = 60;

function quoted({ text }: Picked['state']): string {
  return `“${clip(text, quotedColumnsMax)}”`;
}

/**
 * What is picked out, if a person may speak for it; else it is told why not. From now on it stays picked out, also where it
 * only was what the screen began with.
 */
function pickedByHand(context: KeyContext): Picked | null {
  const { snapshot, view, bounds, send } = context;
  const entries = bounds().entries;
  const board = snapshot()?.board;
  const id = entries?.picked ?? null;
  if (entries === null || board === undefined || id === null) {
    tell(context, 'warning', 'nothing is picked out');
    return null;
  }
  send({ type: 'entry', entry: id, scroll: entries.first });
  if (view().screen === 'timeline') {
    const state = board.phases.flatMap(({ items }) => items).find((item) => item.id === id);
    return state === undefined ? null : byHand(context, { type: 'item', state });
  }
  const state = board.gate.criteria.find((criterion) => criterion.id === id);
  return state === undefined ? null : byHand(context, { type: 'criterion', state });
}

function byHand(context: KeyContext, picked: Picked): Picked | null {
  if (picked.state.kind === 'manual') return picked;
  const plan = context.snapshot()?.plan;
  const all = [...(plan?.phases.flatMap(({ items }) => items) ?? []), ...(plan?.gate ?? [])];
  const when = all.find(({ id }) => id === picked.state.id)?.when?.text;
  const by = when === undefined ? 'judged by what is read' : `judged by its condition (${when})`;
  const verb = picked.type === 'item' ? 'tick or skip' : 'sign';
  tell(context, 'warning', `${quoted(picked.state)} is ${by}: nobody can ${verb} it instead`);
  return null;
}

/** A tick at once; a signature after a question, since it stands for more. */
export function tickOrSign(context: KeyContext): void {
  const picked = pickedByHand(context);
  if (picked === null) return;
  const { state } = picked;
  if (picked.type === 'criterion') return sign(context, picked.state);
  if (state.status === 'done') return tell(context, 'warning', alreadyText(context, state));
  recordMark(context, (marks) => marks.tick(state.id, ''), `ticked: ${quoted(state)}`);
}

function alreadyText({ snapshot }: KeyContext, state: Picked['state']): string {
  const who = whoAndWhen(state, snapshot()?.board.at ?? '');
  return `${quoted(state)} is done already (${who}); u takes it back, n gives it a note`;
}

/** The same with a note; one that is there already can be changed. */
export function withNote(context: KeyContext): void {
  const picked = pickedByHand(context);
  if (picked?.type !== 'item') return;
  const { state } = picked;
  const isDone = state.status === 'done';
  ask(context, {
    question: isDone ? `The note on ${quoted(state)}` : `Tick ${quoted(state)} with a note`,
    hint: 'the note',
    text: isDone ? (state.evidence ?? '') : '',
    take(note) {
      if (isDone) recordMark(context, (marks) => marks.note(state.id, note), `noted: ${quoted(state)}`);
      else recordMark(context, (marks) => marks.tick(state.id, note), `ticked: ${quoted(state)}`);
      return null;
    },
  });
}

function sign(context: KeyContext, criterion: CriterionState): void {
  const { id, status } = criterion;
  ask(context, {
    question: `Sign ${quoted(criterion)} in your name${status === 'done' ? ', anew' : ''}`,
    hint: 'a note, or nothing',
    take(note) {
      const next = nextOpen(context, id);
      const goOn = (): void => {
        const { view, send } = context;
        if (next !== null && view().screen === 'gate' && view().entry === id)
          send({ type: 'entry', entry: next, scroll: view().scroll });
      };
      recordMark(context, (marks) => marks.sign(id, note), `signed: ${quoted(criterion)}`, goOn);
      return null;
    },
  });
}

/** What is missing beside this one: a signed criterion leaves the list of what is missing, the eye need not follow it. */
function nextOpen({ bounds }: KeyContext, id: string): string | null {
  const open = bounds().entries?.entries.filter((entry) => entry.open) ?? [];
  const index = open.findIndex((entry) => entry.id === id);
  return (open[index + 1] ?? open[index - 1])?.id ?? null;
}

export function skip(context: KeyContext): void {
  const picked = pickedByHand(context);
  if (picked?.type !== 'item') return;
  const { state } = picked;
  ask(context, {
    question: `Skip ${quoted(state)}: why?`,
    hint: 'the reason',
    text: state.status === 'skipped' ? (state.evidence ?? '') : '',
    take(reason) {
      if (reason === '') return 'a skipped item needs a reason';
      recordMark(context, (marks) => marks.skip(state.id, reason), `skipped: ${quoted(state)}`);
      return null;
    },
  });
}

export function takeBack(context: KeyContext): void {
  const picked = pickedByHand(context);
  if (picked === null) return;
  const { type, state } = picked;
  if (state.status === 'todo')
    return tell(context, 'warning', `${quoted(state)} is ${type === 'item' ? 'not ticked' : 'not signed'}`);
  recordMark(
    context,
    (marks) => (type === 'item' ? marks.untick(state.id) : marks.unsign(state.id)),
    `taken back: ${quoted(state)}`,
  );
}

/** It is a mark for everybody who takes part: it is not set by one key alone. */
export function askT0(context: KeyContext): void {
  const board = context.snapshot()?.board;
  if (board === undefined) return;
  const { t0 } = board.launch;
  const before = t0 === null ? '' : `; it is ${momentText(t0, board.at)}`;
  ask(context, {
    question: `Set T-0 to now, for everybody who takes part in this launch${before}`,
    hint: 'type now',
    take(answer) {
      if (answer.toLowerCase() !== 'now') return 'type now to set it; Esc leaves it as it is';
      recordMark(context, (marks) => marks.setT0Now(), 'T-0 is now');
      return null;
    },
  });
}
