// Where a metric's alert stands, in one line. The machine (docs/judgement.md §8):
//
//   green or amber ──alert holds──▶ pending ──for its whole `for`──▶ red ──alert is over──▶ recovering ──hold──▶ green or amber
//
// Unknown stands beside it: nothing is fresh, so nothing moves, and what was red stays so.

import { statusGlyph } from '../../../domain/status.ts';
import type { Board, MetricState } from '../../../rules/board.ts';
import type { Style } from '../../theme.ts';
import { between, clockSpan } from '../../text/age.ts';
import { part, type Line } from '../../text/line.ts';

interface Place {
  readonly name: string;
  readonly glyph: string;
  readonly token: 'green' | 'amber' | 'red' | 'unknown';
}

const green: Place = { name: 'green', glyph: statusGlyph.green, token: 'green' };
const amber: Place = { name: 'amber', glyph: statusGlyph.amber, token: 'amber' };
const pending: Place = { name: 'pending', glyph: statusGlyph.amber, token: 'amber' };
const red: Place = { name: 'red', glyph: statusGlyph.red, token: 'red' };
const recovering: Place = { name: 'recovering', glyph: statusGlyph.red, token: 'red' };
const unknown: Place = { name: 'unknown', glyph: statusGlyph.unknown, token: 'unknown' };

/** The machine with the current place in brackets: `green → [▲ pending, red in 2:48] → red → recovering`. */
export function alertPlace(metric: MetricState, board: Board): Line {
  if (metric.status === null) return [part('no target and no alert: a plain reading', { dim: true })];
  const current = placeOf(metric);
  if (current === unknown) {
    const kept = metric.was === 'red' ? '; it was red, and only fresh readings end that' : '';
    return [...mark(unknown, ''), part(`  nothing moves without fresh readings${kept}`, { dim: true })];
  }
  if (metric.alert === null)
    return [...chain([green, amber], current, ''), part('  no alert: it never turns red', { dim: true })];
  return chain(
    [current === amber ? amber : green, pending, red, recovering],
    current,
    currentNote(metric, board),
  );
}

function placeOf({ status, detail, turnsRedAt }: MetricState): Place {
  if (status === 'unknown') return unknown;
  if (status === 'red') return detail === 'recovering' ? recovering : red;
  if (status === 'amber') return detail === 'pending' || turnsRedAt !== null ? pending : amber;
  return green;
}

function currentNote({ turnsRedAt }: MetricState, board: Board): string {
  return turnsRedAt === null ? '' : `, red in ${clockSpan(between(board.at, turnsRedAt))}`;
}

function chain(places: readonly Place[], current: Place, note: string): Line {
  return places.flatMap((place, index) => [
    ...(index === 0 ? [] : [part(' → ', { dim: true })]),
    ...(place === current ? mark(place, note) : [part(place.name, { dim: true })]),
  ]);
}

function mark({ name, glyph, token }: Place, note: string): Line {
  const style: Style = { token, bold: true };
  return [part(`[${glyph} ${name}${note}]`, style)];
}
