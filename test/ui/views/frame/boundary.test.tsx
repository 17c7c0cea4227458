// One broken panel does not end the watch.
import { Text } from 'ink';
import { render } from 'ink-testing-library';
import { expect, test } from 'vitest';
import { PanelBoundary } from '../../../../src/ui/views/frame/boundary.tsx';
import { createTheme } from '../../../../src/ui/theme.ts';

const theme = createTheme({ colours: false, name: undefined });
const size = { columns: 60, rows: 3 };

function Broken({ works }: { works: boolean }) {
  if (!works) throw new Error('no such metric');
  return <Text>the panel</Text>;
}

test('a panel that throws says so in its place, and is tried again with the next snapshot', () => {
  const panel = (works: boolean) => (
    <PanelBoundary name="The tiles" size={size} theme={theme} attempt={works}>
      <Broken works={works} />
    </PanelBoundary>
  );
  const { lastFrame, rerender, unmount } = render(panel(false));
  expect(lastFrame()).toContain('✖ The tiles could not be drawn. The watch goes on.');
  expect(lastFrame()).toContain('no such metric');
  rerender(panel(true));
  expect(lastFrame()).toContain('the panel');
  unmount();
});
