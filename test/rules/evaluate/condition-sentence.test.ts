// The one sentence: no status, hint, incident or criterion is without it, it says what it has to, and it is the same wherever it is told.
import { describe, expect, it } from 'vitest';
import { checklistMarkdown } from '../../../src/report/checklist.ts';
import { jsonReport } from '../../../src/report/json.ts';
import { textReport } from '../../../src/report/text.ts';
import type { Board } from '../../../src/rules/board.ts';
import { planOfScript } from '../../simulator/plan-of-script.ts';
import type { RuleScript, Script } from '../../simulator/script.ts';
import { World } from '../../simulator/world.ts';
import { drawScript } from '../../simulator/widen.ts';

const seeds = Array.from({ length: 40 }, (_, index) => 70_000 + index);

interface Judged {
  readonly script: Script;
  readonly board: Board;
}

/** One board for each way in which things stand, of some worlds; of the gate's lines, in each world. */
function judgedBoards(ofLines: boolean): readonly Judged[] {
  const seen = new Map<string, Judged>();
  for (const seed of seeds) {
    const script = drawScript(seed);
    for (const { board } of new World(script).moments()) {
      const kinds = [
        ...board.metrics.map(({ status, detail, was }) => `${status} ${detail} ${was}`),
        ...board.incidents.map(({ state }) => `incident ${state}`),
        ...board.hints.map(({ state }) => `hint ${state}`),
        ...board.gate.criteria.map(
          ({ id, status }) => `criterion ${status}${ofLines ? `${id} ${seed}` : ''}`,
        ),
      ];
      for (const kind of kinds) if (!seen.has(kind)) seen.set(kind, { script, board });
    }
  }
  return [...new Set(seen.values())];
}

/** Without what Markdown escapes, and however it is wrapped. */
function plainWords(text: string): string {
  return text
    .replaceAll(/&lt;|&gt;|&amp;/g, (word) => ({ '&lt;': '<', '&gt;': '>' })[word] ?? '&')
    .replaceAll('\\', '')
    .replaceAll(/\s+/g, ' ');
}

/** A comparison of one metric's own value with a limit says all of it; the others at least since when, and what would end it. */
function saysEnough(rule: RuleScript, status: string, line: string, board: Board): boolean {
  const leaf = rule.type === 'leaf' ? rule.leaf : null;
  const plain = leaf !== null && !leaf.window && !leaf.timed && !leaf.other;
  const display = board.metrics[leaf?.metric ?? -1]?.display ?? null;
  const isProbe = /^(?:up|down|true|false)$/.test(display ?? '');
  const value = !plain || display === null || line.includes(display) || line.includes('cannot be told');
  const threshold = !plain || isProbe || /[<>=]|\.\.|below \d|above \d/.test(line);
  if (status === 'unknown') return /cannot be told|nothing can be told|needs |no value|no fresh/.test(line);
  const since = / for \d|since \d\d:\d\d:\d\d|from the first look on| in \d of \d samples/.test(line);
  const end = status === 'pass' ? /[;,] fails \S/ : /[;,] passes \S/;
  return value && threshold && since && end.test(line);
}

/** What the sentence of a status has at least. */
const says: Readonly<Record<string, RegExp>> = {
  'amber pending':
    /red at \d\d:\d\d:\d\d unless it ends|red if the next samples agree|waits until that is told/,
  'amber null': /misses the target .* since \d\d:\d\d:\d\d/,
  'red null': /since \d\d:\d\d:\d\d.*; ends /,
  'red recovering': /recovering for .* of .*; red since \d\d:\d\d:\d\d/,
  'red stale': /missing data count as bad here/,
  'unknown stale': /a value counts for |needs |nothing can be told from here/,
  'green null': /, (target|no alert) |which is good here/,
};

