// A line with its styles as cells: what each shows, and in which style, so that two lines can be compared cell by cell.

import { isOneCellText } from '../../domain/one-cell.ts';

/** A style as the parameters that set it from nothing: `1;38;5;203`; empty for the terminal's own. */
export type Style = string;

export interface StyledCells {
  /** One UTF-16 unit a cell. */
  readonly text: string;
  /** The style of each cell. */
  readonly styles: readonly Style[];
}

// oxlint-disable-next-line no-control-regex -- escape sequences are what it looks for
const styleSequence = /\u001b\[([\d;]*)m/g;

/** What may be on at the same time: each group holds at most one parameter, and these parameters take it off. */
type Group =
  | 'bold'
  | 'dim'
  | 'italic'
  | 'underline'
  | 'inverse'
  | 'hidden'
  | 'struck'
  | 'foreground'
  | 'background';

const switchedOn: ReadonlyMap<number, Group> = new Map([
  [1, 'bold'],
  [2, 'dim'],
  [3, 'italic'],
  [4, 'underline'],
  [7, 'inverse'],
  [8, 'hidden'],
  [9, 'struck'],
]);

const switchedOff: ReadonlyMap<number, readonly Group[]> = new Map([
  [22, ['bold', 'dim']],
  [23, ['italic']],
  [24, ['underline']],
  [27, ['inverse']],
  [28, ['hidden']],
  [29, ['struck']],
  [39, ['foreground']],
  [49, ['background']],
]);

/**
 * The cells of a line that begins in the terminal's own style; null when it holds anything else than characters of one cell
 * and the usual styles.
 */
export function styledCells(line: string): StyledCells | null {
  const styles: Style[] = [];
  const on = new Map<Group, string>();
  let text = '';
  let from = 0;
  let style = '';
  const take = (until: number): void => {
    for (let index = from; index < until; index++) styles.push(style);
    text += line.slice(from, until);
  };
  for (const match of line.matchAll(styleSequence)) {
    take(match.index);
    from = match.index + match[0].length;
    if (!applyParameters(on, match[1] ?? '')) return null;
    style = [...on.values()].join(';');
  }
  take(line.length);
  return isOneCellText(text) ? { text, styles } : null;
}

/** Changes what is on; false when one of the parameters is not known here. */
function applyParameters(on: Map<Group, string>, parameters: string): boolean {
  const codes = parameters.split(';').map(Number);
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0;
    const group = switchedOn.get(code) ?? colourGroup(code);
    if (code === 0) on.clear();
    else if (code === 38 || code === 48) {
      const length = codes[index + 1] === 5 ? 3 : codes[index + 1] === 2 ? 5 : 0;
      if (length === 0 || index + length > codes.length) return false;
      on.set(code === 38 ? 'foreground' : 'background', codes.slice(index, index + length).join(';'));
      index += length - 1;
    } else if (group !== null) on.set(group, `${code}`);
    else if (switchedOff.has(code)) for (const off of switchedOff.get(code) ?? []) on.delete(off);
    else return false;
  }
  return true;
}

function colourGroup(code: number): Group | null {
  if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) return 'foreground';
  if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) return 'background';
  return null;
}
