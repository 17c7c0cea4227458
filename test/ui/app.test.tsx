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

test('80×24: the verdict, then what to do, the problems with their reasons, all homes below', async () => {
  const screen = await openApp();
  expect(screen.screen()).toMatchInlineSnapshot(`
    " ✖ RED  NO-GO · 1 missing   PRODUCTION  SGE               T+00:42:17  14:32:07Z
     ✖ 1 red  ◌ 1 unknown  ▲ 2 amber  ● 9 green                    1/5 sources fail
     14:31:25 Ledger imbalance detected is open: -0.004200 != 0 for 2 samples
     P0  Ledger imbalance detected                                 respond in 14:18
       1 Stop all workers, investigate
         $ systemctl stop sge-workers                                           [y]
     … 14 more lines                                                    d all of it
    ┃✖ Ledger balance             -0.004200                             NEW red 42s
    ┃  -0.004200 must be 0 since 14:31:25; ends when two readings are 0
    ╎◌ API CPU                          61%                           unknown 2m20s
    ╎  credentials expired; run aws sso login. Last 61% 3m20s ago
    │▲ Queue depth                      640                           ◔ red in 2:48
    │  640 > 500 since 14:28:57; red at 14:34:55 unless it falls below 500
     ▲ Relayer balance       0.172 ETH               0.2..0.5 ETH               51m
     API ─────────────────────  Intents ─────────────────  Ledger ──────────────────
     ● API uptime       99.97%  ● Intent success    98.2%  ✖ Ledger b…ance -0.004200
     ◌ API CPU             61%  ● Settlement p95     3.1s
     ● Workers alive         6
     ● RPC head age         2s  Workers ─────────────────
     ● API latency p95   182ms  ▲ Queue depth         640
     ● Stuck intents         3
     ● Database con…tions   42  Chain ───────────────────
     ● Redis memory      37.2%  ▲ Relayer…ance  0.172 ETH
     ↑↓ move  Enter open  d do now  y copy  t timeline  v gate  ? help  q quit"
  `);
});

test('120×36: the problems, what to do beside them, all homes below', async () => {
  const screen = await openApp(wallControls(), 120, 36);
  expect(screen.screen()).toMatchInlineSnapshot(`
    " ✖ RED  NO-GO · 1 missing    PRODUCTION  SGE   sge-api:v1.3.0    phase T-0   ▸ T+1 Hour in 17m   T+00:42:17   14:32:07Z
     ✖ 1 red   ◌ 1 unknown   ▲ 2 amber   ● 9 green                                               ✖ aws fails, 4 of 5 answer
     14:31:25 Ledger imbalance detected is open: -0.004200 != 0 for 2 samples
    ┏━ ✖ Ledger balance ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ NEW red 42s ━┓ │ DO NOW                          2 open  d all
    ┃ -0.004200 target == 0 · alert != 0 for 2 samples                    ┃ │ P0  Ledger imbalance detected
    ┃       0┤⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⡇                 ┃ │     respond in 14:18
    ┃        │                                          ⡇                 ┃ │     -0.004200 must be 0 since 14:31:25 (42s)
    ┃ -0.0042┤                                          ● now -0.0041974… ┃ │   1 Stop all workers, investigate
    ┃        └───────────────────────────────────────────                 ┃ │     $ systemctl stop sge-workers          [y]
    ┃         14:12:12                           14:32:07                 ┃ │     tell  Public status page + Twitter/email
    ┃ -0.004200 must be 0 since 14:31:25; ends when two readings are 0    ┃ │ ROLLBACK  Roll back to v1.2.9
    ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛ │     error rate 12.4% > 10% for 1m
    ┌╌ ◌ API CPU ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ unknown 2m20s ╌┐ │   1 Stop workers
    ╎ was 61%   target < 70% · alert > 90% for 5m                         ╎ │     $ systemctl stop sge-workers
    ╎ 48.6┤                                          ⢀⡴○                  ╎ │   2 Put the old image back
    ╎     │⣀⣀⣠⣄⣀⣀⣠⣄⣀⣀⣤⣀⣀⣠⣄⣀⣀⣤⣀⣀⣠⣄⣀⣀⣤⣀⣀⣀⣤⣀⣀⣠⣄⣀⣀⣤⣀⣀⣠⣄⣀⣰⠋                    ╎ │     $ kubectl set image deployment/sge-api
    ╎    0┤                                                               ╎ │       api=registry.example.com/sge-api:v1.2.9
    ╎     └────────────────────────────────────────────··                 ╎ │   3 Tell #launch that the launch is rolled
    ╎      14:12:12                              14:32:07                 ╎ │     back
    ╎ credentials expired; run aws sso login. Last 61% 3m20s ago          ╎ │ SCALE UP (pending)  Scale up the workers
    └╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘ │     queue depth > 1,000: 640 now
    │▲ Queue depth                      640                   ◔ red in 2:48 │   1 Add a worker (takes ~2 minutes)
    │  640 > 500 since 14:28:57; red at 14:34:55 unless it falls below 500  │     $ kubectl scale deployment/sge-worker
    │▲ Relayer balance            0.172 ETH                       amber 51m │       --replicas=6
    │  0.172 ETH is not in 0.2..0.5 ETH since 13:41:07                      │
    ─ 13 judged ───────────────────────────────────────────── strips: last 15m; ▁▂▃▄ in target ▅▆▇ missed █ alert · unseen ─
     API ──────────────────────────────────  Intents ──────────────────────────────  Ledger ───────────────────────────────
     ● API uptime           99.97%           ● Intent success        98.2%           ✖ Ledger balance    -0.004200
     ◌ API CPU                 61%           ● Settlement p95         3.1s
     ● Workers alive             6
     ● RPC head age             2s           Workers ──────────────────────────────
     ● API latency p95       182ms           ▲ Queue depth             640
     ● Stuck intents             3
     ● Database connections     42           Chain ────────────────────────────────
     ● Redis memory          37.2%           ▲ Relayer balance   0.172 ETH
     ↑↓ move  Enter open  d do now  y copy  t timeline  v gate  a ack  / filter  s snapshot  p profile  ? help  q quit"
  `);
});

