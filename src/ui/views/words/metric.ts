// What the wall says of one metric: its word, its value, its bounds; and the order in which metrics stand.

import { severity, statusGlyph } from '../../../domain/status.ts';
import type { Iso, MetricState } from '../../../rules/board.ts';
import type { Style } from '../../theme.ts';
import { statusToken } from '../../theme.ts';
import { between, clockSpan, coarseAge, fineAge } from '../../text/age.ts';
import { clip, columnsOf } from '../../text/columns.ts';
import { lineColumns, part, type Line } from '../../text/line.ts';
import { momentText, nameColumnsMax } from './mark.ts';

/** A red is watched in steps of ten seconds for so long; then minutes are enough. */
const fineRedMax = 10 * 60_000;
const fineStep = 10_000;

/** A muted problem stands behind those that count, and before what is healthy. */
const mutedRank = 3.5;

function rankOf({ status, was, mute }: MetricState): number {
  const rank = severity(status, was);
  return mute === null ? rank : Math.max(rank, mutedRank);
}

/** Worst first; equals stay as the profile lists them, so that a place changes only when a status does. */
export function worstFirst(metrics: readonly MetricState[]): readonly MetricState[] {
  return metrics
    .map((metric, index) => ({ metric, index, rank: rankOf(metric) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ metric }) => metric);
}

/** Red, amber or unknown: what has something to say. */
export function isProblem(metric: MetricState): boolean {
  return metric.status !== 'green' && metric.status !== null;
}

/** Those whose title, id, group or source contains the words. */
export function matching(metrics: readonly MetricState[], filter: string): readonly MetricState[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return metrics;
  return metrics.filter(({ title, id, group, source, status }) => {
    const text = `${title} ${id} ${group ?? ''} ${source} ${status ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function glyphOf(metric: MetricState): string {
  return metric.status === null ? '·' : statusGlyph[metric.status];
}

/** `red`, `red · recovering`, `unknown · was red`, `amber · pending`; empty for a plain reading. */
export function statusWord({ status, detail, was }: MetricState): string {
  if (status === null) return detail ?? '';
  const words: string[] = [status];
  if (status === 'unknown' && was === 'red') words.push('was red');
  else if (detail !== null && !(status === 'unknown' && detail === 'stale')) words.push(detail);
  return words.join(' · ');
}

/** What people have said of it: `ack ana until 15:30:00`, `muted by ana until 16:00:00`; nothing where nobody has. */
export function saidWords({ ack, mute }: MetricState): string {
  const said: string[] = [];
  if (mute !== null)
    said.push(`muted by ${clip(mute.by, nameColumnsMax)} until ${momentText(mute.until, mute.at)}`);
  if (ack !== null) {
    const until = ack.until === null ? '' : ` until ${momentText(ack.until, ack.at)}`;
    said.push(`ack ${clip(ack.by, nameColumnsMax)}${until}`);
  }
  return said.join(' · ');
}

/** The same where there is no room for it. */
export function saidBriefly({ ack, mute }: MetricState): string {
  return [...(mute === null ? [] : ['muted']), ...(ack === null ? [] : ['ack'])].join(' · ');
}

/** Since when it has this status, as finely as it is watched. */
export function sinceText(metric: MetricState, at: Iso): string {
  const span = between(metric.since, at);
  return metric.status === 'red' && span < fineRedMax
    ? fineAge(Math.floor(span / fineStep) * fineStep)
    : coarseAge(span);
}

/** The value in its status' colour; the last known value, faint and with its age, where it is not known freshly. */
export function valueParts(metric: MetricState, at: Iso): Line {
  const { status, display, sampledAt } = metric;
  if (display === null) return [part('no value yet', { token: 'dim' })];
  if (status !== 'unknown') return [part(display, valueStyle(metric))];
  const age = sampledAt === null ? '' : ` ${coarseAge(between(sampledAt, at))} ago`;
  return [part(`last ${display}${age}`, { token: 'dim' })];
}

function valueStyle(metric: MetricState): Style {
  return metric.status === 'red' || metric.status === 'amber'
    ? { token: statusToken(metric.status), bold: true }
    : { bold: true };
}

/**
 * `red in 2:48 · target < 100 · alert > 500` in at most `columns` cells. A threshold is never cut while another way of
 * saying it fits: then only the one that matters now is shown, and then without its word.
 * @param brief without words from the start: in a list of many, the same form in each row.
 */
export function boundParts(metric: MetricState, at: Iso, columns: number, { brief = false } = {}): Line {
  const pending = pendingText(metric, at);
  const lead: Line =
    pending === '' ? [] : [part(pending, { token: 'red', bold: true }), part(' · ', { token: 'dim' })];
  const room = columns - lineColumns(lead);
  const ways = brief ? boundWords(metric).slice(-1) : boundWords(metric);
  const said = ways.find((words) => columnsOf(words) <= room);
  if (said !== undefined && said !== '') return [...lead, part(said, { token: 'dim' })];
  return lead.length > 0 ? lead.slice(0, 1) : [part(boundWords(metric).at(-1) ?? '', { token: 'dim' })];
}

/** Ways to say the bounds, the fullest first. */
function boundWords({ target, alert, status }: MetricState): readonly string[] {
  if (target === null && alert === null) return [''];
  if (alert === null) return [`target ${target}`, `${target}`];
  if (target === null) return [`alert ${alert}`, alert];
  const alertMatters = status === 'red' || status === 'unknown';
  const one = alertMatters ? ['alert', alert] : ['target', target];
  return [`target ${target} · alert ${alert}`, `${target} · alert ${alert}`, one.join(' '), one[1] ?? ''];
}

/** `red in 2:48` while its alert is ripening, else empty. */
export function pendingText(metric: MetricState, at: Iso): string {
  if (metric.turnsRedAt === null || metric.status === 'red') return '';
  return `red in ${clockSpan(Date.parse(metric.turnsRedAt) - Date.parse(at))}`;
}
