// What is nearest to a limit while all is green: first what is heading for one, the soonest first, then by how far it has gone.

import { shareGone, type Approach } from '../../../domain/approach.ts';
import { statusGlyph } from '../../../domain/status.ts';
import type { WallSnapshot } from '../../../engine/snapshot.ts';
import type { MetricState } from '../../../rules/board.ts';
import { statusToken } from '../../theme.ts';
import { columnsOf, fit, fitRight } from '../../text/columns.ts';
import { lineColumns, part, type Line } from '../../text/line.ts';
import { cutName } from '../../text/names.ts';
import { forecastSpan } from '../words/forecast.ts';
import { filledStrip, type HomesView } from './homes.ts';

/** The green ones that have a way to go, at most `count`. */
export function nearestOf(snapshot: WallSnapshot, count: number): readonly MetricState[] {
  const ranked = snapshot.board.metrics.flatMap((metric) => {
    const way = metric.status === 'green' && metric.value !== null ? snapshot.approach(metric.id) : null;
    if (way === null || metric.value === null) return [];
    return [
      { metric, soon: metric.forecast?.toMs ?? Number.POSITIVE_INFINITY, gone: goneTo(way, metric.value) },
    ];
  });
  return ranked
    .toSorted((a, b) => (a.soon === b.soon ? b.gone - a.gone : a.soon - b.soon))
    .slice(0, count)
    .map(({ metric }) => metric);
}

/** How much of its way a value has gone; in a range with one alert, of the way to that end. */
function goneTo(way: Approach, value: number): number {
  const { target, alert } = way;
  if (target === null || typeof target === 'number' || alert === null) return shareGone(way, value);
  const [low, high] = target;
  return (alert < low ? high - value : value - low) / (high - low);
}

/** Cells of a value at the least: those of a list stand one below the other. */
const valueLeast = 7;

/** Where a value ends, and how long the strip is. */
interface Measure {
  readonly valueEnd: number;
  readonly strip: number;
}

function measureOf(columns: number): Measure {
  if (columns < 60) return { valueEnd: Math.max(20, columns - 12), strip: 0 };
  if (columns >= 100) return { valueEnd: 43, strip: 24 };
  return { valueEnd: columns >= 79 ? 40 : 32, strip: 12 };
}

/** `● Database connections 71.2% ▄▄▄▄ <= 80%, in 18m to 25m`. */
export function nearestLine(metric: MetricState, view: HomesView, columns: number): Line {
  const { valueEnd, strip } = measureOf(columns);
  const value = Math.min(Math.max(valueLeast, view.widths.of(metric)), valueEnd - 8);
  const name = valueEnd - 3 - 1 - value;
  const lead: Line = [
    part(' '),
    part(statusGlyph.green, { token: statusToken('green') }),
    part(' '),
    part(fit(cutName(metric.title, name), name)),
    part(' '),
    part(fitRight(metric.display ?? '—', value), { bold: true }),
    ...(strip === 0 ? [] : [part(' '), ...filledStrip(metric.id, view, strip)]),
  ];
  const bound = metric.target ?? metric.alert ?? '';
  const when =
    metric.forecast === null ? '' : `${strip === 0 ? ' ' : '  '}in ${forecastSpan(metric.forecast)}`;
  const room = columns - lineColumns(lead) - 1;
  const words = columnsOf(bound + when) <= room ? bound + when : columnsOf(bound) <= room ? bound : '';
  return [...lead, part(' '), part(words, { token: 'dim' })];
}
