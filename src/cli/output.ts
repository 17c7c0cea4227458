// Where bytes leave the program: two writers, one over stdout and one over stderr. All that is printed goes through them, and
// is cleaned here, once, whoever wrote it: a profile, a file's name, a far end, an exception. The wall alone has a door of its
// own (ui/render.tsx): it draws with escape sequences, and each of its texts is cleaned before it is drawn.

import { cleanLine, cleanLines, escapedJson } from '../domain/text.ts';

export interface Output {
  readonly isTTY: boolean;
  /** Bytes that whoever reads has not taken yet. */
  readonly unread: number;
  /** Resolves once whoever reads has taken all of it, or is gone. */
  taken(): Promise<void>;
  /** One line, whatever stands in the text. */
  line(text: string): void;
  /** A text of several lines of ours, with a newline after the last. */
  lines(text: string): void;
  /** A value as JSON that parses to the same strings; `indent` in blanks, 0 for one line. */
  json(value: unknown, indent: number): void;
  /** What stands before an answer, on its line. */
  question(text: string): void;
  /** Calls back when whoever reads is gone, until the returned function is called. */
  onGone(listener: () => void): () => void;
}

/** The writer over a stream of the process. */
export function outputTo(stream: NodeJS.WriteStream): Output {
  return {
    isTTY: stream.isTTY,
    get unread() {
      return stream.writableLength;
    },
    taken: () => new Promise((resolve) => void stream.write('', () => resolve())),
    line: (text) => void stream.write(`${cleanLine(text)}\n`),
    lines: (text) => void stream.write(`${cleanLines(text)}\n`),
    json: (value, indent) => void stream.write(`${escapedJson(JSON.stringify(value, null, indent))}\n`),
    question: (text) => void stream.write(cleanLine(text)),
    onGone(listener) {
      stream.on('error', listener);
      return () => stream.off('error', listener);
    },
  };
}
