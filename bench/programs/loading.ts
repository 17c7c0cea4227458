// A profile of so many metrics, each with a target and an alert, loaded again and again. Arguments: the number of metrics, how
// often. Answers on stdout, as JSON: milliseconds of CPU of the first load, and of one of the others.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProfile } from '../../src/profile/load.ts';

const [metrics = 0, loads = 0] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'launchwall-loading-'));
const path = join(folder, 'profile.yaml');
writeFileSync(path, profileOf(metrics));

const first = await cpuOf(1);
const again = await cpuOf(loads);
rmSync(folder, { recursive: true });
process.stdout.write(JSON.stringify({ first, again: again / loads }));

/** CPU is counted in steps of several milliseconds: one load alone may be less. */
async function cpuOf(count: number): Promise<number> {
  const before = process.cpuUsage();
  for (let load = 0; load < count; load++) {
    const result = await loadProfile(path, { cwd: folder, configDir: folder, shippedDir: folder, env: {} });
    if (!result.ok || result.profile.plan.metrics.length !== metrics)
      throw new Error(`not loaded: ${JSON.stringify(result)}`);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Ten sources, and what metrics of real profiles have. */
function profileOf(count: number): string {
  const sources = Array.from(
    { length: 10 },
    (_, index) => `  api-${index}: { kind: http, url: "https://service-${index}.example/health" }\n`,
  );
  const lines = Array.from(
    { length: count },
    (_, index) =>
      `  m${index}: { title: Metric ${index}, from: api-${index % 10}, read: latency, unit: ms, target: "< 200ms", alert: "> 500ms for 5m" }\n`,
  );
  return `sources:\n${sources.join('')}metrics:\n${lines.join('')}`;
}
