// What shows whether an Ink is cured: for each cure how often it does what the cure saves it, 0 with the cure.
import { vi } from 'vitest';
import { drawn, written, type InkAndReact } from './drawn-ink.ts';

export type Probed = Readonly<Record<string, number>>;

/** All cures at work. */
export const allCured: Probed = {
  'yoga-fetch': 0,
  'unicode-tables': 0,
  'changed-cells': 0,
  'frame-memory': 0,
  'plain-cells': 0,
};

/** @param load loads an Ink that nothing has loaded before. */
export async function probed<Library extends InkAndReact>(
  load: () => Promise<Library>,
): Promise<{ readonly library: Library; readonly probes: Probed }> {
  const fetches = vi.spyOn(globalThis, 'fetch');
  const segmenters = vi.spyOn(Intl, 'Segmenter');
  try {
    const library = await load();
    drawn(library, [{ text: '● │ 0.4 ETH → …', wrap: 'truncate' }], 12);
    const loaded = {
      'yoga-fetch': fetches.mock.calls.length,
      'unicode-tables': segmenters.mock.calls.length,
    };
    const probes = {
      ...loaded,
      'changed-cells': await cellsWrittenAgain(library),
      'frame-memory': await cellsLookedAtAgain(library),
      'plain-cells': await cellsLookedAt(/[qwz]/, () => drawn(library, [{ text: 'qwz', color: 'red' }], 20)),
    };
    return { library, probes };
  } finally {
    fetches.mockRestore();
    segmenters.mockRestore();
  }
}

/** Far behind the one cell that changes stands another, and it stays. */
async function cellsWrittenAgain(library: InkAndReact): Promise<number> {
  const frames = ['a', 'b'].map((first) => [{ text: `${first}.........Z` }]);
  const [, second = ''] = await written(library, frames, 20);
  if (!second.includes('b')) throw new Error(`the change was not written: ${JSON.stringify(second)}`);
  return second.split('Z').length - 1;
}

/** A text that is no plain one, in a second frame in which another changes. */
async function cellsLookedAtAgain(library: InkAndReact): Promise<number> {
  const frames = (text: string, others: readonly string[]) =>
    others.map((other) => [{ text }, { text: other }]);
  const once = await cellsLookedAt(/[漢字]/, () => written(library, frames('漢字', ['first']), 20));
  const twice = await cellsLookedAt(/[言語]/, () =>
    written(library, frames('言語', ['first', 'second']), 20),
  );
  return twice - once;
}

/** By this Ink asks of each cell whether it is to be seen, wherever it takes a line apart. */
const invisible = '^\\p{Default_Ignorable_Code_Point}+$';

/** How many cells with one of these are asked so. */
export async function cellsLookedAt(wanted: RegExp, work: () => unknown): Promise<number> {
  const tests = vi.spyOn(RegExp.prototype, 'test');
  try {
    await work();
    const { calls, contexts } = tests.mock;
    return calls.filter(([text], index) => {
      const by: unknown = contexts[index];
      return by instanceof RegExp && by.source === invisible && text.search(wanted) >= 0;
    }).length;
  } finally {
    tests.mockRestore();
  }
}
