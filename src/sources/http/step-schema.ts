// Steps: requests that are made one after the other in one poll, and what is carried from one to the next.

import * as z from 'zod';
import { didYouMean } from '../../domain/nearest.ts';
import { pointerField } from '../fields.ts';
import { expectField } from './expect.ts';
import { headersField } from './headers.ts';
import { changesField, explainsItsChange, matchField, methodField, unexplained } from './request-fields.ts';
import { fillIn, keptNameField, placeholdersIn, stepNameField } from './step-names.ts';

/** Most steps of one poll, and most values kept from one step. */
const stepsMax = 10;
const keptMax = 10;

/** Where a kept value stands: in the body, in a header, or in a cookie that is set. */
export type KeepFrom =
  | { readonly from: 'body'; readonly pointer: string }
  | { readonly from: 'header' | 'cookie'; readonly name: string };

const keepField = z
  .string()
  .meta({ description: 'A JSON pointer into the body (/access_token), header:NAME or cookie:NAME.' })
  .transform((text, context): KeepFrom => {
    const [, from, name] = /^(header|cookie):([!#$%&'*+.^_`|~\w-]+)$/.exec(text) ?? [];
    if (name !== undefined) return { from: from === 'cookie' ? 'cookie' : 'header', name };
    if (text.startsWith('/') && pointerField.safeParse(text).success) return { from: 'body', pointer: text };
    const message =
      'what is kept is a JSON pointer into the body (/access_token), header:NAME or cookie:NAME';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** A URL with placeholders behind its host, or one placeholder alone: a Location that was kept. */
const stepUrl = z
  .string()
  .refine((text) => isWholePlaceholder(text) || isUrlWithPlaceholders(text), {
    error:
      'an absolute URL is needed that begins with http:// or https://, with <<name>> only behind its host, or <<name>> alone',
  })
  .meta({ description: 'Where to ask. <<name>> stands for a kept value; alone, it is a kept Location.' });

export function isWholePlaceholder(text: string): boolean {
  return placeholdersIn(text).length === 1 && fillIn(text, () => '') === '';
}

function isUrlWithPlaceholders(text: string): boolean {
  const authority = /^https?:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
  return authority !== '' && placeholdersIn(authority).length === 0 && URL.canParse(fillIn(text, () => 'x'));
}

const stepField = z
  .strictObject({
    name: stepNameField.optional(),
    url: stepUrl,
    method: methodField.default('GET'),
    headers: headersField.default({}),
    body: z.string().optional().meta({ description: 'What is sent with the request.' }),
    changes: changesField.optional(),
    expect: expectField.default(['2xx']),
    match: matchField.optional(),
    keep: z
      .record(keptNameField, keepField)
      .refine((kept) => Object.keys(kept).length <= keptMax, {
        error: `a step keeps at most ${keptMax} values`,
      })
      .default({})
      .meta({
        description: 'Values for later steps: { token: /access_token }. They are secrets, and never shown.',
      }),
  })
  .refine(explainsItsChange, unexplained);

export type StepOptions = z.output<typeof stepField>;

export const stepsField = z
  .array(stepField)
  .min(1, { error: 'at least one step is needed' })
  .max(stepsMax, { error: `at most ${stepsMax} steps make one poll` })
  .superRefine((steps, context) => {
    const kept = new Set<string>();
    const names = new Set<string>();
    for (const [index, step] of steps.entries()) {
      for (const { path, text } of textsOf(step))
        for (const name of placeholdersIn(text))
          if (!kept.has(name)) {
            const hint = didYouMean(name, kept);
            const message = `no earlier step keeps "${name}"${hint}`;
            context.addIssue({ code: 'custom', path: [index, ...path], message });
          }
      for (const name of Object.keys(step.keep)) {
        if (kept.has(name))
          context.addIssue({
            code: 'custom',
            path: [index, 'keep', name],
            message: `"${name}" is kept by an earlier step already`,
          });
        kept.add(name);
      }
      if (step.name !== undefined && names.has(step.name))
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: `another step is called "${step.name}" already`,
        });
      if (step.name !== undefined) names.add(step.name);
    }
  });

function textsOf(step: StepOptions): readonly { readonly path: readonly string[]; readonly text: string }[] {
  return [
    { path: ['url'], text: step.url },
    ...(step.body === undefined ? [] : [{ path: ['body'], text: step.body }]),
    ...Object.entries(step.headers).map(([name, text]) => ({ path: ['headers', name], text })),
  ];
}
