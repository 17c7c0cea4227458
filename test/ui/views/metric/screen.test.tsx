// A metric's own screen.
import { expect, test } from 'vitest';
import type { MetricState } from '../../../../src/rules/board.ts';
import { MetricScreen } from '../../../../src/ui/views/metric/screen.tsx';
import { createTheme } from '../../../../src/ui/theme.ts';
import { initialView } from '../../../../src/ui/keys/view.ts';
import type { Size } from '../../../../src/ui/text/line.ts';
import { plannedSnapshot, withPoints } from '../../../support/planned-wall.ts';
import { renderScreen, type Screen } from '../../../support/render-screen.tsx';
import { ago, fixtureAt, metricState } from '../../../support/wall-fixture.ts';

/** The area between header and footer of an 80×24 terminal. */
const small: Size = { columns: 80, rows: 20 };

const values = [96, 120, 180, 240, null, null, 410, 512, 590, 640];
const points = values.map((value, index) => ({
  at: Date.parse(fixtureAt) - (values.length - 1 - index) * 5_000,
  value,
  text: value === null ? 'no answer within 3s' : String(value),
}));

async function open(selected: string, options: { size?: Size; colours?: boolean; scroll?: number } = {}) {
  const { size = small, colours = false, scroll = 0 } = options;
  return renderScreen(
    <MetricScreen
      snapshot={withPoints(plannedSnapshot(), points)}
      view={{ ...initialView, screen: 'metric', selected, scroll }}
      size={size}
      theme={createTheme({ colours })}
    />,
    size,
  );
}

async function openOnly(metric: Partial<MetricState>): Promise<Screen> {
  const board = { metrics: [metricState({ id: 'one', title: 'One', ...metric })] };
  const view = { ...initialView, selected: 'one' };
  return renderScreen(
    <MetricScreen
      snapshot={plannedSnapshot(board)}
      view={view}
      size={small}
      theme={createTheme({ colours: true })}
    />,
    small,
  );
}

test('80×24 shows the sentence, the chart with its thresholds, and the newest samples', async () => {
  const screen = await open('queue-depth');
  expect(screen.screen()).toMatchInlineSnapshot(`
    " ▲ AMBER  pending Queue depth  640                       since 14:28:57 (3m10s)
     640 > 500 since 14:28:57 (3m10s); red at 14:34:55 unless it falls below 500
     target  < 100   alert  > 500 for 5m, hold 1m   turns red  14:34:55
     state   green → [▲ pending, red in 2:48] → red → recovering
     source  queue (redis) · reading 2s old · 12ms · 312 polls, 0 gaps, 0 skipped…
     do now  SCALE UP (pending) Scale up the workers
    640┤                                                 ⢰⠒⠒⠒⠒⠒● now 640
    500┤━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━⣀⣀⣀⣀⣀⣀⡏⠉⠉⠉⠉⠉⠉━━━━━━ alert > 500 for 5m
       │
       │      ⣀⣀⣀⣀⣀⣀⣠⠤⠤⠤⠤⠤⠼⠉⠉⠉⠉⠉⠁
    100┤⠉⠉⠉⠉⠉⠉⠁┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ target < 100
       └────────────────────────·──────·────────────────────────
        14:31:22                14:31:44                14:32:07
     Newest samples  UTC
     14:32:07  640
     14:32:02  590
     14:31:57  512
     14:31:52  410
     14:31:47  ◌ 2 gaps since 14:31:42: no answer within 3s
     ↓ 13 more rows, PgDn"
  `);
  screen.assertFits();
  await screen.close();
});

