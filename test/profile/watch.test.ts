// Hot reload on real files: written in place, replaced by renaming, broken, repaired.
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { scaledClock, systemClock } from '../../src/engine/clocks.ts';
import { loadProfile } from '../../src/profile/load.ts';
import type { Profile, ProfileResult } from '../../src/profile/profile.ts';
import { watchProfile } from '../../src/profile/watch.ts';
import { loaded, temporaryFolder, told, type Folder } from './support/folder.ts';

function text(alert: string): string {
  return `extends: base.yaml\nmetrics:\n  depth: { from: queue, read: { list: jobs }, alert: "${alert}" }\n`;
}

const base = 'abstract: true\nsources: { queue: { kind: queue, url: "redis://localhost" } }\n';

async function start(clock = systemClock()): Promise<{
  folder: Folder;
  file: string;
  running: Profile;
  results: ProfileResult[];
  alert: () => string | undefined;
}> {
  const folder = await temporaryFolder();
  await folder.write('base.yaml', base);
  const file = await folder.write('p.yaml', text('> 1'));
  const options = folder.options();
  const running = loaded(await loadProfile(file, options));
  const results: ProfileResult[] = [];
  const watch = watchProfile(file, {
    ...options,
    clock,
    running,
    onChange: (result) => results.push(result),
  });
  onTestFinished(() => watch.close());
  const alert = (): string | undefined => {
    const last = results.at(-1);
    return last?.ok ? last.profile.plan.metrics[0]?.alert?.text : undefined;
  };
  return { folder, file, running, results, alert };
}

test('a file written in place is loaded anew', async () => {
  const { file, alert, running } = await start();
  await writeFile(file, text('> 2'));
  await vi.waitFor(() => expect(alert()).toBe('> 2'), { timeout: 40_000 });
  expect(running.plan.metrics[0]?.alert?.text).toBe('> 1');
});

test('a file replaced by renaming is loaded anew, again and again', async () => {
  const { folder, file, alert } = await start();
  for (const next of ['> 2', '> 3', '> 4']) {
    const other = join(folder.path, '.p.yaml.swp');
    await writeFile(other, text(next));
    await rename(other, file);
    await vi.waitFor(() => expect(alert()).toBe(next), { timeout: 40_000 });
  }
});

test('a broken file is reported, and its repair too', async () => {
  const { file, results, alert } = await start();
  await writeFile(file, text('> 2 >'));
  const says = ['3:59 metrics.depth.alert: a comparison has one operator: join two with "and"'];
  await vi.waitFor(() => expect(results.slice(-1).flatMap(told)).toEqual(says), { timeout: 40_000 });
  await writeFile(file, text('> 3'));
  await vi.waitFor(() => expect(alert()).toBe('> 3'), { timeout: 40_000 });
});

test('a file that vanishes is reported, and loaded when it is back', async () => {
  const { file, results, alert } = await start();
  await rm(file);
  await vi.waitFor(() => expect(results.at(-1)?.ok).toBe(false), { timeout: 40_000 });
  await writeFile(file, text('> 3'));
  await vi.waitFor(() => expect(alert()).toBe('> 3'), { timeout: 40_000 });
});

test('a file that is extended is watched as well', async () => {
  const { folder, results } = await start();
  await folder.write('base.yaml', base.replace('localhost', 'elsewhere'));
  await vi.waitFor(() => expect(results).toHaveLength(1), { timeout: 40_000 });
  const [result] = results;
  expect(result && loaded(result).plan.sources[0]?.place).toBe('redis://elsewhere');
});

test('the clock of a drill does not make the looks rarer', async () => {
  const { file, alert } = await start(scaledClock(20));
  await writeFile(file, text('> 2'));
  await vi.waitFor(() => expect(alert()).toBe('> 2'), { timeout: 40_000 });
});

test('a change between the load and the watch is not lost; the same content says nothing', async () => {
  const folder = await temporaryFolder();
  await folder.write('base.yaml', base);
  const file = await folder.write('p.yaml', text('> 1'));
  const options = folder.options();
  const running = loaded(await loadProfile(file, options));
  await writeFile(file, text('> 2'));
  const results: ProfileResult[] = [];
  const watch = watchProfile(file, {
    ...options,
    clock: systemClock(),
    running,
    onChange: (result) => results.push(result),
  });
  onTestFinished(() => watch.close());
  await vi.waitFor(() => expect(results).toHaveLength(1), { timeout: 40_000 });
  await writeFile(file, text('> 2'));
  await writeFile(file, text('> 3'));
  await vi.waitFor(() => expect(results).toHaveLength(2), { timeout: 40_000 });
});
