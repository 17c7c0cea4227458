// The timeline: what it shows, how it scrolls, and what its keys say of the launch.

import { expect, test } from 'vitest';
import { openApp, words } from '../../../support/app-screen.tsx';
import { checklistSnapshot, longChecklist, withMark } from '../../../support/checklist-wall.ts';
import { keys, type Screen } from '../../../support/render-screen.tsx';
import { ago, wallControls, type FixtureControls } from '../../../support/wall-fixture.ts';

async function timeline(
  controls: FixtureControls = wallControls({ first: checklistSnapshot() }),
  columns = 80,
  rows = 24,
  colours = true,
): Promise<Screen> {
  const screen = await openApp(controls, columns, rows, colours);
  await screen.press('t');
  return screen;
}

test('80×24: the phase in which we are comes first, and what is picked out is shown whole', async () => {
  const screen = await timeline();
  expect(screen.screen()).toMatchInlineSnapshot(`
    " ✖ RED  NO-GO · 3 missing   PRODUCTION  SGE               T+00:42:17  14:32:07Z
     ✖ 1 red  ◌ 1 unknown  ▲ 2 amber  ● 9 green                    1/5 sources fail
     TIMELINE   T-0 at 13:49:50   3 of 8 met   ✖ 1 overdue   ○ 2 due
     T-1 Hour  T-1h  over, began 12:49:50                    2 of 3 met · 1 overdue
       ✓ done    Database backup taken manually                        ana 13:42:07
       ✓ pass    Relayer balance confirmed > 0.4 ETH            13:25:27, now fails
       ○ to do   PagerDuty on-call assigned                                 overdue
     Launch  T-0   NOW  since 13:49:50 (42m)                     1 of 3 met · 2 due
     ▸ ○ to do   Switch DNS to production servers, each of them by name, and l… due
       ✖ fail    Monitor error rates in real-time                               due
       – skipped KYC provider integrated (if required)                 bob 14:15:27
     T+1 Hour  T+1h  next, at 14:49:50, in 17m                           0 of 2 met
       ✓ pass    Verify 99% success rate on intents                       as of now
       ○ to do   Test affiliate attribution

    ────────────────────────────────────────────────────────────────────────────────
     ○ TO DO  by hand · due until 14:49:50
     Switch DNS to production servers, each of them by name, and look at the
     answers of three resolvers
     because   who may switch it is not ours to read
     refs      sge-038, sge-016
     phase     Launch

     Esc back  ↑↓ move  d do now  Space tick  n with a note  x skip  ? help  q quit"
  `);
  screen.assertFits();
});

test('120×36: evidence below each line, and what is overdue and due beside them', async () => {
  const screen = await timeline(wallControls({ first: checklistSnapshot() }), 120, 36);
  expect(screen.screen()).toMatchInlineSnapshot(`
    " ✖ RED  NO-GO · 3 missing    PRODUCTION  SGE                  phase Launch   ▸ T+1 Hour in 17m   T+00:42:17   14:32:07Z
     ✖ 1 red   ◌ 1 unknown   ▲ 2 amber   ● 9 green                                               ✖ aws fails, 4 of 5 answer
     TIMELINE   T-0 at 13:49:50   3 of 8 met   ✖ 1 overdue   ○ 2 due

     T-1 Hour  T-1h  over, began 12:49:50         2 of 3 met · 1 overdue  ╭─ PICKED OUT ───────────────────────────────────╮
       ✓ done    Database backup taken manually             ana 13:42:07  │ ○ TO DO  by hand · due until 14:49:50          │
                 snapshot rds-2026-12-01                                  │ Switch DNS to production servers, each of them │
       ✓ pass    Relayer balance confirmed > 0.4 ETH 13:25:27, now fails  │ by name, and look at the answers of three      │
                 Relayer balance 0.42 ETH > 0.4 ETH at 13:25:27; now Re…  │ resolvers                                      │
       ○ to do   PagerDuty on-call assigned                      overdue  │ because   who may switch it is not ours to     │
                                                                          │           read                                 │
     Launch  T-0   NOW  since 13:49:50 (42m)          1 of 3 met · 2 due  │ refs      sge-038, sge-016                     │
     ▸ ○ to do   Switch DNS to production servers, each of them by…  due  │ phase     Launch                               │
       ✖ fail    Monitor error rates in real-time                    due  │                                                │
                 Error rate 12.4%, not < 0.1%                             │                                                │
       – skipped KYC provider integrated (if required)      bob 14:15:27  │                                                │
                 no KYC in this region                                    │                                                │
                                                                          │                                                │
     T+1 Hour  T+1h  next, at 14:49:50, in 17m                0 of 2 met  │                                                │
       ✓ pass    Verify 99% success rate on intents            as of now  │                                                │
                 Intent success 99.2% >= 99% for 12m                      │                                                │
       ○ to do   Test affiliate attribution                               ╰────────────────────────────────────────────────╯
                                                                          ╭─ OVERDUE AND DUE ──────────────────────────────╮
                                                                          │ ○ PagerDuty on-call assigned  T-1… overdue 42m │
                                                                          │ ○ Switch DNS to production servers… due in 17m │
                                                                          │ ✖ Monitor error rates in real-time… due in 17m │
                                                                          │                                                │
                                                                          │                                                │
                                                                          │                                                │
                                                                          │                                                │
                                                                          │                                                │
                                                                          │                                                │
                                                                          │                                                │
                                                                          │                                                │
                                                                          ╰────────────────────────────────────────────────╯
     Esc back  ↑↓ move  d do now  t timeline  v gate  Space tick  n with a note  x skip  u take back  ? help  q quit"
  `);
  screen.assertFits();
});

