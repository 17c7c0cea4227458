// Help: the keys from the key table, the legend, the promises. Side by side where there is room.

import { Box } from 'ink';
import type { ReactElement } from 'react';
import { LegendTable, legendTableSize } from '../components/legend-table.tsx';
import { Lines } from '../components/lines.tsx';
import { keyLines, legendLines, promiseLines, wordLines, type HelpKey } from '../format/help-lines.ts';
import type { Line } from '../format/line.ts';
import type { ScreenProps } from '../view.ts';

export interface HelpScreenProps extends ScreenProps {
  readonly keys: readonly HelpKey[];
}

/** From here on the legend stands beside the keys, and neither scrolls out of sight of the other. */
const besideFromColumns = 110;
const blankRow: readonly Line[] = [[]];

interface HelpLayout {
  readonly lines: readonly Line[];
  readonly columns: number;
  /** What stands at the right under the table; null where all is in `lines`. */
  readonly right: readonly Line[] | null;
}

export function HelpScreen(props: HelpScreenProps): ReactElement {
  const { size, theme, view } = props;
  const { lines, columns, right } = layoutHelp(props);
  const first = Math.min(view.scroll, Math.max(0, lines.length - size.rows));
  const left = <Lines lines={lines.slice(first)} size={{ columns, rows: size.rows }} theme={theme} />;
  if (right === null) return left;
  const rightSize = { columns: size.columns - columns, rows: size.rows - legendTableSize.rows };
  return (
    <Box width={size.columns} height={size.rows} overflow="hidden">
      {left}
      <Box flexDirection="column" width={rightSize.columns} height={size.rows} flexShrink={0}>
        <LegendTable />
        <Lines lines={right} size={rightSize} theme={theme} />
      </Box>
    </Box>
  );
}

export function helpScrollMax(props: HelpScreenProps): number {
  return Math.max(0, layoutHelp(props).lines.length - props.size.rows);
}

function layoutHelp({ keys, size }: HelpScreenProps): HelpLayout {
  const rightColumns = legendTableSize.columns + 1;
  const columns = size.columns - rightColumns;
  const right = [...blankRow, ...wordLines(rightColumns), ...blankRow, ...promiseLines(rightColumns)];
  if (size.columns >= besideFromColumns && size.rows >= legendTableSize.rows + right.length)
    return { lines: keyLines(keys, columns), columns, right };
  const all = [
    ...keyLines(keys, size.columns),
    ...blankRow,
    ...legendLines(size.columns),
    ...blankRow,
    ...wordLines(size.columns),
    ...blankRow,
    ...promiseLines(size.columns),
  ];
  return { lines: all, columns: size.columns, right: null };
}
