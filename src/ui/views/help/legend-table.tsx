// The four statuses as a small fixed table.

import { Text } from 'ink';
import { Table } from 'ink-table';
import { memo, type PropsWithChildren, type ReactElement } from 'react';
import { statusGlyph } from '../../../domain/status.ts';
import { statusesWorstFirst, statusMeaning } from './lines.ts';
import type { Size } from '../../text/line.ts';

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
