// Whatever stands on the board: tables keep their columns, nothing escapes its place, no control character comes out.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { gapReasons, gapState } from '../../src/domain/gap.ts';
import { statuses } from '../../src/domain/status.ts';
import type { Board } from '../../src/rules/board.ts';
import { htmlReport } from '../../src/report/html.ts';
import { jsonReport } from '../../src/report/json.ts';
import { escapeMarkdown, markdownReport } from '../../src/report/markdown.ts';
import { textReport } from '../../src/report/text.ts';
import { boardSchema } from '../../src/report/board-schema.ts';
import { boardFixture, metricFixture, sourceFixture } from '../support/board-fixture.ts';

const versions = { launchwall: '0.1.0', node: 'v26' };

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'a|b',
    '\\|',
    '`',
    '``x`',
    '\n\n# head',
    '| --- |',
    '\u001b[2J',
    '<script>',
    '&lt;',
    '```\nx',
    '\r',
    '\u2028',
    '漢字',
    '-1',
    '\\',
  ),
);
const text = fc.array(nasty, { maxLength: 4 }).map((parts) => parts.join(''));
const maybe = fc.option(text);

const board: fc.Arbitrary<Board> = fc
  .record({
    metrics: fc.array(
      fc.record({
        id: text,
        title: text,
        status: fc.option(fc.constantFrom(...statuses)),
        display: maybe,
        target: maybe,
        alert: maybe,
        reason: text,
        gap: fc.option(fc.record({ reason: fc.constantFrom(...gapReasons), message: text }).map(gapState)),
        ack: fc.option(
          fc.record({
            by: text,
            at: fc.constant('2026-12-01T14:32:07.000Z'),
            until: fc.constant(null),
            note: text,
          }),
        ),
      }),
      { maxLength: 3 },
    ),
    sources: fc.array(fc.record({ id: text, kind: text, ok: fc.boolean(), note: maybe }), { maxLength: 2 }),
    title: text,
    incident: fc.record({ title: text, tell: maybe, reason: text, step: text, run: maybe }),
    item: fc.record({ text, evidence: maybe, by: maybe, refs: fc.array(text, { maxLength: 2 }) }),
  })
  .map(({ metrics, sources, title, incident, item }) => {
    const base = boardFixture();
    const steps = [{ text: incident.step, run: incident.run }];
    return boardFixture({
      profile: { ...base.profile, title },
      metrics: metrics.map(metricFixture),
      sources: sources.map(sourceFixture),
      incidents: base.incidents.map((entry) => ({
        ...entry,
        title: incident.title,
        tell: incident.tell,
        reason: incident.reason,
        steps,
      })),
      phases: base.phases.map((phase) => ({
        ...phase,
        items: phase.items.map((entry) => ({ ...entry, ...item })),
      })),
      gate: {
        ...base.gate,
        criteria: base.gate.criteria.map((entry) => ({
          ...entry,
          text: item.text,
          evidence: item.evidence,
          refs: item.refs,
        })),
      },
    });
  });

/** Cells of a row, split where GitHub splits: at pipes that no backslash escapes. */
function cellsOf(row: string): number {
  return row.replace(/\\[^\n]/g, '').split('|').length;
}

// oxlint-disable-next-line no-control-regex -- the controls are what must not come out
const control = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E]/;

test('Markdown: every row of a table has its head’s columns, and no line is longer than one row', () => {
  fc.assert(
    fc.property(board, (any) => {
      const report = markdownReport({ board: any, versions });
      expect(report).not.toMatch(control);
      for (const block of withoutFences(report)
        .split('\n\n')
        .filter((part) => part.startsWith('|'))) {
        const [head = '', ...rows] = block.split('\n');
        for (const row of rows) expect(cellsOf(row)).toBe(cellsOf(head));
      }
      const headings = withoutFences(report)
        .split('\n')
        .filter((line) => line.startsWith('#'));
      expect(headings.length).toBe(9 + 1);
    }),
    { numRuns: 300 },
  );
});

/** Code blocks hold commands as they are. */
function withoutFences(report: string): string {
  const kept: string[] = [];
  let fence: string | null = null;
  for (const line of report.split('\n')) {
    const ticks = /^ {3,}(`{3,})(?:sh)?$/.exec(line)?.[1] ?? null;
    if (fence === null && ticks === null) kept.push(line);
    else if (fence === null) fence = ticks;
    else if (ticks === fence && !line.endsWith('sh')) fence = null;
  }
  expect(fence).toBeNull();
  return kept.join('\n');
}

test('HTML: only our own tags, no script, balanced', () => {
  fc.assert(
    fc.property(board, (any) => {
      const page = htmlReport({ board: any, versions });
      expect(page).not.toMatch(control);
      const body = page.slice(page.indexOf('<body>'));
      const tags = [...body.matchAll(/<(\/?)([^\s>]*)[^>]*>/g)].map(([, end, name]) => `${end}${name}`);
      const known = [
        'body',
        'html',
        'h1',
        'h2',
        'h3',
        'p',
        'strong',
        'dl',
        'dt',
        'dd',
        'table',
        'thead',
        'tbody',
        'tr',
        'th',
        'td',
        'ol',
        'li',
        'pre',
      ];
      expect(tags.map((tag) => tag.replace('/', '')).filter((tag) => !known.includes(tag))).toEqual([]);
      for (const name of known.slice(2))
        expect(tags.filter((tag) => tag === name).length).toBe(
          tags.filter((tag) => tag === `/${name}`).length,
        );
    }),
    { numRuns: 200 },
  );
});

test('JSON: the board of the schema', () => {
  fc.assert(
    fc.property(board, (any) => {
      const json = jsonReport({ board: any });
      boardSchema.parse(JSON.parse(json));
    }),
    { numRuns: 200 },
  );
});

test('plain text: one line a row, nothing for the terminal to obey', () => {
  fc.assert(
    fc.property(board, (any) => {
      const report = textReport(any);
      expect(report).not.toMatch(control);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['queue_depth and snake_case_', 'queue_depth and snake_case\\_'],
  ['a|b `c` *d*', 'a\\|b \\`c\\` \\*d\\*'],
  ['C:\\|x', 'C:\\\\\\|x'],
  ['<b> & [l](u) ~~s~~ $x$', '\\<b> \\& \\[l\\](u) \\~\\~s\\~\\~ \\$x\\$'],
  ['line\nbreak', 'line break'],
])('escape %j', (plain, escaped) => {
  expect(escapeMarkdown(plain)).toBe(escaped);
});
