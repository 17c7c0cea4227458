// The polling thread's own beginning: opens sources by the registry, and talks to the engine's thread.

import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../engine/clocks.ts';
import type { Ask, PollThreadData, Told } from '../../engine/poll-messages.ts';
import { PollService } from '../../engine/poll-service.ts';
import { openSource } from './open-source.ts';
import { outputTo } from '../output.ts';
import { catchStrayOutput } from '../stray-output.ts';

// A thread has a console of its own, and its stderr ends in that of the program.
catchStrayOutput((line) => outputTo(process.stderr).line(line));

const { origin }: PollThreadData = workerData;
const clock = systemClock(origin);
const service = new PollService({
  clock,
  open: (source, memory) => openSource(source, clock, memory),
  tell: (told: Told) => parentPort?.postMessage(told),
});
// What goes wrong in here ends the thread, and the engine's side begins it anew.
parentPort?.on('message', (ask: Ask) => void service.hear(ask));
