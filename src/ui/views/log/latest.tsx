// The latest transitions: framed beside the tiles, or below the list with a rule above.

import type { ReactNode } from 'react';
import type { WallSnapshot } from '../../../engine/snapshot.ts';
import { frame } from '../../text/frame.ts';
import { latestLines } from './lines.ts';
import { drawLine, part } from '../../text/line.ts';
import type { Theme } from '../../theme.ts';
import type { Size } from '../../text/line.ts';
import { DrawnLines } from '../../text/rows.tsx';

export interface LatestProps {
  readonly snapshot: WallSnapshot;
  readonly size: Size;
  readonly theme: Theme;
  readonly framed: boolean;
}

export function Latest({ snapshot, size, theme, framed }: LatestProps): ReactNode {
  const { columns, rows } = size;
  if (rows <= 0) return null;
  const { transitions, transitionsDropped } = snapshot;
  if (!framed) {
    const lines = latestLines(transitions, columns - 2, rows - 1);
    const rule = theme.paint(`── LATEST ${'─'.repeat(Math.max(0, columns - 10))}`, { token: 'border' });
    const drawn = [rule, ...lines.map((line) => ` ${drawLine(line, columns - 2, theme)}`)];
    return <DrawnLines lines={drawn} columns={columns} rows={rows} />;
  }
  const count = transitions.length + transitionsDropped;
  const drawn = frame(
    latestLines(transitions, columns - 4, rows - 2),
    {
      columns,
      rows,
      title: [part('LATEST', { bold: true })],
      titleRight: count > rows - 2 ? [[part(`${count} changes`, { token: 'dim' })]] : [],
      style: { token: 'border' },
    },
    theme,
  );
  return <DrawnLines lines={drawn} columns={columns} rows={rows} />;
}
