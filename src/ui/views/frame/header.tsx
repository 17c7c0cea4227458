// The two lines at the top of every screen.

import type { ReactNode } from 'react';
import type { WallSnapshot } from '../../../engine/snapshot.ts';
import { secondLine, topLine } from './header.ts';
import { drawLine } from '../../text/line.ts';
import type { Theme } from '../../theme.ts';
import { DrawnLines } from '../../text/rows.tsx';

export const headerRows = 2;

export interface HeaderProps {
  readonly snapshot: WallSnapshot;
  /** `drill ×20`; null for a live watch. */
  readonly mode: string | null;
  readonly columns: number;
  readonly theme: Theme;
}

export function Header({ snapshot, mode, columns, theme }: HeaderProps): ReactNode {
  const lines = [topLine(snapshot, mode, columns), secondLine(snapshot.board, columns)];
  return (
    <DrawnLines
      lines={lines.map((line) => drawLine(line, columns, theme))}
      columns={columns}
      rows={headerRows}
    />
  );
}
