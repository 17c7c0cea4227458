// Words have no height. What is drawn of them is when they changed: each has a level, and whoever labels it has its word.

/** A reading as it is drawn: a number, a word, or null for a gap. */
export type Plotted = number | string | null;

export interface Levels {
  readonly values: readonly (number | null)[];
  /** The word of each level, from 0 on; null where the values are numbers and stand for themselves. */
  readonly words: readonly string[] | null;
}

/** What older words share once there are more of them than levels. */
const others = '…';

/** @param levelsMax how many levels there is room for; the words that were seen last have one each. */
export function levelsOf(values: readonly Plotted[], levelsMax: number): Levels {
  const isWord = (value: Plotted): value is string => typeof value === 'string';
  if (!values.some(isWord))
    return { values: values.map((value) => (isWord(value) ? null : value)), words: null };
  const seen = [
    ...new Set(
      values
        .filter((value) => value !== null)
        .map(String)
        .toReversed(),
    ),
  ];
  const own = seen.length > levelsMax ? seen.slice(0, Math.max(1, levelsMax - 1)) : seen;
  const words = [...(own.length < seen.length ? [others] : []), ...own.toReversed()];
  const level = new Map(words.map((word, index) => [word, index]));
  return {
    values: values.map((value) => (value === null ? null : (level.get(String(value)) ?? 0))),
    words,
  };
}
