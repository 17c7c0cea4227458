// What was worked out for one frame, kept for the next: Ink takes every text of a wall apart anew for each frame, although
// most of them stay as they are. Two generations: what a frame does not ask for is forgotten with the frame after it.
// The build gives this to Ink's own parts (scripts/cures.ts); what they work out stays theirs.

const memories: FrameMap<unknown>[] = [];

/** A Map that forgets. */
export class FrameMap<Value> {
  #now = new Map<string, Value>();
  #before = new Map<string, Value>();

  constructor() {
    memories.push(this);
  }

  get(key: string): Value | undefined {
    const known = this.#now.get(key);
    if (known !== undefined) return known;
    const older = this.#before.get(key);
    if (older !== undefined) this.#now.set(key, older);
    return older;
  }

  set(key: string, value: Value): void {
    this.#now.set(key, value);
  }

  nextFrame(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }
}

/** A frame begins. */
export function nextFrame(): void {
  for (const memory of memories) memory.nextFrame();
}

/** The same function, which works out the same text once a frame at the most. Its outcome is shared: nobody may change it. */
export function remembered<Value>(work: (text: string) => Value): (text: string) => Value {
  const memory = new FrameMap<Value>();
  return (text) => {
    const known = memory.get(text);
    if (known !== undefined) return known;
    const value = work(text);
    memory.set(text, value);
    return value;
  };
}

/** The text of each row of cells; a row of the very same cells as in the frame before has the same text. */
export function rowTexts<Cell>(
  textOf: (cells: readonly Cell[]) => string,
): (cells: readonly Cell[], row: number) => string {
  const rows: { readonly cells: readonly Cell[]; readonly text: string }[] = [];
  return (cells, row) => {
    const before = rows[row];
    if (before?.cells.length === cells.length && cells.every((cell, index) => cell === before.cells[index]))
      return before.text;
    const text = textOf(cells);
    rows[row] = { cells, text };
    return text;
  };
}
