// Asks the person at the terminal for a line.

import { createInterface } from 'node:readline';
import type { Context } from './context.ts';

/** Whether there is a terminal to ask on, and somebody's keyboard. */
export function canAsk({ stdin, stderr }: Pick<Context, 'stdin' | 'stderr'>): boolean {
  return stdin.isTTY && stderr.isTTY;
}

/** The answer, without its newline; null when the input ends without one. */
export function ask(question: string, { stdin, stderr }: Context): Promise<string | null> {
  stderr.question(question);
  // What stood on the screen before the wall has let go of the keyboard, and nothing else waits now.
  stdin.ref();
  // The terminal itself echoes and edits the line: nothing is written here but the question.
  const lines = createInterface({ input: stdin, terminal: false });
  return new Promise((settle) => {
    lines.once('line', (answer) => {
      settle(answer);
      lines.close();
    });
    lines.once('close', () => settle(null));
  });
}
