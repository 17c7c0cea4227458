// Where a metric stands in its alert's state machine.

import { expect, test } from 'vitest';
import type { MetricState } from '../../../../src/rules/board.ts';
import { alertStage } from '../../../../src/ui/views/metric/head.ts';
import { ago, metricState, wallBoard } from '../../../support/wall-fixture.ts';

const alert = '> 500 for 5m';

test.each<[Partial<MetricState>, string]>([
  [{ status: 'green', alert }, '[● green] → pending → red → recovering'],
  [{ status: 'amber', alert }, '[▲ amber] → pending → red → recovering'],
  [
    { status: 'amber', detail: 'pending', turnsRedAt: ago(-168), alert },
    'green → [▲ pending, red in 2:48] → red → recovering',
  ],
  [{ status: 'red', alert }, 'green → pending → [✖ red] → recovering'],
  [{ status: 'red', detail: 'recovering', alert }, 'green → pending → red → [✖ recovering]'],
  [{ status: 'unknown', alert }, '[◌ unknown]  nothing moves without fresh readings'],
  [
    { status: 'unknown', was: 'red', alert },
    '[◌ unknown]  nothing moves without fresh readings; it was red, and only fresh readings end that',
  ],
  [{ status: 'unknown' }, '[◌ unknown]  nothing moves without fresh readings'],
  [{ status: 'green', target: '< 1' }, '[● green] → amber  no alert: it never turns red'],
  [{ status: 'amber', target: '< 1' }, 'green → [▲ amber]  no alert: it never turns red'],
  [{ status: null }, 'no target and no alert: a plain reading'],
])('%o stands at %s', (overrides, shown) => {
  const line = alertStage(metricState({ id: 'm', ...overrides }), wallBoard());
  expect(line.map(({ text }) => text).join('')).toBe(shown);
});