test('a latched item says what has become of it, in the list and whole below', async () => {
  const screen = await timeline();
  await screen.press(keys.left);
  await screen.press(keys.down);
  expect(words(screen)).toContain('▸ ✓ pass Relayer balance confirmed > 0.4 ETH 13:25:27, now fails');
  expect(screen.screen()).toContain('✓ PASS  judged · passed at 13:25:27; now fails');
  expect(screen.screen()).toContain('when      relayer-balance > 0.4 ETH');
  expect(screen.cellOf('now fails')).toMatchObject({ fg: 'ansi:203', bold: true });
});

test('a note stands beside who ticked and when', async () => {
  const screen = await timeline();
  await screen.press(keys.home);
  expect(screen.screen()).toContain('ana 13:42:07');
  expect(screen.screen()).toContain('done      by ana at 13:42:07');
  expect(screen.screen()).toContain('note      snapshot rds-2026-12-01');
});

test('without colours every mark still has its glyph and word', async () => {
  const screen = await timeline(undefined, 120, 36, false);
  for (const words of ['○ to do', '✖ fail', '– skipped', '✓ pass', '✓ done', 'overdue', ' NOW  since'])
    expect(screen.screen()).toContain(words);
  for (let y = 0; y < 36; y++)
    for (let x = 0; x < 120; x++) expect(screen.cell(x, y)).toMatchObject({ fg: null, bg: null });
}, 60_000);

test('without a T-0 nothing is due, and it says how to set one', async () => {
  const { phases } = checklistSnapshot().board;
  const first = checklistSnapshot({
    launch: { t0: null, clock: null, phase: null, version: null },
    phases: phases.map((phase) => ({ ...phase, startsAt: null })),
  });
  const screen = await timeline(wallControls({ first }));
  expect(screen.screen()).toContain('no T-0 yet: nothing is due, 0 says that it is now');
  expect(screen.screen()).toContain('waits for T-0');
});

test('a profile without a checklist says so', async () => {
  const screen = await timeline(wallControls({ first: checklistSnapshot({ phases: [] }) }));
  expect(screen.screen()).toContain('has no checklist');
  await screen.press('j x u 0');
  screen.assertFits();
});

test('space ticks what is picked out, once', async () => {
  const controls = wallControls({ first: checklistSnapshot() });
  const screen = await timeline(controls);
  await screen.press(' ');
  await screen.until('ticked: “Switch DNS to production servers');
  expect(controls.asked).toEqual(['tick dns']);
  controls.wall.set(
    withMark(checklistSnapshot(), 'dns', { status: 'done', by: 'ana', at: ago(0), evidence: null }),
  );
  await screen.until('ana 14:32:07');
  await screen.press(' ');
  expect(words(screen)).toContain('is done already (ana 14:32:07)');
  expect(screen.screen()).toContain('▸ ✓ done    Switch DNS');
  expect(controls.asked).toEqual(['tick dns']);
  await screen.press('u');
  await screen.until('taken back');
  expect(controls.asked).toEqual(['tick dns', 'untick dns']);
});

