// The health of every source: whether it answers, how fast, how often it did not, and when it is asked again.

import type { ReactElement } from 'react';
import { Lines } from '../components/lines.tsx';
import { sourceLines } from '../format/source-lines.ts';
import type { ScreenProps } from '../view.ts';

/** The summary and the column titles stay; the sources scroll under them. */
const fixedRows = 2;

export function SourcesScreen(props: ScreenProps): ReactElement {
  const { snapshot, view, size, theme } = props;
  const lines = sourceLines(snapshot, size.columns);
  const first = Math.min(view.scroll, sourcesScrollMax(props));
  const shown = [...lines.slice(0, fixedRows), ...lines.slice(fixedRows + first)];
  return <Lines lines={shown} size={size} theme={theme} />;
}

export function sourcesScrollMax({ snapshot, size }: ScreenProps): number {
  return Math.max(0, sourceLines(snapshot, size.columns).length - size.rows);
}
