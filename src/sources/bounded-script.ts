// A script of ours over what a profile and a remote end have written, with a bound on its time. V8 breaks off a match only through
// `vm`'s timeout, which counts the time that passes: on a busy machine that alone would break off what had hardly begun.

import type { Context, Script } from 'node:vm';
import { codeOf } from '../domain/thrown.ts';

/** Times that a script which was broken off without having had its time begins anew. */
const attemptsMax = 4;

/** What it gave, or `slow` when it was broken off. */
export type BoundedResult = { readonly given: unknown } | 'slow';

/**
 * Runs the script until it ends, or has had this much of the processor. One attempt takes no longer than that even where the
 * processor is its alone, and all of them together at most twice as much processor; what the machine does meanwhile is not ours.
 * @param cpuMs milliseconds of the process's own time.
 */
export function runBounded(script: Script, context: Context, cpuMs: number): BoundedResult {
  let left = cpuMs;
  for (let attempt = 0; attempt < attemptsMax && left > 0; attempt++) {
    const before = process.cpuUsage();
    try {
      return { given: script.runInContext(context, { timeout: cpuMs }) };
    } catch (error) {
      if (codeOf(error) !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    }
    const { user, system } = process.cpuUsage(before);
    left -= (user + system) / 1_000;
  }
  return 'slow';
}
