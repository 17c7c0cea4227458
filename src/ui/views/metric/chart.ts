// A metric's chart in the wall's colours: its points, and the lines of its thresholds.

import type { WallSnapshot } from '../../../engine/snapshot.ts';
import type { MetricState } from '../../../rules/board.ts';
import type { Style } from '../../theme.ts';
import { chart, type ChartInput } from '../../text/chart.ts';
import type { ChartRole } from '../../text/chart-canvas.ts';
import { part, type Line, type Size } from '../../text/line.ts';

/** For a metric that the plan does not know any more. */
const staleAfterUnknown = 60_000;
/** Points asked for per column of the chart: more than can be told apart, so that every peak is among them. */
const pointsPerColumn = 4;

export function chartInput(snapshot: WallSnapshot, metric: MetricState, size: Size): ChartInput {
  const plan = snapshot.plan.metrics.find(({ id }) => id === metric.id);
  return {
    ...size,
    points: snapshot.points(metric.id, size.columns * pointsPerColumn),
    thresholds: snapshot.thresholds(metric.id),
    unit: metric.unit,
    until: Date.parse(snapshot.board.at),
    staleAfter: plan?.staleAfter ?? staleAfterUnknown,
  };
}

const styleOf: Readonly<Record<ChartRole, Style>> = {
  axis: { dim: true },
  data: { token: 'accent', bold: true },
  now: { bold: true },
  gap: { token: 'unknown', bold: true },
  target: { token: 'amber' },
  alert: { token: 'red' },
};

export function chartLines(input: ChartInput): readonly Line[] {
  return chart(input).map((runs) => runs.map(({ text, role }) => part(text, styleOf[role])));
}
