// What is kept from one frame to the next: never more than two frames' worth, and never another frame's answer.
import { expect, test, vi } from 'vitest';
import { FrameMap, nextFrame, remembered, rowTexts } from '../../../src/ui/ink/frame-memory.ts';

test('what the frame before asked for is known, what it did not ask for is forgotten', () => {
  const map = new FrameMap<string>();
  map.set('a', '1');
  map.set('b', '2');
  nextFrame();
  expect(map.get('a')).toBe('1');
  nextFrame();
  expect(map.get('a')).toBe('1');
  expect(map.get('b')).toBeUndefined();
  nextFrame();
  nextFrame();
  expect(map.get('a')).toBeUndefined();
});

test('the same text is worked out once, also when its outcome is empty', () => {
  const work = vi.fn((text: string) => text.trim());
  const trimmed = remembered(work);
  for (let frame = 0; frame < 5; frame++) {
    expect(trimmed(' a ')).toBe('a');
    expect(trimmed('  ')).toBe('');
    nextFrame();
  }
  expect(work).toHaveBeenCalledTimes(2);
});

test('a row has its own text, whatever stood there before and however often it is asked', () => {
  const cells = ['a', 'b', 'c'].map((value) => ({ value }));
  const [a, b, c] = cells;
  if (!a || !b || !c) throw new Error('three cells');
  const textOf = vi.fn((row: readonly { value: string }[]) => row.map(({ value }) => value).join(''));
  const text = rowTexts(textOf);
  expect(text([a, b], 0)).toBe('ab');
  expect(text([a, b], 0)).toBe('ab');
  expect(text([a, b], 1)).toBe('ab');
  expect(textOf).toHaveBeenCalledTimes(2);
  expect(text([a], 0)).toBe('a');
  expect(text([a, c], 0)).toBe('ac');
  expect(text([a, { value: 'c' }], 0)).toBe('ac');
  expect(text([], 0)).toBe('');
});
