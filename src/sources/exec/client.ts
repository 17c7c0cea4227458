// The `exec` source's client: one run a poll, never two at once, and none at all in a profile that is not trusted.

import { resolve } from 'node:path';
import { gap, remedy, type Gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { shownBytes } from '../body.ts';
import {
  failedPoll,
  type CommandHost,
  type MetricRead,
  type PollResult,
  type Source,
  type SourceInput,
} from '../source.ts';
import { stdoutBytesMax } from './capture.ts';
import { askedBy, scanMsMax, Output, type Asked } from './reading.ts';
import { Process, type ProcessSetup } from './process.ts';
import type { ExecOptions, ExecRead } from './options.ts';
import { PatternBudget } from '../pattern-budget.ts';
import { startFailure } from './start-failure.ts';
import { verdictOf } from './verdict.ts';

type Input = SourceInput<ExecOptions, ExecRead>;

interface Entry extends MetricRead<ExecRead> {
  readonly asked: Asked;
}

/** What every command gets of our environment; TERM tells it that nobody looks at its colours. */
const passedAlways = ['PATH', 'HOME', 'LANG'];
/** A Windows program does not even start without these. */
const passedOnWindows = ['SYSTEMROOT', 'PATHEXT', 'COMSPEC', 'TEMP'];

const closedGap = gap('unavailable', 'this source is closed');

export function createSource(input: Input): Source {
  return new ExecSource(input);
}

const runElsewhere = remedy('Look at it with launchwall watch, which runs trusted commands.');

class ExecSource implements Source {
  readonly #input: Input;
  readonly #entries: readonly Entry[];
  #run: Process | null = null;
  #closed = false;

  constructor(input: Input) {
    this.#input = input;
    const budget = new PatternBudget(input.clock, scanMsMax);
    this.#entries = input.reads.map((entry) => ({ ...entry, asked: askedBy(entry.read, budget) }));
  }

  async poll(signal: AbortSignal): Promise<PollResult> {
    const { host } = this.#input;
    if (!host) return failedPoll(gap('not_trusted', 'commands are not run here', runElsewhere));
    const left = await this.#waitForLast(signal);
    if (left) return failedPoll(left);
    const refusal = await host.refusal();
    if (refusal) return failedPoll(refusal);
    // While we asked, another poll may have begun a run, and somebody may have closed the source.
    if (this.#closed) return failedPoll(closedGap);
    if (this.#run) return failedPoll(gap('unavailable', 'another run has just begun'));
    const setup = setupOf(this.#input.options, host);
    const run = this.#begin(setup, host);
    await endOrAbort(run.over, signal);
    run.stop();
    if (this.#closed) return failedPoll(closedGap);
    if (run.failure !== null) return failedPoll(await startFailure(run.failure, setup));
    const result = this.#judge(run, host);
    // Who takes the trust back while a command runs does not want its result.
    const refused = await host.refusal();
    return refused ? failedPoll(refused) : result;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#run?.stop();
    await this.#run?.over;
  }

  /** A run that was told to end may take a moment to; no other is begun before it has. */
  async #waitForLast(signal: AbortSignal): Promise<Gap | null> {
    while (this.#run !== null) {
      if (signal.aborted)
        return gap('timeout', 'the run before was told to end and is still there: no second one is begun');
      await endOrAbort(this.#run.over, signal);
    }
    return this.#closed ? closedGap : null;
  }

  #begin(setup: ProcessSetup, host: CommandHost): Process {
    const run = new Process(setup, this.#input.clock);
    this.#run = run;
    const takeBack = host.onAbruptEnd(() => run.kill());
    void this.#forgetOnceOver(run, takeBack);
    return run;
  }

  async #forgetOnceOver(run: Process, takeBack: () => void): Promise<void> {
    await run.over;
    takeBack();
    this.#run = null;
  }

  #judge(run: Process, host: CommandHost): PollResult {
    const { options, clock, timeout } = this.#input;
    const verdict = verdictOf(run, options, timeout);
    if (verdict.gap) return failedPoll(verdict.gap);
    const output = new Output(verdict.value, run.stdout, options.okExit);
    const at = clock.now();
    const samples = this.#entries.map(({ metric, asked, exact }) => ({
      metric,
      sample: { at, ...asked(output, exact) },
    }));
    const { outputGap, durationMs } = verdict.value;
    const note = outputGap?.message ?? noteOf(run, options.pass, host);
    return { samples, gap: outputGap, latencyMs: durationMs, note, retryAfter: null };
  }
}

function setupOf({ command, cwd, env, pass }: ExecOptions, host: CommandHost): ProcessSetup {
  const names = [...passedAlways, ...(process.platform === 'win32' ? passedOnWindows : []), ...pass];
  const passed = names.flatMap((name) => {
    const value = host.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    command,
    cwd: resolve(host.folder, cwd),
    env: { ...Object.fromEntries(passed), TERM: 'dumb', ...env },
  };
}

/** Resolves with whichever comes first; leaves no listener behind. */
async function endOrAbort(over: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve: abort } = Promise.withResolvers<void>();
  const onAbort = (): void => abort();
  signal.addEventListener('abort', onAbort, { once: true });
  await Promise.race([over, promise]);
  signal.removeEventListener('abort', onAbort);
}

/** What is odd about a run as expected. */
function noteOf(run: Process, pass: readonly string[], host: CommandHost): string | null {
  const { total, cut } = run.stdout;
  const absent = pass.filter((name) => host.env[name] === undefined);
  const parts = [
    ...(cut ? [`${shownBytes(total)} of output cut at ${shownBytes(stdoutBytesMax)}`] : []),
    ...(absent.length === 0 ? [] : [plainText(`not set here: ${absent.join(', ')}`)]),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}
