// Errors of the network between here and CloudWatch, told apart from what CloudWatch itself answers.

import type { Gap } from '../../domain/gap.ts';
import { networkGap } from '../network-gap.ts';

/** Codes that a credential provider leaves only in the text of its own error. */
const quotedCode = /\b(ECONN(?:REFUSED|RESET)|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|E(?:HOST|NET)UNREACH)\b/;

/** The gap for an error of the network; null when it is none, as an answer that says no is none. */
export function networkFault(error: unknown, place: string): Gap | null {
  const code = error instanceof Error ? quotedCode.exec(error.message)?.[1] : undefined;
  return networkGap(error, place) ?? (code === undefined ? null : networkGap({ code }, place));
}
