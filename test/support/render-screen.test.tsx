// The harness itself: it must see what a person would see, and must not overlook a frame that does not fit.

import { Box, Text, useInput, useWindowSize } from 'ink';
import { useState, type ReactElement } from 'react';
import { expect, test } from 'vitest';
import { keys, renderScreen } from './render-screen.tsx';

function Rows({ count, text }: { count: number; text: string }): ReactElement {
  return (
    <Box flexDirection="column">
      {Array.from({ length: count }, (_, index) => (
        <Text key={index} wrap="truncate">
          {`${index} ${text}`}
        </Text>
      ))}
    </Box>
  );
}

function Echo(): ReactElement {
  const [seen, setSeen] = useState('nothing');
  const { columns, rows } = useWindowSize();
  useInput((input, key) =>
    setSeen(key.upArrow ? 'up' : key.return ? 'enter' : key.escape ? 'escape' : input),
  );
  return (
    <Box width={columns} height={rows} flexDirection="column">
      <Text>{`saw ${seen}`}</Text>
      <Text>{`${columns}×${rows}`}</Text>
    </Box>
  );
}

test('shows what was drawn, and its colours', async () => {
  const screen = await renderScreen(
    <Box flexDirection="column">
      <Text>
        plain{' '}
        <Text bold color="#ff0000">
          red
        </Text>
      </Text>
      <Text inverse>{'世界 inverse'}</Text>
    </Box>,
    { columns: 30, rows: 4 },
  );
  expect(screen.screen()).toBe('plain red\n世界 inverse');
  expect(screen.cellOf('red')).toMatchObject({ char: 'r', fg: '#ff0000', bold: true, inverse: false });
  expect(screen.find('inverse')).toEqual({ x: 5, y: 1 });
  expect(screen.cellOf('inverse')).toMatchObject({ fg: null, inverse: true });
  expect(screen.inAlternateScreen()).toBe(true);
  screen.assertFits();
  await screen.close();
});

test('sends keys and sizes', async () => {
  const screen = await renderScreen(<Echo />, { columns: 40, rows: 5 });
  for (const [sent, seen] of [
    ['x', 'saw x'],
    [keys.up, 'saw up'],
    [keys.enter, 'saw enter'],
  ] as const) {
    await screen.press(sent);
    expect(screen.line(0)).toBe(seen);
  }
  await screen.press(keys.escape);
  await screen.until('saw escape');
  const bytes = screen.bytes();
  await screen.resize(20, 3);
  expect(screen.line(1)).toBe('20×3');
  expect(screen.bytes()).toBeGreaterThan(bytes);
  screen.assertFits();
  await screen.close();
});

test('a frame as high as the terminal fits, one row more does not', async () => {
  const fitting = await renderScreen(<Rows count={6} text="fits" />, { columns: 20, rows: 6 });
  fitting.assertFits();
  await fitting.rerender(<Rows count={6} text="fits still" />);
  fitting.assertFits();
  await fitting.close();

  const tall = await renderScreen(<Rows count={7} text="too many" />, { columns: 20, rows: 6 });
  expect(() => tall.assertFits()).toThrow('taller than 20×6');
  await tall.close();
});

test('a row that goes on in the next is too wide', async () => {
  const screen = await renderScreen(
    <Box width={40} flexShrink={0}>
      <Box width={40} flexShrink={0}>
        <Text>{'x'.repeat(31)}</Text>
      </Box>
    </Box>,
    { columns: 30, rows: 4 },
  );
  expect(() => screen.assertFits()).toThrow('wider than 30×4');
  await screen.close();
});
