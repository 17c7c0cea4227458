// `launchwall checklist PROFILE`: the checklist given back, filled in.

import { LaunchwallError } from '../../domain/errors.ts';
import { checklistJson, checklistMarkdown } from '../../report/checklist.ts';
import { stdoutName } from '../../report/target.ts';
import { polledChecklist, saidChecklist } from './checklist-input.ts';
import { result, type Context } from '../context.ts';
import type { LaunchArguments } from '../options/launch-options.ts';
import { checkTarget, writeText } from '../reports/report-files.ts';

export interface ChecklistArguments extends LaunchArguments {
  readonly format?: string;
  readonly output?: string;
  readonly force?: boolean;
  /** False with `--no-poll`. */
  readonly poll?: boolean;
}

export async function checklist(
  profile: string,
  options: ChecklistArguments,
  context: Context,
): Promise<number> {
  const format = options.format ?? (options.output?.endsWith('.json') === true ? 'json' : 'md');
  if (format !== 'md' && format !== 'json')
    throw new LaunchwallError('usage', `--format: "${format}" is none of md, json`);
  const target = { file: options.output ?? stdoutName, force: options.force === true };
  await checkTarget(target, context);
  const read = options.poll === false ? saidChecklist : polledChecklist;
  const input = await read(profile, options, context);
  if ('interrupted' in input) return input.interrupted;
  const text = format === 'json' ? checklistJson(input) : checklistMarkdown(input);
  const path = await writeText(text, target, input.profileFiles, context);
  if (path !== null) result(context, path);
  return 0;
}
