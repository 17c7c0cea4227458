// The screen of everything there is to do.
import { expect, test } from 'vitest';
import type { Board } from '../../../../src/rules/board.ts';
import { DoScreen, doScrollMax } from '../../../../src/ui/views/do-now/screen.tsx';
import { createTheme } from '../../../../src/ui/theme.ts';
import { initialView, type ScreenProps } from '../../../../src/ui/keys/view.ts';
import { commandsOf } from '../../../../src/ui/views/do-now/items.ts';
import { renderScreen, type Screen } from '../../../support/render-screen.tsx';
import { ago, metricState, wallBoard, wallSnapshot } from '../../../support/wall-fixture.ts';

interface Options {
  readonly board?: Partial<Board>;
  readonly picked?: number;
  readonly scroll?: number;
  readonly rows?: number;
  readonly columns?: number;
}

function propsOf({ board = {}, picked = 0, scroll = 0, rows = 20, columns = 80 }: Options): ScreenProps {
  return {
    snapshot: wallSnapshot({ board: wallBoard(board) }),
    view: { ...initialView, screen: 'do', command: commandsOf(wallBoard())[picked]?.key ?? 'gone', scroll },
    size: { columns, rows },
    theme: createTheme({ colours: true }),
  };
}

function open(options: Options = {}): Promise<Screen> {
  const props = propsOf(options);
  return renderScreen(<DoScreen {...props} />, props.size);
}

test('everything there is to do, the most urgent first', async () => {
  const screen = await open({ picked: 1 });
  expect(screen.screen()).toMatchInlineSnapshot(`
    "
      ✖ P0  Ledger imbalance detected             since 14:31:25 · respond in 14:18
            -0.004200 must be 0 since 14:31:25 (42s)
       tell Public status page + Twitter/email
         1  Stop all workers, investigate
          $ systemctl stop sge-workers

      ✖ ROLLBACK  Roll back to v1.2.9                                since 14:31:06
            error rate 12.4% > 10% for 1m
         1  Stop workers
     ▸ y  $ systemctl stop sge-workers
         2  Put the old image back
          $ kubectl set image deployment/sge-api
            api=registry.example.com/sge-api:v1.2.9
         3  Tell #launch that the launch is rolled back

      ▲ SCALE UP  Scale up the workers                       pending since 14:28:57
            queue depth > 1,000: 640 now
         1  Add a worker (takes ~2 minutes)
          $ kubectl scale deployment/sge-worker --replicas=6"
  `);
  expect(screen.cellOf('✖ P0')).toMatchObject({ inverse: true, fg: 'ansi:203' });
  await screen.close();
});

test('long steps and commands are broken, never cut', async () => {
  const screen = await open({ columns: 40, rows: 40, picked: 2 });
  const text = screen.screen().replaceAll(/\s+/g, '');
  expect(text).toContain('kubectlsetimagedeployment/sge-apiapi=registry.example.com/sge-api:v1.2.9');
  expect(text).toContain('Ledgerimbalancedetectedsince14:31:25respondin14:18');
  expect(text).not.toContain('…');
  await screen.close();
});

test('the command that y copies is always to be seen, however small the screen', async () => {
  const commands = commandsOf(wallBoard());
  for (const [picked, { run }] of commands.entries()) {
    const screen = await open({ picked, rows: 6, columns: 100 });
    const { x, y } = screen.find('▸ y');
    expect(screen.line(y).slice(x)).toContain(run);
    await screen.close();
  }
});

test('when commands have gone, the mark is where the copy key takes its command', async () => {
  const screen = await open({ picked: 99 });
  const { y } = screen.find('▸ y');
  expect(screen.line(y)).toContain(commandsOf(wallBoard())[0]?.run);
  await screen.close();
});

test('scrolls to the last row', async () => {
  const rows = 8;
  const scroll = doScrollMax(propsOf({ rows }));
  const top = await open({ rows });
  expect(top.line(rows - 1)).toMatch(/↓ \d+ more rows, PgDn/);
  await top.close();
  const bottom = await open({ rows, scroll });
  expect(bottom.line(rows - 1)).toContain('kubectl scale deployment/sge-worker --replicas=6');
  await bottom.close();
});

test('an overdue incident', async () => {
  const incidents = wallBoard().incidents.map((incident) => ({ ...incident, respondBy: ago(123) }));
  const screen = await open({ board: { incidents } });
  expect(screen.cellOf('overdue by 2:03')).toMatchObject({ inverse: true, bold: true, fg: 'ansi:203' });
  await screen.close();
});

test('nothing to do is said with what is not known', async () => {
  const unknown = metricState({ id: 'one', status: 'unknown' });
  const screen = await open({ board: { incidents: [], hints: [], metrics: [unknown] } });
  expect(screen.screen()).toMatchInlineSnapshot(`
    "
     Nothing to do now: no incident is open, no hint holds, none is pending.
     ◌ 1 unknown: what cannot be read may hide something to do."
  `);
  await screen.close();
});
