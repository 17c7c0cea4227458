// What becomes of the processes: on a timeout, on close, when the program ends at once; and that there are never two.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gap, remedy } from '../../../src/domain/gap.ts';
import { handClock } from '../../support/hand-clock.ts';
import { until } from '../../support/services.ts';
import { commanded, told } from './support.ts';

/** Writes its number to a file, so that a test knows that it runs, and sleeps longer than any test. */
const sleeper = '#!/bin/sh\necho $$ > "$1.tmp"\nmv "$1.tmp" "$1"\nexec sleep 1000\n';
/** The same for one that does not listen to SIGTERM. */
const stubborn =
  '#!/bin/sh\ntrap "" TERM\necho $$ > "$1.tmp"\nmv "$1.tmp" "$1"\nwhile :; do sleep 1000; done\n';

async function processIn(folder: string, file: string): Promise<number> {
  const path = join(folder, file);
  return until(
    () => existsSync(path) && Number(readFileSync(path, 'utf8')),
    `the process in ${file}`,
    30_000,
  );
}

function isNumberTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Whoever has ended, and was not asked for by its parent yet, has its number still. */
function isAlive(pid: number): boolean {
  if (!isNumberTaken(pid)) return false;
  const stat = `/proc/${pid}/stat`;
  try {
    return !/\) Z /.test(readFileSync(stat, 'utf8'));
  } catch {
    return isNumberTaken(pid);
  }
}

const gone = (pid: number): Promise<true> => until(() => !isAlive(pid), `the end of ${pid}`);

/** Two processes: one that the command starts, and the command's own. */
async function family(script: string, extra: Parameters<typeof commanded>[0] | null = null) {
  const command = await commanded({
    options: { command: './child.sh grandchild & ./child.sh child', shell: true },
    files: { 'child.sh': script },
    timeout: 30_000,
    ...extra,
  });
  const limit = new AbortController();
  const polled = command.poll(limit.signal);
  const pids = await Promise.all(['grandchild', 'child'].map((file) => processIn(command.folder, file)));
  return { ...command, command, limit, polled, pids };
}

test('a command that hangs is a timeout, and everything that it started is told to end', async () => {
  const { limit, polled, pids } = await family(sleeper);
  limit.abort();
  const result = await polled;
  expect(result.gap).toEqual(gap('timeout', 'it had not ended after 30s and was told to (SIGTERM)'));
  expect(result.samples).toEqual([]);
  for (const pid of pids) await gone(pid);
});

test('who does not listen is killed after two seconds, and no second run is begun before', async () => {
  const clock = handClock(0);
  const { limit, polled, pids, poll } = await family(stubborn, {
    options: { command: './child.sh grandchild & ./child.sh child', shell: true },
    files: { 'child.sh': stubborn },
    timeout: 30_000,
    clock,
  });
  limit.abort();
  await polled;
  expect(pids.map(isAlive)).toEqual([true, true]);
  const second = new AbortController();
  const waiting = poll(second.signal);
  second.abort();
  expect((await waiting).gap).toEqual(
    gap('timeout', 'the run before was told to end and is still there: no second one is begun'),
  );
  clock.advance(1_999);
  expect(pids.map(isAlive)).toEqual([true, true]);
  clock.advance(1);
  for (const pid of pids) await gone(pid);
});

test('close ends a run, and the poll with it', async () => {
  const { source, polled, pids } = await family(sleeper);
  await source.close();
  expect((await polled).gap).toEqual(gap('unavailable', 'this source is closed'));
  for (const pid of pids) await gone(pid);
  await source.close();
  expect((await source.poll(AbortSignal.timeout(60_000))).gap?.message).toBe('this source is closed');
});

test('when the program ends on the spot, a run is killed on the spot', async () => {
  const { command, polled, pids } = await family(stubborn);
  expect(command.endings.size).toBe(1);
  for (const end of command.endings) end();
  for (const pid of pids) await gone(pid);
  expect((await polled).gap).toEqual(gap('unavailable', 'killed by SIGKILL (137): out of memory?'));
  await until(() => command.endings.size === 0, 'the run to be forgotten');
});

test('what a command leaves running without its output ends with it', async () => {
  const { look, folder } = await commanded({
    options: {
      command: './child.sh left >/dev/null 2>&1 & while [ ! -f left ]; do sleep 0.01; done; echo ready',
      shell: true,
    },
    reads: { line: { line: '(.+)' } },
    files: { 'child.sh': sleeper },
  });
  expect(await look()).toEqual({ line: 'ready' });
  await gone(await processIn(folder, 'left'));
});

test('what it leaves running with its output keeps that from counting, and not the exit', async () => {
  const command = await commanded({
    options: {
      command:
        './child.sh left & while [ ! -f left ]; do sleep 0.01; done; echo ready; echo $$ > tmp; mv tmp shell',
      shell: true,
    },
    reads: { exit: { exit: 'code' }, ready: { count: 'ready' } },
    files: { 'child.sh': sleeper },
  });
  const limit = new AbortController();
  const polled = command.poll(limit.signal);
  const shell = await processIn(command.folder, 'shell');
  // Once its number is free, Node has asked for its exit, and told us of it.
  await until(() => !isNumberTaken(shell), 'the end of the shell');
  limit.abort();
  expect(told(await polled, ['exit', 'ready'])).toEqual({
    exit: '0',
    ready:
      'torn: it ended with 0, but what it left running still holds its output: nobody knows what is to come',
  });
  await gone(await processIn(command.folder, 'left'));
});

test('two polls at once make one run', async () => {
  const { polled, poll, limit, folder } = await family(sleeper);
  const second = new AbortController();
  const other = poll(second.signal);
  second.abort();
  expect((await other).gap?.reason).toBe('timeout');
  limit.abort();
  await polled;
  expect(existsSync(join(folder, 'child'))).toBe(true);
});

test('without trust nothing is run, and what ran when it was taken back does not count', async () => {
  const refused = gap('not_trusted', 'not this one', remedy('Trust it.', 'launchwall trust x'));
  const command = await commanded({
    options: { command: 'echo run >> runs; cat runs', shell: true },
    reads: { runs: { count: 'run' } },
  });
  command.refusal = refused;
  expect(await command.look()).toEqual({ runs: 'not_trusted: not this one' });
  expect(existsSync(join(command.folder, 'runs'))).toBe(false);
  command.refusal = null;
  expect(await command.look()).toEqual({ runs: '1' });

  const late = await family(sleeper);
  late.command.refusal = refused;
  for (const pid of late.pids) process.kill(pid, 'SIGKILL');
  expect((await late.polled).gap).toEqual(refused);
});
