// What stands there before the first board, and where the terminal is too small for a wall.

import type { ReactNode } from 'react';
import { severity } from '../../../domain/status.ts';
import type { WallSnapshot } from '../../../engine/snapshot.ts';
import { nameLine, verdictParts } from './header.ts';
import { drawLine, justify, part, type Line } from '../../text/line.ts';
import { glyphOf } from '../words/metric.ts';
import { smallest } from '../spread.ts';
import type { Theme } from '../../theme.ts';
import type { Size } from '../../text/line.ts';
import { DrawnLines } from '../../text/rows.tsx';

export interface SkeletonProps {
  readonly name: string;
  readonly mode: string | null;
  readonly size: Size;
  readonly theme: Theme;
}

export function Skeleton({ name, mode, size, theme }: SkeletonProps): ReactNode {
  const { columns, rows } = size;
  const environment = name.slice(name.lastIndexOf('/') + 1);
  const lines = [
    justify(
      nameLine(name, environment, columns),
      mode === null ? [] : [part(`${mode} `, { token: 'accent', bold: true })],
      columns,
    ),
    [],
    [part(' first readings…', { token: 'dim' })],
  ];
  const drawn = lines.slice(0, rows).map((line) => drawLine(line, columns, theme));
  return <DrawnLines lines={drawn} columns={columns} rows={rows} />;
}

export interface TooSmallProps {
  readonly snapshot: WallSnapshot | null;
  readonly size: Size;
  readonly theme: Theme;
}

/** The verdict, then the worst metric, then why there is no more, as far as they fit. */
export function TooSmall({ snapshot, size, theme }: TooSmallProps): ReactNode {
  const { columns, rows } = size;
  const worst = snapshot?.board.metrics.reduce<WallSnapshot['board']['metrics'][number] | null>(
    (a, b) => (a === null || severity(b.status, b.was) < severity(a.status, a.was) ? b : a),
    null,
  );
  const parts: readonly Line[] = [
    snapshot ? verdictParts(snapshot.board) : [part('first readings…')],
    ...(worst ? [[part(`${glyphOf(worst)} ${worst.title} ${worst.display ?? ''}`)]] : []),
    [part(`(needs ${smallest.columns}×${smallest.rows})`, { token: 'dim' })],
  ];
  const lines = rows >= parts.length ? parts : [parts.flatMap((line) => [...line, part(' ')])];
  return (
    <DrawnLines lines={lines.map((line) => drawLine(line, columns, theme))} columns={columns} rows={rows} />
  );
}
