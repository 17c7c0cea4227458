// The flags of Node with which the program runs, as they stand in the executable's first line.
import { readFileSync } from 'node:fs';

const [shebang = ''] = readFileSync(new URL('../bin/launchwall.js', import.meta.url), 'utf8').split('\n', 1);

export const programFlags: readonly string[] = shebang.split(' ').filter((word) => word.startsWith('--'));
