// The metrics as a list, worst first: for terminals that are too small for tiles.

import type { ReactNode } from 'react';
import { drawLine } from '../format/line.ts';
import { rowColumns, rowLines } from '../format/row-lines.ts';
import { DrawnLines } from './drawn-lines.tsx';
import { contextOf, emptyLine, pageLine, type MetricsPanelProps } from './metrics-panel.ts';

export function MetricList(props: MetricsPanelProps): ReactNode {
  const { layout, size, snapshot, theme } = props;
  const { columns, rows } = size;
  if (layout.bands.length === 0)
    return (
      <DrawnLines lines={[drawLine(emptyLine(snapshot), columns, theme)]} columns={columns} rows={rows} />
    );
  const cut = rowColumns(snapshot.board.metrics, columns);
  const lines = layout.shown.flatMap((band) =>
    band.metrics.flatMap((metric) => rowLines(metric, columns, band.rows, cut, contextOf(props, metric))),
  );
  if (layout.pages > 1)
    lines.splice(
      Math.min(lines.length, rows - 1),
      lines.length,
      drawLine(pageLine(layout, columns), columns, theme),
    );
  return <DrawnLines lines={lines} columns={columns} rows={rows} />;
}
