// The navigation reducer: where the person looks.
import { expect, test } from 'vitest';
import type { Move } from '../../../src/ui/keys/moves.ts';
import { filterMax, navigate, type Bounds } from '../../../src/ui/keys/navigation.ts';
import { initialView, type ViewState } from '../../../src/ui/keys/view.ts';

const bounds: Bounds = {
  grid: [['a', 'b'], ['c', 'd'], ['e', 'f', 'g'], ['h']],
  first: null,
  page: 2,
  scrollMax: 5,
  picks: 3,
  commands: ['incident/a/0', 'rollback/b/1'],
  showsCommand: false,
  entries: null,
};

function after(view: Partial<ViewState>, ...moves: Move[]): ViewState {
  return moves.reduce<ViewState>((state, move) => navigate(state, { type: 'move', move, bounds }), {
    ...initialView,
    ...view,
  });
}

test.each<[string | null, Move, string]>([
  [null, 'down', 'a'],
  ['gone', 'down', 'a'],
  ['a', 'down', 'c'],
  ['a', 'right', 'b'],
  ['b', 'right', 'c'],
  ['b', 'next', 'c'],
  ['a', 'left', 'a'],
  ['d', 'down', 'g'],
  ['f', 'up', 'd'],
  ['g', 'down', 'h'],
  ['h', 'down', 'h'],
  ['a', 'pageDown', 'e'],
  ['h', 'top', 'a'],
  ['a', 'bottom', 'h'],
])('on the wall, from %s %s leads to %s', (selected, move, target) => {
  expect(after({ selected }, move).selected).toBe(target);
});

test.each<[string, Move, string]>([
  ['a', 'down', 'd'],
  ['b', 'down', 'g'],
  ['g', 'up', 'b'],
  ['c', 'down', 'e'],
  ['g', 'down', 'g'],
  ['f', 'right', 'g'],
])('in columns with headings, from %s %s leads to %s', (selected, move, target) => {
  const grid = [
    ['a', 'b', 'c'],
    ['d', null, 'e'],
    ['f', 'g', null],
  ];
  const view = { ...initialView, selected };
  expect(navigate(view, { type: 'move', move, bounds: { ...bounds, grid } }).selected).toBe(target);
});

test('on a metric, left and right go to its neighbours and up and down scroll', () => {
  expect(after({ screen: 'metric', selected: 'b', scroll: 3 }, 'right')).toMatchObject({
    selected: 'c',
    scroll: 0,
  });
  expect(after({ screen: 'metric', selected: 'b' }, 'down')).toMatchObject({ selected: 'b', scroll: 1 });
});

test('scrolling ends at the end', () => {
  expect(after({ screen: 'help' }, 'bottom').scroll).toBe(5);
  expect(after({ screen: 'sources' }, 'down', 'up', 'up').scroll).toBe(0);
});

test('pickers move within their lines', () => {
  expect(after({ screen: 'profiles' }, 'down', 'down', 'down').cursor).toBe(2);
  expect(after({ screen: 'faults' }, 'up').cursor).toBe(0);
});

test('on do now the arrows go from command to command, then scroll', () => {
  expect(after({ screen: 'do' }, 'down')).toMatchObject({ command: 'rollback/b/1', scroll: 0 });
  expect(after({ screen: 'do' }, 'down', 'down')).toMatchObject({ command: 'rollback/b/1', scroll: 1 });
});

test('a command that was picked out is held when something opens above it, and let go with the screen', () => {
  const picked = after({ screen: 'do' }, 'down');
  const more = { ...bounds, commands: ['incident/new/0', ...bounds.commands] };
  expect(navigate(picked, { type: 'move', move: 'up', bounds: more }).command).toBe('incident/a/0');
  expect(navigate(picked, { type: 'back' }).command).toBeNull();
});

test('a message is gone with the next move, another profile forgets where one looked', () => {
  const message = { level: 'info', text: 'copied' } as const;
  expect(after({ message }, 'down').message).toBeNull();
  expect(navigate({ ...initialView, selected: 'a', filter: 'x', message }, { type: 'reset' })).toEqual({
    ...initialView,
    message,
  });
});

test('the filter is typed, erased by whole characters, kept, cleared, and bounded', () => {
  const typed = ['a', '🚀', 'é'].reduce<ViewState>(
    (view, type) => navigate(view, { type: 'filter', edit: { type } }),
    navigate(initialView, { type: 'filter', edit: 'start' }),
  );
  expect(typed).toMatchObject({ filter: 'a🚀é', filtering: true });
  const erased = navigate(navigate(typed, { type: 'filter', edit: 'erase' }), {
    type: 'filter',
    edit: 'erase',
  });
  expect(erased.filter).toBe('a');
  expect(navigate(erased, { type: 'filter', edit: 'keep' })).toMatchObject({ filter: 'a', filtering: false });
  expect(navigate(erased, { type: 'filter', edit: 'clear' })).toMatchObject({ filter: '', filtering: false });
  const long = navigate(typed, { type: 'filter', edit: { type: 'x'.repeat(500) } });
  expect(long.filter.length).toBeLessThanOrEqual(filterMax);
});

test('opening takes the selected metric, or the first one when there is none or it is filtered away', () => {
  expect(navigate({ ...initialView, selected: 'd' }, { type: 'open', bounds }).selected).toBe('d');
  expect(navigate({ ...initialView, selected: 'gone' }, { type: 'open', bounds })).toMatchObject({
    screen: 'metric',
    selected: 'a',
  });
  expect(navigate(initialView, { type: 'open', bounds: { ...bounds, grid: [] } })).toBe(initialView);
});
