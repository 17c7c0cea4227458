// All there is to do now, to scroll through; the command that the copy key takes is marked and always to be seen.

import type { ReactElement } from 'react';
import { Lines } from '../../text/rows.tsx';
import { doLines } from './steps.ts';
import type { Line } from '../../text/line.ts';
import { lastFirst, scrolled } from '../../text/list.ts';
import type { ScreenProps } from '../../keys/view.ts';

interface Window {
  readonly lines: readonly Line[];
  /** The line at the top when nothing is scrolled: far enough down that the marked command is seen whole. */
  readonly base: number;
  readonly last: number;
}

export function DoScreen(props: ScreenProps): ReactElement {
  const { size, theme } = props;
  return <Lines lines={doScreenLines(props)} size={size} theme={theme} />;
}

/** The lines that are to be seen. */
export function doScreenLines(props: ScreenProps): readonly Line[] {
  const { lines, base } = windowOf(props);
  return scrolled(lines, base + props.view.scroll, props.size.rows);
}

/** Counted from where the marked command is seen. */
export function doScrollMax(props: ScreenProps): number {
  const { base, last } = windowOf(props);
  return last - base;
}

function windowOf({ snapshot, view, size }: ScreenProps): Window {
  const { lines, marked } = doLines(snapshot.board, view.command, size.columns);
  const last = lastFirst(lines, size.rows);
  // Two rows of slack: the row that says "more below", and a first line of what follows.
  const needed = marked === null ? 0 : Math.min(marked.to - size.rows + 2, marked.from);
  return { lines, base: Math.max(0, Math.min(needed, last)), last };
}
