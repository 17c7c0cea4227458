// A chart's runs in the colours of their meaning.

import type { ReactElement } from 'react';
import type { ChartRole } from '../../text/chart-canvas.ts';
import { chart, type ChartInput } from '../../text/chart.ts';
import { part, type Line } from '../../text/line.ts';
import type { Style, Theme } from '../../theme.ts';
import { Lines } from '../../text/rows.tsx';

const styleOf: Readonly<Record<ChartRole, Style>> = {
  axis: { dim: true },
  data: { token: 'accent', bold: true },
  now: { bold: true },
  gap: { token: 'unknown', bold: true },
  target: { token: 'amber' },
  alert: { token: 'red' },
};

function chartLines(input: ChartInput): readonly Line[] {
  return chart(input).map((runs) => runs.map(({ text, role }) => part(text, styleOf[role])));
}

export function Chart({ input, theme }: { input: ChartInput; theme: Theme }): ReactElement {
  return <Lines lines={chartLines(input)} size={input} theme={theme} />;
}
