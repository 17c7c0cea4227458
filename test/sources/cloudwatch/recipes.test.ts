// The recipes of docs/sources-cloudwatch.md load as they stand there, and say what the page says of them: against the stand-in
// for CloudWatch, judged as `launchwall check` judges.

import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { judgedBoard } from '../../../src/cli/commands/check.ts';
import { sourceKinds } from '../../../src/sources/registry.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import { temporaryFolder, told } from '../../profile/support/folder.ts';
import { startCloudwatchServer, type CloudwatchServer } from '../../support/cloudwatch-server.ts';
import { testContext } from '../../support/context.ts';

const page = readFileSync(new URL('../../../docs/sources-cloudwatch.md', import.meta.url), 'utf8');
const recipes = /## Recipes\n\n```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';

test('the recipes load without a word', async () => {
  const folder = await temporaryFolder();
  const file = await folder.write('p.yaml', `profile: a/b\n${recipes}`);
  const result = await loadProfile(file, { ...folder.options(), kinds: sourceKinds });
  expect(told(result)).toEqual([]);
  expect(result.ok).toBe(true);
});

/** A shop in which all is well. */
async function shop(): Promise<CloudwatchServer> {
  const server = await startCloudwatchServer({ now: Date.now });
  onTestFinished(() => server.close());
  const alb = { namespace: 'AWS/ApplicationELB', dimensions: { LoadBalancer: 'app/shop/1' } };
  const ecs = {
    namespace: 'ECS/ContainerInsights',
    dimensions: { ClusterName: 'shop', ServiceName: 'shop-api' },
  };
  const rds = { namespace: 'AWS/RDS', dimensions: { DBInstanceIdentifier: 'shop-db' } };
  server.world.metrics = [
    { ...ecs, name: 'DesiredTaskCount', value: () => 3 },
    { ...ecs, name: 'RunningTaskCount', value: () => 3 },
    { ...alb, name: 'RequestCount', value: () => 200 },
    { ...rds, name: 'CPUUtilization', value: () => 31 },
    { ...rds, name: 'FreeStorageSpace', value: () => 40 * 2 ** 30 },
  ];
  server.world.alarms = Array.from({ length: 12 }, (_, index) => ({ name: `shop-${index}`, state: 'OK' }));
  const widgets = Array.from({ length: 4 }, () => ({ type: 'metric' }));
  server.world.dashboards = [{ name: 'shop-overview', body: JSON.stringify({ widgets }) }];
  return server;
}

/** Each metric's status; `tasks-wanted` has none, for nothing is asked of it. */
async function statuses(server: CloudwatchServer): Promise<Record<string, string | null>> {
  const folder = await temporaryFolder();
  const here = `region: us-east-1, endpoint: "${server.url}", anonymous: true, timeout: 30s`;
  const text = `profile: a/b\n${recipes}`.replaceAll('region: us-east-1', here);
  const judged = await judgedBoard(await folder.write('p.yaml', text), {}, testContext({ cwd: folder.path }));
  if (!('board' in judged)) return {};
  return Object.fromEntries(judged.board.metrics.map(({ id, status }) => [id, status]));
}

const green = {
  'tasks-wanted': null,
  'tasks-running': 'green',
  'tasks-missing': 'green',
  requests: 'green',
  'error-share': 'green',
  'db-cpu': 'green',
  'db-space': 'green',
  'alarms-not-ok': 'green',
  'alarms-exist': 'green',
  'alarms-silent': 'green',
  overview: 'green',
};

/** What is wrong, and what then is no longer green. */
const cases: readonly (readonly [
  string,
  (world: CloudwatchServer['world']) => void,
  Record<string, string>,
])[] = [
  ['nothing, though no error was ever counted', () => undefined, {}],
  [
    'a task too few',
    (world) => {
      world.metrics = world.metrics.map((metric) =>
        metric.name === 'RunningTaskCount' ? { ...metric, value: () => 2 } : metric,
      );
    },
    { 'tasks-missing': 'red' },
  ],
  [
    'no Container Insights',
    (world) => {
      world.metrics = world.metrics.filter(({ namespace }) => namespace !== 'ECS/ContainerInsights');
    },
    { 'tasks-running': 'unknown', 'tasks-missing': 'unknown' },
  ],
  [
    'a load balancer that nobody asks',
    (world) => {
      world.metrics = world.metrics.filter(({ name }) => name !== 'RequestCount');
    },
    { requests: 'unknown', 'error-share': 'unknown' },
  ],
  [
    'five errors of 200',
    (world) => {
      const requests = world.metrics.find(({ name }) => name === 'RequestCount');
      if (requests) world.metrics.push({ ...requests, name: 'HTTPCode_Target_5XX_Count', value: () => 5 });
    },
    { 'error-share': 'red' },
  ],
  [
    'an alarm without data, one without actions, too few of them',
    (world) => {
      world.alarms = world.alarms.slice(2);
      Object.assign(world.alarms[0] ?? {}, { state: 'INSUFFICIENT_DATA', actions: false });
    },
    { 'alarms-not-ok': 'amber', 'alarms-exist': 'amber', 'alarms-silent': 'amber' },
  ],
  [
    'alarms and a dashboard of other names',
    (world) => {
      world.alarms = world.alarms.map((alarm) => ({ ...alarm, name: `other-${alarm.name}` }));
      world.dashboards = [];
    },
    {
      'alarms-not-ok': 'unknown',
      'alarms-exist': 'unknown',
      'alarms-silent': 'unknown',
      overview: 'unknown',
    },
  ],
];

test.each(cases)('%s', async (_, change, others) => {
  const server = await shop();
  change(server.world);
  expect(await statuses(server)).toEqual({ ...green, ...others });
});
