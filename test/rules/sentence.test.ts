// The one sentence: no status, hint, incident or criterion is without it, it says what it has to, and it is the same wherever it is told.
import { describe, expect, it } from 'vitest';
import { jsonReport } from '../../src/report/json.ts';
import { textReport } from '../../src/report/text.ts';
import type { Board } from '../../src/rules/board.ts';
import { World } from '../simulator/world.ts';
import { drawScript } from '../simulator/widen.ts';

const redact = (text: string): string => text;
const seeds = Array.from({ length: 40 }, (_, index) => 70_000 + index);

/** One board for each way in which things stand, of some worlds. */
function boards(): readonly Board[] {
  const seen = new Map<string, Board>();
  for (const seed of seeds)
    for (const { board } of new World(drawScript(seed)).moments()) {
      const kinds = [
        ...board.metrics.map(({ status, detail, was }) => `${status} ${detail} ${was}`),
        ...board.incidents.map(({ state }) => `incident ${state}`),
        ...board.hints.map(({ state }) => `hint ${state}`),
        ...board.gate.criteria.map(({ status }) => `criterion ${status}`),
      ];
      for (const kind of kinds) if (!seen.has(kind)) seen.set(kind, board);
    }
  return [...seen.values()];
}

/** What the sentence of a status has at least. */
const says: Readonly<Record<string, RegExp>> = {
  'amber pending': /red at \d\d:\d\d:\d\d unless it ends|red if the next samples agree/,
  'amber null': /misses the target .* since \d\d:\d\d:\d\d/,
  'red null': /since \d\d:\d\d:\d\d.*; ends /,
  'red recovering': /recovering for .* of .*; red since \d\d:\d\d:\d\d/,
  'red stale': /missing data count as bad here/,
  'unknown stale': /a value counts for |needs |nothing can be told from here/,
  'green null': /, (target|no alert) |which is good here/,
};

describe('the sentence', () => {
  const all = boards();

  it('stands in worlds that show every status, state and answer', () => {
    const shown = new Set(
      all.flatMap(({ metrics }) => metrics.map(({ status, detail }) => `${status} ${detail}`)),
    );
    for (const kind of Object.keys(says)) expect(shown).toContain(kind);
  });

  it('says value, threshold, since when, and what ends it or would make it worse', () => {
    const wrong = all.flatMap(({ metrics, observer }) =>
      metrics.flatMap(({ status, detail, reason, display }) => {
        const pattern = says[`${status} ${detail}`] ?? /./;
        // What rests on no value says why it has none.
        const without = /which is good here|> .* cannot be told yet/.test(reason);
        const value = observer.offline || display === null || without || reason.includes(display);
        const told = pattern.test(reason) && (value || !['red', 'amber', 'green'].includes(status ?? ''));
        return told ? [] : [`${status} ${detail}: ${display}: ${reason}`];
      }),
    );
    expect([...new Set(wrong)]).toEqual([]);
  });

  it('is there for every hint, incident and criterion', () => {
    for (const { incidents, hints, gate } of all) {
      for (const { reason } of [...incidents, ...hints]) expect(reason).toMatch(/\S/);
      for (const { evidence } of gate.criteria) expect(evidence).toMatch(/\S/);
    }
  });

  it('is the same on the board, in JSON and in the report', () => {
    for (const board of all) {
      const told = JSON.parse(jsonReport({ board, redact })) as unknown;
      expect(told).toMatchObject({
        metrics: board.metrics.map(({ reason }) => ({ reason })),
        incidents: board.incidents.map(({ reason }) => ({ reason })),
        hints: board.hints.map(({ reason }) => ({ reason })),
        gate: { criteria: board.gate.criteria.map(({ evidence }) => ({ evidence })) },
      });
      const text = textReport(board, redact).replaceAll(/\s+/g, ' ');
      for (const { reason } of [...board.incidents, ...board.hints])
        expect(text).toContain(reason.replaceAll(/\s+/g, ' '));
    }
  });
});
