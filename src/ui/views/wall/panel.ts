// What tiles and list share: the properties of the panel, the values behind the curves, and the line about what is not shown.

import { statusGlyph } from '../../../domain/status.ts';
import type { WallSnapshot } from '../../../engine/snapshot.ts';
import type { MetricState } from '../../../rules/board.ts';
import { drawLine, justify, part, type Line } from '../../text/line.ts';
import type { TileContext } from './tiles.ts';
import type { MetricsLayout } from '../spread.ts';
import { statusToken, type Theme } from '../../theme.ts';
import type { Size } from '../../text/line.ts';

export interface MetricsPanelProps {
  readonly snapshot: WallSnapshot;
  readonly layout: MetricsLayout;
  readonly selected: string | null;
  readonly size: Size;
  readonly theme: Theme;
}

export function contextOf(props: MetricsPanelProps, metric: MetricState): TileContext {
  const { snapshot, selected, theme } = props;
  return {
    at: snapshot.board.at,
    theme,
    selected: metric.id === selected,
    values: (id, count) => snapshot.points(id, count).map(({ value }) => value),
  };
}

/** The lines with the page line as the last row of the panel. */
export function withPageLine(
  lines: readonly string[],
  layout: MetricsLayout,
  { columns, rows }: Size,
  theme: Theme,
): readonly string[] {
  const shown = lines.slice(0, Math.max(0, rows - 1));
  const blank = Array.from({ length: Math.max(0, rows - 1 - shown.length) }, () => '');
  return [...shown, ...blank, drawLine(pageLine(layout, columns), columns, theme)];
}

/** `page 2 of 4 · elsewhere ✖ 2 ▲ 1 ● 380      PgUp PgDn`. */
function pageLine(layout: MetricsLayout, columns: number): Line {
  const shown = new Set(layout.shown.flatMap(({ metrics }) => metrics));
  const elsewhere = layout.bands.flatMap(({ metrics }) => metrics).filter((metric) => !shown.has(metric));
  const counts = (['red', 'amber', 'unknown', 'green'] as const).flatMap((status) => {
    const count = elsewhere.filter((metric) => metric.status === status).length;
    return count === 0 ? [] : [part(` ${statusGlyph[status]} ${count}`, { token: statusToken(status) })];
  });
  const plain = elsewhere.filter(({ status }) => status === null).length;
  return justify(
    [
      part(` … ${elsewhere.length} more:`, { token: 'dim' }),
      ...counts,
      ...(plain === 0 ? [] : [part(` · ${plain} plain`, { token: 'dim' })]),
      part(` · page ${layout.page + 1} of ${layout.pages}`, { token: 'dim' }),
    ],
    [part('PgDn PgUp', { bold: true })],
    columns,
  );
}

/** What stands there when there is no metric to show. */
export function emptyLine(snapshot: WallSnapshot): Line {
  return snapshot.board.metrics.length === 0
    ? [
        part(' This profile has no metrics: nothing is judged, nothing is green.', {
          token: 'unknown',
          bold: true,
        }),
      ]
    : [part(' No metric matches the filter. Esc clears it.', { token: 'dim' })];
}
