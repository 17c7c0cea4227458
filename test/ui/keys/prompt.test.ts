// The line of text that is typed: what each key does to it.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldParts } from '../../../src/ui/views/frame/footer.tsx';
import { lineColumns } from '../../../src/ui/text/line.ts';
import { answerMax, cleanText, edited, inserted, question, type Field } from '../../../src/ui/keys/prompt.ts';
import { anyText } from '../../support/any-text.ts';

/** `|` marks the cursor. */
function field(marked: string): Field {
  const [before = '', after = ''] = marked.split('|');
  return { text: before + after, cursor: Array.from(before).length };
}

function marked({ text, cursor }: Field): string {
  const characters = Array.from(text);
  return `${characters.slice(0, cursor).join('')}|${characters.slice(cursor).join('')}`;
}

test.each([
  ['|', 'a', 'a|'],
  ['ab|', 'c', 'abc|'],
  ['a|c', 'b', 'ab|c'],
  ['🚀|', 'x', '🚀x|'],
  ['🚀|', 'backspace', '|'],
  ['a|b', 'backspace', '|b'],
  ['|b', 'backspace', '|b'],
  ['a|bc', 'delete', 'a|c'],
  ['abc|', 'delete', 'abc|'],
  ['a🚀|', 'left', 'a|🚀'],
  ['|a', 'left', '|a'],
  ['a|', 'right', 'a|'],
  ['one two|', 'home', '|one two'],
  ['|one two', 'end', 'one two|'],
  ['one two  |', 'ctrl-w', 'one |'],
  ['one| two', 'ctrl-u', '| two'],
  ['one| two', 'ctrl-k', 'one|'],
  ['one|', 'ctrl-a', '|one'],
])('%j after %s is %j', (before, stroke, after) => {
  expect(marked(edited(field(before), stroke) ?? field('none|'))).toBe(after);
});

test.each(['up', 'tab', 'pagedown', 'ctrl-x'])('%s edits nothing', (stroke) => {
  expect(edited(field('a|'), stroke)).toBeNull();
});

test('what is pasted is one line without control characters, and bounded', () => {
  expect(cleanText('a\r\nb\u001B[31mc\t\u202Ed')).toBe('a b [31mc d');
  expect(Array.from(cleanText('x'.repeat(5_000)))).toHaveLength(answerMax);
  const full = inserted(field(`${'y'.repeat(answerMax - 2)}|`), 'four');
  expect(Array.from(full.text)).toHaveLength(answerMax);
  expect(full.cursor).toBe(answerMax);
});

test('no sequence of keys makes it longer than it may be, or leaves the cursor outside', () => {
  const stroke = fc.oneof(
    fc.constantFrom('left', 'right', 'home', 'end', 'backspace', 'delete', 'ctrl-w', 'ctrl-u', 'ctrl-k'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  fc.assert(
    fc.property(
      anyText,
      fc.array(stroke, { maxLength: 60 }),
      fc.integer({ min: 1, max: 120 }),
      (text, strokes, columns) => {
        let now: Field = question({ question: '?', hint: '', text, take: () => null });
        for (const key of strokes) now = edited(now, key) ?? now;
        const length = Array.from(now.text).length;
        expect(length).toBeLessThanOrEqual(answerMax);
        expect(now.cursor).toBeGreaterThanOrEqual(0);
        expect(now.cursor).toBeLessThanOrEqual(length);
        // A wide character under the cursor takes two cells, however little room there is.
        expect(lineColumns(fieldParts(now, columns))).toBeLessThanOrEqual(Math.max(columns, 3));
      },
    ),
  );
}, 60_000);
