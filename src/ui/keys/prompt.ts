// One line of text that is being typed: what each key does to it. Without a terminal, and without knowing what it is for.

import { plainText } from '../../domain/text.ts';

/** Longest answer, in characters. */
export const answerMax = 200;

export interface Field {
  readonly text: string;
  /** Before which character the next one goes: 0 to the text's length, in characters. */
  readonly cursor: number;
}

/** A question with the answer as it is typed. */
export interface Prompt extends Field {
  /** `Skip “Database backup taken”: why?` */
  readonly question: string;
  /** What may be typed, shown while nothing is: `30m, 2h`. */
  readonly hint: string;
  /** Why the last answer was not taken; null while there is nothing wrong with it. */
  readonly problem: string | null;
  /** Enter. The answer is taken (null), which may ask the next question at once; or it says why not, and it is asked on. */
  take(answer: string): string | null;
}

/** @param text stands there already, to be changed. */
export function question(
  ask: Pick<Prompt, 'question' | 'hint' | 'take'> & { readonly text?: string },
): Prompt {
  const text = cleanText(ask.text ?? '');
  return { ...ask, text, cursor: Array.from(text).length, problem: null };
}

/** The text as one line without control characters: what is pasted comes from anywhere. */
export function cleanText(text: string): string {
  return Array.from(plainText(text, answerMax)).slice(0, answerMax).join('');
}

/** The field after a stroke (input.ts); null for one that does not edit. */
export function edited(field: Field, stroke: string): Field | null {
  const characters = Array.from(field.text);
  const { cursor } = field;
  const at = (place: number): Field => ({
    text: field.text,
    cursor: Math.max(0, Math.min(characters.length, place)),
  });
  switch (stroke) {
    case 'left':
    case 'ctrl-b':
      return at(cursor - 1);
    case 'right':
    case 'ctrl-f':
      return at(cursor + 1);
    case 'home':
    case 'ctrl-a':
      return at(0);
    case 'end':
    case 'ctrl-e':
      return at(characters.length);
    case 'backspace':
      return without(characters, cursor - 1, cursor);
    case 'delete':
    case 'ctrl-d':
      return without(characters, cursor, cursor + 1);
    case 'ctrl-w':
      return without(characters, wordStart(characters, cursor), cursor);
    case 'ctrl-u':
      return without(characters, 0, cursor);
    case 'ctrl-k':
      return without(characters, cursor, characters.length);
    default:
      return Array.from(stroke).length === 1 ? inserted(field, stroke) : null;
  }
}

/** The field with this text at its cursor; what would make it too long is left out. */
export function inserted(field: Field, text: string): Field {
  const characters = Array.from(field.text);
  const added = Array.from(text).slice(0, Math.max(0, answerMax - characters.length));
  characters.splice(field.cursor, 0, ...added);
  return { text: characters.join(''), cursor: field.cursor + added.length };
}

function without(characters: readonly string[], from: number, to: number): Field {
  const start = Math.max(0, from);
  return { text: [...characters.slice(0, start), ...characters.slice(to)].join(''), cursor: start };
}

function wordStart(characters: readonly string[], cursor: number): number {
  let start = cursor;
  while (start > 0 && characters[start - 1] === ' ') start--;
  while (start > 0 && characters[start - 1] !== ' ') start--;
  return start;
}
