// How many of the polls that are due the whole program makes, and at what CPU: 500 HTTP sources, each polled every second,
// watched without a terminal. And its memory when there are 2,000.
import { execFileSync, fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bareUsage } from '../bare-usage.ts';
import { root } from '../bundle.ts';
import type { Measurement } from '../measurement.ts';
import { programFlags } from '../program-flags.ts';

const sources = 500;
const manySources = 2_000;
const warmUpMs = 4_000;
const measuredMs = 6_000;
const memoryAfterMs = 30_000;
const executable = join(root, 'bin/launchwall.js');

export function polls(): Measurement {
  let folder = '';
  let profile = '';
  let manyProfile = '';
  let target: ChildProcess | null = null;
  return {
    name: 'polls',
    figures: [
      { id: 'done', title: `of ${sources} polls due a second`, unit: '%', budget: 95, atLeast: true },
      { id: 'extra', title: 'polls that were not due', unit: '%', budget: 2 },
      // 15 % of a core where bare Node takes 27 ms.
      { id: 'cpu', title: `whole program, ${sources} polls a second`, unit: 'B a second', budget: 5.6 },
      { id: 'memory', title: `whole program, ${manySources} polls a second`, unit: '× bare Node', budget: 6 },
    ],
    async prepare() {
      target = fork(fileURLToPath(new URL('../programs/http-target.mjs', import.meta.url)));
      const [{ port }] = (await once(target, 'message')) as [{ port: number }];
      folder = await mkdtemp(join(tmpdir(), 'launchwall-bench-'));
      profile = join(folder, 'polls.yaml');
      await writeFile(profile, profileText(port, sources));
      manyProfile = join(folder, 'many.yaml');
      await writeFile(manyProfile, profileText(port, manySources));
      const lint = spawnSync(process.execPath, [executable, 'lint', profile], { encoding: 'utf8' });
      return lint.status === 0 ? null : `not built yet: launchwall lint exits ${lint.status}`;
    },
    async sample(bare) {
      const unit = await bare();
      const few = await watched(profile, async (pid) => {
        await pause(warmUpMs);
        const before = { cpu: await cpuMs(pid), requests: await requestsSeen(target) };
        const startedAt = performance.now();
        await pause(measuredMs);
        const seconds = (performance.now() - startedAt) / 1_000;
        const requests = (await requestsSeen(target)) - before.requests;
        const cpu = (await cpuMs(pid)) - before.cpu;
        const done = (100 * requests) / seconds / sources;
        return { done: Math.min(100, done), extra: Math.max(0, done - 100), cpu: cpu / seconds / unit };
      });
      const { memory: bareMemory } = await bareUsage();
      const memory = await watched(manyProfile, async (pid) => {
        await pause(memoryAfterMs);
        return (await residentBytes(pid)) / bareMemory;
      });
      return { ...few, memory };
    },
    async dispose() {
      target?.kill();
      if (folder !== '') await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The program without a terminal, watching this profile, while `look` looks at it. */
async function watched<T>(profile: string, look: (pid: number | undefined) => Promise<T>): Promise<T> {
  const program = spawn(process.execPath, [...programFlags, executable, 'watch', profile, '--json'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    return await look(program.pid);
  } finally {
    program.kill('SIGTERM');
    await once(program, 'exit');
  }
}

function profileText(port: number, count: number): string {
  const ids = Array.from({ length: count }, (_, index) => `s${index}`);
  return `profile: bench/polls
title: Polls
sources:
${ids.map((id) => `  ${id}: { kind: http, url: "http://127.0.0.1:${port}/${id}", every: 1s, timeout: 900ms }`).join('\n')}
metrics:
${ids.map((id) => `  m-${id}: { title: ${id}, from: ${id}, read: latency, unit: ms, target: "< 1s", alert: "> 2s" }`).join('\n')}
`;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function requestsSeen(target: ChildProcess | null): Promise<number> {
  target?.send('how many');
  const [{ requests }] = (await once(target ?? process, 'message')) as [{ requests: number }];
  return requests;
}

/** What of the process is in memory, from Linux's /proc, in bytes. */
async function residentBytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
}

/** CPU that the process has used, from Linux's /proc; user and system time are its 14th and 15th fields. */
async function cpuMs(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond;
}

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
