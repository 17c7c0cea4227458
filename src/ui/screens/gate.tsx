// Why the launch is a go or not: every criterion with its evidence, and the checklist of this phase and the next.

import type { ReactElement } from 'react';
import { Lines } from '../components/lines.tsx';
import { gateLines } from '../format/gate-lines.ts';
import { lastFirst, scrolled } from '../format/scrolled.ts';
import type { ScreenProps } from '../view.ts';

export function GateScreen({ snapshot, view, size, theme }: ScreenProps): ReactElement {
  const lines = gateLines(snapshot.board, size.columns);
  return <Lines lines={scrolled(lines, view.scroll, size.rows)} size={size} theme={theme} />;
}

export function gateScrollMax({ snapshot, size }: ScreenProps): number {
  return lastFirst(gateLines(snapshot.board, size.columns), size.rows);
}
