// Help, profiles and sources.

import { expect, test } from 'vitest';
import { sourceLines } from '../../../src/ui/views/sources/lines.ts';
import { HelpScreen } from '../../../src/ui/views/help/screen.tsx';
import { matchingProfiles, ProfilesScreen } from '../../../src/ui/views/profiles/screen.tsx';
import { SourcesScreen } from '../../../src/ui/views/sources/screen.tsx';
import { createTheme } from '../../../src/ui/theme.ts';
import { initialView } from '../../../src/ui/keys/view.ts';
import type { Size } from '../../../src/ui/text/line.ts';
import { plannedSnapshot } from '../../support/planned-wall.ts';
import { renderScreen } from '../../support/render-screen.tsx';
import { sourceState } from '../../support/wall-fixture.ts';

const theme = createTheme({ colours: true });
const helpKeys = [
  { keys: '?', title: 'This page', screen: 'everywhere' },
  { keys: 'q Ctrl-C', title: 'Quit', screen: 'everywhere' },
  { keys: 'Enter', title: 'Open the metric', screen: 'wall' },
];
const choices = [
  { name: 'sge/production', title: 'SGE production', environment: 'production', problem: null },
  { name: 'sge/staging', title: 'SGE staging', environment: 'staging', problem: null },
  { name: 'vault/production', title: 'Vault', environment: 'production', problem: 'VAULT_URL is not set' },
];

function help(size: Size) {
  return renderScreen(
    <HelpScreen snapshot={plannedSnapshot()} view={initialView} size={size} theme={theme} keys={helpKeys} />,
    size,
  );
}

function profiles(
  overrides: Partial<Parameters<typeof ProfilesScreen>[0]>,
  size = { columns: 80, rows: 12 },
) {
  return renderScreen(
    <ProfilesScreen
      choices={choices}
      looking={false}
      current="sge/production"
      view={initialView}
      size={size}
      theme={theme}
      {...overrides}
    />,
    size,
  );
}

test('help in a small terminal begins with the keys', async () => {
  const screen = await help({ columns: 60, rows: 20 });
  expect(screen.screen()).toMatchInlineSnapshot(`
    " Keys: everywhere
     ?         This page
     q Ctrl-C  Quit

     wall
     Enter     Open the metric

     Statuses, worst first
     ✖ red       its alert has held long enough
     ◌ unknown   nothing fresh to judge by: never a go
     ▲ amber     target missed, or its alert is pending
     ● green     meets its target, on fresh readings

     Words and signs
     pending     the alert holds, not yet for its whole time
     recovering  was red; what would end it is not yet complete
     warming     too few readings so far
     stale       the newest reading is too old
     was red     unknown now; its incident stays open
     ↓ 16 more rows, PgDn"
  `);
  await screen.close();
});

test('help in a wide terminal has the legend as a table beside the keys', async () => {
  const screen = await help({ columns: 120, rows: 45 });
  expect(screen.screen()).toMatchInlineSnapshot(`
    " Keys: everywhere                                           ┌──────┬─────────┬────────────────────────────────────────┐
     ?         This page                                        │ sign │ status  │ means                                  │
     q Ctrl-C  Quit                                             ├──────┼─────────┼────────────────────────────────────────┤
                                                                │ ✖    │ red     │ its alert has held long enough         │
     wall                                                       ├──────┼─────────┼────────────────────────────────────────┤
     Enter     Open the metric                                  │ ◌    │ unknown │ nothing fresh to judge by: never a go  │
                                                                ├──────┼─────────┼────────────────────────────────────────┤
                                                                │ ▲    │ amber   │ target missed, or its alert is pending │
                                                                ├──────┼─────────┼────────────────────────────────────────┤
                                                                │ ●    │ green   │ meets its target, on fresh readings    │
                                                                └──────┴─────────┴────────────────────────────────────────┘

                                                                 Words and signs
                                                                 pending     the alert holds, not yet for its whole time
                                                                 recovering  was red; what would end it is not yet complete
                                                                 warming     too few readings so far
                                                                 stale       the newest reading is too old
                                                                 was red     unknown now; its incident stays open
                                                                 [y]  ▸ y    the command that y copies; nothing is ever run
                                                                             from here
                                                                 ━━  ┄┄      in a chart: the alert, and the target
                                                                 ·           in a chart or a curve: a gap, no value was
                                                                             read

                                                                 What it promises
                                                                 – Doubt never helps the launch: what is not freshly known
                                                                   is never green.
                                                                 – Every status says why: value, threshold, since when,
                                                                   what would end it.
                                                                 – It only reads. Steps and commands are shown and copied,
                                                                   never run.
                                                                 – A red ends only on fresh readings. A gap ends nothing.
                                                                 – The verdict is the worst status; a go needs every
                                                                   required criterion."
  `);
  screen.assertFits();
  await screen.close();
});

test('the picker marks what is watched, where the cursor is, and what cannot be watched', async () => {
  const screen = await profiles({ view: { ...initialView, cursor: 1 } });
  expect(screen.screen()).toMatchInlineSnapshot(`
    "
     Watch another profile   the running one is let go when the new one has loaded

       sge/production     production    ● watched now  SGE production
     ▸ sge/staging        staging       SGE staging
       vault/production   production    ✖ VAULT_URL is not set"
  `);
  expect(screen.cellOf('sge/staging')).toMatchObject({ inverse: true, bold: true });
  expect(screen.cellOf('staging       SGE')).toMatchObject({ fg: 'ansi:214' });
  await screen.close();
});

test('the picker keeps the cursor in sight', async () => {
  const many = Array.from({ length: 50 }, (_, index) => ({
    name: `system-${index}/staging`,
    title: `System ${index}`,
    environment: 'staging',
    problem: null,
  }));
  const screen = await profiles({ choices: many, view: { ...initialView, cursor: 44 } });
  expect(screen.screen()).toContain('▸ system-44/staging');
  expect(screen.screen()).toContain('45 of 50');
  await screen.close();
});

test('the picker while it looks, and when it found none', async () => {
  const loading = await profiles({ choices: null });
  expect(loading.screen()).toContain('Looking for profiles …');
  await loading.close();
  const none = await profiles({ choices: [], view: { ...initialView, filtering: true, filter: 'zzz' } });
  expect(none.screen()).toContain('No profile matches "zzz".');
  await none.close();
});

test('typing narrows the profiles by name, title and environment', () => {
  expect(matchingProfiles(choices, 'STAG').map(({ name }) => name)).toEqual(['sge/staging']);
  expect(matchingProfiles(choices, 'vault').map(({ name }) => name)).toEqual(['vault/production']);
  expect(matchingProfiles(choices, ' ')).toEqual(choices);
});

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
