// A frame around lines: a title in its upper edge, a word at the right of it, and one in the lower edge where there is room.

import type { Style, Theme } from '../theme.ts';
import { clipLine, drawLine, lineColumns, part, type Line } from './line.ts';

const light = {
  topLeft: '╭',
  topRight: '╮',
  bottomLeft: '╰',
  bottomRight: '╯',
  across: '─',
  down: '│',
} as const;
const heavy = {
  topLeft: '┏',
  topRight: '┓',
  bottomLeft: '┗',
  bottomRight: '┛',
  across: '━',
  down: '┃',
} as const;

export interface FrameOptions {
  readonly columns: number;
  readonly rows: number;
  readonly title: Line;
  /** Ways to say it, the fullest first: the first that fits beside the title is shown. */
  readonly titleRight?: readonly Line[];
  readonly bottomRight?: Line;
  readonly style: Style;
  /** Picked out: drawn with heavy lines, so that it is seen without colours. */
  readonly heavy?: boolean;
}

/** Exactly `rows` drawn lines of exactly `columns` cells. Lines that do not fit inside are left out. */
export function frame(lines: readonly Line[], options: FrameOptions, theme: Theme): readonly string[] {
  const { columns, rows, style } = options;
  const glyphs = options.heavy === true ? heavy : light;
  if (rows < 2 || columns < 4)
    return lines.slice(0, rows).map((line) => drawLine(line, columns, theme, { fill: true }));
  const edge = (left: string, right: string, title: Line, titleRight: readonly Line[]): string =>
    drawLine(edgeLine(left, right, glyphs.across, title, titleRight, columns, style), columns, theme);
  const side = theme.paint(glyphs.down, style);
  return [
    edge(glyphs.topLeft, glyphs.topRight, options.title, options.titleRight ?? []),
    ...Array.from(
      { length: rows - 2 },
      (_, row) => `${side} ${drawLine(lines[row] ?? [], columns - 4, theme, { fill: true })} ${side}`,
    ),
    edge(glyphs.bottomLeft, glyphs.bottomRight, [], [options.bottomRight ?? []]),
  ];
}

function edgeLine(
  left: string,
  right: string,
  across: string,
  title: Line,
  titleRight: readonly Line[],
  columns: number,
  style: Style,
): Line {
  const room = columns - 4;
  // The title is worth more than the word: the word goes when both do not fit.
  const titleColumns = lineColumns(title);
  const beside = room - (titleColumns > 0 ? titleColumns + 2 : 0) - 3;
  const shownRight = titleRight.find((line) => lineColumns(line) > 0 && lineColumns(line) <= beside) ?? [];
  const shown: Line =
    titleColumns > 0 ? [part(' ', style), ...clipLine(title, room - 2), part(' ', style)] : [];
  const end: Line = shownRight.length > 0 ? [part(' ', style), ...shownRight, part(` ${across}`, style)] : [];
  const fill = columns - 3 - lineColumns(shown) - lineColumns(end);
  return [
    part(left + across, style),
    ...shown,
    part(across.repeat(Math.max(0, fill)), style),
    ...end,
    part(right, style),
  ];
}
