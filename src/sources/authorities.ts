// The authorities that a profile trusts instead of the machine's: a PEM file, read at each look, since it may be replaced.

import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { gap, type Gap } from '../domain/gap.ts';
import { plainText } from '../domain/text.ts';
import { codeOf } from '../domain/thrown.ts';

/** Largest file that is taken for authorities: the system's own bundle has about 220 KiB. */
const fileBytesMax = 4 * 1024 * 1024;
const block = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g;

/**
 * The certificates as PEM texts, or why the file cannot be used.
 * @param option what names the file, for people.
 */
export async function readAuthorities(path: string, option = 'ca'): Promise<string[] | Gap> {
  const shown = `${plainText(path, 120)} (${option})`;
  try {
    // What is no file, a pipe or a device, may never end.
    const about = await stat(path);
    if (!about.isFile()) return gap('not_configured', `${shown} is no file`);
    if (about.size > fileBytesMax)
      return gap('not_configured', `${shown} is larger than ${fileBytesMax / 1_048_576} MiB`);
    const found = (await readFile(path, 'latin1')).match(block) ?? [];
    if (found.length === 0) return gap('not_configured', `${shown} holds no PEM certificate`);
    for (const pem of found) void new X509Certificate(pem);
    return found;
  } catch (error) {
    const code = codeOf(error);
    return code?.startsWith('E') === true && !code.startsWith('ERR_')
      ? gap('not_configured', `${shown} cannot be read (${code})`)
      : gap('not_configured', `${shown} holds a certificate that cannot be read`);
  }
}
