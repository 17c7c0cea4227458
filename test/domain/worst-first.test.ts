// Wherever metrics are listed, a mute takes a problem behind those that count.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { severity, statuses } from '../../src/domain/status.ts';
import { worstFirst } from '../../src/domain/worst-first.ts';
import { metricBlocks } from '../../src/report/tables.ts';
import { textReport } from '../../src/report/text.ts';
import { boardFixture, metricFixture } from '../support/board-fixture.ts';

const mute = { by: 'ana', at: '2026-01-20T14:00:00.000Z', until: '2026-01-20T16:00:00.000Z', note: '' };
const metrics = [
  metricFixture({ id: 'a', title: 'Alpha' }),
  metricFixture({ id: 'b', title: 'Bravo', status: 'red', mute }),
  metricFixture({ id: 'c', title: 'Charlie', status: 'amber' }),
  metricFixture({ id: 'd', title: 'Delta', status: 'unknown', was: 'red', mute }),
  metricFixture({ id: 'e', title: 'Echo', status: 'red' }),
  metricFixture({ id: 'f', title: 'Foxtrot', mute }),
];
const wanted = ['Echo', 'Charlie', 'Bravo', 'Delta', 'Alpha', 'Foxtrot'];

describe('what is muted stands behind all that counts and is bad, and before what is healthy', () => {
  test('by the order itself', () => {
    expect(worstFirst(metrics).map(({ title }) => title)).toEqual(wanted);
  });

  test('in a report with tables', () => {
    const titles = metricBlocks(boardFixture({ metrics })).flatMap((block) =>
      block.type === 'table' ? block.rows.map((row) => row[1]) : [],
    );
    expect(titles).toEqual(wanted);
  });

  test('in a report as text', () => {
    const text = textReport(boardFixture({ metrics }));
    expect([...new Set(text.match(new RegExp(wanted.join('|'), 'g')))]).toEqual(wanted);
  });
});

test('whatever is listed: nothing is lost, those that count by severity, equals as they came', () => {
  const status = fc.option(fc.constantFrom(...statuses), { nil: null });
  const metric = fc.record({ status, was: status, mute: fc.constantFrom(null, mute) });
  fc.assert(
    fc.property(fc.array(metric), (given) => {
      const order = worstFirst(given);
      expect(new Set(order)).toEqual(new Set(given));
      const counting = order.filter((one) => one.mute === null);
      const ranks = counting.map((one) => severity(one.status, one.was));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      for (const rank of new Set(ranks)) {
        const same = (one: (typeof given)[number]): boolean =>
          one.mute === null && severity(one.status, one.was) === rank;
        expect(order.filter(same)).toEqual(given.filter(same));
      }
    }),
  );
});
