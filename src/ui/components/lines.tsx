// Prepared lines as the rows of an area: one memoised text a row, and never more rows than the area has.

import { Box, Text } from 'ink';
import { memo, type ReactElement } from 'react';
import { drawLine, type Line } from '../format/line.ts';
import type { Theme } from '../theme.ts';
import type { Size } from '../view.ts';

const Row = memo(function Row({ text }: { text: string }): ReactElement {
  // Ink gives an empty text no row at all.
  return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
});

/** Fills exactly `size`: what is too much at the end is not shown, what is missing is blank. */
export function Lines({
  lines,
  size,
  theme,
}: {
  lines: readonly Line[];
  size: Size;
  theme: Theme;
}): ReactElement {
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      {Array.from({ length: size.rows }, (_, index) => (
        <Row key={index} text={drawLine(lines[index] ?? [], size.columns, theme)} />
      ))}
    </Box>
  );
}
