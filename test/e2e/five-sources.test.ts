// The whole program against five live services: an HTTP server, redis-server, anvil, a ledger, and the stand-in for
// CloudWatch (which cannot run here). All is well, then each service is killed in turn, and never does the wall say green.
import { createServer, type Server } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { boardSchema } from '../../src/report/board-schema.ts';
import type { Board } from '../../src/rules/board.ts';
import { ensureBuilt } from '../support/built.ts';
import { startCloudwatchServer } from '../support/cloudwatch-server.ts';
import { runToEnd, startProgram } from '../support/running-program.ts';
import { describeWithAnvil, describeWithRedis, startAnvil, startRedis } from '../support/services.ts';

beforeAll(ensureBuilt, 60_000);

const relayer = '0x00000000000000000000000000000000000000aa';

interface Web {
  readonly url: string;
  ledger: string;
  status: number;
  stop(): Promise<void>;
}

async function startWeb(): Promise<Web> {
  const state = { ledger: '0.000000', status: 200 };
  const server: Server = createServer((request, response) => {
    response.writeHead(state.status, { 'content-type': 'application/json' });
    response.end(request.url === '/ledger' ? `{"balance":${state.ledger}}` : '{"ok":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  onTestFinished(stop);
  return Object.assign(state, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop });
}

async function startServices() {
  const [web, ledger, redis, anvil, cloudwatch] = await Promise.all([
    startWeb(),
    startWeb(),
    startRedis(['--requirepass', 'hunter2secret'], ['-a', 'hunter2secret']),
    startAnvil(),
    startCloudwatchServer({ now: () => Date.now() }),
  ]);
  onTestFinished(() => cloudwatch.close());
  cloudwatch.credentials = null;
  cloudwatch.world.metrics = [
    { namespace: 'AWS/ECS', name: 'CPUUtilization', dimensions: { ServiceName: 'api' }, value: () => 42 },
  ];
  cloudwatch.world.alarms = [{ name: 'api-5xx', state: 'OK' }];
  await redis.cli('rpush', 'step.ready', 'a', 'b', 'c');
  await anvil.rpc('anvil_setBalance', relayer, `0x${420_000_000_000_000_001n.toString(16)}`);
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-five-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'launch.yaml'), profileText(cloudwatch.url));
  const env = {
    API: web.url,
    LEDGER: ledger.url,
    REDIS_URL: redis.url.replace('redis://', 'redis://:hunter2secret@'),
    RPC_URL: anvil.url,
  };
  return { web, ledger, redis, anvil, cloudwatch, folder, env, profile: join(folder, 'launch.yaml') };
}

function profileText(cloudwatch: string): string {
  return `
profile: five/test
title: Five services
vars: { api: "\${API}", ledger: "\${LEDGER}" }
sources:
  api:    { kind: http, url: "{api}/healthz", every: 1s, timeout: 900ms }
  ledger: { kind: ledger, url: "{ledger}/ledger", every: 1s, timeout: 900ms }
  queue:  { kind: redis, url: "\${REDIS_URL}", every: 1s, timeout: 900ms }
  chain:  { kind: evm, rpc: "\${RPC_URL}", chain: 31337, maxHeadAge: 1h, every: 1s, timeout: 900ms }
  aws:    { kind: cloudwatch, region: us-east-1, endpoint: "${cloudwatch}", anonymous: true, settle: 0s, every: 1s, timeout: 900ms }
metrics:
  api-up:    { title: API, from: api, read: up, target: "== true", alert: "== false for 2 samples", staleAfter: 4s }
  api-time:  { title: API latency, from: api, read: latency, target: "< 2s", staleAfter: 4s }
  ledger:    { title: Ledger, from: ledger, read: balance, exact: true, target: "== 0", alert: "!= 0 for 2 samples", staleAfter: 4s }
  depth:     { title: Queue depth, from: queue, read: { list: step.ready }, target: "< 100", alert: "> 500", staleAfter: 4s }
  relayer:   { title: Relayer, from: chain, read: { balance: "${relayer}" }, unit: ETH, exact: true, target: "0.2..0.5 ETH", alert: "< 0.1 ETH", staleAfter: 4s }
  cpu:       { title: API CPU, from: aws, read: { namespace: AWS/ECS, metric: CPUUtilization, dimensions: { ServiceName: api }, stat: Average, period: 60s }, unit: "%", target: "< 70%", staleAfter: 5m }
  alarm:     { title: 5xx alarm, from: aws, read: { alarm: api-5xx }, target: '== "OK"', alert: '== "ALARM"', staleAfter: 4s }
incidents:
  imbalance: { class: P0, when: ledger != 0 for 2 samples, title: Ledger imbalance detected, do: [ "Stop all workers" ] }
classes:
  P0: { respond: 15m, tell: Public status page }
gate:
  required:
    - { text: Ledger is zero, when: ledger == 0 }
    - { text: Relayer is funded, when: relayer >= 0.4 ETH }
`;
}

