// Lines with their styles as the rows of an area of exactly `size`.

import type { ReactElement } from 'react';
import { drawLine, type Line } from './line.ts';
import type { Theme } from '../theme.ts';
import type { Size } from './line.ts';
import { DrawnLines } from './drawn-lines.tsx';

export interface LinesProps {
  readonly lines: readonly Line[];
  readonly size: Size;
  readonly theme: Theme;
}

/** What is too much at the end is not drawn, what is missing is blank. */
export function Lines({ lines, size: { columns, rows }, theme }: LinesProps): ReactElement {
  const drawn = lines.slice(0, rows).map((line) => drawLine(line, columns, theme));
  return <DrawnLines lines={drawn} columns={columns} rows={rows} />;
}
