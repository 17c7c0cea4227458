// Phrases that every report shares: the verdict, the counts, the gate, a time.

import { isMet } from '../rules/launch/gate.ts';
import { formatDuration } from '../domain/duration.ts';
import { counted } from '../domain/plural.ts';
import { statusGlyph } from '../domain/status.ts';
import type { Board, Iso, ItemState, MetricState, ObserverGrade, SourceState } from '../rules/board.ts';
import { mutedTail } from '../domain/muted.ts';

/** `✖ RED`, `● GREEN · 1 red muted`. */
export function verdictInWords(board: Board): string {
  const { verdict } = board;
  return `${statusGlyph[verdict]} ${verdict.toUpperCase()}${mutedTail(board)}`;
}

/** `1 red, 2 amber, 1 unknown, 9 green; 1 plain reading.` Worst first, zeros left out. */
export function countsInWords(board: Board): string {
  const { counts, metrics } = board;
  const parts = (['red', 'amber', 'unknown', 'green'] as const)
    .filter((status) => counts[status] > 0)
    .map((status) => `${counts[status]} ${status}`);
  const plain = metrics.filter(({ status }) => status === null).length;
  const readings = plain === 0 ? '' : `; ${counted(plain, 'plain reading')}`;
  return parts.length === 0 ? `No metric is judged${readings}.` : `${parts.join(', ')}${readings}.`;
}

/** `NO-GO, 2 of 5 required criteria are not met`, and what is muted. */
export function gateInWords(board: Board): string {
  return `${gateAlone(board)}${mutedTail(board)}`;
}

function gateAlone({ gate }: Board): string {
  const required = gate.criteria.filter((criterion) => criterion.required);
  const open = required.filter((criterion) => !isMet(criterion)).length;
  const verdict = gate.verdict.toUpperCase();
  if (required.length === 0) return `${verdict}, the profile names no required criterion`;
  if (open === 0) return `${verdict}, all ${required.length} required criteria are met`;
  return `${verdict}, ${open} of ${required.length} required criteria ${open === 1 ? 'is' : 'are'} not met`;
}

const itemGlyph: Readonly<Record<ItemState['status'], string>> = {
  pass: '✔',
  done: '✔',
  fail: '✖',
  unknown: '◌',
  todo: '☐',
  skipped: '–',
};

/** `✔ pass`. */
export function itemInWords(status: ItemState['status']): string {
  return `${itemGlyph[status]} ${status}`;
}

/** `▲ amber, pending`, `◌ unknown, stale, was red`; a plain reading has a dash. */
export function statusInWords({ status, detail, was, ack }: MetricState): string {
  const words: string[] = [status ?? 'reading'];
  if (detail !== null) words.push(detail);
  if (was === 'red' && status !== 'red') words.push('was red');
  if (ack !== null) words.push(`acknowledged by ${ack.by}`);
  return `${status === null ? '–' : statusGlyph[status]} ${words.join(', ')}`;
}

/** `14:31:25`, with the date when it is another day than the board's; `withAge` adds `(42s)`. */
export function shownTime(at: Iso, board: Board, { withAge = false } = {}): string {
  const time = at.slice(11, 19);
  const shown = at.slice(0, 10) === board.at.slice(0, 10) ? time : `${at.slice(0, 10)} ${time}`;
  if (!withAge) return shown;
  return `${shown} (${formatDuration(Date.parse(board.at) - Date.parse(at))})`;
}

/** What stands above all else when the watcher's own way out is gone, or may be. */
export function observerInWords(grade: ObserverGrade, since: string): string {
  return grade === 'certain'
    ? `The watcher itself is offline${since}: nothing is known freshly, nothing new ripens, and deadlines run on.`
    : `In doubt${since}: either this machine's way out or everything behind it. All is judged as if it were not.`;
}

/** Why a source's newest look failed, and how long ago that was; null when it did not. */
export function gapInWords({ gap, lookedAt }: SourceState, { at }: Board): string | null {
  if (gap === null || lookedAt === null) return gap?.message ?? null;
  const age = Math.max(0, Date.parse(at) - Date.parse(lookedAt));
  return `${gap.message}, ${formatDuration(age - (age % 1_000))} ago`;
}
