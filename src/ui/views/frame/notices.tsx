// The banners below the header: offline, paused, and the newest notice.

import type { ReactNode } from 'react';
import type { WallSnapshot } from '../../../engine/snapshot.ts';
import { bannerLines } from './header.ts';
import { drawLine } from '../../text/line.ts';
import type { Theme } from '../../theme.ts';
import { DrawnLines } from '../../text/rows.tsx';

export interface NoticesProps {
  readonly snapshot: WallSnapshot;
  readonly columns: number;
  /** As `noticesRows` said. */
  readonly rows: number;
  readonly theme: Theme;
}

/** Rows that the banners take on a screen of so many rows. */
export function noticesRows(snapshot: WallSnapshot, columns: number, screenRows: number): number {
  return bannerLines(snapshot, columns, screenRows >= 30 ? 4 : screenRows >= 20 ? 3 : 1).length;
}

export function Notices({ snapshot, columns, rows, theme }: NoticesProps): ReactNode {
  if (rows === 0) return null;
  const lines = bannerLines(snapshot, columns, rows).map((line) => drawLine(line, columns, theme));
  return <DrawnLines lines={lines} columns={columns} rows={rows} />;
}
