// The page of help: keys, words and signs, in small and wide terminals.

import { expect, test } from 'vitest';
import { initialView } from '../../../../src/ui/keys/view.ts';
import type { Size } from '../../../../src/ui/text/line.ts';
import { createTheme } from '../../../../src/ui/theme.ts';
import { HelpScreen } from '../../../../src/ui/views/help/screen.tsx';
import { plannedSnapshot } from '../../../support/planned-wall.ts';
import { renderScreen } from '../../../support/render-screen.tsx';

const theme = createTheme({ colours: true });
const helpKeys = [
  { keys: '?', title: 'This page', screen: 'everywhere' },
  { keys: 'q Ctrl-C', title: 'Quit', screen: 'everywhere' },
  { keys: 'Enter', title: 'Open the metric', screen: 'wall' },
];

function help(size: Size) {
  return renderScreen(
    <HelpScreen snapshot={plannedSnapshot()} view={initialView} size={size} theme={theme} keys={helpKeys} />,
    size,
  );
}

test('help in a small terminal begins with the keys', async () => {
  const screen = await help({ columns: 60, rows: 20 });
  expect(screen.screen()).toMatchInlineSnapshot(`
    " Keys: everywhere
     ?         This page
     q Ctrl-C  Quit

     wall
     Enter     Open the metric

     Statuses, worst first
     ✖ red       its alert has held long enough
     ◌ unknown   nothing fresh to judge by: never a go
     ▲ amber     target missed, or its alert is pending
     ● green     meets its target, on fresh readings

     Words and signs
     pending     the alert holds, not yet for its whole time
     recovering  was red; what would end it is not yet complete
     warming     too few readings so far
     stale       the newest reading is too old
     was red     unknown now; its incident stays open
     ↓ 16 more rows, PgDn"
  `);
  await screen.close();
});

test('help in a wide terminal has the legend as a table beside the keys', async () => {
  const screen = await help({ columns: 120, rows: 45 });
  expect(screen.screen()).toMatchInlineSnapshot(`
    " Keys: everywhere                                           ┌──────┬─────────┬────────────────────────────────────────┐
     ?         This page                                        │ sign │ status  │ means                                  │
     q Ctrl-C  Quit                                             ├──────┼─────────┼────────────────────────────────────────┤
                                                                │ ✖    │ red     │ its alert has held long enough         │
     wall                                                       ├──────┼─────────┼────────────────────────────────────────┤
     Enter     Open the metric                                  │ ◌    │ unknown │ nothing fresh to judge by: never a go  │
                                                                ├──────┼─────────┼────────────────────────────────────────┤
                                                                │ ▲    │ amber   │ target missed, or its alert is pending │
                                                                ├──────┼─────────┼────────────────────────────────────────┤
                                                                │ ●    │ green   │ meets its target, on fresh readings    │
                                                                └──────┴─────────┴────────────────────────────────────────┘

                                                                 Words and signs
                                                                 pending     the alert holds, not yet for its whole time
                                                                 recovering  was red; what would end it is not yet complete
                                                                 warming     too few readings so far
                                                                 stale       the newest reading is too old
                                                                 was red     unknown now; its incident stays open
                                                                 [y]  ▸ y    the command that y copies; nothing is ever run
                                                                             from here
                                                                 ━━  ┄┄      in a chart: the alert, and the target
                                                                 ·           in a chart or a curve: a gap, no value was
                                                                             read

                                                                 What it promises
                                                                 – Doubt never helps the launch: what is not freshly known
                                                                   is never green.
                                                                 – Every status says why: value, threshold, since when,
                                                                   what would end it.
                                                                 – It only reads. Steps and commands are shown and copied,
                                                                   never run.
                                                                 – A red ends only on fresh readings. A gap ends nothing.
                                                                 – The verdict is the worst status; a go needs every
                                                                   required criterion."
  `);
  screen.assertFits();
  await screen.close();
});
