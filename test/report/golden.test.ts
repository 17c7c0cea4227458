// The reports of one known board, as they are read.

import { expect, test } from 'vitest';
import { markdownReport } from '../../src/report/markdown.ts';
import { textReport } from '../../src/report/text.ts';
import { boardFixture } from '../support/board-fixture.ts';

const versions = { launchwall: '0.1.0', node: 'v26.10.0' };

test('Markdown', () => {
  const input = { board: boardFixture(), versions, profileFiles: ['profiles/sge/production.yaml'] };
  expect(markdownReport(input)).toMatchInlineSnapshot(`
    "# ✖ RED · SGE production

    **Verdict: red. 1 red, 2 amber, 1 unknown, 1 green.**

    Gate: NO-GO, 1 of 2 required criteria is not met

    - Taken at: 2026-12-01T14:32:07.000Z (all times are UTC)
    - Launch: T+00:42:17, T-0 at 2026-12-01T13:49:50.000Z
    - Phase: T-0
    - Version: sge-api:v1.3.0

    ## Incidents

    ### P0 Ledger imbalance detected · open since 14:31:25 (42s)

    - Why: Ledger balance -0.0042 != 0 since 14:31:25
    - Respond: by 14:46:25, in 14m18s
    - Tell: Public status page + Twitter/email

    1. Stop all workers, investigate

    ## Hints

    ### ROLLBACK Roll back · active since 14:31:00 (1m7s)

    - Why: error rate 12.4% > 10% for 1m

    1. Stop workers

       \`\`\`sh
       systemctl stop sge-workers
       \`\`\`

    2. Put the old image back

       \`\`\`sh
       kubectl set image deployment/sge-api \\
         api=sge-api:v1.2.9
       \`\`\`

    ## Metrics

    | Status | Metric | Value | Target | Alert | Since | Reason |
    | --- | --- | --- | --- | --- | --- | --- |
    | ✖ red | Ledger balance | -0.0042 | == 0 | != 0 for 2 samples | 14:31:25 (42s) | -0.0042 != 0 since 14:31:25 (42s); ends when two readings are 0 |
    | ◌ unknown, stale | API CPU | last 61% | – | – | 14:28:47 (3m20s) | last 61%, 3m20s ago: credentials expired |
    | ▲ amber, pending | Queue depth | 640 | \\< 100 | > 500 for 5m | 14:29:19 (2m48s) | 640 > 500 since 14:29:19 (2m48s of 5m) |
    | ▲ amber | Relayer balance | 0.172 ETH | 0.2..0.5 ETH | \\< 0.1 ETH | 13:41:07 (51m) | 0.172 ETH is below 0.2 ETH |
    | ● green | API uptime | 99.97% | > 99.9% | \\< 99.5% | 13:49:50 (42m17s) | 99.97% > 99.9% |

    ## Gate: NO-GO, 1 of 2 required criteria is not met

    | Status | Weight | Criterion | Evidence | Refs |
    | --- | --- | --- | --- | --- |
    | ✖ fail | required | Ledger is balanced | -0.0042 != 0 | sge-040 |
    | ✔ pass | required | API is up | 99.97% > 99.9% | – |

    ## Phase: T-0, from 13:49:50 (now)

    | Status | Item | Evidence | By | Refs |
    | --- | --- | --- | --- | --- |
    | ✖ fail | Relayer balance confirmed > 0.4 ETH | 0.172 ETH > 0.4 ETH does not hold | judged | sge-037 |
    | ✔ done | Database backup taken manually | – | ana at 2026-11-30 22:10:00 | – |

    ## Sources

    | State | Source | Kind | Latency | Polls | Gaps | Skipped | Last good | Trouble and notes |
    | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    | ● ok | api | http | 12ms | 312 | 0 | 0 | 14:32:05 (2s) | – |
    | ✖ auth | aws | cloudwatch | – | 42 | 4 | 1 | 14:28:47 (3m20s) | credentials expired; \\$0.29 an hour |

    ## Where this comes from

    - Profile: sge/production
    - Digest: sha256:0123abcd
    - Files: profiles/sge/production.yaml
    - Launchwall: 0.1.0
    - Node: v26.10.0
    - Board: launchwall.board/2
    "
  `);
});

test('plain text', () => {
  expect(textReport(boardFixture())).toMatchInlineSnapshot(`
    "✖ RED  SGE production (sge/production)  T+00:42:17  2026-12-01T14:32:07.000Z UTC
    1 red, 2 amber, 1 unknown, 1 green.

    STATUS            METRIC           VALUE      TARGET        ALERT               SINCE
    ✖ red             Ledger balance   -0.0042    == 0          != 0 for 2 samples  14:31:25 (42s)
    ◌ unknown, stale  API CPU          last 61%   –             –                   14:28:47 (3m20s)
    ▲ amber, pending  Queue depth      640        < 100         > 500 for 5m        14:29:19 (2m48s)
    ▲ amber           Relayer balance  0.172 ETH  0.2..0.5 ETH  < 0.1 ETH           13:41:07 (51m)
    ● green           API uptime       99.97%     > 99.9%       < 99.5%             13:49:50 (42m17s)

    WHY
      Ledger balance: -0.0042 != 0 since 14:31:25 (42s); ends when two readings are 0
      API CPU: last 61%, 3m20s ago: credentials expired
      Queue depth: 640 > 500 since 14:29:19 (2m48s of 5m)
      Relayer balance: 0.172 ETH is below 0.2 ETH

    P0 Ledger imbalance detected (open, respond by 14:46:25)
      Ledger balance -0.0042 != 0 since 14:31:25
      tell: Public status page + Twitter/email
      1. Stop all workers, investigate

    ROLLBACK Roll back (active)
      error rate 12.4% > 10% for 1m
      1. Stop workers
         systemctl stop sge-workers
      2. Put the old image back
         kubectl set image deployment/sge-api \\
           api=sge-api:v1.2.9

    GATE NO-GO, 1 of 2 required criteria is not met
      ✖ fail  required  Ledger is balanced (-0.0042 != 0)

    SOURCES 1 of 2 without an answer
      ✖ auth  aws  credentials expired
    "
  `);
});

test('a source that answers and is to be mended is no silent one, and is told all the same', () => {
  const { sources, ...board } = boardFixture();
  const warning = 'the role is a superuser: it has more rights than it needs';
  const warned = {
    ...board,
    sources: sources.map((source) => (source.ok ? { ...source, warning } : source)),
  };
  expect(textReport(warned)).toContain(
    `SOURCES 1 of 2 without an answer, 1 of 2 to mend\n  ▲ ok    api  ${warning}\n  ✖ auth  aws  credentials expired`,
  );
  const input = { board: warned, versions, profileFiles: [] };
  expect(markdownReport(input)).toMatch(/\| ▲ ok \| api \|.*\| the role is a superuser/);
});
