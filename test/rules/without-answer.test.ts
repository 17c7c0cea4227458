// A board after a last look that gave no value of some metrics: these are unknown, and no red ends by it.
import { expect, it } from 'vitest';
import { withoutAnswer } from '../../src/rules/without-answer.ts';
import { walk } from '../support/walk-looks.ts';

const [judgement] = walk(
  { metrics: { calm: { target: '< 5' }, low: { target: '> 5' }, hot: { alert: '> 5' }, shown: {} } },
  { calm: [1], low: [1], hot: [9], shown: [1] },
);
const why = (...ids: string[]) => new Map(ids.map((id) => [id, 'api: no answer within 3s']));

it('takes green and amber from what it has no value of, and the verdict with them', () => {
  const board = judgement?.board;
  if (!board) throw new Error('no board');
  const told = withoutAnswer(board, why('calm', 'low', 'shown'));
  expect(told.metrics.map(({ status, was }) => [status, was])).toEqual([
    ['unknown', 'green'],
    ['unknown', 'amber'],
    ['red', null],
    [null, null],
  ]);
  expect(told.metrics[0]?.reason).toMatch(
    /^the last look has no value: api: no answer within 3s; it was green: /,
  );
  expect(told).toMatchObject({ verdict: 'red', counts: { green: 0, amber: 0, red: 1, unknown: 2 } });
  const calm = { ...board, metrics: board.metrics.slice(0, 1) };
  expect(withoutAnswer(calm, why('calm'))).toMatchObject({ verdict: 'unknown' });
});

it('leaves a red that it has no value of', () => {
  if (judgement) expect(withoutAnswer(judgement.board, why('hot'))).toEqual(judgement.board);
});
