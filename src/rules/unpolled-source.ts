// The state of a source that has not been asked yet.

import type { SourceState } from './board.ts';

export function unpolledSource(id: string, kind: string): SourceState {
  return {
    id,
    kind,
    ok: false,
    latencyMs: null,
    polls: 0,
    gaps: 0,
    skipped: 0,
    gap: null,
    lookedAt: null,
    lastOkAt: null,
    nextAt: null,
    note: null,
    warning: null,
  };
}
