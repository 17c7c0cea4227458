// The whole app on a real cell buffer: keys, screens, resizing.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Board } from '../../src/rules/board.ts';
import { narrowText, oldText } from '../support/any-text.ts';
import { openApp } from '../support/app-screen.tsx';
import { keys } from '../support/render-screen.tsx';
import {
  ago,
  everyStatus,
  manySnapshot,
  metricState,
  wallBoard,
  wallControls,
  wallSnapshot,
} from '../support/wall-fixture.ts';

test('80×24: the verdict, then what to do, then the worst with its reason', async () => {
  const screen = await openApp();
  expect(screen.screen()).toMatchInlineSnapshot(`
    " ✖ RED  NO-GO · 1 missing   PRODUCTION  SGE               T+00:42:17  14:32:07Z
     ✖ 1 red  ◌ 1 unknown  ▲ 2 amber  ● 9 green     oldest 3m20s · 1/5 sources fail
     P0  Ledger imbalance detected                                 respond in 14:18
       $ systemctl stop sge-workers                                             [y]
     ROLLBACK error rate 12.4% > 10% for 1m · SCALE UP (pending) Scale… d all of it
    ────────────────────────────────────────────────────────────────────────────────
     ✖ Ledger balance           -0.004200  █████▁▁▁▁  red                       40s
       -0.004200 must be 0 since 14:31:25 (42s); ends when two readings are 0

     ◌ API CPU                        61%  ▃▅▆······  unknown  > 90% for 5m      2m
       credentials expired; run aws sso login. Last 61% 3m20s ago
     ▲ Queue depth                    640  ▁▂▃▄▅▆▇██  amber  red in 2:48         3m
       640 > 500 since 14:28:57 (3m10s); red at 14:34:55 unless it falls below 500

     ▲ Relayer balance          0.172 ETH  ▁▂▃▄▅▆▆▇█  amber  0.2..0.5 ETH       51m
       0.172 ETH is not in 0.2..0.5 ETH since 13:41:07 (51m); < 0.1 ETH in 2h10m to
       3h
     ● API uptime                  99.97%  ▄▅▅▆▆▅▅▄▃  > 99.9%
     ● Intent success               98.2%  ▃▃▃▃▄▄▅▆▅  > 95%
     ● Settlement p95                3.1s  ▅▆▆▆▅▅▄▃▃  < 5s
     ● Workers alive                    6  ▃▃▄▅▅▆▆▆▄  >= 4
     ● RPC head age                    2s  ▃▄▅▅▆▆▆▆▄  < 60s
     … 4 more: ● 4 · page 1 of 2                                           PgDn PgUp
     ↑↓ move  Enter open  d do now  y copy  t timeline  v gate  ? help  q quit"
  `);
});