test('40×10 still says the verdict, what to do and the worst', async () => {
  const screen = await openApp(wallControls(), 40, 10);
  expect(screen.screen()).toMatchInlineSnapshot(`
    " ✖ RED  NO-GO   PRODUCTION  SGE
     ✖ 1  ◌ 1  ▲ 2  ● 9    1/5 sources fail
     14:31:25 Ledger imbalance detected is…
     P0  Ledger imb… respond in 14:18  +2 d
       $ systemctl stop sge-workers     [y]
     ✖ Ledger b…ance -0.004200 != 0     42s
     ◌ API CPU             61% < 70%  2m20s
     ▲ 2 more: Queue depth, Relayer…
     API●◌●●●●●● Int…●● Wor…▲ Cha…▲ Led…✖
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
  for (const words of ['red 42s', 'unknown 2m', '▲ 2 amber', 'green'])
    expect(screen.screen()).toContain(words);
});

test('an unknown shows its last value faintly, never in green', async () => {
  const screen = await openApp(wallControls(), 120, 36);
  const rows = screen.screen().split('\n');
  const y = rows.findLastIndex((row) => row.includes('◌ API CPU'));
  expect(screen.cell((rows[y] ?? '').indexOf('61%'), y).fg).toBe('ansi:245');
});

test('moving, opening and coming back', async () => {
  const screen = await openApp(wallControls(), 120, 36);
  await screen.press(keys.down);
  expect(screen.screen()).toContain('▸● API uptime');
  await screen.press('j');
  expect(screen.screen()).toContain('▸◌ API CPU');
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
  expect(screen.screen()).toContain('▸');
});

test('the filter is typed, kept and cleared', async () => {
  const screen = await openApp();
  await screen.press('/');
  await screen.press('redis');
  expect(screen.screen()).toContain('1 of 13 shown');
  expect(screen.screen()).not.toContain('API uptime');
  // What is bad stays to be seen whatever is looked for.
  expect(screen.screen()).toContain('✖ Ledger balance');
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
  expect(screen.screen()).toContain('error 14:32:03 production.yaml:14:9 unknown');
  // What its row has no room for stands below what there is to do.
  expect(screen.screen()).toMatch(/production\.yaml:14:9 unknown unit\s+"ETHH"|unknown unit "ETHH"/);
});

test('a long notice leaves the problems their rows on a small terminal', async () => {
  const notices = [
    {
      at: Date.parse(ago(4)),
      level: 'error' as const,
      text: `the profile is broken: ${'at every line of it '.repeat(40)}`,
    },
  ];
  const screen = await openApp(wallControls({ first: wallSnapshot({ notices }) }), 80, 24);
  expect(screen.screen()).toContain('error 14:32:03 the profile is broken');
  // Above the homes, where it stands in any case.
  expect(
    screen
      .screen()
      .split('\n')
      .findIndex((row) => row.includes('✖ Ledger balance')),
  ).toBeLessThan(10);
});

test('a plain reading is found by the filter, and opened', async () => {
  const reading = metricState({
    id: 'version',
    title: 'Version',
    status: null,
    target: null,
    alert: null,
    display: '1.3.0',
  });
  const board = wallBoard({ metrics: [...wallBoard().metrics, reading] });
  const screen = await openApp(wallControls({ first: wallSnapshot({ board }) }));
  expect(screen.screen()).not.toContain('Version');
  await screen.press('/version');
  expect(screen.screen()).toMatch(/· Version +1\.3\.0/);
  await screen.press(keys.enter);
  await screen.press(keys.enter);
  await screen.until('Esc back');
  expect(screen.screen()).toContain('Version');
});

test('a panel that cannot be drawn says so, the others go on, and it comes back', async () => {
  const broken = wallSnapshot({
    history: () => {
      throw new Error('the history is torn');
    },
  });
  const controls = wallControls({ first: broken });
  const screen = await openApp(controls, 120, 36);
  expect(screen.screen()).toContain('The metrics could not be drawn');
  expect(screen.screen()).toContain('the history is torn');
  expect(screen.screen()).toContain('systemctl stop sge-workers');
  controls.wall.set(wallSnapshot());
  await screen.until('✖ Ledger balance');
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
