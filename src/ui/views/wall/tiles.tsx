// The metrics as tiles that fill the panel, worst first; the healthy ones as compact lines where there is no room for more.

import type { ReactNode } from 'react';
import { drawLine } from '../../text/line.ts';
import { DrawnLines } from '../../text/rows.tsx';
import { emptyLine, withPageLine, type MetricsPanelProps } from './panel.ts';
import { bandLines } from './tile.tsx';

export function Tiles(props: MetricsPanelProps): ReactNode {
  const { layout, size, snapshot, theme } = props;
  const { columns, rows } = size;
  if (layout.bands.length === 0)
    return (
      <DrawnLines lines={[drawLine(emptyLine(snapshot), columns, theme)]} columns={columns} rows={rows} />
    );
  const lines = layout.shown.flatMap((band) => bandLines(band, props));
  const drawn = layout.pages > 1 ? withPageLine(lines, layout, size, theme) : lines;
  return <DrawnLines lines={drawn} columns={columns} rows={rows} />;
}
