// A grid of dots drawn as braille: two dots across and four down in each cell.

const dotsAcross = 2;
const dotsDown = 4;
// The bit of each dot, by its column and row within the cell (Unicode's numbering of the eight dots).
const bits: readonly (readonly number[])[] = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];

export class DotGrid {
  /** In dots. */
  readonly width: number;
  readonly height: number;
  readonly #columns: number;
  readonly #cells: Uint8Array;

  /** In cells. */
  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.width = columns * dotsAcross;
    this.height = rows * dotsDown;
    this.#cells = new Uint8Array(columns * rows);
  }

  /** What lies outside of the grid is not drawn. */
  dot(x: number, y: number): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const cell = Math.floor(y / dotsDown) * this.#columns + Math.floor(x / dotsAcross);
    this.#cells[cell] = (this.#cells[cell] ?? 0) | (bits[x % dotsAcross]?.[y % dotsDown] ?? 0);
  }

  /** Level from `from` up to, not including, `to`. */
  across(from: number, to: number, y: number): void {
    for (let x = Math.max(0, from); x < Math.min(to, this.width); x++) this.dot(x, y);
  }

  /** Upright, both ends included. */
  down(x: number, from: number, to: number): void {
    for (let y = Math.min(from, to); y <= Math.max(from, to); y++) this.dot(x, y);
  }

  /** The cell's glyph, or null where no dot is set. */
  glyph(column: number, row: number): string | null {
    const cell = this.#cells[row * this.#columns + column] ?? 0;
    return cell === 0 ? null : String.fromCharCode(0x2800 + cell);
  }
}
