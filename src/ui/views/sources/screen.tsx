// The health of every source: whether it answers, how fast, how often it did not, and when it is asked again.

import type { ReactElement } from 'react';
import { Lines } from '../../text/rows.tsx';
import { lastFirst, scrolled } from '../../text/list.ts';
import { sourceLines } from './lines.ts';
import type { ScreenProps } from '../../keys/view.ts';

/** A blank row, the summary and the column titles stay; the sources scroll under them. */
const fixedRows = 3;

export function SourcesScreen({ snapshot, view, size, theme }: ScreenProps): ReactElement {
  const lines = sourceLines(snapshot, size.columns);
  const listed = scrolled(lines.slice(fixedRows), view.scroll, Math.max(0, size.rows - fixedRows));
  const shown = [...lines.slice(0, fixedRows), ...listed];
  return <Lines lines={shown} size={size} theme={theme} />;
}

export function sourcesScrollMax({ snapshot, size }: ScreenProps): number {
  return lastFirst(sourceLines(snapshot, size.columns), size.rows);
}
