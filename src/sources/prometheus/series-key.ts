// What makes a series one and no other.

import type { LabelPairs } from './page/dialect.ts';

/**
 * Its labels, in order of their names. Lengths stand before the texts, so that no two
 * sets of labels look alike.
 */
export function seriesKey(labels: LabelPairs, without: string | null): string {
  let key = '';
  for (const index of inOrder(labels)) {
    const [name = '', value = ''] = [labels[index], labels[index + 1]];
    // An empty label is none, as in Prometheus.
    if (name !== without && value !== '') key += `${name.length},${value.length}:${name}${value}`;
  }
  return key;
}

/** Where each pair begins, by name; most pages have them in order already. */
function inOrder(labels: LabelPairs): readonly number[] {
  const places: number[] = [];
  let sorted = true;
  for (let index = 0; index < labels.length; index += 2) {
    places.push(index);
    if (index > 0 && (labels[index] ?? '') < (labels[index - 2] ?? '')) sorted = false;
  }
  return sorted
    ? places
    : places.sort((left, right) => ((labels[left] ?? '') < (labels[right] ?? '') ? -1 : 1));
}
