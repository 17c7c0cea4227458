// Prepared lines on the screen, with their styles or drawn already: one `Text` a row, drawn again only when its string has changed.

import { type ReactElement, memo, type ReactNode } from 'react';
import { drawLine, type Line, type Size } from './line.ts';
import type { Theme } from '../theme.ts';
import { Box, Text } from 'ink';

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

const Row = memo(function Row({ text }: { readonly text: string }): ReactNode {
  // An empty `Text` has no height.
  return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
});

export interface DrawnLinesProps {
  /** Already drawn, none wider than `columns`. */
  readonly lines: readonly string[];
  readonly columns: number;
  readonly rows: number;
}

/** Exactly `rows` by `columns` cells: what is missing is blank, what is too much is not drawn. */
export function DrawnLines({ lines, columns, rows }: DrawnLinesProps): ReactNode {
  return (
    <Box flexDirection="column" width={columns} height={rows} flexShrink={0} overflow="hidden">
      {Array.from({ length: rows }, (_, index) => (
        // A row is its place on the screen: there is nothing else that it could be known by.
        <Row key={index} text={lines[index] ?? ''} />
      ))}
    </Box>
  );
}
