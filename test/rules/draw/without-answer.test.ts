// A board after a last look that gave no value of some metrics: these are unknown, and no red ends by it.
import { expect, it } from 'vitest';
import { withoutAnswer } from '../../../src/rules/draw/without-answer.ts';
import { walk } from '../../support/walk-looks.ts';

const [judgement] = walk(
  { metrics: { calm: { target: '< 5' }, low: { target: '> 5' }, hot: { alert: '> 5' }, shown: {} } },
  { calm: [1], low: [1], hot: [9], shown: [1] },
);
const named = (ids: readonly string[]) => new Map(ids.map((id) => [id, 'api: no answer within 3s']));
const why = (...ids: string[]) => ({ metrics: named(ids), criteria: named([]) });

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

it('is no go by what it has no value of, and leaves what does not pass', () => {
  const gate = { required: { calm: 'm < 5', low: 'm > 5' }, recommended: { nice: 'm < 5' } };
  const passing = { required: { calm: 'm < 5' } };
  const [both] = walk({ metrics: { m: {} }, gate }, { m: [1] });
  const [go] = walk({ metrics: { m: {} }, gate: passing }, { m: [1] });
  if (!both || !go) throw new Error('no board');
  const told = withoutAnswer(both.board, { metrics: named([]), criteria: named(['calm', 'low', 'nice']) });
  expect(told.gate.criteria.map(({ status }) => status)).toEqual(['unknown', 'fail', 'unknown']);
  expect(told.gate.criteria[0]?.evidence).toMatch(/^the last look has no value: api: .*; it passed: /);
  expect(go.board.gate.verdict).toBe('go');
  const unconfirmed = withoutAnswer(go.board, { metrics: named([]), criteria: named(['calm']) });
  expect(unconfirmed.gate.verdict).toBe('no-go');
});
