// A small curve of blocks, one cell a point and as many rows as there are. For the shape, not for reading values off.

const eighths = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A curve that moves by less than this share of its size is drawn as nearly flat: noise must not look like a cliff. */
const flatShare = 0.1;

/**
 * @param values oldest first; null is a gap and stays blank.
 * @returns `rows` strings of exactly `columns` cells, the newest value at the right end.
 */
export function sparkRows(
  values: readonly (number | null)[],
  columns: number,
  rows: number,
): readonly string[] {
  if (columns <= 0 || rows <= 0) return [];
  const shown = values.slice(-columns);
  const known = shown.filter((value): value is number => value !== null && Number.isFinite(value));
  const high = Math.max(...known);
  const low = Math.min(...known);
  const span = Math.max(high - low, Math.abs(high) * flatShare, Math.abs(low) * flatShare);
  // A nearly flat curve lies in the middle of what it spans, not on the floor.
  const base = (high + low) / 2 - span / 2;
  const levels = shown.map((value) => (value === null ? 0 : level(value, base, span, rows * 8)));
  const blank = ' '.repeat(columns - shown.length);
  return Array.from({ length: rows }, (_, row) => {
    const below = (rows - 1 - row) * 8;
    return blank + levels.map((height) => eighths[Math.max(0, Math.min(8, height - below))] ?? ' ').join('');
  });
}

/** 1 to `top`: a known value always shows. */
function level(value: number, base: number, span: number, top: number): number {
  if (value === Number.POSITIVE_INFINITY) return top;
  if (!Number.isFinite(value) || span === 0 || !Number.isFinite(base)) return 1;
  return Math.max(1, Math.min(top, 1 + Math.round(((value - base) / span) * (top - 1))));
}
