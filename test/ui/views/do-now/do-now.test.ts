// What there is to do, in which order.
import { expect, test } from 'vitest';
import { commandsOf } from '../../../../src/ui/views/do-now/items.ts';
import { doNow } from '../../../../src/ui/views/do-now/do-now.ts';
import { ago, wallBoard } from '../../../support/wall-fixture.ts';

test('what is open comes before what is pending, an incident before a roll-back before scaling', () => {
  expect(doNow(wallBoard()).map(({ headline, countdown }) => [headline, countdown])).toEqual([
    ['P0 Ledger imbalance detected', 'respond in 14:18'],
    ['ROLLBACK Roll back to v1.2.9', null],
    ['SCALE UP (pending) Scale up the workers', null],
  ]);
});

test('a passed deadline is overdue', () => {
  const [incident] = wallBoard().incidents;
  const incidents = incident ? [{ ...incident, respondBy: ago(123) }] : [];
  expect(doNow(wallBoard({ incidents }))[0]).toMatchObject({ countdown: 'overdue by 2:03', overdue: true });
});

test('each command has the key by which the copy key knows it', () => {
  const board = wallBoard();
  const steps = doNow(board).flatMap((entry) => entry.steps);
  expect(steps.filter(({ command }) => command !== null).map(({ command, run }) => [command, run])).toEqual(
    commandsOf(board).map(({ key, run }) => [key, run]),
  );
});