test('120×36: tiles fill the screen, what to do stands beside them', async () => {
  const screen = await openApp(wallControls(), 120, 36);
  expect(screen.screen()).toMatchInlineSnapshot(`
    " ✖ RED  NO-GO · 1 missing    PRODUCTION  SGE   sge-api:v1.3.0    phase T-0   ▸ T+1 Hour in 17m   T+00:42:17   14:32:07Z
     ✖ 1 red   ◌ 1 unknown   ▲ 2 amber   ● 9 green                              oldest reading 3m20s · 1 of 5 sources fails
    ╭─ ✖ Ledger balance ──── red 40s ─╮╭─ ◌ API CPU ─────── unknown 2m ─╮ ╭─ DO NOW ────────────────────────────── 2 open ─╮
    │ -0.004200                       ││ last 61% 3m ago                │ │ P0  Ledger imbalance detected respond in 14:18 │
    │ ███████████████████████████▁▁▁▁ ││ ▄▄▃▃▃▃▃▄▄▅▅▅▆▆▆▇▇▇▇█████······ │ │     -0.004200 must be 0 since 14:31:25 (42s)   │
    │ == 0 · alert != 0 for 2 samples ││ < 70% · alert > 90% for 5m     │ │   1 Stop all workers, investigate              │
    │ -0.004200 must be 0 since       ││ credentials expired; run aws   │ │     $ systemctl stop sge-workers           [y] │
    │ 14:31:25 (42s); ends when two   ││ sso login. Last 61% 3m20s ago  │ │     tell  Public status page + Twitter/email   │
    │ readings are 0                  ││                                │ │                                                │
    ╰──────────────────────── Ledger ─╯╰────────────────────────── API ─╯ │ ROLLBACK  Roll back to v1.2.9                  │
    ╭─ ▲ Queue depth ────── amber 3m ─╮╭─ ▲ Relayer balance ──── amber ─╮ │     error rate 12.4% > 10% for 1m              │
    │ 640                             ││ 0.172 ETH                      │ │   1 Stop workers                               │
    │ ▃▃▃▃▃▃▃▃▄▄▄▄▄▅▅▅▅▅▅▆▆▆▇▇▇▇█████ ││ ▃▃▃▃▃▃▃▃▃▄▄▄▄▅▅▅▅▆▆▆▇▇▇▇▇█████ │ │     $ systemctl stop sge-workers               │
    │ red in 2:48 · target < 100      ││ 0.2..0.5 ETH · alert < 0.1 ETH │ │   2 Put the old image back                     │
    │ 640 > 500 since 14:28:57        ││ 0.172 ETH is not in 0.2..0.5   │ │     $ kubectl set image deployment/sge-api     │
    │ (3m10s); red at 14:34:55 unless ││ ETH since 13:41:07 (51m); <    │ │       api=registry.example.com/sge-api:v1.2.9  │
    │ it falls below 500              ││ 0.1 ETH in 2h10m to 3h         │ │   3 Tell #launch that the launch is rolled     │
    ╰─────────────────────── Workers ─╯╰──────────────────────── Chain ─╯ │     back                                       │
    ╭─ ● API uptime ────────── green ─╮╭─ ● Intent success ───── green ─╮ │                                                │
    │ 99.97%  ▅▆▇▇▇▇▆▅▅▄▃▃▂▂▂▃▃▄▅▅▆▇▅ ││ 98.2%  ▂▂▂▂▃▄▄▅▆▆▇▇▇▆▆▅▄▄▃▂▂▂▄ │ │ SCALE UP (pending)  Scale up the workers       │
    │ target > 99.9% · alert < 99.5%  ││ target > 95% · alert < 90%     │ │     queue depth > 1,000: 640 now               │
    ╰─────────────────────────────────╯╰────────────────────────────────╯ │   1 Add a worker (takes ~2 minutes)            │
    ╭─ ● Settlement p95 ────── green ─╮╭─ ● Workers alive ────── green ─╮ │     $ kubectl scale deployment/sge-worker      │
    │ 3.1s   ▆▇▇▇▆▆▅▄▃▃▂▂▂▃▃▄▄▅▆▆▇▇▇▄ ││ 6     ▃▄▄▅▆▆▇▇▇▆▆▅▄▃▃▂▂▂▃▃▄▄▅▄ │ │       --replicas=6                             │
    │ < 5s · alert p95(5m) > 10s      ││ target >= 4                    │ │                                                │
    ╰─────────────────────────────────╯╰────────────────────────────────╯ ╰────────────────────────────────────────────────╯
    ╭─ ● RPC head age ──────── green ─╮╭─ ● API latency p95 ──── green ─╮ ╭─ LATEST ───────────────────────────────────────╮
    │ 2s     ▄▅▅▆▇▇▇▇▆▅▅▄▃▃▂▂▂▃▃▄▅▆▆▅ ││ 182ms  ▄▄▅▆▆▇▇▇▆▆▅▄▃▃▂▂▂▃▃▄▅▅▄ │ │ 14:31:25 ○→! Ledger imbalance detected open    │
    ╰────────────────── target < 60s ─╯╰─────────────── target < 500ms ─╯ │          -0.004200 != 0 for 2 samples          │
    ╭─ ● Stuck intents ─────── green ─╮╭─ ● Database connections ───────╮ │ 14:31:25 ●→✖ Ledger balance                    │
    │ 3      ▂▃▃▄▄▅▆▆▇▇▇▆▆▅▄▃▃▂▂▂▃▃▄▅ ││ 42    ▃▃▄▅▆▆▇▇▇▆▆▅▄▄▃▃▂▂▂▃▃▄▅▄ │ │          -0.004200 must be 0                   │
    ╰────────────────── target < 100 ─╯╰────────────────── target < 80 ─╯ │ 14:29:47 ●→◌ API CPU                           │
    ╭─ ● Redis memory ──────── green ─╮                                   │          credentials expired; run aws sso      │
    │ 37.2%  ▅▆▆▇▇▇▆▆▅▄▃▃▂▂▂▃▃▄▅▅▆▆▇▅ │                                   │          login                                 │
    ╰────────────────── target < 70% ─╯                                   ╰────────────────────────────────────────────────╯
     ↑↓ move  Enter open  d do now  y copy  t timeline  v gate  a ack  / filter  s snapshot  p profile  ? help  q quit"
  `);
});

