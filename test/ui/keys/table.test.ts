// The key table, from which handlers, footer and help come.
import type { Key } from 'ink';
import { expect, test } from 'vitest';
import { footerLine } from '../../../src/ui/views/frame/footer.tsx';
import { lineColumns } from '../../../src/ui/text/line.ts';
import { strokesOf } from '../../../src/ui/acts/input.ts';
import { actionFor, keysOn } from '../../../src/ui/keys/table.ts';
import { initialView, screenNames } from '../../../src/ui/keys/view.ts';

const none: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

test.each(screenNames)('on %s each stroke has one meaning, and there is a way out', (screen) => {
  const strokes = keysOn(screen, { hasFaults: true }).flatMap((binding) => binding.strokes);
  expect(new Set(strokes).size).toBe(strokes.length);
  expect(actionFor('q', screen, { hasFaults: false })).toBe('quit');
  expect(actionFor('ctrl-c', screen, { hasFaults: false })).toBe('quit');
  expect(actionFor('escape', screen, { hasFaults: false })).toBe('back');
});

test('faults are there only in a drill', () => {
  expect(actionFor('f', 'wall', { hasFaults: false })).toBeNull();
  expect(actionFor('f', 'wall', { hasFaults: true })).toBe('faults');
});

test.each<[string, Partial<Key>, readonly string[]]>([
  ['j', {}, ['j']],
  ['jjq', {}, ['j', 'j', 'q']],
  ['🚀', {}, ['🚀']],
  ['', { upArrow: true }, ['up']],
  ['\r', { return: true }, ['enter']],
  ['a\rb', {}, ['a', 'enter', 'b']],
  ['c', { ctrl: true }, ['ctrl-c']],
  ['', { tab: true, shift: true }, ['shift-tab']],
  ['\u0001\u007F', {}, []],
  ['j', { eventType: 'release' }, []],
  ['x', { meta: true }, []],
])('%j with %o is %j', (input, key, strokes) => {
  expect(strokesOf(input, { ...none, ...key })).toEqual(strokes);
});

test('the footer leaves out what does not fit, and quitting last of all', () => {
  for (const screen of screenNames)
    for (let columns = 10; columns < 200; columns++) {
      const line = footerLine({ ...initialView, screen }, columns, { hasFaults: true });
      expect(lineColumns(line)).toBeLessThanOrEqual(columns);
      expect(line.map(({ text }) => text).join('')).toContain('q quit');
    }
});
