// The lines of "do now" on the wall.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandsOf, doItems } from '../../../../src/ui/views/do-now/items.ts';
import { doLines } from '../../../../src/ui/views/do-now/panel.ts';
import { lineColumns } from '../../../../src/ui/text/line.ts';
import { ago, fixtureAt, wallBoard } from '../../../support/wall-fixture.ts';

const board = wallBoard();

function drawn(rows: number, columns = 60, from = board): string[] {
  const copied = commandsOf(from)[0] ?? null;
  return doLines(doItems(from), { at: fixtureAt, rows, columns, copied, unknown: from.counts.unknown }).map(
    (line) =>
      line
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
  );
}

test('open before pending, the incident before the roll-back before scaling', () => {
  expect(doItems(board).map(({ label, pending }) => `${label} ${pending}`)).toEqual([
    'P0 false',
    'ROLLBACK false',
    'SCALE UP true',
  ]);
  expect(commandsOf(board)[0]?.run).toBe('systemctl stop sge-workers');
});

test('with room for all of it', () => {
  expect(drawn(30)).toMatchInlineSnapshot(`
    [
      "P0  Ledger imbalance detected               respond in 14:18",
      "    -0.004200 must be 0 since 14:31:25 (42s)",
      "  1 Stop all workers, investigate",
      "    $ systemctl stop sge-workers                         [y]",
      "    tell  Public status page + Twitter/email",
      "",
      "ROLLBACK  Roll back to v1.2.9",
      "    error rate 12.4% > 10% for 1m",
      "  1 Stop workers",
      "    $ systemctl stop sge-workers",
      "  2 Put the old image back",
      "    $ kubectl set image deployment/sge-api",
      "      api=registry.example.com/sge-api:v1.2.9",
      "  3 Tell #launch that the launch is rolled back",
      "",
      "SCALE UP (pending)  Scale up the workers",
      "    queue depth > 1,000: 640 now",
      "  1 Add a worker (takes ~2 minutes)",
      "    $ kubectl scale deployment/sge-worker --replicas=6",
    ]
  `);
});

test('three rows keep the first step and name the rest', () => {
  expect(drawn(3, 78)).toMatchInlineSnapshot(`
    [
      "P0  Ledger imbalance detected                                 respond in 14:18",
      "  $ systemctl stop sge-workers                                             [y]",
      "ROLLBACK error rate 12.4% > 10% for 1m · SCALE UP (pending) Scale… d all of it",
    ]
  `);
});

test('a command whose end has no room says that it goes on', () => {
  const run = 'aws rds restore-db-instance --db-instance-identifier sge --db-snapshot-identifier manual';
  const [hint] = board.hints.filter(({ id }) => id === 'roll-back');
  const only = wallBoard({
    incidents: [],
    hints: hint ? [{ ...hint, steps: [{ text: 'Restore', run }] }] : [],
  });
  const whole = drawn(20, 46, only).join(' ').replaceAll(/\s+/g, ' ');
  expect(whole).toContain('--db-snapshot-identifier manual');
  for (const rows of [4, 5]) expect(drawn(rows, 46, only).at(-2)).toMatch(/ …$/);
});

test('a deadline that has passed says by how much', () => {
  const [incident] = board.incidents;
  const late = wallBoard({ incidents: incident ? [{ ...incident, respondBy: ago(123) }] : [] });
  expect(drawn(2, 60, late)[0]).toContain('overdue by 2:03');
});

test('nothing to do is said calmly, but not where something is not known', () => {
  const calm = { incidents: [], hints: [] };
  const green = wallBoard().metrics.filter(({ status }) => status === 'green');
  expect(drawn(5, 40, wallBoard({ ...calm, metrics: green }))).toEqual(['Nothing to do now.']);
  expect(drawn(5, 40, wallBoard(calm))).toEqual([
    'Nothing known to do now; 1 unknown may',
    'hide something.',
  ]);
});

test('never taller or wider than its room, and from two rows on the first step is among them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 38, max: 120 }), (rows, columns) => {
      const lines = doLines(doItems(board), {
        at: fixtureAt,
        rows,
        columns,
        copied: commandsOf(board)[0] ?? null,
        unknown: 0,
      });
      expect(lines.length).toBeLessThanOrEqual(rows);
      for (const line of lines) expect(lineColumns(line)).toBeLessThanOrEqual(columns);
      const text = lines.map((line) => line.map(({ text }) => text).join('')).join('\n');
      expect(rows < 2 || text.includes('systemctl stop sge-workers')).toBe(true);
    }),
  );
});
