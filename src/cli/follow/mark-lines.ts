// What has been said of a launch between two boards, as lines: ticks, skips, notes, signatures, latches, T-0, acknowledgements and
// mutes. It is read off the boards, so that what other programs have said is told as well.

import type { Board, CriterionState, ItemState, MetricState } from '../../rules/board.ts';

export interface MarkLine {
  readonly at: string;
  readonly text: string;
}

/** Everything of a board that somebody said, and nothing that a clock or a reading changes. */
export function marksOfBoard(board: Board): Readonly<Record<string, unknown>> {
  return {
    t0: board.launch.t0,
    lines: linesOf(board).map(({ line }) => [line.id, line.status, line.by, line.at, noteOf(line)]),
    metrics: board.metrics.map(({ id, ack, mute }) => [id, ack, mute]),
  };
}

export function markLines(before: Board, after: Board): readonly MarkLine[] {
  const now = after.at;
  const lines: MarkLine[] = [];
  if (before.launch.t0 !== after.launch.t0)
    lines.push({ at: now, text: `T-0: ${before.launch.t0 ?? 'none'} → ${after.launch.t0 ?? 'none'}` });
  const old = new Map(linesOf(before).map(({ word, line }) => [`${word} ${line.id}`, line]));
  for (const { word, line } of linesOf(after)) {
    const was = old.get(`${word} ${line.id}`);
    const said = was && (word === 'item' ? itemChange(was, line) : criterionChange(was, line));
    if (said) lines.push({ at: said.at ?? now, text: `${word} ${line.text}: ${said.text}` });
  }
  const controls = new Map(before.metrics.map((metric) => [metric.id, metric]));
  for (const metric of after.metrics) {
    const was = controls.get(metric.id);
    if (was) lines.push(...controlLines(was, metric));
  }
  return lines;
}

type Line = ItemState | CriterionState;

function linesOf(board: Board): readonly { readonly word: 'item' | 'criterion'; readonly line: Line }[] {
  const items = board.phases.flatMap((phase) => phase.items);
  return [
    ...items.map((line) => ({ word: 'item' as const, line })),
    ...board.gate.criteria.map((line) => ({ word: 'criterion' as const, line })),
  ];
}

/** Of an automatic line the evidence is a sentence about now; of a manual one it is what somebody wrote. */
function noteOf({ kind, evidence }: Line): string | null {
  return kind === 'manual' ? evidence : null;
}

interface Change {
  readonly at: string | null;
  readonly text: string;
}

/** The evidence of a signature says by whom. */
function criterionChange(was: Line, is: Line): Change | null {
  if (is.kind === 'auto' || (was.status === is.status && was.by === is.by && was.at === is.at)) return null;
  return { at: is.at, text: `${was.status} → ${is.status}${said(is.evidence ?? '')}` };
}

function itemChange(was: Line, is: Line): Change | null {
  if (is.kind === 'auto') {
    const isNew = is.at !== null && is.at !== was.at;
    return isNew ? { at: is.at, text: `passed: ${is.evidence ?? ''}` } : null;
  }
  const evidence = said(is.evidence ?? '');
  if (was.status !== is.status || was.by !== is.by || was.at !== is.at)
    return {
      at: is.at,
      text: `${was.status} → ${is.status}${is.by === null ? '' : ` by ${is.by}`}${evidence}`,
    };
  return was.evidence === is.evidence ? null : { at: null, text: `note${evidence || ' taken away'}` };
}

function controlLines(was: MetricState, is: MetricState): readonly MarkLine[] {
  const lines: MarkLine[] = [];
  const { ack, mute, title } = is;
  if (ack && was.ack?.at !== ack.at)
    lines.push({ at: ack.at, text: `${title}: acknowledged by ${ack.by}${said(ack.note)}` });
  if (mute && was.mute?.at !== mute.at)
    lines.push({
      at: mute.at,
      text: `${title}: muted until ${mute.until} by ${mute.by}${said(mute.note)}`,
    });
  return lines;
}

function said(note: string): string {
  return note === '' ? '' : `: ${note}`;
}
