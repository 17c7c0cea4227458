// Help: the keys from the key table, the legend, the promises. Side by side where there is room.

import { Box, Text } from 'ink';
import { type ReactElement, memo, type PropsWithChildren } from 'react';
import { Lines } from '../../text/rows.tsx';
import {
  keyLines,
  legendLines,
  promiseLines,
  wordLines,
  type HelpKey,
  statusesWorstFirst,
  statusMeaning,
} from './lines.ts';
import type { Line, Size } from '../../text/line.ts';
import { lastFirst, scrolled } from '../../text/list.ts';
import type { ScreenProps } from '../../keys/view.ts';
import { Table } from 'ink-table';
import { statusGlyph } from '../../../domain/status.ts';

export interface HelpScreenProps extends ScreenProps {
  readonly keys: readonly HelpKey[];
}

/** From here on the legend stands beside the keys, and neither scrolls out of sight of the other. */
const besideFromColumns = 110;
const blankRow: readonly Line[] = [[]];

interface HelpLayout {
  readonly lines: readonly Line[];
  readonly columns: number;
  /** What stands at the right under the legend; null where all is in `lines`. */
  readonly right: readonly Line[] | null;
}

export function HelpScreen(props: HelpScreenProps): ReactElement {
  const { size, theme, view } = props;
  const { lines, columns, right } = layoutHelp(props);
  const left = (
    <Lines
      lines={scrolled(lines, view.scroll, size.rows)}
      size={{ columns, rows: size.rows }}
      theme={theme}
    />
  );
  if (right === null) return left;
  const hasTable = size.rows >= legendTableSize.rows + right.length;
  const legend = hasTable ? legendTableSize.rows : 0;
  const rightSize = { columns: size.columns - columns, rows: size.rows - legend };
  const rightLines = hasTable ? right : [...legendLines(rightSize.columns), ...right];
  return (
    <Box width={size.columns} height={size.rows} overflow="hidden">
      {left}
      <Box flexDirection="column" width={rightSize.columns} height={size.rows} flexShrink={0}>
        {hasTable && <LegendTable />}
        <Lines lines={rightLines} size={rightSize} theme={theme} />
      </Box>
    </Box>
  );
}

export function helpScrollMax(props: HelpScreenProps): number {
  return lastFirst(layoutHelp(props).lines, props.size.rows);
}

function layoutHelp({ keys, size }: HelpScreenProps): HelpLayout {
  const rightColumns = legendTableSize.columns + 1;
  const columns = size.columns - rightColumns;
  const right = [...blankRow, ...wordLines(rightColumns), ...blankRow, ...promiseLines(rightColumns)];
  if (size.columns >= besideFromColumns && size.rows >= legendLines(rightColumns).length + right.length)
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

const rows = statusesWorstFirst.map((status) => ({
  sign: statusGlyph[status],
  status,
  means: statusMeaning[status],
}));

/** The longest of each column with a blank at either side, and the rules between; a rule above, below and under each row. */
export const legendTableSize: Size = {
  columns:
    'sign'.length +
    'unknown'.length +
    Math.max(...rows.map(({ means }) => means.length)) +
    3 * 2 + // blanks
    4, // rules
  rows: 2 * (rows.length + 1) + 1,
};

function Heading({ children }: PropsWithChildren): ReactElement {
  return <Text bold>{children}</Text>;
}

function Plain({ children }: PropsWithChildren): ReactElement {
  return <Text>{children}</Text>;
}

function Rule({ children }: PropsWithChildren): ReactElement {
  return <Text dimColor>{children}</Text>;
}

export const LegendTable = memo(function LegendTable(): ReactElement {
  return (
    <Table data={rows} columns={['sign', 'status', 'means']} header={Heading} cell={Plain} skeleton={Rule} />
  );
});
