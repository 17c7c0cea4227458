// No screen of any data is ever taller or wider than its area, and each fills it exactly.

import * as fc from 'fast-check';
import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { expect, test } from 'vitest';
import { commandsOf } from '../../../src/ui/views/do-now/items.ts';
import { keyTable } from '../../../src/ui/keys/table.ts';
import { DoScreen, doScrollMax } from '../../../src/ui/views/do-now/screen.tsx';
import { GateScreen } from '../../../src/ui/views/launch/gate.tsx';
import { HelpScreen, helpScrollMax } from '../../../src/ui/views/help/screen.tsx';
import { MetricScreen, metricScrollMax } from '../../../src/ui/views/metric/screen.tsx';
import { ProfilesScreen } from '../../../src/ui/views/profiles/screen.tsx';
import { SourcesScreen, sourcesScrollMax } from '../../../src/ui/views/sources/screen.tsx';
import { TimelineScreen } from '../../../src/ui/views/launch/timeline.tsx';
import { createTheme } from '../../../src/ui/theme.ts';
import { initialView, type ScreenProps } from '../../../src/ui/keys/view.ts';
import type { Size } from '../../../src/ui/text/line.ts';
import { anySize, anySnapshot } from '../../support/any-snapshot.ts';
import { anyText } from '../../support/any-text.ts';
import { renderScreen } from '../../support/render-screen.tsx';

const helpKeys = keyTable.map(({ key, title, screens }) => ({
  keys: key,
  title,
  screen: screens.join(', '),
}));

const anyChoices = fc.array(
  fc.record({
    name: anyText,
    title: anyText,
    environment: anyText,
    problem: fc.option(anyText, { nil: null }),
  }),
  { maxLength: 30 },
);

const screens: readonly (readonly [string, fc.Arbitrary<(props: ScreenProps) => ReactElement>])[] = [
  ['metric', fc.constant((props) => <MetricScreen {...props} />)],
  ['do', fc.constant((props) => <DoScreen {...props} />)],
  ['gate', fc.constant((props) => <GateScreen {...props} />)],
  ['timeline', fc.constant((props) => <TimelineScreen {...props} />)],
  ['sources', fc.constant((props) => <SourcesScreen {...props} />)],
  ['help', fc.constant((props) => <HelpScreen {...props} keys={helpKeys} />)],
  [
    'profiles',
    fc.tuple(fc.option(anyChoices, { nil: null }), fc.boolean()).map(([choices, looking]) => (props) => (
      <ProfilesScreen {...props} choices={choices} looking={looking} current={choices?.[0]?.name ?? ''} />
    )),
  ],
];

/** One row above and one below, as the app has them: a screen that is too high or too low would push them away. */
function Framed({ children, size }: { children: ReactElement; size: Size }): ReactElement {
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows + 2}>
      <Text wrap="truncate">header</Text>
      {children}
      <Text wrap="truncate">footer</Text>
    </Box>
  );
}

test.each(screens)(
  '%s fits whatever there is to show',
  async (_, screen) => {
    await fc.assert(
      fc.asyncProperty(
        screen,
        anySnapshot,
        anySize,
        fc.nat({ max: 60 }),
        fc.boolean(),
        async (draw, snapshot, size, position, colours) => {
          const view = {
            ...initialView,
            selected: 'queue-depth',
            scroll: position,
            cursor: position,
            entry: position % 2 === 0 ? null : `item-${position % 9}`,
            command: commandsOf(snapshot.board)[position % 7]?.key ?? null,
            filter: 'sge',
            filtering: colours,
          };
          const node = draw({ snapshot, view, size, theme: createTheme({ colours }) });
          const shown = await renderScreen(<Framed size={size}>{node}</Framed>, {
            columns: size.columns,
            rows: size.rows + 2,
          });
          shown.assertFits();
          expect(shown.line(0)).toBe('header');
          expect(shown.line(size.rows + 1)).toBe('footer');
          await shown.close();
        },
      ),
      { numRuns: 25 },
    );
  },
  60_000,
);

test('scrolling ends where the last row is seen', () => {
  const limits = [metricScrollMax, doScrollMax, sourcesScrollMax];
  fc.assert(
    fc.property(anySnapshot, anySize, (snapshot, size) => {
      const view = { ...initialView, selected: 'queue-depth' };
      const props = { snapshot, view, size, theme: createTheme({ colours: false }) };
      for (const limit of limits) expect(limit(props)).toBeGreaterThanOrEqual(0);
      expect(helpScrollMax({ ...props, keys: helpKeys })).toBeGreaterThanOrEqual(0);
    }),
  );
});
