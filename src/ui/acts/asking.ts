// What all keys that say something of the launch have in common: a question before it, a name to it, and how it ended.

import type { MarkControls } from '../controls.ts';
import type { KeyContext } from '../keys/binding.ts';
import type { Milliseconds } from '../../domain/clock.ts';
import { noDuration, parseDuration } from '../../domain/duration.ts';
import { question, type Prompt } from '../keys/prompt.ts';
import { messageOf } from '../../domain/thrown.ts';
import type { ViewAction } from '../keys/navigation.ts';

export function ask({ send }: KeyContext, asked: Parameters<typeof question>[0]): void {
  send({ type: 'ask', prompt: question(asked) });
}

/**
 * Says it of the launch that is watched now, and tells that it was kept or why not. Where nobody's name is known, that is
 * asked first.
 */
export function recordMark(
  context: KeyContext,
  request: (marks: MarkControls) => Promise<void>,
  done: string,
  then: () => void = () => undefined,
): void {
  const { session, marks } = context.controls;
  const watched = session.get().wall;
  const said = async (): Promise<string | null> => {
    const known = (await marks.name()) !== null;
    // What was meant for one launch is never said of another.
    if (session.get().wall !== watched) throw new Error('another profile is watched now: nothing was said');
    if (!known) {
      ask(
        context,
        nameQuestion(context, () => recordMark(context, request, done, then)),
      );
      return null;
    }
    await request(marks);
    then();
    return done;
  };
  void settle(said(), context);
}

function nameQuestion(context: KeyContext, then: () => void): Pick<Prompt, 'question' | 'hint' | 'take'> {
  return {
    question: 'Who are you? Ticks and signatures stand in this name; it is remembered',
    hint: 'your name',
    take(name) {
      if (name === '') return 'a name has at least one letter';
      const named = async (): Promise<null> => {
        await context.controls.marks.setName(name);
        then();
        return null;
      };
      void settle(named(), context);
      return null;
    },
  };
}

/** A span that was typed: `30m`, `2h`; or the sentence that says why it is none. */
export function spanOf(text: string): Milliseconds | string {
  const span = parseDuration(text);
  if (span === null) return noDuration(text, '30m, 2h or 1d');
  return span === 0 ? 'it would be over at once: write 30m, 2h or 1d' : span;
}

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
