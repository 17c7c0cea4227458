// `launchwall test FILE…`: tests of a profile's own rules, over given samples. No source is opened.

import { printDuration } from '../../domain/duration.ts';
import { counted } from '../../domain/plural.ts';
import { plainText } from '../../domain/text.ts';
import type { Diagnostic } from '../../profile/read/findings.ts';
import { runRuleTest, type RuleTestFailure, type RuleTestOutcome } from '../../profile/rule-tests/run.ts';
import { readRuleTests } from '../../profile/rule-tests/read.ts';
import { result, resultJson, printNote, type Context } from '../context.ts';
import { exitCodes, failedExitCode } from '../exit-codes.ts';
import { diagnosticLine } from '../profile-input.ts';

export interface TestArguments {
  readonly json?: boolean;
}

interface FileOutcome {
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly outcomes: readonly RuleTestOutcome[];
}

/** Longest sentence of a board that is shown below a failure. */
const reasonLengthMax = 400;

export async function test(
  files: readonly string[],
  options: TestArguments,
  context: Context,
): Promise<number> {
  const outcomes: FileOutcome[] = [];
  for (const file of files) outcomes.push(await outcomeOf(file, context));
  const json = options.json === true;
  if (json) resultJson(context, asJson(outcomes));
  else for (const outcome of outcomes) for (const line of linesOf(outcome)) result(context, line);
  if (!json) printNote(context, summary(outcomes));
  if (outcomes.some(({ diagnostics }) => diagnostics.length > 0)) return exitCodes.profile;
  return failuresIn(outcomes) === 0 ? 0 : failedExitCode;
}

async function outcomeOf(file: string, context: Context): Promise<FileOutcome> {
  const { cwd, configDir, shippedDir } = context;
  const read = await readRuleTests(file, { cwd, configDir, shippedDir });
  if (!read.ok) return { file, diagnostics: read.diagnostics, outcomes: [] };
  const { plan, tests } = read.file;
  return { file, diagnostics: [], outcomes: tests.map((one) => runRuleTest(plan, one)) };
}

function linesOf({ diagnostics, outcomes }: FileOutcome): readonly string[] {
  return [
    ...diagnostics.map(diagnosticLine),
    ...outcomes.flatMap(({ test: one, failures }) =>
      failures.flatMap((failure) => failureLines(one.name, failure)),
    ),
  ];
}

/** `file:line:column: NAME, at 5m: queue-depth: expected red, was amber`, and below it the board's own sentences. */
function failureLines(name: string, failure: RuleTestFailure): readonly string[] {
  const { file, line, column } = failure.place;
  const { subject, expected, was, reasons } = failure;
  const at = printDuration(failure.at);
  return [
    `${file}:${line}:${column}: ${plainText(name)}, at ${at}: ${subject}: expected ${expected}, was ${was}`,
    ...reasons.map((reason) => `    ${plainText(reason, reasonLengthMax)}`),
  ];
}

function summary(files: readonly FileOutcome[]): string {
  const outcomes = files.flatMap((file) => file.outcomes);
  const failed = outcomes.filter(({ failures }) => failures.length > 0).length;
  const claims = outcomes.reduce((sum, outcome) => sum + outcome.claims, 0);
  const unread = files.filter(({ diagnostics }) => diagnostics.length > 0).length;
  const parts = [
    `${counted(outcomes.length, 'test')} with ${counted(claims, 'expectation')}`,
    failed === 0 ? (outcomes.length === 0 ? 'nothing was tested' : 'all pass') : failedWords(files, failed),
    ...(unread === 0 ? [] : [`${counted(unread, 'file')} cannot be read`]),
  ];
  return parts.join('; ');
}

function failedWords(files: readonly FileOutcome[], failed: number): string {
  return `${counted(failed, 'test')} failed in ${counted(failuresIn(files), 'expectation')}`;
}

function failuresIn(files: readonly FileOutcome[]): number {
  return files.reduce(
    (sum, { outcomes }) => sum + outcomes.reduce((inner, { failures }) => inner + failures.length, 0),
    0,
  );
}

function asJson(files: readonly FileOutcome[]): object {
  return {
    schema: 'launchwall.test/1',
    passed: failuresIn(files) === 0 && files.every(({ diagnostics }) => diagnostics.length === 0),
    files: files.map(({ file, diagnostics, outcomes }) => ({
      file,
      diagnostics,
      tests: outcomes.map(({ test: one, claims, failures }) => ({
        name: one.name,
        line: one.place.line,
        passed: failures.length === 0,
        expectations: claims,
        failures: failures.map(({ at, place, subject, expected, was, reasons }) => ({
          at: printDuration(at),
          line: place.line,
          column: place.column,
          subject,
          expected,
          was,
          reasons,
        })),
      })),
    })),
  };
}
