// Holds one claim of a rule test against a board: nothing when they agree, else what was expected and what was.

import type { Board, CriterionState } from '../../rules/board.ts';
import { gateVerdict, isMet } from '../../rules/launch/gate.ts';
import type { Claim, MetricClaim } from './claims.ts';

export interface Mismatch {
  /** `queue-depth`, `hints`, `gate`. */
  readonly subject: string;
  readonly expected: string;
  readonly was: string;
  /** The board's own sentences. */
  readonly reasons: readonly string[];
}

export function compareClaim(claim: Claim, board: Board, signed: ReadonlySet<string>): Mismatch | null {
  switch (claim.kind) {
    case 'metric':
      return compareMetric(claim, board);
    case 'hints':
    case 'incidents':
    case 'pending':
      return compareIds(claim.kind, claim.ids, board);
    case 'items':
    case 'criteria':
      return compareItem(claim.kind, claim.id, claim.status, board);
    case 'gate':
      return compareGate(claim.word, board, signed);
    case 'verdict':
      return compareVerdict(claim.word, board);
  }
}

function compareMetric(claim: MetricClaim, board: Board): Mismatch | null {
  const state = board.metrics.find((metric) => metric.id === claim.id);
  if (!state) return null;
  const { status, detail, was, reason } = state;
  const agrees =
    isWanted(claim.status, status) &&
    isWanted(claim.detail, detail) &&
    isWanted(claim.was, was) &&
    (claim.reason === undefined ||
      (typeof claim.reason === 'string' ? reason.includes(claim.reason) : claim.reason.test(reason)));
  if (agrees) return null;
  return {
    subject: claim.id,
    expected: expectedWords(claim),
    was: words(status ?? 'none', detail, was),
    reasons: [reason],
  };
}

function expectedWords({ status, detail, was, reason }: MetricClaim): string {
  const state = words(status ?? null, detail ?? null, was ?? null);
  if (reason === undefined) return state;
  const told = typeof reason === 'string' ? `"${reason}"` : `/${reason.source}/`;
  return state === '' ? `a reason with ${told}` : `${state} because of ${told}`;
}

function isWanted(wanted: string | undefined, found: string | null): boolean {
  return wanted === undefined || wanted === (found ?? 'none');
}

/** `red (recovering)`, `unknown (stale, was red)`. */
function words(status: string | null, detail: string | null, was: string | null): string {
  const wasWords = was === null ? [] : [`was ${was}`];
  const more = [...(detail === null ? [] : [detail]), ...wasWords].join(', ');
  if (status === null) return more;
  return more === '' ? status : `${status} (${more})`;
}

interface Listed {
  readonly id: string;
  readonly reason: string;
}

/** A list is whole: what stands in it and nothing else. */
function compareIds(
  kind: 'hints' | 'incidents' | 'pending',
  wanted: readonly string[],
  board: Board,
): Mismatch | null {
  const pending = [...board.hints, ...board.incidents].filter(({ state }) => state === 'pending');
  const found: readonly Listed[] = {
    hints: board.hints.filter(({ state }) => state === 'active'),
    incidents: board.incidents.filter(({ state }) => state === 'open'),
    pending,
  }[kind];
  const ids = new Set(found.map(({ id }) => id));
  const missing = wanted.filter((id) => !ids.has(id));
  const tooMany = found.filter(({ id }) => !wanted.includes(id));
  if (missing.length === 0 && tooMany.length === 0) return null;
  const others = [...board.hints, ...board.incidents].filter(({ id }) => missing.includes(id));
  return {
    subject: kind,
    expected: listed(wanted),
    was: listed(found.map(({ id }) => id)),
    reasons: [
      ...tooMany.map(({ id, reason }) => `${id}: ${reason}`),
      ...others.map(({ id, state, reason }) => `${id} is ${state}: ${reason}`),
    ],
  };
}

function listed(ids: readonly string[]): string {
  return ids.length === 0 ? 'none' : [...ids].sort().join(', ');
}

function compareItem(kind: 'items' | 'criteria', id: string, wanted: string, board: Board): Mismatch | null {
  const entries = kind === 'items' ? board.phases.flatMap(({ items }) => items) : board.gate.criteria;
  const found = entries.find((entry) => entry.id === id);
  const status = found?.status ?? 'not there';
  if (status === wanted) return null;
  return { subject: id, expected: wanted, was: status, reasons: sentences(found?.evidence) };
}

/** Who signs is not judged: what the test says is signed counts as done. */
function compareGate(wanted: string, board: Board, signed: ReadonlySet<string>): Mismatch | null {
  const criteria = board.gate.criteria.map((criterion) =>
    criterion.status === 'todo' && signed.has(criterion.id)
      ? { ...criterion, status: 'done' as const }
      : criterion,
  );
  const verdict = gateVerdict(criteria);
  if (verdict === wanted) return null;
  return { subject: 'gate', expected: wanted, was: verdict, reasons: criteria.flatMap(standsInTheWay) };
}

function standsInTheWay(criterion: CriterionState): readonly string[] {
  const { id, status, text, evidence } = criterion;
  if (!criterion.required || isMet(criterion)) return [];
  if (status === 'todo') return [`${id} is not signed (write it under "signed"): ${text}`];
  return [`${id} ${status === 'fail' ? 'fails' : 'cannot be told'}: ${evidence ?? text}`];
}

function compareVerdict(wanted: string, board: Board): Mismatch | null {
  if (board.verdict === wanted) return null;
  const worst = board.metrics.filter(({ status }) => status === board.verdict);
  return {
    subject: 'verdict',
    expected: wanted,
    was: board.verdict,
    reasons: worst.map(({ id, reason }) => `${id}: ${reason}`),
  };
}

function sentences(evidence: string | null | undefined): readonly string[] {
  return evidence === null || evidence === undefined ? [] : [evidence];
}
