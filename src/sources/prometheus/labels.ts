// Which series a read means, as a profile writes it: by label, a value or a pattern for the whole value, as PromQL's `=` and `=~`.

import * as z from 'zod';
import { compileRegex, isPattern, noPattern, readRegex } from '../bounded-regex.ts';

export type LabelMatch = string | RegExp;

const labelValueField = z
  .union([z.string(), z.int(), z.boolean()], {
    error: 'a label is matched by its value, or by /pattern/ for the whole value',
  })
  .transform((written, context): LabelMatch => {
    const text = String(written);
    if (!isPattern(text)) return text;
    const pattern = readRegex(text);
    const whole = pattern && compileRegex(`^(?:${pattern.source})$`, pattern.flags);
    if (whole) return whole;
    context.addIssue({
      code: 'custom',
      message: `${noPattern}, or a plain value`,
    });
    return z.NEVER;
  });

export const labelsField = z
  .record(z.string().min(1, { error: 'the name of a label is needed' }), labelValueField)
  .meta({
    description:
      'Labels that the series must have: { code: "500" }, { path: /\\/api\\/.*/ } for a pattern of the whole value.',
  });

export type LabelMatches = Readonly<Record<string, LabelMatch>>;

/** `{code="500",path=~"/api/.*"}`; empty without labels. */
export function shownLabels(matches: LabelMatches): string {
  const shown = Object.entries(matches).map(([label, match]) =>
    typeof match === 'string' ? `${label}="${match}"` : `${label}=~"${match.source.slice(4, -2)}"`,
  );
  return shown.length === 0 ? '' : `{${shown.join(',')}}`;
}
