// `launchwall snapshot PROFILE`: polls, and writes the report.

import { LaunchwallError } from '../../domain/errors.ts';
import { result, type Context } from '../context.ts';
import { checkTarget, reportFormats, writeOne } from '../reports/report-files.ts';
import type { LaunchArguments } from '../options/launch-options.ts';
import { judgedBoard } from './check.ts';

export interface SnapshotArguments extends LaunchArguments {
  readonly output?: string;
  readonly format?: string;
  readonly for?: string;
  readonly force?: boolean;
}

export async function snapshot(
  profile: string,
  options: SnapshotArguments,
  context: Context,
): Promise<number> {
  const wanted = options.format ?? formatOfFile(options.output) ?? 'md';
  const format = reportFormats.find((known) => known === wanted);
  if (!format)
    throw new LaunchwallError('usage', `--format: "${wanted}" is none of ${reportFormats.join(', ')}`);
  const target = { file: options.output ?? null, force: options.force === true };
  await checkTarget(target, context);
  const judged = await judgedBoard(profile, options, context);
  if ('interrupted' in judged) return judged.interrupted;
  const { board, files } = judged;
  const path = await writeOne(format, target, { board, profileFiles: files }, context);
  if (path !== null) result(context, path);
  return judged.exitCode;
}

function formatOfFile(file: string | undefined): string | null {
  return /\.(md|html|json)$/.exec(file ?? '')?.[1] ?? null;
}