test('a skip asks for its reason, and a note is asked for; Escape leaves it', async () => {
  const controls = wallControls({ first: checklistSnapshot() });
  const screen = await timeline(controls);
  await screen.press('x');
  expect(screen.screen()).toContain('Skip “Switch DNS to production servers');
  await screen.press(keys.enter);
  expect(screen.screen()).toContain('✖  a skipped item needs a reason');
  await screen.press('no t0 q');
  await screen.press(keys.enter);
  await screen.until('skipped: “');
  await screen.press('nchecked twice\r');
  await screen.until('ticked: “');
  await screen.press('xnever mind');
  await screen.press(keys.escape);
  await screen.until('q quit');
  expect(controls.asked).toEqual(['skip dns: no t0 q', 'tick dns: checked twice']);
});

test('a note on what is done is only that: it stays done by whoever ticked it', async () => {
  const done = { status: 'done', by: 'bo', at: ago(0), evidence: 'old' } as const;
  const controls = wallControls({ first: withMark(checklistSnapshot(), 'dns', done) });
  const screen = await timeline(controls);
  await screen.press(keys.up);
  await screen.press('n');
  expect(screen.screen()).toContain('The note on “Switch DNS to production servers');
  await screen.press(' and new\r');
  await screen.until('noted: “');
  expect(controls.asked).toEqual(['note dns: old and new']);
});

test('what a condition judges cannot be ticked: the key says why', async () => {
  const controls = wallControls({ first: checklistSnapshot() });
  const screen = await timeline(controls);
  await screen.press(keys.down);
  for (const key of [' ', 'x', 'n', 'u']) {
    await screen.press(key);
    expect(words(screen)).toContain('is judged by its condition (error-rate < 0.1%)');
  }
  expect(controls.asked).toEqual([]);
});

test('T-0 is asked for, not set by one key', async () => {
  const controls = wallControls({ first: checklistSnapshot() });
  const screen = await timeline(controls);
  await screen.press('0\r');
  expect(screen.screen()).toContain('type now to set it');
  expect(controls.asked).toEqual([]);
  await screen.press('now\r');
  await screen.until('T-0 is now');
  expect(controls.asked).toEqual(['t0 now']);
});

test('176 items: the current phase is first in view, and each is reached and seen', async () => {
  const screen = await timeline(wallControls({ first: longChecklist(176) }));
  expect(screen.line(3)).toMatch(/Phase 3 .* NOW /);
  expect(screen.line(4)).toContain('▸ ○ to do   Line 0 of phase 3');
  for (let moves = 0; moves < 30; moves++) {
    await screen.press(keys.down);
    expect(screen.screen()).toContain(` ▸ ○ to do   Line ${(moves + 1) % 22} of phase ${moves < 21 ? 3 : 4}`);
  }
  await screen.press('G');
  expect(screen.screen()).toContain(' ▸ ○ to do   Line 21 of phase 7');
  // The heading of what is seen stays at the top.
  expect(screen.line(3)).toContain('Phase 7');
  await screen.press(keys.left);
  expect(screen.screen()).toContain(' ▸ ○ to do   Line 0 of phase 7');
  await screen.press(keys.pageUp);
  await screen.press('g');
  expect(screen.screen()).toContain(' ▸ ○ to do   Line 0 of phase 0');
  await screen.press(keys.right);
  expect(screen.screen()).toContain(' ▸ ○ to do   Line 0 of phase 1');
  screen.assertFits();
});

test.each([
  [40, 10],
  [60, 15],
  [100, 20],
  [200, 60],
])('%i×%i holds it', async (columns, rows) => {
  const screen = await timeline(wallControls({ first: longChecklist(176) }), columns, rows);
  for (const key of ['j', 'G', keys.pageUp, 'x', keys.escape]) await screen.press(key);
  screen.assertFits();
  expect(screen.screen()).toContain('▸ ○ to do');
});

test('a second that passes rewrites the clock and nothing of the list', async () => {
  const first = checklistSnapshot();
  const controls = wallControls({ first });
  const screen = await timeline(controls, 160, 50);
  const before = screen.bytes();
  controls.wall.set({ ...first, board: { ...first.board } });
  await screen.settle();
  expect(screen.bytes()).toBe(before);
  const at = new Date(Date.parse(first.board.at) + 1_000).toISOString();
  controls.wall.set({
    ...first,
    board: { ...first.board, at, launch: { ...first.board.launch, clock: 'T+00:42:18' } },
  });
  await screen.until('14:32:08Z');
  expect(screen.bytes() - before).toBeLessThan(350);
});