test('a wide terminal has transitions and rules beside the samples', async () => {
  const screen = await open('queue-depth', { size: { columns: 120, rows: 33 } });
  expect(screen.screen()).toMatchInlineSnapshot(`
    "
     ▲ AMBER  pending Queue depth  640                                                               since 14:28:57 (3m10s)
     640 > 500 since 14:28:57 (3m10s); red at 14:34:55 unless it falls below 500

     target  < 100   alert  > 500 for 5m, hold 1m   turns red  14:34:55
     state   green → [▲ pending, red in 2:48] → red → recovering
     source  queue (redis) · reading 2s old · 12ms · 312 polls, 0 gaps, 0 skipped · redis://queue.internal:6379
     do now  SCALE UP (pending) Scale up the workers

    640┤                                                                                    ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀● now 640
       │                                                                                    ⡇
    500┤━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━⢰⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠃━━━━━━━━━━ alert > 500 for 5m
       │                                                               ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣸
       │
    320┤
       │                               ⢀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
       │                     ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣸
       │          ⢀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡇
    100┤⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠚┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ target < 100
      0┤
       └──────────────────────────────────────────·─────────·──────────────────────────────────────────
        14:31:22                     14:31:37                     14:31:51                     14:32:07
     Newest samples  UTC                           Transitions
     14:32:07  640                                 14:28:57  ● green → ▲ amber  512 > 500
     14:32:02  590
     14:31:57  512                                 Hints and incidents on it
     14:31:52  410                                 quiet   P1  Queue does not drain  queue-depth > 5000 for 10m
     14:31:47  ◌ 2 gaps since 14:31:42: no answe…  pending scale-up  Scale up the workers  queue-depth > 1,000
     14:31:37  240
     14:31:32  180
     14:31:27  120
     14:31:22   96"
  `);
  await screen.close();
});

test('the sentence and the chart stay while the rest scrolls', async () => {
  const screen = await open('queue-depth', { scroll: 9 });
  expect(screen.line(1)).toContain('640 > 500 since');
  expect(screen.screen()).toContain('alert > 500');
  expect(screen.screen()).toContain('green → ▲ amber');
  await screen.close();
});

test('status, sentence, and thresholds carry the colours of their meaning', async () => {
  const screen = await open('queue-depth', { colours: true });
  expect(screen.cellOf('▲ AMBER')).toMatchObject({ fg: 'ansi:214', bold: true, inverse: true });
  expect(screen.cellOf('640 > 500')).toMatchObject({ fg: 'ansi:214', bold: true });
  expect(screen.cellOf('━')).toMatchObject({ fg: 'ansi:203' });
  expect(screen.cellOf('┄')).toMatchObject({ fg: 'ansi:214' });
  await screen.close();
});

test('an unknown value is never shown as if it were fresh', async () => {
  const screen = await open('api-cpu', { colours: true });
  expect(screen.line(0)).toContain('◌ UNKNOWN  stale API CPU  last 61% 3m ago');
  expect(screen.screen()).toContain('[◌ unknown]  nothing moves without fresh readings');
  expect(screen.screen()).toContain('gap   auth: credentials expired; run aws sso login');
  expect(screen.cellOf('UNKNOWN')).toMatchObject({ fg: 'ansi:141' });
  await screen.close();
});

test('what was red says so', async () => {
  const screen = await openOnly({ status: 'unknown', was: 'red', detail: 'stale', sampledAt: ago(90) });
  expect(screen.line(0)).toContain('◌ UNKNOWN  stale (was red)');
  await screen.close();
});

test('an acknowledgement and a plain reading', async () => {
  const screen = await openOnly({
    status: null,
    ack: { by: 'ada', at: ago(60), until: ago(-600), note: 'known, see #12' },
  });
  expect(screen.screen()).toContain('ack     ada at 14:31:07, until 14:42:07: known, see #12');
  expect(screen.screen()).toContain('no target and no alert: a plain reading');
  await screen.close();
});

test('no samples at all', async () => {
  const screen = await openOnly({ value: null, display: null, status: 'unknown' });
  expect(screen.screen()).toContain('no value yet');
  expect(screen.screen()).toContain('none yet');
  await screen.close();
});

test('a metric that a reload has taken away', async () => {
  const screen = await open('gone');
  expect(screen.screen()).toContain('The profile has no metric "gone" any more.');
  await screen.close();
});
