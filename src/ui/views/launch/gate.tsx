// The gate: whether the launch is a go, what is missing in the order in which to go about it, and who signed what.

import type { ReactElement } from 'react';
import { EntryScreen, entryBounds, type EntryPage } from './entries.tsx';
import { detailColumns, entryLayout } from './room.ts';
import type { EntryBounds } from '../../keys/moves.ts';
import { criterionDetail } from './detail.ts';
import { entryList } from '../../text/list.ts';
import { firstCriterion, gateHead, gateSections, signatureLines } from './gate.ts';
import type { ScreenProps } from '../../keys/view.ts';

/** From so many rows on there is a blank line between the parts. */
const airyFrom = 16;

export function GateScreen(props: ScreenProps): ReactElement {
  return <EntryScreen page={gatePage(props)} {...props} />;
}

export function gateBounds(props: ScreenProps): EntryBounds {
  return entryBounds(gatePage(props), props.view, props.size);
}

function gatePage({ snapshot, view, size }: ScreenProps): EntryPage {
  const { board } = snapshot;
  const airy = size.rows >= airyFrom;
  const { columns } = entryLayout(size, 1).list;
  const list = entryList(gateSections(board, columns), view.entry, firstCriterion(board), { airy });
  const criterion = board.gate.criteria.find(({ id }) => id === list.picked?.id);
  return {
    head: [...(airy ? [[]] : []), ...gateHead(board, size.columns), ...(airy ? [[]] : [])],
    list,
    beginsAt: 0,
    detail: criterion ? criterionDetail(snapshot, criterion, detailColumns(size.columns, size.rows)) : [],
    aside: { title: 'SIGNED', lines: (width, rows) => signatureLines(board, width, rows) },
  };
}
