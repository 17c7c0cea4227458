// Boards that the engine makes from real polls fit the schema and the report: while it works, and after the server is gone.

import { expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { systemClock } from '../../src/engine/clocks.ts';
import { boardSchema } from '../../src/report/board-schema.ts';
import { jsonReport } from '../../src/report/json.ts';
import { textReport } from '../../src/report/text.ts';
import { sourceKinds } from '../../src/sources/registry.ts';
import { httpServer } from '../support/http-servers.ts';
import { planOf } from '../support/plan.ts';

const plain = (text: string): string => text;

test('http and ledger through the engine', async () => {
  const server = await httpServer((_request, response) => response.end('{"depth":640,"balance":-0.0042}'));
  const common = { every: 10_000, timeout: 1_000, options: { url: server.url } };
  const engine = new Engine({
    plan: planOf({
      metrics: {
        up: { source: 'api', target: '== true' },
        depth: { source: 'api', target: '< 100', alert: '> 500 for 5m' },
        ledger: { source: 'ledger', exact: true, target: '== 0', alert: '!= 0' },
      },
      incidents: { imbalance: { when: 'ledger != 0', respond: '15m' } },
      hints: { 'scale-up': { when: 'depth > 1000' } },
      phases: { 'T-0': { at: '0s', items: { balanced: 'ledger == 0', backup: null } } },
      gate: { required: { reachable: 'up == true', signed: null } },
      t0: Date.UTC(2026, 11, 1),
    }),
    sources: [
      {
        id: 'api',
        kind: 'http',
        reads: [
          { metric: 'up', read: 'up', exact: false },
          { metric: 'depth', read: { json: '/depth' }, exact: false },
        ],
        ...common,
      },
      {
        id: 'ledger',
        kind: 'ledger',
        reads: [{ metric: 'ledger', read: 'balance', exact: true }],
        ...common,
      },
    ],
    clock: systemClock(),
    redact: plain,
    async open(source) {
      const kind = sourceKinds.get(source.kind);
      if (!kind) throw new Error(source.kind);
      return kind.create({ ...source, clock: systemClock() });
    },
  });
  // One reading that is not zero is a suspicion, the second one in a row is the fact.
  await engine.pollOnce();
  await engine.pollOnce();
  const { board } = engine.wall.get();
  expect(board.metrics.map(({ id, status, exact }) => [id, status, exact])).toEqual([
    ['up', 'green', 'true'],
    ['depth', 'amber', '640'],
    ['ledger', 'red', '-0.0042'],
  ]);
  expect(boardSchema.parse(JSON.parse(jsonReport({ board })))).toEqual(board);
  expect(textReport(board)).toMatch(/^✖ RED {2}Test plan \(test\/plan\)/);
  expect(textReport(board)).toContain('P0 imbalance (open, respond by');

  await server.close();
  await engine.pollOnce();
  const after = engine.wall.get().board;
  expect(after.metrics[0]?.status).not.toBe('green');
  expect(boardSchema.parse(JSON.parse(jsonReport({ board: after })))).toEqual(after);
  expect(textReport(after)).toContain(`nobody listens on 127.0.0.1:${server.port} (connection refused)`);
  await engine.stop();
});
