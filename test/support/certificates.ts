// Certificates made by openssl for one test: an authority, an intermediate that it signs, and the leaf of a server.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const run = promisify(execFile);

export interface ChainInput {
  /** Names of the leaf as openssl writes them: `DNS:localhost,IP:127.0.0.1`. */
  readonly names: string;
  /** Days from now on which each ends; -1 for one that has ended. */
  readonly leafDays?: number;
  readonly intermediateDays?: number;
  readonly leafKey?: 'ec' | 'rsa';
}

export interface Chain {
  /** The file of the authority, PEM. */
  readonly authority: string;
  readonly key: string;
  /** The leaf alone, and the leaf with its intermediate, as a server sends them. */
  readonly leaf: string;
  readonly cert: string;
  /** The intermediate; the same, of the same key, that has ended; the authority as another one that nobody knows has signed it, for 3 days. */
  readonly middle: string;
  readonly endedMiddle: string;
  readonly crossed: string;
  readonly folder: string;
}

const ec = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'.split(' ');
const rsa = '-newkey rsa:2048 -nodes'.split(' ');

/** The files go with the running test. */
export async function makeChain(input: ChainInput): Promise<Chain> {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-chain-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const openssl = (...args: string[]): Promise<unknown> => run('openssl', args, { cwd: folder });
  const request = (name: string, subject: string, key: string[], extensions: string[]): Promise<unknown> =>
    openssl('req', ...key, '-subj', subject, ...extensions, '-keyout', `${name}.key`, '-out', `${name}.csr`);
  const sign = (name: string, by: string, days: number, out = name): Promise<unknown> => {
    const authority = [
      '-CA',
      `${by}.pem`,
      '-CAkey',
      `${by}.key`,
      '-CAcreateserial',
      '-copy_extensions',
      'copyall',
    ];
    return openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...authority,
      '-days',
      String(days),
      '-out',
      `${out}.pem`,
    );
  };
  const root = ['-x509', '-days', '900', '-subj', '/O=Root Org/CN=Test root', '-keyout', 'root.key'];
  await openssl('req', ...ec, ...root, '-out', 'root.pem');
  const isAuthority = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=keyCertSign'];
  await request('middle', '/C=XX/O=Middle Org/CN=M1', ec, isAuthority);
  await sign('middle', 'root', input.intermediateDays ?? 400);
  await sign('middle', 'root', -1, 'ended');
  await openssl('req', ...ec, '-x509', '-subj', '/O=Old Org/CN=Old', '-keyout', 'old.key', '-out', 'old.pem');
  const again = ['-new', '-key', 'root.key', '-subj', '/O=Root Org/CN=Test root', ...isAuthority];
  await openssl('req', ...again, '-out', 'crossed.csr');
  await sign('crossed', 'old', 3);
  const names = ['-addext', `subjectAltName=${input.names}`];
  await request('leaf', '/CN=leaf', input.leafKey === 'rsa' ? rsa : ec, names);
  await sign('leaf', 'middle', input.leafDays ?? 90);
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return {
    authority: join(folder, 'root.pem'),
    key: read('leaf.key'),
    leaf: read('leaf.pem'),
    cert: read('leaf.pem') + read('middle.pem'),
    middle: read('middle.pem'),
    endedMiddle: read('ended.pem'),
    crossed: read('crossed.pem'),
    folder,
  };
}
