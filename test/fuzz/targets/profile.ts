// Profiles: what ships, changed in any way, is a profile that can be explained, or findings with their places.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { profileIn, shipped } from '../profile-folder.ts';
import { bytesOf, type OpenTarget, type Target } from '../target.ts';

/** A profile with a source of every kind, and each section: small, so that most mutations meet something. */
const small = `profile: fuzz/small
title: "Small \${A:-one}"
vars: { api: "https://api.example.com", word: "\${B:-b}" }
units: [USDC]
launch: { at: 2026-12-01T15:00:00Z, version: v1 }
sources:
  api: { kind: http, url: "{api}/healthz", every: 5s, match: { body: '"ok"' }, headers: { authorization: "Bearer \${API_TOKEN:-x}" } }
  steps: { kind: http, every: 1m, steps: [ { name: in, url: "{api}/in", keep: { t: { json: /t } } }, { url: "{api}/{{t}}" } ] }
  queue: { kind: redis, url: "redis://:\${PW:-secret}@q.example.com:6379/1", needs: [up] }
  chain: { kind: evm, rpc: ["https://rpc.example.com/v2/\${KEY:-k}"], chain: 1 }
  page: { kind: prometheus, url: "{api}/metrics" }
  prom: { kind: promql, url: "{api}/prom" }
  name: { kind: dns, name: api.example.com, type: A }
  cert: { kind: tls, url: "tls://api.example.com:443" }
  sum: { kind: ledger, url: "{api}/ledger" }
  db: { kind: sql, url: "postgres://reader@db.example.com/app" }
  aws: { kind: cloudwatch, region: us-east-1 }
  cmd: { kind: exec, command: ["./count.sh", "\${A:-a}"] }
metrics:
  up: { from: api, read: up, target: "== true", alert: "== false for 2 samples" }
  depth: { from: queue, read: { list: jobs }, use: rate(5m), unit: /min, alert: "> 500 for 10m", missing: good, because: fine }
  balance: { from: chain, read: { balance: "0x52908400098527886E0F7030069857D2E4169EE7" }, alert: "< 0.1 ETH until >= 0.12 ETH" }
  p95: { from: page, read: { quantile: 0.95, histogram: latency_seconds, window: 5m }, target: "< 500ms" }
  errors: { from: prom, read: { query: 'sum(rate(errors[5m]))' }, target: "< 5" }
  share: { from: { expr: "errors / (errors + 1) * 100" }, unit: "%" }
hints: { back: { kind: rollback, title: Back, when: depth > 1000 for 10m and up is green, do: [ { text: Stop, run: ls } ] } }
classes: { P1: { respond: 15m } }
incidents: { down: { class: P1, when: up == false for 1m, do: Look } }
phases: [ { at: T-1h, title: Before, items: [ { id: a, text: Ok, when: up is green }, { text: By hand, manual: yes } ] } ]
gate: { required: [ { text: Ok, when: up is green } ] }
`;

const words = [
  'extends: ',
  './base.yaml',
  'sge/base',
  'abstract: true',
  'vars:',
  'units:',
  'sources:',
  'metrics:',
  'hints:',
  'incidents:',
  'gate:',
  'from: ',
  'read: ',
  'use: ',
  'expr: ',
  'alert: ',
  'target: ',
  'needs: ',
  'missing: ',
  'secret: [A]',
  'kind: ',
  'every: ',
  'exact: true',
  'http',
  'redis',
  'evm',
  'promql',
  'prometheus',
  'dns',
  'tls',
  'ledger',
  'sql',
  'cloudwatch',
  'exec',
  'shell: true',
  'pass: [A]',
  ': ',
  '- ',
  '\n',
  '\n  ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '|',
  '>',
  '&a ',
  '*a',
  '<<: *a',
  '!!binary ',
  '!!set ',
  '!x ',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '? ',
  '#',
  '${A}',
  '${B}',
  '${A:-x}',
  '${',
  '$$',
  '{api}',
  '{x}',
  '{{t}}',
  '~',
  'null',
  'true',
  '.nan',
  '.inf',
  '0o7',
  '1:30',
  '2026-13-45',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '(a+)+$',
  '[',
  '\\',
  '/(?<a>.)/',
  'T-1h',
  '1e3',
  '5s',
  '0s',
  'P0',
  'redis://',
  'https://[::1',
  '@',
  '%zz',
];

/** How many of the seeds are the small one. */
const smallShare = 27;

export const profile: Target = {
  name: 'profile',
  cases: 60,
  async open(): Promise<OpenTarget> {
    const folder = await profileIn('fuzz/p.yaml');
    const real = ['base', 'production', 'staging'].map((name) =>
      readFileSync(join(shipped, 'sge', `${name}.yaml`)),
    );
    return {
      // The small one costs a tenth of those that ship, and comes more often.
      seeds: [...real, ...Array.from({ length: smallShare }, () => bytesOf(small))],
      words,
      run: (input) => folder.load(input),
      close: () => folder.close(),
    };
  },
};
