// *Do now*: a framed panel beside the tiles, or a strip above the list that always keeps its first step.

import type { ReactNode } from 'react';
import type { Iso } from '../../../rules/board.ts';
import type { Command, DoItem } from './items.ts';
import { doLines } from './panel.ts';
import { frame } from '../../text/frame.ts';
import { drawLine, part, type Line } from '../../text/line.ts';
import type { Theme } from '../../theme.ts';
import type { Size } from '../../text/line.ts';
import { DrawnLines } from '../../text/rows.tsx';

export interface DoNowProps {
  readonly items: readonly DoItem[];
  readonly at: Iso;
  readonly copied: Command | null;
  readonly unknown: number;
  readonly size: Size;
  readonly theme: Theme;
}

/** The lines of the panel: within its frame, or of the strip, whose last row is a rule where `ruled`. */
export function doNowLines(
  { items, size: { columns, rows }, ...rest }: Omit<DoNowProps, 'theme'>,
  frame: 'framed' | 'ruled' | 'bare',
): readonly Line[] {
  const room =
    frame === 'framed'
      ? { columns: columns - 4, rows: rows - 2 }
      : { columns: columns - 2, rows: frame === 'ruled' ? rows - 1 : rows };
  return doLines(items, { ...rest, ...room });
}

export function DoNow({ theme, ...panel }: DoNowProps): ReactNode {
  const { items, size } = panel;
  const { columns, rows } = size;
  const lines = doNowLines(panel, 'framed');
  const open = items.filter(({ pending }) => !pending);
  const loud = open.some(({ kind }) => kind === 'incident' || kind === 'rollback');
  const drawn = frame(
    lines,
    {
      columns,
      rows,
      title: [part('DO NOW', { ...(loud ? { token: 'red' } : {}), bold: true })],
      titleRight: items.length === 0 ? [] : [[part(`${open.length} open`, { token: 'dim' })]],
      style: loud ? { token: 'red' } : { token: 'border' },
    },
    theme,
  );
  return <DrawnLines lines={drawn} columns={columns} rows={rows} />;
}

/** Without a frame; the last row is a rule where `ruled`. */
export function DoNowStrip({ theme, ruled, ...panel }: DoNowProps & { readonly ruled: boolean }): ReactNode {
  const { columns, rows } = panel.size;
  const lines = doNowLines(panel, ruled ? 'ruled' : 'bare');
  const drawn = lines.map((line) => ` ${drawLine(line, columns - 2, theme)}`);
  const blank = Array.from({ length: Math.max(0, rows - drawn.length - (ruled ? 1 : 0)) }, () => '');
  const rule = ruled ? [theme.paint('─'.repeat(columns), { token: 'border' })] : [];
  return <DrawnLines lines={[...drawn, ...blank, ...rule]} columns={columns} rows={rows} />;
}
