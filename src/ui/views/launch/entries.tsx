// The frame that the timeline and the gate share: lines that stay at the top, a list that scrolls, and what is picked out.

import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { EntryBounds } from '../../keys/moves.ts';
import { entryLayout, type EntryLayout } from './room.ts';
import { firstLine, listLines, pageOf, type EntryList } from '../../text/list.ts';
import { frame } from '../../text/frame.ts';
import { drawLine, part, type Line } from '../../text/line.ts';
import type { Theme } from '../../theme.ts';
import type { ViewState } from '../../keys/view.ts';
import type { Size } from '../../text/line.ts';
import { DrawnLines, Lines } from '../../text/rows.tsx';

/** What there is to draw, for a width of the list that `entryLayout` gives. */
export interface EntryPage {
  readonly head: readonly Line[];
  readonly list: EntryList;
  /** The first line while nothing was picked out by hand. */
  readonly beginsAt: number;
  readonly detail: readonly Line[];
  readonly aside: { readonly title: string; lines(columns: number, rows: number): readonly Line[] };
}

interface EntryScreenProps {
  readonly page: EntryPage;
  readonly view: ViewState;
  readonly size: Size;
  readonly theme: Theme;
}

export function EntryScreen({ page, view, size, theme }: EntryScreenProps): ReactNode {
  const { head, list, detail, aside } = page;
  const layout = layoutOf(page, size);
  const first = firstOf(page, view, layout);
  const listed = <Lines lines={listLines(list, first, layout.list.rows)} size={layout.list} theme={theme} />;
  const headSize = { columns: size.columns, rows: Math.min(head.length, size.rows) };
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      {headSize.rows > 0 && <Lines lines={head} size={headSize} theme={theme} />}
      {layout.beside ? (
        <Box>
          {listed}
          <Box flexDirection="column" marginLeft={1}>
            <Panel title="PICKED OUT" lines={detail} size={layout.detail} theme={theme} />
            <Panel
              title={aside.title}
              lines={aside.lines(layout.aside.columns - 4, layout.aside.rows - 2)}
              size={layout.aside}
              theme={theme}
            />
          </Box>
        </Box>
      ) : (
        <>
          {listed}
          <Strip lines={detail} size={layout.detail} theme={theme} />
        </>
      )}
    </Box>
  );
}

/** For the reducer: what can be picked out, and where the list stands. */
export function entryBounds(page: EntryPage, view: ViewState, size: Size): EntryBounds {
  const layout = layoutOf(page, size);
  const first = firstOf(page, view, layout);
  return {
    entries: page.list.entries,
    picked: page.list.picked?.id ?? null,
    first,
    page: pageOf(page.list, first, layout.list.rows),
  };
}

function layoutOf({ head }: EntryPage, size: Size): EntryLayout {
  return entryLayout(size, Math.min(head.length, size.rows));
}

function firstOf({ list, beginsAt }: EntryPage, view: ViewState, layout: EntryLayout): number {
  return firstLine(list, view.entry === null ? beginsAt : view.scroll, layout.list.rows);
}

interface PanelProps {
  readonly lines: readonly Line[];
  readonly size: Size;
  readonly theme: Theme;
}

function Panel({ title, lines, size, theme }: PanelProps & { readonly title: string }): ReactNode {
  const { columns, rows } = size;
  if (rows < 2) return null;
  const drawn = frame(
    cut(lines, rows - 2),
    { columns, rows, title: [part(title, { bold: true })], style: { token: 'border' } },
    theme,
  );
  return <DrawnLines lines={drawn} columns={columns} rows={rows} />;
}

function Strip({ lines, size, theme }: PanelProps): ReactNode {
  const { columns, rows } = size;
  if (rows < 2) return null;
  const rule = theme.paint('─'.repeat(columns), { token: 'border' });
  const drawn = cut(lines, rows - 1).map((line) => ` ${drawLine(line, columns - 2, theme)}`);
  return <DrawnLines lines={[rule, ...drawn]} columns={columns} rows={rows} />;
}

/** What does not fit is said to be missing. */
function cut(lines: readonly Line[], rows: number): readonly Line[] {
  return lines.length <= rows
    ? lines
    : [...lines.slice(0, Math.max(0, rows - 1)), [part('…', { bold: true })]];
}
