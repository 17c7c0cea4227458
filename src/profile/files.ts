// Reads a profile's file as text, within limits; what is wrong with the file itself is one sentence.

import { open } from 'node:fs/promises';

/** Largest file that is read. A profile of 500 metrics has about a tenth of this. */
export const profileBytesMax = 1_048_576;

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

/** At most one byte more than the limit, so that a device or a huge file costs no more than that. */
async function readBytes(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const stats = await file.stat();
    if (stats.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    const buffer = Buffer.alloc(profileBytesMax + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.subarray(0, length);
  } finally {
    await file.close();
  }
}

function failureSentence(error: unknown): string {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  return failures[code] ?? `the file cannot be read (${code})`;
}
