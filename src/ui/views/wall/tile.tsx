// Bands of tiles and of compact cells as the rows that they are drawn in.

import { compactCell } from './rows.ts';
import { tileLines } from './tiles.ts';
import type { Band } from '../spread.ts';
import { contextOf, type MetricsPanelProps } from './panel.ts';

/** The band's rows, its metrics beside each other over the panel's whole width. */
export function bandLines(band: Band, props: MetricsPanelProps): readonly string[] {
  const { columns } = props.size;
  // What does not divide goes to the first ones, so that the right edges of all bands meet the panel's.
  // In a last band that is not full each keeps the columns that the others have.
  const width = Math.floor(columns / band.across);
  const rest = columns - width * band.across;
  const cells = band.metrics.map((metric, index) => {
    const context = contextOf(props, metric);
    const own = width + (index < rest ? 1 : 0);
    return band.kind === 'compact'
      ? [compactCell(metric, own, context)]
      : tileLines(metric, own, band.rows, context);
  });
  return Array.from({ length: band.rows }, (_, row) => cells.map((lines) => lines[row] ?? '').join(''));
}
