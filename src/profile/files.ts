// Reads a profile's file as text, within limits; what is wrong with the file itself is one sentence.

import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { codeOf } from '../domain/thrown.ts';

/** Largest file that is read. A profile of 500 metrics has about a tenth of this. */
const profileBytesMax = 1_048_576;

const chunkBytes = 65_536;

export type FileText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: string };

const failures: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'this is a folder, not a file',
  EACCES: 'the file may not be read by this user',
  EPERM: 'the file may not be read by this user',
  ELOOP: 'the links lead around in a circle',
};

export async function readText(path: string): Promise<FileText> {
  let bytes: Buffer;
  try {
    bytes = await readBytes(path);
  } catch (error) {
    return { ok: false, problem: failureSentence(error) };
  }
  if (bytes.length > profileBytesMax)
    return { ok: false, problem: `the file is too large: at most ${profileBytesMax} bytes are read` };
  if (bytes.includes(0)) return { ok: false, problem: 'the file is binary, not text: it holds a NUL byte' };
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, problem: 'the file is not valid UTF-8 text' };
  }
}

/** What these files hold, as one word; why one cannot be read is a part of it. */
export function fingerprintOf(texts: Iterable<readonly [path: string, text: FileText]>): string {
  const hash = createHash('sha256');
  for (const [path, text] of texts) hash.update(JSON.stringify([path, text.ok ? text.text : text.problem]));
  return hash.digest('hex');
}

/** At most one chunk more than the limit, so that a device or a huge file costs no more than that. */
async function readBytes(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const stats = await file.stat();
    if (stats.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    const chunks: Buffer[] = [];
    for (let length = 0; length <= profileBytesMax;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkBytes));
      if (bytesRead === 0) break;
      chunks.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
    }
    return Buffer.concat(chunks);
  } finally {
    await file.close();
  }
}

function failureSentence(error: unknown): string {
  const code = codeOf(error) ?? 'unknown';
  return failures[code] ?? `the file cannot be read (${code})`;
}
