// What the wall says of one metric: its glyph, its value, what people have said of it; and which metrics are meant.

import { statusGlyph } from '../../../domain/status.ts';
import type { Iso, MetricState } from '../../../rules/board.ts';
import type { Style } from '../../theme.ts';
import { statusToken } from '../../theme.ts';
import { between, coarseAge } from '../../text/age.ts';
import { clip } from '../../text/columns.ts';
import { part, type Line } from '../../text/line.ts';
import { momentText, nameColumnsMax } from './mark.ts';

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
