// The small parts that the profile's schema is made of. Each carries the sentence that a wrong value gets.

import * as z from 'zod';
import {
  durationForm,
  likeDuration,
  likeDurationForm,
  noDuration,
  parseDuration,
} from '../../domain/duration.ts';
import { instantPattern, parseInstant } from '../../domain/instant.ts';
import { quotedWord, unseenIn } from '../../domain/shell-word.ts';
import { durationField } from '../../sources/fields.ts';
import { keywords } from '../../rules/condition/lex.ts';
import type { MissingData } from '../../rules/plan.ts';

/** What the conditions read as one word. */
const idPattern = /^[A-Za-z_][A-Za-z0-9_]*(?:[-.][A-Za-z0-9_]+)*$/;

/** A name that a condition can be written with: none of the grammar's own words. */
export const idField = z
  .string()
  .meta({
    description: 'A name: words of letters, digits and "_", joined by "-" or ".".',
    pattern: `^(?!(?:${[...keywords].join('|')})$)${idPattern.source.slice(1)}`,
  })
  .refine((text) => idPattern.test(text), {
    error: 'a name is words of letters, digits and "_", joined by "-" or ".", such as queue-depth',
    abort: true,
  })
  .refine((text) => !keywords.has(text), {
    error: `a word of the conditions cannot be a name: ${[...keywords].join(', ')}`,
  });

export const textField = z.string().min(1);

/** A terminal that a command is pasted into obeys what a screen does not show. */
const commandField = textField
  .transform((text) => text.trim())
  .superRefine((text, context) => {
    const found = unseenIn(text);
    if (found === null) return;
    const code = `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    const message = /[\r\n]/.test(found)
      ? 'a command to copy is one line: join its lines with && or ;, or give the script a file'
      : `there is ${code} in it, which cannot be seen and a terminal may obey: leave it out, or write it as the shell does, ${quotedWord(found)}`;
    context.addIssue({ code: 'custom', message });
  });

/** One, or a list; read as a list. */
function oneOrMore<Schema extends z.ZodType>(schema: Schema, description: string) {
  return z
    .union([schema, z.array(schema)])
    .meta({ description })
    .transform((given): readonly z.output<Schema>[] => (Array.isArray(given) ? given : [given]));
}

export const refField = oneOrMore(
  textField,
  'The lines of the checklist that this stands for, one or a list: sge-037.',
);

export const needsField = oneOrMore(
  textField,
  'Sources or metrics without which this one says nothing: while one of them is down, this is unknown because of it.',
);

const missingWords: Readonly<Record<string, MissingData>> = {
  unknown: 'unknown',
  keep: 'keep',
  bad: 'bad',
  good: 'good',
  missing: 'unknown',
  ignore: 'keep',
  breaching: 'bad',
  notBreaching: 'good',
};

export const missingField = z
  .enum(Object.keys(missingWords))
  .meta({
    description:
      'What missing data count as: unknown, keep, bad or good; the CloudWatch words (missing, ignore, breaching, notBreaching) are read too. good needs a because.',
  })
  .transform((word): MissingData => missingWords[word] ?? 'unknown');

export const becauseField = textField.meta({ description: 'Why missing data are good.' });

export const conditionField = textField.meta({
  description: 'A condition: a comparison that holds, does not hold, or cannot be told.',
  examples: ['queue-depth > 1000 for 10m'],
});

export const ownConditionField = textField.meta({
  description: 'A condition: this metric itself is left out of it.',
  examples: ['> 500 for 10m'],
});

export const formulaField = textField.meta({
  description: 'A formula over other metrics: + - * / and parentheses, functions and quantities.',
  examples: ['errors / requests * 100'],
});

export const callField = textField.meta({
  description: 'A function: it is taken over the readings, and its result is the value of the metric.',
  examples: ['success(1h)', 'rate(1m)'],
});

/** A duration that is longer than nothing. */
export const spanField = durationField
  .refine((duration) => duration > 0, { error: 'expected a duration longer than nothing' })
  .meta({ pattern: `^(?=.*[1-9])\\s*${durationForm}\\s*$` });

export const detectField = spanField.meta({
  description:
    'A duration within which this must be noticed at the latest: 60s. Lint holds the worst case against it.',
  examples: ['60s'],
});

/** Words, or a duration: what begins like one and is none would be a deadline that nobody watches over. */
export const respondField = textField
  .meta({
    description: 'A duration, or words: the time to respond, from the opening. 15m, or next business day.',
    examples: ['15m'],
    pattern: `^(?:\\s*${durationForm}\\s*$|(?!${likeDurationForm}))`,
  })
  .superRefine((text, context) => {
    if (parseDuration(text) !== null || !likeDuration.test(text)) return;
    const otherwise = '15m, 1h30m or 2d, or begin with a word where words are meant';
    context.addIssue({ code: 'custom', message: noDuration(text, otherwise) });
  });

/** An instant with its offset to UTC, as epoch milliseconds. */
export const instantField = z
  .string()
  .meta({
    description: 'An instant: date, time and offset to UTC.',
    examples: ['2026-12-01T15:00:00Z'],
    pattern: instantPattern.source,
  })
  .transform((text, context) => {
    const instant = parseInstant(text);
    if (instant !== null) return instant;
    const message = 'expected an instant such as 2026-12-01T15:00:00Z, with its offset to UTC';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const stepObject = z.strictObject({
  text: textField.meta({ description: 'What to do.' }),
  run: commandField
    .meta({ description: 'A command to copy, on one line. It is shown, and never run.' })
    .optional(),
  ref: refField.optional(),
});

const stepField = z
  .union([textField, stepObject])
  .meta({ description: 'A step: text, or text with a command.' });

/** Steps: one or a list, each a text or a text with a command. */
export const stepsField = z
  .union([textField, stepObject, z.array(stepField).min(1)])
  .meta({ description: 'What to do, first things first.' })
  .transform((given) =>
    (Array.isArray(given) ? given : [given]).map((step) =>
      typeof step === 'string' ? { text: step } : step,
    ),
  );

const offsetPattern = /^T(?:([+-])(.+))?$/;

/** `T-1h`, `T-0`, `T+24h`: milliseconds from T-0. */
export const phaseAtField = z
  .string()
  .meta({
    description: 'A point on the clock of the launch.',
    examples: ['T-1h', 'T-0', 'T+24h'],
    pattern: `^T(?:[+-](?:0|\\s*${durationForm}\\s*))?$`,
  })
  .transform((text, context) => {
    const offset = phaseOffset(text);
    if (offset !== null) return { text, offset };
    context.addIssue({
      code: 'custom',
      message: 'expected a point on the launch clock such as T-1h, T-0 or T+24h',
    });
    return z.NEVER;
  });

function phaseOffset(text: string): number | null {
  const match = offsetPattern.exec(text);
  if (!match) return null;
  const [, sign = '+', rest = '0'] = match;
  if (rest === '0') return 0;
  const duration = durationField.safeParse(rest);
  if (!duration.success) return null;
  return sign === '-' ? 0 - duration.data : duration.data;
}