function statusOf(board: Board, id: string): string | null | undefined {
  return board.metrics.find((metric) => metric.id === id)?.status;
}

describeWithRedis('five services, redis-server among them', () =>
  describeWithAnvil('and anvil', () => {
    it('check: the right statuses, a valid board, the right exit code', { timeout: 60_000 }, async () => {
      const { profile, folder, env, ledger, redis } = await startServices();
      const fine = await runToEnd(['check', profile, '--json'], { cwd: folder, env });
      expect(fine.stderr).toBe('');
      const board = boardSchema.parse(JSON.parse(fine.stdout));
      expect(
        board.metrics.map(({ id, status, display }) => [id, status, id === 'api-time' ? '' : display]),
      ).toEqual([
        ['api-up', 'green', 'up'],
        ['api-time', 'green', ''],
        ['ledger', 'green', '0'],
        ['depth', 'green', '3'],
        ['relayer', 'green', '0.42 ETH'],
        ['cpu', 'green', '42%'],
        ['alarm', 'green', 'OK'],
      ]);
      expect(board.metrics.find(({ id }) => id === 'relayer')?.exact).toBe('0.420000000000000001');
      expect(board.gate.verdict).toBe('go');
      expect([fine.code, board.verdict]).toEqual([0, 'green']);
      expect(fine.stdout).not.toContain('hunter2secret');

      ledger.ledger = '-0.004200';
      const pending = await runToEnd(['check', profile, '--json'], { cwd: folder, env });
      expect([pending.code, statusOf(JSON.parse(pending.stdout) as Board, 'ledger')]).toEqual([1, 'amber']);
      const red = await runToEnd(['check', profile, '--json', '--for', '8s'], { cwd: folder, env });
      const redBoard = JSON.parse(red.stdout) as Board;
      expect(red.code).toBe(2);
      expect(redBoard.incidents).toMatchObject([{ id: 'imbalance', class: 'P0', state: 'open' }]);
      expect(redBoard.gate.verdict).toBe('no-go');
      expect(redBoard.metrics.find(({ id }) => id === 'ledger')?.display).toBe('-0.0042');

      await redis.stop();
      const text = await runToEnd(['check', profile], { cwd: folder, env });
      expect(text.stdout).toContain('nobody listens on 127.0.0.1');
      expect(text.stdout).not.toContain('hunter2secret');
      const written = await runToEnd(['snapshot', profile, '-o', 'report.md'], { cwd: folder, env });
      expect(written.stdout).toBe(join(folder, 'report.md'));
      const report = readFileSync(join(folder, 'report.md'), 'utf8');
      expect(report).toContain('Queue depth');
      expect(report).not.toContain('hunter2secret');
    });

    it(
      'watch --json: each service killed in turn is unknown with its reason, and never green',
      { timeout: 90_000 },
      async () => {
        const { web, ledger, redis, anvil, cloudwatch, folder, env, profile } = await startServices();
        const program = startProgram(['watch', profile, '--json'], { cwd: folder, env });
        await program.boardWhere('everything green', ({ verdict }) => verdict === 'green');

        const expectUnknown = async (id: string, reason: string): Promise<void> => {
          const board = await program.boardWhere(
            `${id} unknown`,
            (current) => statusOf(current, id) !== 'green',
          );
          const metric = board.metrics.find((candidate) => candidate.id === id);
          expect([metric?.status, metric?.gap?.reason]).toEqual(['unknown', reason]);
          expect(board.verdict).not.toBe('green');
        };
        await redis.stop();
        await expectUnknown('depth', 'refused');
        await redis.start();
        await program.boardWhere('the queue again', (board) => statusOf(board, 'depth') === 'green');

        redis.signal('SIGSTOP');
        await expectUnknown('depth', 'timeout');
        redis.signal('SIGCONT');
        await program.boardWhere('the queue after a hang', (board) => statusOf(board, 'depth') === 'green');

        await ledger.stop();
        await expectUnknown('ledger', 'refused');

        web.status = 503;
        const down = await program.boardWhere('the API down', (board) => statusOf(board, 'api-up') === 'red');
        expect(down.metrics.find(({ id }) => id === 'api-up')?.display).toBe('down');

        cloudwatch.fault = () => ({ kind: 'hang' });
        await expectUnknown('alarm', 'timeout');

        anvil.signal('SIGSTOP');
        await program.boardWhere('the relayer unknown', (board) => statusOf(board, 'relayer') === 'unknown');
        expect(program.board()?.gate.verdict).toBe('no-go');

        program.kill('SIGINT');
        expect(await program.exit).toBe(0);
        expect(program.errors()).toBe('');
        expect(program.lines.join('\n')).not.toContain('hunter2secret');
        for (const line of program.lines) expect(JSON.parse(line)).toHaveProperty('type');
      },
    );
  }),
);
