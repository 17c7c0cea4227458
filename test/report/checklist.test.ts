// The checklist given back, as it is read.
import { expect, test } from 'vitest';
import { checklistJson, checklistMarkdown, type ChecklistInput } from '../../src/report/checklist.ts';
import { boardFixture } from '../support/board-fixture.ts';
import { planOf } from '../support/plan.ts';

const plan = planOf({
  metrics: { m: {} },
  incidents: { 'ledger-imbalance': { when: 'm != 0', class: 'P0' }, 'key-leaked': { class: 'P1' } },
});

function input(change: Partial<ChecklistInput> = {}): ChecklistInput {
  return { board: boardFixture(), plan, launch: 'v1.3.0', ...change };
}

test('Markdown', () => {
  expect(checklistMarkdown(input())).toMatchInlineSnapshot(`
    "# Checklist · SGE production

    - Taken at: 2026-12-01T14:32:07.000Z (all times are UTC)
    - Launch: v1.3.0, version sge-api:v1.3.0
    - T-0: 2026-12-01T13:49:50.000Z (T+00:42:17)
    - Items: 1 of 2 done, 1 due, 0 overdue
    - Gate: NO-GO, 1 of 2 required criteria is not met
    - Marks: \\[x\\] done or passed, \\[ \\] to do, \\[-\\] skipped, \\[!\\] fails, \\[?\\] cannot be told

    ## T-0, from 13:49:50 (now)

    - [!] Relayer balance confirmed > 0.4 ETH (sge-037)
      - 0.172 ETH > 0.4 ETH does not hold
    - [x] Database backup taken manually
      - done by ana at 2026-11-30 22:10:00

    ## Gate: NO-GO, 1 of 2 required criteria is not met

    ### Required

    - [!] Ledger is balanced (sge-040)
      - \\-0.0042 != 0
    - [x] API is up
      - 99.97% > 99.9%

    ## Baselines

    | Metric | Target | Alert | Measured | At | Status |
    | --- | --- | --- | --- | --- | --- |
    | API uptime | > 99.9% | \\< 99.5% | 99.97% | 14:32:05 | green |
    | Queue depth | \\< 100 | > 500 for 5m | 640 | 14:32:05 | amber |
    | Relayer balance | 0.2..0.5 ETH | \\< 0.1 ETH | 0.172 ETH | 14:32:05 | amber |
    | Ledger balance | == 0 | != 0 for 2 samples | -0.0042 | 14:32:05 | red |
    | API CPU | – | – | last 61% | 14:28:47 | unknown |

    ## Incidents

    | Class | Incident | Respond within | Tell | Now |
    | --- | --- | --- | --- | --- |
    | P0 | ledger-imbalance | – | – | open |
    | P1 | key-leaked | – | – | told by a person |
    "
  `);
});

test('a criterion that nobody has signed has a line to sign on', () => {
  const board = boardFixture();
  const unsigned = {
    id: 'lead',
    refs: ['x-1'],
    text: 'The lead says | go',
    required: false,
    kind: 'manual' as const,
    status: 'todo' as const,
    by: null,
    at: null,
    evidence: null,
  };
  const text = checklistMarkdown(
    input({ board: { ...board, gate: { verdict: 'no-go', criteria: [unsigned] } } }),
  );
  expect(text).toContain(
    '### Recommended\n\n- [ ] The lead says \\| go (x-1)\n  - Signed: ________________ Date: ________________',
  );
});

test('no control character gets into it', () => {
  const board = boardFixture();
  const phases = board.phases.map((phase) => ({ ...phase, title: 'quiet \u001B[2J' }));
  const asked = input({ board: { ...board, phases } });
  for (const text of [checklistMarkdown(asked), checklistJson(asked)]) {
    expect(text).not.toContain('\u001B');
  }
});

test('JSON says what is due and overdue', () => {
  expect(JSON.parse(checklistJson(input()))).toMatchObject({
    schema: 'launchwall.checklist/1',
    launch: { name: 'v1.3.0', phase: 't-0' },
    due: ['balance'],
    overdue: [],
    incidents: [
      { id: 'ledger-imbalance', state: 'open' },
      { id: 'key-leaked', state: null },
    ],
  });
});

test('its phases stand as its lines are numbered, whatever their time', () => {
  const board = boardFixture();
  const item = board.phases[0]?.items[0];
  if (!item) throw new Error('no item');
  const phase = (id: string, refs: readonly string[], startsAt: string | null) => ({
    id,
    title: id,
    startsAt,
    items: [{ ...item, id: `${id}-item`, refs }],
  });
  const phases = [
    phase('Contacts', ['x-120'], null),
    phase('Notes', [], null),
    phase('Deployment', ['x-99', 'x-9'], board.at),
    phase('After', ['x-100'], board.at),
  ];
  const titles = (text: string): readonly string[] =>
    [...text.matchAll(/^## (Contacts|Notes|Deployment|After)/gm)].map(([, title = '']) => title);
  expect(titles(checklistMarkdown(input({ board: { ...board, phases } })))).toEqual([
    'Deployment',
    'After',
    'Contacts',
    'Notes',
  ]);
});
