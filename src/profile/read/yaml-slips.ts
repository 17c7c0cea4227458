// YAML that cannot be read: the slip behind it, what to write instead, and the text as it was meant, so that the rest can be read.

import { plainText } from '../../domain/text.ts';
import { slipsIn, type Slip } from './yaml-slip-forms.ts';

/** What a library finds wrong, by its place in the text. */
export interface YamlProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export interface ToldSlip {
  /** In the text as it is written. */
  readonly at: number;
  readonly sentence: string;
}

export interface MendedYaml {
  readonly text: string;
  readonly slips: readonly ToldSlip[];
  /** Lines that nothing could be made of were left out. */
  readonly isPartial: boolean;
  /** From a place in `text` to the one in the text as it is written. */
  readonly written: (at: number) => number;
}

/** Most slips of one file that are mended, and the longest text: each costs some readings of the whole. */
const slipsMax = 20;
const charactersMax = 100_000;

interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly added: number;
}

/** Null where no change to a line or two makes it readable. */
export function mendYaml(
  written: string,
  problemsOf: (text: string) => readonly YamlProblem[],
): MendedYaml | null {
  if (written.length > charactersMax) return null;
  const edits: Edit[] = [];
  const slips: ToldSlip[] = [];
  const toWritten = (at: number): number => edits.reduceRight(unedited, at);
  let text = written;
  let isPartial = false;
  for (let problems = problemsOf(text); problems.length > 0; problems = problemsOf(text)) {
    if (slips.length >= slipsMax) return null;
    const first = problems.reduce((a, b) => (b.start < a.start ? b : a));
    const best = bestOf(text, first, problems.length, problemsOf);
    if (best === null) return null;
    slips.push({ at: toWritten(best.place), sentence: best.sentence ?? ownSentence(first.message) });
    isPartial ||= best.sentence === null;
    text = changed(text, best);
    edits.push({ at: best.at, removed: best.removed, added: best.put.length });
  }
  return { text, slips, isPartial, written: toWritten };
}

function unedited(at: number, edit: Edit): number {
  if (at >= edit.at + edit.added) return at + edit.removed - edit.added;
  return Math.min(at, edit.at + edit.removed);
}

function changed(text: string, { at, removed, put }: Slip): string {
  return text.slice(0, at) + put + text.slice(at + removed);
}

/** The slip after which the text can be read furthest, and least is wrong; of several the first, which is the likeliest. */
function bestOf(
  text: string,
  problem: YamlProblem,
  count: number,
  problemsOf: (text: string) => readonly YamlProblem[],
): Slip | null {
  let best: Slip | null = null;
  // What never ends is told at the end of the text, and is wrong where it begins.
  const isOpen = problem.start >= text.trimEnd().length;
  let furthest = isOpen ? -1 : problem.start;
  let least = count;
  for (const slip of slipsIn(text, problem)) {
    // A line without which all can be read may hold two slips: it is left out where nothing can be made of the first one.
    if (best !== null && best.sentence !== null && slip.sentence === null) break;
    const left = problemsOf(changed(text, slip));
    const grown = slip.put.length - slip.removed;
    // One behind the change has moved with it.
    const first = Math.min(
      ...left.map(({ start }) => (start >= slip.at + slip.put.length ? start - grown : start)),
    );
    if (
      isOpen &&
      (first <= slip.place || (left.length > 0 && first >= problem.start && left.length >= count))
    )
      continue;
    if (first < furthest || (first === furthest && left.length >= least)) continue;
    [best, furthest, least] = [slip, first, left.length];
    if (left.length === 0) break;
  }
  return best;
}

export function ownSentence(message: string): string {
  const text = plainText(message);
  return text.charAt(0).toLowerCase() + text.slice(1);
}
