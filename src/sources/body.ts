// A body that somebody else has sent: capped, counted, and text only when it is text.

import { compareAmounts, amount, amountToNumber } from '../domain/amount.ts';
import type { Answer } from '../domain/answer.ts';
import { gap, remedy, type Gap } from '../domain/gap.ts';
import { displayValue } from '../domain/display.ts';
import { parseQuantity, quantityIn } from '../domain/quantity.ts';
import { findUnit } from '../domain/unit.ts';
import { utf8Text } from '../domain/utf8.ts';
import * as z from 'zod';

/** What is read of a body unless the profile says otherwise, and the most that it may say. */
export const bodyBytesDefault = 1024 * 1024;
const bodyBytesMax = 16 * 1024 * 1024;

export interface CappedBody {
  readonly bytes: Uint8Array;
  /** There was more than the cap; `bytes` holds the first part. */
  readonly cut: boolean;
  /** What ended the body too early; null when it arrived whole or was cut by us. */
  readonly error: unknown;
}

/** The body as UTF-8 text; a byte order mark is dropped. A body that was cut keeps its whole characters. */
export function decodeBody(body: CappedBody): Answer<string> {
  const value = utf8Text(body.bytes, body);
  return value === null ? { gap: gap('parse', 'the body is not valid UTF-8') } : { value };
}

const readLess = remedy('Raise bodyMax, or ask for less.');

export function tooLargeGap(max: number): Gap {
  return gap(
    'too_large',
    `the body is larger than ${shownBytes(max)} (bodyMax); the rest was not read`,
    readLess,
  );
}

/** `512 B`, `64 KiB`, `1 MiB`, `1.5 MiB`. */
export function shownBytes(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  const [size, unit] = bytes < 1024 * 1024 ? [bytes / 1_024, 'KiB'] : [bytes / (1024 * 1024), 'MiB'];
  return displayValue(Number(size.toFixed(2)), unit).replace(/\.0+ /, ' ');
}

/** How much of a body is read: `64KiB`, `1MiB`, at most 16 MiB; in bytes once parsed. */
export const bodyMaxField = z
  .string()
  .meta({
    description: 'How much of the body is read: 64KiB, 1MiB (the default), at most 16MiB.',
    examples: ['1MiB'],
    // For the editor: all units of sizes end so.
    pattern: '[1-9].*B\\s*$',
  })
  .transform((text, context) => {
    const bytes = parseBytes(text);
    if (bytes !== null && bytes >= 1 && bytes <= bodyBytesMax) return bytes;
    const message = `"${text}" is no body size: write 64KiB or 1MiB, at least 1 B and at most 16MiB`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** Whether a body counts as whole of which only the connection's end tells that it ends. */
export const unframedField = z
  .literal('trust', {
    error: 'write `unframed: trust`, or leave it out: then such a body may be half of one',
  })
  .optional()
  .meta({
    description:
      'trust: a body without Content-Length and chunks is whole when its connection closes. Left out, it may be half of one.',
  });

function parseBytes(text: string): number | null {
  const quantity = parseQuantity(text);
  const bytes = findUnit('B');
  if (!quantity || !bytes || quantity.unit === '') return null;
  const inBytes = quantityIn(quantity, bytes, []);
  if (!inBytes || compareAmounts(inBytes, amount(bodyBytesMax)) > 0) return null;
  const number = amountToNumber(inBytes);
  return Number.isInteger(number) ? number : null;
}
