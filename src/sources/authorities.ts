// The authorities that a profile trusts instead of the machine's: a PEM file, read at each look, since it may be replaced.

import { X509Certificate } from 'node:crypto';
import type { Answer } from '../domain/answer.ts';
import { gap } from '../domain/gap.ts';
import { plainText } from '../domain/text.ts';
import { readRegularFile } from './regular-file.ts';
import { correctFile } from './remedies.ts';

/** Largest PEM file that is read: the system's own bundle of authorities has about 220 KiB. */
export const pemBytesMax = 4 * 1024 * 1024;
const block = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g;

/**
 * The certificates as PEM texts, or why the file cannot be used.
 * @param option what names the file, for people.
 */
export async function readAuthorities(path: string, option = 'ca'): Promise<Answer<string[]>> {
  const shown = `${plainText(path, 120)} (${option})`;
  const read = await readRegularFile(path, pemBytesMax);
  if (!read.ok) return { gap: gap('not_configured', `${shown} ${unreadable(read.code)}`, correctFile) };
  const found = read.bytes.toString('latin1').match(block) ?? [];
  if (found.length === 0)
    return { gap: gap('not_configured', `${shown} holds no PEM certificate`, correctFile) };
  try {
    for (const pem of found) void new X509Certificate(pem);
    return { value: found };
  } catch {
    return { gap: gap('not_configured', `${shown} holds a certificate that cannot be read`, correctFile) };
  }
}

/** Why a PEM file cannot be used, as the end of a sentence that begins with it. */
export function unreadable(code: string): string {
  if (code === 'EISDIR' || code === 'EFTYPE') return 'is no file';
  if (code === 'EFBIG') return `is larger than ${pemBytesMax / 1_048_576} MiB`;
  return `cannot be read (${code})`;
}
