// A wall with a checklist: a phase that is over, one that is current, one that comes; and a gate with something of everything.

import type { WallSnapshot } from '../../src/engine/snapshot.ts';
import type { Board, CriterionState, ItemState, PhaseState } from '../../src/rules/board.ts';
import type { ItemPlan } from '../../src/rules/plan.ts';
import { ruleOn } from './planned-wall.ts';
import { ago, wallBoard, wallPlan, wallSnapshot } from './wall-fixture.ts';

function itemState(overrides: Partial<ItemState> & Pick<ItemState, 'id'>): ItemState {
  return {
    refs: [],
    text: overrides.id,
    kind: 'manual',
    status: 'todo',
    live: null,
    by: null,
    at: null,
    evidence: null,
    measured: [],
    ...overrides,
  };
}

export function criterionState(
  overrides: Partial<CriterionState> & Pick<CriterionState, 'id'>,
): CriterionState {
  return {
    refs: [],
    text: overrides.id,
    required: true,
    kind: 'manual',
    status: 'todo',
    by: null,
    at: null,
    evidence: null,
    ...overrides,
  };
}

const checklist: readonly PhaseState[] = [
  {
    id: 'T-1h',
    title: 'T-1 Hour',
    startsAt: ago(6_137),
    items: [
      itemState({
        id: 'backup',
        text: 'Database backup taken manually',
        status: 'done',
        by: 'ana',
        at: ago(3_000),
        evidence: 'snapshot rds-2026-12-01',
        refs: ['sge-033'],
      }),
      itemState({
        id: 'balance',
        text: 'Relayer balance confirmed > 0.4 ETH',
        kind: 'auto',
        status: 'pass',
        live: 'fail',
        at: ago(4_000),
        evidence:
          'Relayer balance 0.42 ETH > 0.4 ETH at 13:25:27; now Relayer balance 0.172 ETH, not > 0.4 ETH: fails',
        refs: ['sge-037'],
      }),
      itemState({ id: 'oncall', text: 'PagerDuty on-call assigned', refs: ['sge-035'] }),
    ],
  },
  {
    id: 'T-0',
    title: 'Launch',
    startsAt: ago(2_537),
    items: [
      itemState({
        id: 'dns',
        text: 'Switch DNS to production servers, each of them by name, and look at the answers of three resolvers',
        refs: ['sge-038', 'sge-016'],
      }),
      itemState({
        id: 'errors',
        text: 'Monitor error rates in real-time',
        kind: 'auto',
        status: 'fail',
        live: 'fail',
        evidence: 'Error rate 12.4%, not < 0.1%',
      }),
      itemState({
        id: 'kyc',
        text: 'KYC provider integrated (if required)',
        status: 'skipped',
        by: 'bob',
        at: ago(1_000),
        evidence: 'no KYC in this region',
      }),
    ],
  },
  {
    id: 'T+1h',
    title: 'T+1 Hour',
    startsAt: ago(-1_063),
    items: [
      itemState({
        id: 'success',
        text: 'Verify 99% success rate on intents',
        kind: 'auto',
        status: 'pass',
        live: 'pass',
        evidence: 'Intent success 99.2% >= 99% for 12m',
      }),
      itemState({ id: 'affiliate', text: 'Test affiliate attribution' }),
    ],
  },
];

const criteria: readonly CriterionState[] = [
  criterionState({ id: 'audit', text: 'Contracts audited by third-party', refs: ['sge-001'] }),
  criterionState({
    id: 'cpu',
    text: 'CPU below 70%',
    kind: 'auto',
    status: 'unknown',
    evidence: 'API CPU cannot be told',
  }),
  criterionState({
    id: 'ledger',
    text: 'Ledger balance is zero',
    kind: 'auto',
    status: 'fail',
    evidence: 'Ledger balance -0.0042, not == 0',
  }),
  criterionState({
    id: 'on-call',
    text: 'On-call: 24/7 rotation with escalation path',
    status: 'done',
    by: 'ana',
    at: ago(600),
    evidence: 'signed by ana at 14:22:07: rota of December',
  }),
  criterionState({
    id: 'uptime',
    text: 'API uptime above 99.9%',
    kind: 'auto',
    status: 'pass',
    evidence: 'API uptime 99.97% > 99.9% for 50m',
  }),
  criterionState({ id: 'runbooks', text: 'Runbooks exist', required: false }),
];

const manual: Readonly<Record<string, string>> = {
  dns: 'who may switch it is not ours to read',
  audit: 'a report is on paper',
};
const conditions: Readonly<Record<string, string>> = {
  balance: 'relayer-balance > 0.4 ETH',
  errors: 'error-rate < 0.1%',
  success: 'intent-success >= 99%',
  cpu: 'api-cpu < 70%',
  ledger: 'ledger-balance == 0',
  uptime: 'api-uptime > 99.9%',
};

function planned({ id, text, refs }: ItemState | CriterionState): ItemPlan {
  const when = conditions[id];
  return {
    id,
    text,
    refs,
    when: when === undefined ? null : ruleOn(id, when),
    manual: manual[id] ?? null,
    runs: null,
    minSeen: null,
    digest: `sha256:${text}`,
    former: null,
  };
}

export function checklistSnapshot(overrides: Partial<Board> = {}): WallSnapshot {
  const board = wallBoard({ phases: checklist, gate: { verdict: 'no-go', criteria }, ...overrides });
  return wallSnapshot({
    board,
    plan: wallPlan({
      phases: board.phases.map(({ id, title, items }) => ({
        id,
        title,
        offset: 0,
        items: items.map(planned),
      })),
      gate: board.gate.criteria.map((criterion) => ({
        ...planned(criterion),
        digest: `sha256:${criterion.id}`,
        former: null,
        required: criterion.required,
      })),
    }),
  });
}

/** The same with another state of one item or criterion. */
export function withMark(
  snapshot: WallSnapshot,
  id: string,
  change: Partial<Pick<ItemState & CriterionState, 'status' | 'by' | 'at' | 'evidence'>> & {
    readonly status: 'todo' | 'done';
  },
): WallSnapshot {
  const { board } = snapshot;
  return {
    ...snapshot,
    board: {
      ...board,
      phases: board.phases.map((phase) => ({
        ...phase,
        items: phase.items.map((item) => (item.id === id ? { ...item, ...change } : item)),
      })),
      gate: {
        ...board.gate,
        criteria: board.gate.criteria.map((criterion) =>
          criterion.id === id ? { ...criterion, ...change } : criterion,
        ),
      },
    },
  };
}

/** `count` items over eight phases, the fourth of which is current. */
export function longChecklist(count: number): WallSnapshot {
  const phases = Array.from({ length: 8 }, (_, index): PhaseState => ({
    id: `phase-${index}`,
    title: `Phase ${index}`,
    startsAt: ago((3.5 - index) * 3_600),
    items: Array.from({ length: count / 8 }, (__, number) =>
      itemState({ id: `item-${index}-${number}`, text: `Line ${number} of phase ${index}` }),
    ),
  }));
  return checklistSnapshot({ phases });
}
