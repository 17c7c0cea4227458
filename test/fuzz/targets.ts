// All that is fuzzed. A new reader of bytes from outside is a file in targets/ and a line here.

import type { Target } from './target.ts';
import { condition } from './targets/condition.ts';
import { httpHead } from './targets/http-head.ts';
import { jsonRpc } from './targets/json-rpc.ts';
import { keys } from './targets/keys.tsx';
import { launchFile } from './targets/launch-file.ts';
import { metricsPage } from './targets/page.ts';
import { profile } from './targets/profile.ts';
import { resp } from './targets/resp.ts';

export const targets: readonly Target[] = [
  profile,
  condition,
  metricsPage,
  resp,
  jsonRpc,
  httpHead,
  keys,
  launchFile,
];