test('40×10 still says the verdict, what to do and the worst', async () => {
  const screen = await openApp(wallControls(), 40, 10);
  expect(screen.screen()).toMatchInlineSnapshot(`
    " ✖ RED  NO-GO   PRODUCTION  SGE
     ✖ 1  ◌ 1  ▲ 2  ● 9    1/5 sources fail
     P0  Ledger imb… respond in 14:18  +2 d
       $ systemctl stop sge-workers     [y]
     ✖ Ledger balance              -0.004200
       -0.004200 must be 0 since 14:31:25…
     ◌ API CPU                           61%
     ▲ Queue depth                       640
     … 10 more: ▲ 1 ● 9 · page 1…  PgDn PgUp
     d do now  y copy  ? help  q quit"
  `);
});

test('smaller than that it is the verdict, the worst metric, and why there is no more', async () => {
  const screen = await openApp(wallControls(), 60, 2);
  expect(screen.screen()).toMatchInlineSnapshot(`" ✖ RED  NO-GO ✖ Ledger balance -0.004200 (needs 40×10)"`);
  await screen.resize(30, 5);
  expect(screen.screen()).toMatchInlineSnapshot(`
    " ✖ RED  NO-GO
    ✖ Ledger balance -0.004200
    (needs 40×10)"
  `);
});

test('before the first board there is a skeleton, and the keys work', async () => {
  const controls = wallControls({ first: null });
  const screen = await openApp(controls);
  expect(screen.screen()).toContain('sge/production');
  expect(screen.screen()).toContain('first readings…');
  controls.wall.set(wallSnapshot());
  await screen.until('Ledger balance');
  await screen.press('q');
  expect(controls.asked).toEqual(['quit']);
});

test('production is a block of its own colour, red and green carry glyph and word', async () => {
  const screen = await openApp(wallControls(), 120, 36);
  expect(screen.cellOf('PRODUCTION')).toMatchObject({ inverse: true, bold: true, fg: 'ansi:198' });
  expect(screen.cellOf('RED')).toMatchObject({ inverse: true, fg: 'ansi:203' });
  expect(screen.cellOf('✖ Ledger')).toMatchObject({ fg: 'ansi:203', bold: true });
});

test('without colours no cell has one, and every status still has its glyph and word', async () => {
  const screen = await openApp(wallControls(), 120, 36, false);
  for (let y = 0; y < 36; y++)
    for (let x = 0; x < 120; x++) expect(screen.cell(x, y)).toMatchObject({ fg: null, bg: null });
  expect(screen.screen()).toMatch(/✖ RED .*NO-GO/);
  for (const words of ['red 40s', 'unknown 2m', '▲ 2 amber', 'green'])
    expect(screen.screen()).toContain(words);
});

test('an unknown shows its last value faintly with its age, never in green', async () => {
  const screen = await openApp(wallControls(), 120, 36);
  expect(screen.cellOf('last 61% 3m ago').fg).toBe('ansi:245');
});

test('moving, opening and coming back', async () => {
  const screen = await openApp(wallControls(), 120, 36);
  await screen.press(keys.down);
  expect(screen.screen()).toContain('┏━ ✖ Ledger balance');
  await screen.press('l');
  expect(screen.screen()).toContain('┏━ ◌ API CPU');
  await screen.press(keys.enter);
  expect(screen.screen()).toContain('credentials expired');
  expect(screen.screen()).not.toContain('DO NOW');
  await screen.press(keys.escape);
  await screen.until('DO NOW');
});

