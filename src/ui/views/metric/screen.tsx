// One metric: the sentence first, then the chart with its thresholds, then samples, transitions and rules.

import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { WallSnapshot } from '../../../engine/snapshot.ts';
import type { MetricState } from '../../../rules/board.ts';
import { Lines } from '../../text/rows.tsx';
import type { ChartInput } from '../../text/chart.ts';
import { chartInput, chartLines } from './chart.ts';
import { lastFirst, scrolled } from '../../text/list.ts';
import { sparkline } from '../../text/sparkline.ts';
import { part, type Line, type Size } from '../../text/line.ts';
import { metricHead } from './head.ts';
import { metricTables } from './tables.ts';
import type { ScreenProps } from '../../keys/view.ts';
import type { Theme } from '../../theme.ts';

const chartRowsMin = 6;
const tableRowsMin = 5;

interface MetricLayout {
  readonly head: readonly Line[];
  /** 0 rows where there is no room for a chart. */
  readonly chart: Size;
  readonly tables: readonly Line[];
  readonly tableRows: number;
}

export function MetricScreen(props: ScreenProps): ReactElement {
  const { snapshot, view, size, theme } = props;
  const metric = metricOf(props);
  if (metric === null) return <Lines lines={goneLines(view.selected)} size={size} theme={theme} />;
  const { head, chart, tables, tableRows } = layoutMetric(snapshot, metric, size);
  const columns = size.columns;
  return (
    <Box flexDirection="column" width={columns} height={size.rows} overflow="hidden">
      <Lines lines={head} size={{ columns, rows: head.length }} theme={theme} />
      {chart.rows > 0 && <Chart input={chartInput(snapshot, metric, chart)} theme={theme} />}
      <Lines
        lines={scrolled(tables, view.scroll, tableRows)}
        size={{ columns, rows: tableRows }}
        theme={theme}
      />
    </Box>
  );
}

/** The tables under the chart scroll; the sentence and the chart stay. */
export function metricScrollMax(props: ScreenProps): number {
  const metric = metricOf(props);
  if (metric === null) return 0;
  const { tables, tableRows } = layoutMetric(props.snapshot, metric, props.size);
  return lastFirst(tables, tableRows);
}

function metricOf({ snapshot, view }: ScreenProps): MetricState | null {
  return snapshot.board.metrics.find(({ id }) => id === view.selected) ?? null;
}

function goneLines(id: string | null): readonly Line[] {
  const text = id === null ? 'No metric is selected.' : `The profile has no metric "${id}" any more.`;
  return [[], [part(` ${text}`, { bold: true })], [part(' Esc goes back to the wall.', { dim: true })]];
}

/** The head is never cut for the rest; the chart takes most of what is left, as long as some samples stay to be seen. */
function layoutMetric(snapshot: WallSnapshot, metric: MetricState, { columns, rows }: Size): MetricLayout {
  const fullHead = metricHead(snapshot, metric, { columns, rows });
  const airy = rows - fullHead.length >= 2 * (chartRowsMin + tableRowsMin);
  const head = (airy ? [[], ...fullHead, []] : fullHead.filter((line) => line.length > 0)).slice(0, rows);
  const tables = metricTables(snapshot, metric.id, columns);
  const left = rows - head.length;
  const wished = Math.max(chartRowsMin, Math.floor(left * 0.55));
  const chartRows = Math.min(wished, left - tableRowsMin);
  const shown = chartRows >= chartRowsMin ? chartRows : left >= chartRowsMin + 2 ? chartRowsMin : 0;
  if (shown > 0 || left < 2)
    return { head, chart: { columns, rows: shown }, tables, tableRows: left - shown };
  const curve = [...head, curveLine(snapshot, metric.id, columns)];
  return { head: curve, chart: { columns, rows: 0 }, tables, tableRows: left - 1 };
}

/** Where no chart fits, its shape in one row. */
function curveLine(snapshot: WallSnapshot, metric: string, columns: number): Line {
  const points = snapshot.points(metric, Math.max(1, columns - 2));
  const curve = sparkline(
    points.map(({ value }) => value),
    columns - 2,
  );
  return [part(` ${curve}`, { token: 'accent' })];
}

export function Chart({ input, theme }: { input: ChartInput; theme: Theme }): ReactElement {
  return <Lines lines={chartLines(input)} size={input} theme={theme} />;
}
