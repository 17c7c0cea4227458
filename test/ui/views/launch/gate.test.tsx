// The gate: what is missing in which order, and signing.

import { expect, test } from 'vitest';
import { openApp, words } from '../../../support/app-screen.tsx';
import { checklistSnapshot, criterionState } from '../../../support/checklist-wall.ts';
import { keys, type Screen } from '../../../support/render-screen.tsx';
import { ago, wallControls, type FixtureControls } from '../../../support/wall-fixture.ts';

async function gate(
  controls: FixtureControls = wallControls({ first: checklistSnapshot() }),
  columns = 80,
  rows = 24,
): Promise<Screen> {
  const screen = await openApp(controls, columns, rows);
  await screen.press('v');
  return screen;
}

test('80×24: what fails first, then what cannot be told, then what waits for a signature', async () => {
  const screen = await gate();
  expect(screen.screen()).toMatchInlineSnapshot(`
    " ✖ RED  NO-GO · 3 missing   PRODUCTION  SGE               T+00:42:17  14:32:07Z
     ✖ 1 red  ◌ 1 unknown  ▲ 2 amber  ● 9 green                    1/5 sources fail

      ✖ NO-GO   3 of 5 required criteria are missing: 1 fail, 1 unknown, 1 to do

     MISSING  in the order in which to go about it
     ▸ ✖ fail    1 Ledger balance is zero
                 Ledger balance -0.0042, not == 0
       ◌ unknown 2 CPU below 70%
                 API CPU cannot be told
       ○ to do   3 Contracts audited by third-party

     MET  2 required
       ✓ done    On-call: 24/7 rotation with escalation path
     ↓ 6 more rows
    ────────────────────────────────────────────────────────────────────────────────
     ✖ FAIL  judged · required
     Ledger balance is zero
     evidence  Ledger balance -0.0042, not == 0
     when      ledger-balance == 0



     Esc back  ↑↓ move  d do now  Space sign  u take back  ? help  q quit"
  `);
  screen.assertFits();
});

test('120×36: who signed, when, and the note', async () => {
  const screen = await gate(undefined, 120, 36);
  expect(screen.screen()).toContain('14:22:07 ana  On-call: 24/7 rotation');
  expect(screen.screen()).toContain('signed by ana at 14:22:07: rota of December');
  expect(screen.cellOf('✖ NO-GO ')).toMatchObject({ inverse: true, fg: 'ansi:203' });
  screen.assertFits();
});

test('a signature is asked for, with a note; then what is missing next is picked out', async () => {
  const controls = wallControls({ first: checklistSnapshot() });
  const screen = await gate(controls);
  await screen.press(keys.down);
  await screen.press(keys.down);
  await screen.press(' ');
  expect(screen.screen()).toContain('Sign “Contracts audited by third-party” in your name');
  await screen.press('report of 11-20\r');
  await screen.until('signed: “Contracts audited');
  expect(controls.asked).toEqual(['sign audit: report of 11-20']);
  expect(screen.screen()).toContain('▸ ○ to do   Runbooks exist');
});

test('what a condition judges cannot be signed, nor what the program adds: the key says why', async () => {
  const first = checklistSnapshot();
  const { criteria } = first.board.gate;
  const added = criterionState({ id: 'no-open-p0', text: 'No P0 is open', kind: 'auto', status: 'fail' });
  const board = { ...first.board, gate: { verdict: 'no-go', criteria: [added, ...criteria] } } as const;
  const controls = wallControls({ first: { ...first, board } });
  const screen = await gate(controls);
  await screen.press(' ');
  expect(words(screen)).toContain('“No P0 is open” is judged by what is read: nobody can sign it instead');
  await screen.press(keys.down);
  await screen.press(' ');
  expect(words(screen)).toContain('is judged by its condition (ledger-balance == 0)');
  expect(controls.asked).toEqual([]);
});

test('a signature is taken back', async () => {
  const controls = wallControls({ first: checklistSnapshot() });
  const screen = await gate(controls);
  await screen.press('u');
  expect(words(screen)).toContain('nobody can sign it instead');
  for (let moves = 0; moves < 3; moves++) await screen.press(keys.down);
  await screen.press('u');
  await screen.until('taken back: “On-call');
  expect(controls.asked).toEqual(['unsign on-call']);
});

test('a go, no required criterion, and no gate at all', async () => {
  const done = criterionState({ id: 'a', status: 'done', by: 'ana', at: ago(1) });
  for (const [verdict, criteria, said] of [
    ['go', [done], '● GO   all 1 required criteria are met on fresh readings or signed'],
    ['no-go', [{ ...done, required: false }], 'no criterion is required: that is not a go'],
    ['no-go', [], 'the profile has no criteria: nobody can call this a go'],
  ] as const) {
    const screen = await gate(wallControls({ first: checklistSnapshot({ gate: { verdict, criteria } }) }));
    expect(screen.screen()).toContain(said);
    await screen.press('j u');
    screen.assertFits();
  }
});