test('keys that arrive together are all taken, in order', async () => {
  const controls = wallControls();
  const screen = await openApp(controls, 120, 36);
  await screen.press('jlj ys');
  await screen.until('snapshot written to /tmp/launchwall/sge-production-20261201T143207Z.md');
  expect(controls.asked).toEqual(['pause', 'copy systemctl stop sge-workers', 'snapshot']);
  expect(screen.screen()).toContain('┏━ ▲ Relayer balance');
});

test('the filter is typed, kept and cleared', async () => {
  const screen = await openApp();
  await screen.press('/');
  await screen.press('redis');
  expect(screen.screen()).toContain('1 of 13 shown');
  expect(screen.screen()).not.toContain('API uptime');
  await screen.press(keys.enter);
  expect(screen.line(23)).toContain('q quit');
  await screen.press(keys.escape);
  await screen.until('API uptime');
  await screen.press('/nothing like this');
  expect(screen.screen()).toContain('No metric matches');
});

test('q means a letter while the filter is typed, Ctrl-C still quits', async () => {
  const controls = wallControls();
  const screen = await openApp(controls);
  await screen.press('/q');
  expect(controls.asked).toEqual([]);
  await screen.press(keys.ctrlC);
  expect(controls.asked).toEqual(['quit']);
});

test('a failing request is told and the watch goes on', async () => {
  const controls = wallControls({ snapshot: () => Promise.reject(new Error('the disk is full')) });
  const screen = await openApp(controls);
  await screen.press('s');
  await screen.until('✖ the disk is full');
  await screen.press('d');
  expect(screen.screen()).toContain('Put the old image back');
});

test('another profile is taken from the picker; one with a problem says why not', async () => {
  const controls = wallControls();
  const screen = await openApp(controls);
  await screen.press('p');
  await screen.until('sge/staging');
  await screen.press(keys.down);
  await screen.press(keys.enter);
  await screen.until('now watching sge/staging');
  expect(controls.asked).toEqual(['switch sge/staging']);
  await screen.press('p');
  await screen.press(keys.end);
  await screen.press(keys.enter);
  await screen.until('vault/production cannot be watched: VAULT_URL is not set');
});

test('faults of a drill are switched in their picker', async () => {
  let on = false;
  const fault = { id: 'redis', title: 'Redis hangs', active: () => on, toggle: () => void (on = !on) };
  const screen = await openApp(wallControls({ faults: () => [fault], mode: 'drill ×20' }));
  expect(screen.screen()).toContain('drill ×20');
  await screen.press('f');
  expect(screen.screen()).toContain('○ off  Redis hangs');
  await screen.press(keys.enter);
  expect(screen.screen()).toContain('✖ on   Redis hangs');
});

test('offline, paused and a broken profile are not to be overlooked', async () => {
  const snapshot = wallSnapshot({
    paused: true,
    notices: [{ at: Date.parse(ago(4)), level: 'error', text: 'production.yaml:14:9 unknown unit "ETHH"' }],
    board: wallBoard({ observer: { offline: true, grade: 'certain', since: ago(62), loopLagMs: 0 } }),
  });
  const screen = await openApp(wallControls({ first: snapshot }), 120, 36);
  expect(screen.screen()).toContain('OFFLINE: this machine has no way out');
  expect(screen.screen()).toContain('PAUSED');
  expect(screen.screen()).toContain('error 14:32:03 production.yaml:14:9 unknown unit "ETHH"');
});

test('a panel that cannot be drawn says so, the others go on, and it comes back', async () => {
  const broken = wallSnapshot({
    points: () => {
      throw new Error('the history is torn');
    },
  });
  const controls = wallControls({ first: broken });
  const screen = await openApp(controls, 120, 36);
  expect(screen.screen()).toContain('The metrics could not be drawn');
  expect(screen.screen()).toContain('the history is torn');
  expect(screen.screen()).toContain('systemctl stop sge-workers');
  controls.wall.set(wallSnapshot());
  await screen.until('┌─ ✖ Ledger balance'.replace('┌', '╭'));
});

