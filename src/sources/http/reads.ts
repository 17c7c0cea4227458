// What can be read from an HTTP answer.

import * as z from 'zod';
import { groupCount, noPattern, readBareRegex } from '../bounded-regex.ts';
import { pointerField } from '../fields.ts';
import { corsField } from './cors-schema.ts';
import { jwksField } from './jwks-schema.ts';
import { stepNameField } from './step-names.ts';

/** A pattern whose one group is the value, written bare or as `/pattern/flags`. */
const groupRegex = z.string().transform((text, context) => {
  const pattern = readBareRegex(text);
  if (pattern && groupCount(pattern) === 1) return pattern;
  const message = pattern
    ? `a body pattern needs exactly one group, this one has ${groupCount(pattern)}: depth=(\\d+)`
    : noPattern;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~\w-]+$/, { error: 'a header name is letters, digits and dashes' })
  .meta({ description: 'The name of a header of the answer; capitals do not matter.' });

const directiveName = z
  .string()
  .regex(/^[^\s=;,"]+$/, { error: 'a directive is one word: max-age, includeSubDomains' })
  .meta({ description: 'A part of the header, between ; or , and before = or a blank: max-age.' });

/** The message that one of a union's members wrote itself: it knows better than the union what is wrong. */
function ownMessage(errors: unknown): string | null {
  const parsed = z.array(z.array(z.object({ code: z.string(), message: z.string() }))).safeParse(errors);
  return parsed.data?.flat().find(({ code }) => code === 'custom')?.message ?? null;
}

const answerForms = [
  z.enum(['up', 'status', 'latency', 'bytes']),
  z.strictObject({ json: pointerField }),
  z.strictObject({ body: groupRegex }),
  z.strictObject({ header: headerName }),
  z.strictObject({ header: headerName, directive: directiveName }),
  z.strictObject({ header: headerName, hasDirective: directiveName }),
  z.strictObject({ header: headerName, json: pointerField, base64: z.boolean().default(false) }),
  z.strictObject({ hasHeader: headerName }),
  z.strictObject({ jwks: jwksField }),
] as const;

const answerWords =
  'up, status, latency, bytes, { json: /pointer }, { body: "pattern with one (group)" }, ' +
  '{ header: NAME }, { header: NAME, directive: NAME }, { header: NAME, hasDirective: NAME }, ' +
  '{ header: NAME, json: /pointer, base64: true }, { hasHeader: NAME }, { jwks: … }';

const answerRead = z.union(answerForms, {
  error: (issue) => ownMessage(issue.errors) ?? `a step is read as ${answerWords}`,
});

/** One flat list, so that what is wrong in a form is told of that form. */
export const httpRead = z.union(
  [
    ...answerForms,
    z.strictObject({ cors: corsField }),
    z.strictObject({
      step: stepNameField,
      read: answerRead.meta({ description: 'What is read of that step: anything but cors.' }),
    }),
  ],
  {
    error: (issue) =>
      ownMessage(issue.errors) ??
      `an http source is read as ${answerWords}, { cors: … } or { step: NAME, read: … }`,
  },
);

export type AnswerRead = z.output<typeof answerRead>;
export type HttpRead = z.output<typeof httpRead>;
