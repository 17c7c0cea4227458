// The only list of source kinds. A new one is its folder and one line here.

import { evmSource } from './evm/schema.ts';
import { redisSource } from './redis/schema.ts';
import type { SourceKind } from './source.ts';

export const sourceKinds: ReadonlyMap<string, SourceKind> = new Map(
  [evmSource, redisSource].map((kind: SourceKind) => [kind.kind, kind]),
);
