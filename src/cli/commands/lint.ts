// `launchwall lint PROFILE…`: everything that is wrong or doubtful with these profiles, each with its place.

import { counted } from '../../domain/plural.ts';
import type { Diagnostic } from '../../profile/read/findings.ts';
import { result, resultJson, printNote, type Context } from '../context.ts';
import { failedExitCode } from '../exit-codes.ts';
import { commandLine, lintTargets, sendLine } from '../options/lint-targets.ts';
import { diagnosticLine } from '../profile-input.ts';

export interface LintArguments {
  readonly json?: boolean;
}

export async function lint(
  profiles: readonly string[],
  options: LintArguments,
  context: Context,
): Promise<number> {
  const { checked, diagnostics, commands, sends } = await lintTargets(profiles, context);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (options.json === true) resultJson(context, { diagnostics, commands, sends });
  else {
    for (const found of diagnostics) result(context, diagnosticLine(found));
    for (const command of commands) result(context, commandLine(command));
    for (const send of sends) result(context, sendLine(send));
    printNote(
      context,
      `${checked} checked: ${counted(errors, 'error')}, ${counted(warnings(diagnostics), 'warning')}`,
    );
  }
  return errors === 0 ? 0 : failedExitCode;
}

function warnings(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ severity }) => severity === 'warning').length;
}
