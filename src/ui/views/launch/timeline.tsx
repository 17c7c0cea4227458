// The timeline: the phases in order with their items, the one in which we are first in view, and what is due and overdue.

import type { ReactElement } from 'react';
import { timelineOf } from '../../../rules/launch/timeline.ts';
import { EntryScreen, entryBounds, type EntryPage } from './entries.tsx';
import { detailColumns, entryLayout } from './room.ts';
import type { EntryBounds } from '../../keys/moves.ts';
import { itemDetail } from './detail.ts';
import { entryList } from '../../text/list.ts';
import { part } from '../../text/line.ts';
import { dueLines, firstItem, timelineHead, timelineSections } from './timeline.ts';
import type { ScreenProps } from '../../keys/view.ts';

/** From so many rows on there is a blank line between phases, and evidence below each item. */
const airyFrom = 28;

export function TimelineScreen(props: ScreenProps): ReactElement {
  return <EntryScreen page={timelinePage(props)} {...props} />;
}

export function timelineBounds(props: ScreenProps): EntryBounds {
  return entryBounds(timelinePage(props), props.view, props.size);
}

function timelinePage({ snapshot, view, size }: ScreenProps): EntryPage {
  const { board } = snapshot;
  const timeline = timelineOf(board);
  const airy = size.rows >= airyFrom;
  const { columns } = entryLayout(size, 1).list;
  const begin = firstItem(timeline);
  const list = entryList(
    timelineSections(snapshot, timeline, columns, { evidence: airy }),
    view.entry,
    begin,
    { airy },
  );
  const { picked, headings } = list;
  const timed = timeline.phases[picked?.section ?? -1];
  const item = timed?.phase.items.find(({ id }) => id === picked?.id);
  return {
    head: [
      timelineHead(board, timeline, size.columns),
      ...(airy ? [[]] : []),
      ...(list.entries.length === 0
        ? [[part(' The profile has no checklist: its phases have no items.', { token: 'unknown' })]]
        : []),
    ],
    list,
    beginsAt: headings[picked?.section ?? 0] ?? 0,
    detail:
      timed === undefined || item === undefined
        ? []
        : itemDetail(snapshot, item, timed, detailColumns(size.columns, size.rows)),
    aside: {
      title: 'OVERDUE AND DUE',
      lines: (width, rows) => dueLines(timeline, board.at, width, rows),
    },
  };
}
