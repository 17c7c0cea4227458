// The authorities that a profile trusts instead of the machine's: a PEM file, read at each look, since it may be replaced.

import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gap, type Gap } from '../domain/gap.ts';
import { plainText } from '../domain/text.ts';

/** Largest file that is taken for authorities: the system's own bundle has about 220 KiB. */
const fileBytesMax = 4 * 1024 * 1024;
const block = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g;

/** The certificates as PEM texts, or why the file cannot be used. */
export async function readAuthorities(path: string): Promise<readonly string[] | Gap> {
  const shown = plainText(path, 120);
  try {
    const text = await readFile(path, 'latin1');
    const found = text.length > fileBytesMax ? [] : (text.match(block) ?? []);
    if (found.length === 0) return gap('not_configured', `${shown} (ca) holds no PEM certificate`);
    for (const pem of found) void new X509Certificate(pem);
    return found;
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : null;
    return typeof code === 'string' && code.startsWith('E') && !code.startsWith('ERR_')
      ? gap('not_configured', `${shown} (ca) cannot be read (${code})`)
      : gap('not_configured', `${shown} (ca) holds a certificate that cannot be read`);
  }
}
