// The metrics as a list, worst first: for terminals that are too small for tiles.

import type { ReactNode } from 'react';
import { drawLine } from '../../text/line.ts';
import { rowColumns, rowLines } from './rows.ts';
import { DrawnLines } from '../../text/rows.tsx';
import { contextOf, emptyLine, withPageLine, type MetricsPanelProps } from './panel.ts';

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
  const drawn = layout.pages > 1 ? withPageLine(lines, layout, size, theme) : lines;
  return <DrawnLines lines={drawn} columns={columns} rows={rows} />;
}
