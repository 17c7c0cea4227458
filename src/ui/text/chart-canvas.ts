// What a chart is drawn on: cells of text, each with the meaning that gives it its colour.

import { clustersOf } from '../../domain/cells.ts';
import { columnsOf } from './columns.ts';

export type ChartRole = 'axis' | 'data' | 'now' | 'gap' | 'target' | 'alert';

/** Neighbouring cells of one meaning. */
export interface ChartRun {
  readonly text: string;
  readonly role: ChartRole;
}

/** Cells with a meaning each, joined into runs at the end. */
export class Canvas {
  readonly #cells: { text: string; role: ChartRole }[][];

  constructor(columns: number, rows: number) {
    this.#cells = Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => ({ text: ' ', role: 'axis' as const })),
    );
  }

  /** What passes the edge is not drawn. */
  write(column: number, row: number, text: string, role: ChartRole): void {
    const cells = this.#cells[row];
    if (!cells) return;
    let at = column;
    for (const cluster of clustersOf(text)) {
      const width = columnsOf(cluster);
      if (width === 0) continue;
      if (at + width > cells.length) return;
      for (let cell = at; cell < at + width; cell++) this.#clear(row, cell);
      cells[at] = { text: cluster, role };
      for (let cell = at + 1; cell < at + width; cell++) cells[cell] = { text: '', role };
      at += width;
    }
  }

  /** Makes a cell blank, and with it the others of a wide character. */
  #clear(row: number, at: number): void {
    const cells = this.#cells[row] ?? [];
    let first = at;
    while (cells[first]?.text === '') first--;
    let next = at + 1;
    while (cells[next]?.text === '') next++;
    for (const cell of cells.slice(first, next)) cell.text = ' ';
  }

  writeIfBlank(column: number, row: number, text: string): void {
    if (this.isBlank(column, column + 1, row)) this.write(column, row, text, 'axis');
  }

  isBlank(from: number, to: number, row: number): boolean {
    return (this.#cells[row] ?? []).slice(from, to).every(({ text }) => text === ' ');
  }

  runs(): readonly (readonly ChartRun[])[] {
    return this.#cells.map((cells) => {
      const runs: { text: string; role: ChartRole }[] = [];
      for (const { text, role } of cells) {
        const last = runs.at(-1);
        if (last && last.role === role) last.text += text;
        else runs.push({ text, role });
      }
      return runs;
    });
  }
}
