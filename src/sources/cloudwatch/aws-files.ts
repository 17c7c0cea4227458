// The files of AWS's tools that the SDK reads by itself. It opens whatever stands there: a pipe would hold one of the few threads
// by which this program reads files and asks for names, for ever.

import { devNull, homedir } from 'node:os';
import { join } from 'node:path';
import { plainText } from '../../domain/text.ts';
import { endlessFileProblem } from '../regular-file.ts';

const bytesMax = 1_048_576;

/** Why the SDK must not begin, as one sentence; null where it may. What is not there is no problem. */
export async function awsFilesProblem(env: NodeJS.ProcessEnv): Promise<string | null> {
  const home = env['HOME'] ?? env['USERPROFILE'] ?? homedir();
  const paths = [
    env['AWS_CONFIG_FILE'] ?? join(home, '.aws', 'config'),
    env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(home, '.aws', 'credentials'),
    env['AWS_WEB_IDENTITY_TOKEN_FILE'],
    env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'],
  ];
  for (const path of paths) {
    // Nothing at all is said by either, and the latter is what is often written for it.
    if (path === undefined || path === '' || path === devNull) continue;
    const problem = await endlessFileProblem(path, bytesMax);
    if (problem !== null) return plainText(`AWS's tools would read ${path}: ${problem}`);
  }
  return null;
}
