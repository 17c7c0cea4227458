// The second line: what the counts do not say by themselves.
import { expect, test } from 'vitest';
import { secondLine } from '../../../../src/ui/views/frame/header.ts';
import { metricState, wallBoard } from '../../../support/wall-fixture.ts';

const told = (columns: number, ...reds: readonly ('red' | null)[]): string =>
  secondLine(
    wallBoard({
      metrics: reds.map((was, index) => metricState({ id: `m${index}`, status: 'unknown', was })),
      counts: { red: 0, amber: 0, unknown: reds.length, green: 0 },
    }),
    columns,
  )
    .map(({ text }) => text)
    .join('');

test('no red is no good news where reds are only not seen any more', () => {
  expect(told(120, 'red', null, 'red')).toMatch(/✖ 0 red .*◌ 3 unknown.* 2 unknown were red · /);
  expect(told(80, 'red')).toMatch(/ 1 was red · /);
  expect(told(120, null)).not.toContain('was red');
});
