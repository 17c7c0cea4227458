// The metrics as tiles that fill the panel, worst first; the healthy ones as compact lines where there is no room for more.

import type { ReactNode } from 'react';
import { drawLine } from '../format/line.ts';
import { DrawnLines } from './drawn-lines.tsx';
import { emptyLine, pageLine, type MetricsPanelProps } from './metrics-panel.ts';
import { bandLines } from './tile.tsx';

export function Tiles(props: MetricsPanelProps): ReactNode {
  const { layout, size, snapshot, theme } = props;
  const { columns, rows } = size;
  if (layout.bands.length === 0)
    return (
      <DrawnLines lines={[drawLine(emptyLine(snapshot), columns, theme)]} columns={columns} rows={rows} />
    );
  const lines = layout.shown.flatMap((band) => bandLines(band, props));
  if (layout.pages > 1)
    lines.splice(
      Math.min(lines.length, rows - 1),
      lines.length,
      drawLine(pageLine(layout, columns), columns, theme),
    );
  return <DrawnLines lines={lines} columns={columns} rows={rows} />;
}
