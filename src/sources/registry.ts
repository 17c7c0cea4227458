// The only list of source kinds. A new one is its folder and one line here.

import { httpKind } from './http/schema.ts';
import { ledgerKind } from './ledger/schema.ts';
import type { SourceKind } from './source.ts';

export const sourceKinds: ReadonlyMap<string, SourceKind> = new Map(
  ([httpKind, ledgerKind] satisfies SourceKind[]).map((kind: SourceKind) => [kind.kind, kind]),
);
