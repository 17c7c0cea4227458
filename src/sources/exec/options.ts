// What a profile may say about a command, and what can be read from a run of it.

import * as z from 'zod';
import { groupCount, isPattern, noPattern, readBareRegex, readRegex } from '../bounded-regex.ts';
import { jsonNotPointer, pointerField } from '../fields.ts';

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;
const noNul = (text: string): boolean => !text.includes('\0');

/** A pattern for one line, written bare or as `/pattern/flags`. */
function patternField(groups: 0 | 1) {
  return z.string().transform((text, context) => {
    const pattern = readBareRegex(text);
    if (pattern && (groups === 0 || groupCount(pattern) === groups)) return pattern;
    const message = pattern
      ? `a line's pattern needs exactly one group, this one has ${groupCount(pattern)}: failed=(\\d+)`
      : noPattern;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

const exitCodes = z.array(z.int().min(0).max(255)).min(1);

const argument = z
  .string({
    error: ({ code }) =>
      code === 'invalid_type' ? 'an argument is a text: write a number or true in quotes' : undefined,
  })
  .refine(noNul, { error: 'an argument cannot hold a NUL character' });

const notEmpty = argument.min(1, { error: 'this must not be empty' });

const argumentList = z
  .array(argument)
  .min(1, { error: 'a command names a program' })
  .refine(([program]) => program !== '', { path: [0], error: 'this must not be empty' });

export const execOptions = z
  .strictObject({
    command: z
      .union([notEmpty, argumentList], {
        error: 'a command is a list of texts, [terraform, plan, "-lock=false"], or one text with shell: true',
      })
      .meta({ description: 'The program and its arguments; one text only with shell: true.' }),
    shell: z
      .boolean()
      .default(false)
      .meta({ description: 'The command is one text, which a shell is given to read.' }),
    cwd: notEmpty
      .default('.')
      .meta({ description: "The folder it runs in, relative to the profile's own; that one by default." }),
    env: z
      .record(
        z.string().regex(variableName, { error: 'a variable is named by letters, digits and _' }),
        argument,
      )
      .default({})
      .meta({ description: 'Variables set for the command. Secrets only through ${NAME}.' }),
    pass: z
      .array(z.string().regex(variableName, { error: 'a variable is named by letters, digits and _' }))
      .default([])
      .meta({ description: 'Variables of this environment that are passed on: [AWS_PROFILE].' }),
    okExit: exitCodes.default([0]).meta({ description: 'The exit codes for which `ok` is true.' }),
    expectExit: exitCodes.optional().meta({
      description: 'The exit codes after which the output counts; those of okExit by default.',
    }),
  })
  .refine(({ command, shell }) => (typeof command === 'string') === shell, {
    path: ['command'],
    error: ({ input }) =>
      isShell(input)
        ? 'with shell: true the command is one text: "terraform plan | tail -1"'
        : 'a text is only for a shell: write a list, [terraform, plan], or add shell: true',
  });

function isShell(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'shell' in input && input.shell === true;
}

const whereText = z.string().refine((text) => !isPattern(text) || readRegex(text) !== null, {
  error: `${noPattern}, or a plain value`,
});
const whereValue = z.union([whereText, z.number(), z.boolean()]);
const mayBeEmpty = z
  .boolean()
  .default(false)
  .meta({ description: 'Nothing to count counts as 0, and not as a reading that failed.' });

/** The message that one of a union's members wrote itself: it knows better than the union what is wrong. */
function ownMessage(errors: unknown): string | null {
  const issue = z.object({ code: z.string(), message: z.string() });
  const parsed = z.array(z.array(issue)).safeParse(errors);
  return parsed.data?.flat().find(({ code }) => code === 'custom')?.message ?? null;
}

export const execRead = z.union(
  [
    z.enum(['ok', 'duration']),
    z.strictObject({ exit: z.literal('code') }),
    jsonNotPointer(z.strictObject({ json: pointerField })),
    z.strictObject({ line: patternField(1), take: z.enum(['first', 'last']).default('first') }),
    z.strictObject({ count: patternField(0), mayBeEmpty }),
    z.strictObject({
      count: jsonNotPointer(
        z.strictObject({
          json: pointerField,
          where: z
            .record(z.string(), z.union([whereValue, z.array(whereValue).min(1)]))
            .refine((where) => Object.keys(where).length > 0, { error: 'where names at least one field' })
            .optional(),
        }),
      ),
      mayBeEmpty,
    }),
  ],
  {
    error: (issue) =>
      ownMessage(issue.errors) ??
      'a command is read as ok, duration, { exit: code }, { json: /path }, { line: "pattern with one (group)" }, ' +
        '{ count: "pattern" } or { count: { json: /list, where: { field: value } } }',
  },
);

export type ExecOptions = z.output<typeof execOptions>;
export type ExecRead = z.output<typeof execRead>;
