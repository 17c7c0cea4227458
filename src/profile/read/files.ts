// Reads a profile's file as text, within limits; what is wrong with the file itself is one sentence.

import { createHash } from 'node:crypto';
import { utf8Text } from '../../domain/utf8.ts';
import { readRegularFile } from '../../sources/regular-file.ts';

/** Largest file that is read. A profile of 500 metrics has about a tenth of this. */
const profileBytesMax = 1_048_576;

export type FileText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: string };

export async function readText(path: string): Promise<FileText> {
  const read = await readRegularFile(path, profileBytesMax);
  if (!read.ok) return { ok: false, problem: read.problem };
  const { bytes } = read;
  if (bytes.includes(0)) return { ok: false, problem: 'the file is binary, not text: it holds a NUL byte' };
  const text = utf8Text(bytes);
  return text === null ? { ok: false, problem: 'the file is not valid UTF-8 text' } : { ok: true, text };
}

/** What these files hold, as one word; why one cannot be read is a part of it. */
export function fingerprintOf(texts: Iterable<readonly [path: string, text: FileText]>): string {
  const hash = createHash('sha256');
  for (const [path, text] of texts) hash.update(JSON.stringify([path, text.ok ? text.text : text.problem]));
  return hash.digest('hex');
}