test('resizing leaves no litter: the screen is what a new one of that size would be', async () => {
  const screen = await openApp(wallControls(), 120, 36);
  for (const [columns, rows] of [
    [80, 24],
    [200, 60],
    [60, 15],
    [39, 9],
    [100, 30],
    [120, 24],
    [80, 40],
  ] as const) {
    await screen.resize(columns, rows);
    const fresh = await openApp(wallControls(), columns, rows);
    expect(screen.screen()).toBe(fresh.screen());
  }
});

/** As the engine makes it each second: everything is new, but only the time is different. */
function secondLater(from: Board): Board {
  const at = new Date(Date.parse(from.at) + 1_000).toISOString();
  return { ...from, at, launch: { ...from.launch, clock: 'T+00:42:18' } };
}

test('nothing is written when nothing has changed, and little when only the clock has', async () => {
  const calm = wallBoard({
    metrics: wallBoard().metrics.filter(({ status }) => status === 'green'),
    incidents: [],
    hints: [],
  });
  const controls = wallControls({ first: wallSnapshot({ board: calm }) });
  const screen = await openApp(controls, 160, 50);
  const before = screen.bytes();
  controls.wall.set(wallSnapshot({ board: { ...calm } }));
  await screen.settle();
  expect(screen.bytes()).toBe(before);
  controls.wall.set(wallSnapshot({ board: secondLater(calm) }));
  await screen.until('14:32:08Z');
  expect(screen.bytes() - before).toBeLessThan(350);
});

test('with three countdowns a second rewrites only the ends of their rows', async () => {
  const controls = wallControls();
  const screen = await openApp(controls, 160, 50);
  const before = screen.bytes();
  controls.wall.set(wallSnapshot({ board: secondLater(wallBoard()) }));
  await screen.until('14:32:08Z');
  expect(screen.bytes() - before).toBeLessThan(1_000);
});

test('every glyph lies in the range that is measured fast', async () => {
  for (const [columns, rows] of [
    [80, 24],
    [120, 36],
    [300, 80],
  ] as const) {
    const screen = await openApp(wallControls(), columns, rows);
    for (const key of ['', 'd', '?', 'o']) {
      await screen.press(key);
      for (const line of screen.screen().split('\n')) expect(line).toMatch(narrowText);
    }
  }
});

const anyMetric = fc.record({
  title: oldText,
  display: fc.option(oldText, { nil: null }),
  reason: oldText,
  status: fc.constantFrom(...everyStatus, null),
  was: fc.constantFrom('red' as const, null),
  group: fc.option(oldText, { nil: null }),
  target: fc.option(oldText, { nil: null }),
  alert: fc.option(oldText, { nil: null }),
  value: fc.option(fc.double(), { nil: null }),
});

const anyMetrics = fc
  .array(anyMetric, { maxLength: 40 })
  .map((fields) => fields.map((field, index) => metricState({ ...field, id: `m${index}` })));

test(
  'no frame is ever taller or wider than the terminal, for any size and any data',
  { timeout: 120_000 },
  async () => {
    const columns = fc.integer({ min: 20, max: 300 });
    const rows = fc.integer({ min: 2, max: 80 });
    await fc.assert(
      fc.asyncProperty(
        anyMetrics,
        columns,
        rows,
        fc.constantFrom('', 'j', 'd', '?', 'o'),
        async (metrics, width, height, key) => {
          const snapshot = wallSnapshot({ board: wallBoard({ metrics }) });
          const own = await openApp(wallControls({ first: snapshot }), width, height);
          await own.press(key);
          own.assertFits();
          expect(own.screen().split('\n').length).toBeLessThanOrEqual(height);
          await own.close();
        },
      ),
      { numRuns: 60 },
    );
  },
);

test.each([
  [0, 80, 24],
  [0, 120, 36],
  [500, 80, 24],
  [500, 200, 60],
  [500, 300, 80],
])('%i metrics fit into %i×%i', async (count, columns, rows) => {
  const first = count === 0 ? wallSnapshot({ board: wallBoard({ metrics: [] }) }) : manySnapshot(count);
  const screen = await openApp(wallControls({ first }), columns, rows);
  screen.assertFits();
  for (const key of ['G', keys.pageUp, 'k', 'g']) await screen.press(key);
  screen.assertFits();
  expect(screen.screen()).toContain(
    count === 0 ? 'nothing is judged, nothing is green' : '✖ Service 5 latency',
  );
});
