// The two lines at the top of every screen, and the banners below them: offline, paused, the newest notice.

import type { ReactNode } from 'react';
import type { WallSnapshot } from '../../../engine/snapshot.ts';
import { secondLine, topLine, bannerLines } from './header.ts';
import { newestLine } from './newest.ts';
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

export interface NoticesProps {
  readonly snapshot: WallSnapshot;
  readonly columns: number;
  /** The wall has one row for them, always. */
  readonly isWall: boolean;
  /** As `noticesRows` said. */
  readonly rows: number;
  readonly theme: Theme;
}

/** Rows that the banners take on a screen of so many rows. */
export function noticesRows(snapshot: WallSnapshot, columns: number, screenRows: number): number {
  return bannerLines(snapshot, columns, screenRows >= 30 ? 4 : screenRows >= 20 ? 3 : 1).length;
}

export function Notices({ snapshot, columns, rows, theme, isWall }: NoticesProps): ReactNode {
  if (rows === 0) return null;
  const told = isWall ? [newestLine(snapshot, columns)] : bannerLines(snapshot, columns, rows);
  const lines = told.map((line) => drawLine(line, columns, theme));
  return <DrawnLines lines={lines} columns={columns} rows={rows} />;
}
