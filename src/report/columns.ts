// Text in columns for a terminal or a pipe: widths by what a character takes up on the screen.

/** Characters that take two columns: East Asian wide and full-width ones, and pictures. */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;
const none = /\p{Mark}|\u200D/u;

/** Columns that a line of text takes up. */
export function columnsOf(text: string): number {
  // Most text is ASCII, and the Unicode tables are slow.
  if (/^[ -~]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += none.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}

/** Rows as lines, each column as wide as its widest cell, two blanks between; the last column is left ragged. */
export function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, text] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, columnsOf(text));
  return rows.map((row) =>
    row
      .map((text, index) => text + ' '.repeat((widths[index] ?? 0) - columnsOf(text)))
      .join('  ')
      .trimEnd(),
  );
}
