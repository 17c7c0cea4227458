// What ticks on a board: what changes by time alone, or with each look whatever it gave (clocks, ages, counters, and the sentences
// that tell them). Each field of the board's type has its word here, so that a new one cannot be forgotten.

import type { Board, MetricState, SourceState } from '../../rules/board.ts';

type Word = 'ticks' | 'stays';
type Words = Word | { readonly [field: string]: Words };
/** A list has the words of its entries; what stays, stays with all that is in it. */
type WordsOf<Value> = Value extends readonly (infer Entry)[]
  ? WordsOf<Entry>
  : Value extends object
    ? Word | { readonly [Field in keyof Value]: WordsOf<Value[Field]> }
    : Word;

const metric = {
  id: 'stays',
  title: 'stays',
  group: 'stays',
  source: 'stays',
  status: 'stays',
  detail: 'stays',
  was: 'stays',
  since: 'stays',
  confirmedAt: 'ticks',
  value: 'stays',
  exact: 'stays',
  unit: 'stays',
  display: 'stays',
  target: 'stays',
  alert: 'stays',
  turnsRedAt: 'stays',
  endsAt: 'stays',
  sampledAt: 'ticks',
  ageMs: 'ticks',
  blockedBy: 'stays',
  forecast: 'ticks',
  gap: 'stays',
  window: { ms: 'stays', seenMs: 'ticks' },
  reason: 'ticks',
  ack: 'stays',
  mute: 'stays',
} as const satisfies WordsOf<MetricState>;

const source = {
  id: 'stays',
  kind: 'stays',
  ok: 'stays',
  latencyMs: 'ticks',
  polls: 'ticks',
  gaps: 'ticks',
  skipped: 'ticks',
  gap: 'stays',
  lookedAt: 'ticks',
  lastOkAt: 'ticks',
  nextAt: 'ticks',
  note: 'stays',
  warning: 'stays',
} as const satisfies WordsOf<SourceState>;

const rule = { id: 'stays', title: 'stays', state: 'stays', since: 'stays', steps: 'stays' } as const;
const ruleNow = { confirmedAt: 'ticks', reason: 'ticks' } as const;
const line = { id: 'stays', refs: 'stays', text: 'stays', kind: 'stays', status: 'stays' } as const;
/** Evidence of what is automatic is a sentence about now; what somebody wrote is among the marks of a board. */
const lineNow = { by: 'stays', at: 'stays', evidence: 'ticks' } as const;

export const boardWords = {
  schema: 'stays',
  at: 'ticks',
  profile: 'stays',
  launch: { t0: 'stays', clock: 'ticks', phase: 'stays', version: 'stays' },
  verdict: 'stays',
  counts: 'stays',
  muted: 'stays',
  metrics: metric,
  hints: { ...rule, ...ruleNow, kind: 'stays' },
  incidents: { ...rule, ...ruleNow, class: 'stays', respondBy: 'stays', tell: 'stays' },
  phases: {
    id: 'stays',
    title: 'stays',
    startsAt: 'stays',
    items: { ...line, ...lineNow, live: 'stays', measured: 'stays' },
  },
  gate: { verdict: 'stays', criteria: { ...line, ...lineNow, required: 'stays' } },
  sources: source,
  observer: { offline: 'stays', grade: 'stays', since: 'stays', loopLagMs: 'ticks' },
} as const satisfies WordsOf<Board>;

/** The board as JSON without what ticks on it. */
export function withoutTicks(board: Board): string {
  return JSON.stringify(kept(board, boardWords));
}

function kept(value: unknown, words: Words | undefined): unknown {
  if (words === 'ticks') return undefined;
  if (words === undefined || words === 'stays' || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry: unknown) => kept(entry, words));
  return Object.fromEntries(
    Object.entries(value).map(([field, inside]) => [field, kept(inside, words[field])]),
  );
}
