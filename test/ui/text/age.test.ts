// Ages, spans and countdowns as the wall writes them.
import { expect, test } from 'vitest';
import { clockSpan, coarseAge, countdown, fineAge } from '../../../src/ui/text/age.ts';

test.each<[number, string, string, string]>([
  [0, '<1m', '0s', '0:00'],
  [999, '<1m', '0s', '0:01'],
  [42_000, '<1m', '42s', '0:42'],
  [190_500, '3m', '3m10s', '3:11'],
  [7_860_000, '2h11m', '2h11m', '2:11:00'],
  [273_906_000, '3d4h', '3d4h', '3d 04:05:06'],
])('%i ms is %s, %s and %s', (span, coarse, fine, clock) => {
  expect([coarseAge(span), fineAge(span), clockSpan(span)]).toEqual([coarse, fine, clock]);
});

test.each<[string, string, boolean]>([
  ['2026-12-01T14:46:25.000Z', 'respond in 14:18', false],
  ['2026-12-01T14:32:07.000Z', 'respond in 0:00', false],
  ['2026-12-01T14:30:04.000Z', 'overdue by 2:03', true],
])('a deadline at %s: %s', (deadline, text, overdue) => {
  expect(countdown(deadline, '2026-12-01T14:32:07.000Z')).toEqual({ text, overdue });
});
