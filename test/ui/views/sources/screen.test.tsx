// The page of sources: what fails first, and nothing that was not heard of is green.

import { expect, test } from 'vitest';
import { initialView } from '../../../../src/ui/keys/view.ts';
import { createTheme } from '../../../../src/ui/theme.ts';
import { sourceLines } from '../../../../src/ui/views/sources/lines.ts';
import { SourcesScreen } from '../../../../src/ui/views/sources/screen.tsx';
import { plannedSnapshot } from '../../../support/planned-wall.ts';
import { renderScreen } from '../../../support/render-screen.tsx';
import { sourceState } from '../../../support/wall-fixture.ts';

const theme = createTheme({ colours: true });

test('sources: what fails first, with its reason', async () => {
  const size = { columns: 80, rows: 18 };
  const screen = await renderScreen(
    <SourcesScreen snapshot={plannedSnapshot()} view={initialView} size={size} theme={theme} />,
    size,
  );
  expect(screen.screen()).toMatchInlineSnapshot(`
    "
     ◌ 1 of 5 sources does not answer
           source  kind        latency     last ok next in  polls  gaps skipped
     ◌ gap aws     cloudwatch     12ms   3m20s ago    1:36    312     3       0
           auth: credentials expired; run aws sso login
           CloudWatch us-east-1
     ● ok  api     http           12ms      2s ago    0:03    312     0       0
           https://api.yourdomain.com/healthz
     ● ok  queue   redis          12ms      2s ago    0:03    312     0       0
           redis://queue.internal:6379
     ● ok  relayer evm            12ms      2s ago    0:03    312     0       0
           https://mainnet.base.org · rpc 1 of 2 answers
     ● ok  ledger  ledger         12ms      2s ago    0:03    312     0       0
           https://api.yourdomain.com/internal/ledger"
  `);
  expect(screen.cellOf('◌ gap')).toMatchObject({ fg: 'ansi:141' });
  await screen.close();
});

test('sources: nothing is green that was not heard of lately, although its last answer was a good one', () => {
  const { board, ...rest } = plannedSnapshot();
  const later = new Date(Date.parse(board.at) + 900_000).toISOString();
  const lines = sourceLines({ ...rest, board: { ...board, at: later } }, 80).map((line) =>
    line.map(({ text }) => text).join(''),
  );
  expect(lines[1]).toBe(' ◌ 1 of 5 sources does not answer, 4 were not heard of for too long');
  expect(lines.filter((line) => line.includes('●'))).toEqual([]);
  expect(lines.find((line) => line.includes('redis '))).toContain('◌ old queue');
  const fresh = board.sources.map((source) => ({
    ...source,
    ok: false,
    polls: 0,
    gap: null,
    lookedAt: null,
    lastOkAt: null,
  }));
  const [, first] = sourceLines({ ...rest, board: { ...board, sources: fresh } }, 80);
  expect(first?.map(({ text }) => text).join('')).toBe(' ◌ 5 of 5 sources were not asked yet');
});

test('sources: one that answers and is to be mended is amber, and is no green sentence', () => {
  const snapshot = plannedSnapshot();
  const { board } = snapshot;
  const warning = 'the role is a superuser: it has more rights than it needs';
  const answering = board.sources.map((source) => ({
    ...source,
    ok: true,
    gap: null,
    polls: 1,
    lastOkAt: board.at,
  }));
  const sources = answering.map((source, index) => ({ ...source, warning: index === 1 ? warning : null }));
  const lines = sourceLines({ ...snapshot, board: { ...board, sources } }, 100);
  const [, summary, , first, said] = lines.map((line) => line.map(({ text }) => text).join(''));
  expect(summary).toBe(` ▲ all ${sources.length} sources answer, 1 of them to be mended`);
  expect(first).toContain(` ▲ fix ${sources[1]?.id}`);
  expect(said).toContain(warning);
  expect(lines[3]?.[0]?.style?.token).toBe('amber');
});

test('a source that never answered, and no sources', async () => {
  const size = { columns: 80, rows: 8 };
  const never = sourceState({
    id: 'new',
    latencyMs: null,
    polls: 0,
    lookedAt: null,
    lastOkAt: null,
    nextAt: null,
    ok: false,
  });
  for (const [sources, expected] of [
    [[never], /◌ new new +http +– +never +– +0 +0 +0/],
    [[], /The profile has no sources: nothing is read, nothing is known/],
  ] as const) {
    const screen = await renderScreen(
      <SourcesScreen snapshot={plannedSnapshot({ sources })} view={initialView} size={size} theme={theme} />,
      size,
    );
    expect(screen.screen()).toMatch(expected);
    await screen.close();
  }
});