describe('the sentence', () => {
  const judged = judgedBoards(true);
  const all = judgedBoards(false).map(({ board }) => board);

  it('stands in worlds that show every status, state and answer', () => {
    const shown = new Set(
      all.flatMap(({ metrics }) => metrics.map(({ status, detail }) => `${status} ${detail}`)),
    );
    for (const kind of Object.keys(says)) expect(shown).toContain(kind);
  });

  it('says value, threshold, since when, and what ends it or would make it worse', () => {
    const wrong = all.flatMap(({ metrics, observer }) =>
      metrics.flatMap(({ status, detail, reason, display, alert }) => {
        const pattern = says[`${status} ${detail}`] ?? /./;
        // What rests on no value says why it has none.
        const without = /which is good here|> .* cannot be told yet/.test(reason);
        // Of a function the value is told, and not the reading.
        const called = /\w\(\d/.test(alert ?? '');
        const value = called || observer.offline || display === null || without || reason.includes(display);
        const told = pattern.test(reason) && (value || !['red', 'amber', 'green'].includes(status ?? ''));
        return told ? [] : [`${status} ${detail}: ${display}: ${reason}`];
      }),
    );
    expect([...new Set(wrong)]).toEqual([]);
  });

  it('of an item and of a criterion says value, threshold, since when, and what would end it', () => {
    const wrong = judged.flatMap(({ script, board }) => {
      const lines = [...board.gate.criteria, ...board.phases.flatMap(({ items }) => items)];
      return lines.flatMap(({ id, status, evidence }) => {
        const rule = script.gate[Number(/^(?:criterion|item)-(\d+)$/.exec(id)?.[1] ?? Number.NaN)];
        const line = evidence ?? '';
        const good = rule ? saysEnough(rule, status, line, board) : id === 'no-open-p0';
        return good ? [] : [`${id} ${status}: ${line}`];
      });
    });
    expect([...new Set(wrong)]).toEqual([]);
    const seen = judged.flatMap(({ board }) =>
      board.phases.flatMap(({ items }) => items.map(({ status }) => status)),
    );
    expect([...new Set(seen)].toSorted()).toEqual(['fail', 'pass', 'unknown']);
  });

  it('is there for every hint, incident and criterion', () => {
    for (const { incidents, hints, gate, phases } of all) {
      for (const { reason } of [...incidents, ...hints]) expect(reason).toMatch(/\S/);
      for (const { evidence } of gate.criteria) expect(evidence).toMatch(/\S/);
      for (const { evidence } of phases.flatMap(({ items }) => items)) expect(evidence).toMatch(/\S/);
    }
  });

  it('is the same on the board, in JSON, in the report and on the checklist', () => {
    for (const { script, board } of judged) {
      const told = JSON.parse(jsonReport({ board })) as unknown;
      expect(told).toMatchObject({
        metrics: board.metrics.map(({ reason }) => ({ reason })),
        incidents: board.incidents.map(({ reason }) => ({ reason })),
        hints: board.hints.map(({ reason }) => ({ reason })),
        gate: { criteria: board.gate.criteria.map(({ evidence }) => ({ evidence })) },
        phases: board.phases.map(({ items }) => ({ items: items.map(({ evidence }) => ({ evidence })) })),
      });
      const checklist = plainWords(checklistMarkdown({ board, plan: planOfScript(script), launch: 'a' }));
      const lines = [...board.gate.criteria, ...board.phases.flatMap(({ items }) => items)];
      for (const { evidence } of lines) expect(checklist).toContain(plainWords(evidence ?? '-'));
      const text = textReport(board).replaceAll(/\s+/g, ' ');
      // What passes is not listed there.
      for (const { evidence } of board.gate.criteria.filter(({ status }) => status !== 'pass'))
        expect(text).toContain((evidence ?? '-').replaceAll(/\s+/g, ' '));
      for (const { reason } of [...board.incidents, ...board.hints])
        expect(text).toContain(reason.replaceAll(/\s+/g, ' '));
    }
  });
});
