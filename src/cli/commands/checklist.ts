// `launchwall checklist PROFILE`: the checklist given back, filled in.

import { resolve } from 'node:path';
import { LaunchwallError } from '../../domain/errors.ts';
import { checklistJson, checklistMarkdown } from '../../report/checklist.ts';
import { writeReport } from '../../report/write.ts';
import { polledChecklist, saidChecklist } from '../checklist.ts';
import { result, resultText, type Context } from '../context.ts';
import type { LaunchArguments } from '../launch-options.ts';

export interface ChecklistArguments extends LaunchArguments {
  readonly format?: string;
  readonly output?: string;
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
  const read = options.poll === false ? saidChecklist : polledChecklist;
  const input = await read(profile, options, context);
  if ('interrupted' in input) return input.interrupted;
  const text = format === 'json' ? checklistJson(input) : checklistMarkdown(input);
  if (options.output === undefined) resultText(context, text.trimEnd());
  else result(context, await writeReport(resolve(context.cwd, options.output), text));
  return 0;
}
