// What the checklist is drawn from: the board after one look at everything, or, without a look, only what has been said.

import { LaunchwallError } from '../../domain/errors.ts';
import { systemClock } from '../../engine/clocks.ts';
import { marksFor } from '../../rules/launch/former-names.ts';
import { Judge } from '../../rules/judge.ts';
import type { ChecklistInput } from '../../report/checklist.ts';
import { judgedBoard, type Interrupted } from './check.ts';
import { printNote, type Context } from '../context.ts';
import { instantArgument, launchChoice, type LaunchArguments } from '../options/launch-options.ts';
import { joinLaunch } from '../session/launch.ts';
import { loadMarkedPlan } from '../session/marked-plan.ts';

export interface ListedLaunch extends ChecklistInput {
  readonly profileFiles: readonly string[];
}

export async function polledChecklist(
  profile: string,
  options: LaunchArguments,
  context: Context,
): Promise<ListedLaunch | Interrupted> {
  const judged = await judgedBoard(profile, options, context);
  if ('interrupted' in judged) return judged;
  const { board, plan, launch, files } = judged;
  if (launch === null) throw new LaunchwallError('internal', 'a check knows no launch');
  return { board, plan, launch, profileFiles: files };
}

export async function saidChecklist(
  profile: string,
  options: LaunchArguments,
  context: Context,
): Promise<ListedLaunch> {
  const clock = systemClock();
  const loaded = await loadMarkedPlan(profile, context);
  for (const { message } of loaded.warnings) printNote(context, `launchwall: ${message}`);
  const { plan, files } = loaded;
  const now = clock.now();
  const t0 = options.t0 === undefined ? null : instantArgument('--t0', options.t0, now);
  const launch = await joinLaunch({ choice: launchChoice('read', options), plan, t0, clock }, context);
  try {
    if (launch.problem !== null) printNote(context, `launchwall: ${launch.problem}`);
    const marks = marksFor(plan, launch.log.poll());
    const { board } = new Judge(plan, now).advance({ now, samples: [], sources: [], loopLagMs: 0, marks });
    return { board, plan, launch: launch.name, profileFiles: files };
  } finally {
    launch.close();
  }
}
