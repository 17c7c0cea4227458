// The kinds that read answers over HTTP, each with what is asked of it and a body that answers it.

import { evmSource } from '../../src/sources/evm/kind.ts';
import { httpSource } from '../../src/sources/http/kind.ts';
import { ledgerSource } from '../../src/sources/ledger/kind.ts';
import { prometheusSource } from '../../src/sources/prometheus/kind.ts';
import { promqlSource } from '../../src/sources/promql/kind.ts';
import type { SourceKind } from '../../src/sources/source.ts';

/** Of which the answers speak. */
export const now = 1_700_000_000_000;

export interface HttpCase {
  readonly kind: SourceKind;
  readonly options: (url: string) => object;
  readonly reads: Readonly<Record<string, unknown>>;
  readonly body: string;
}

const block = { number: '0x10', timestamp: `0x${(now / 1_000).toString(16)}` };
export const httpCases = {
  http: {
    kind: httpSource,
    options: (url) => ({ url }),
    reads: { up: 'up', value: { json: '/v' }, latency: 'status' },
    body: '{"v":1}',
  },
  ledger: {
    kind: ledgerSource,
    options: (url) => ({ url, pointer: '/v' }),
    reads: { value: 'balance' },
    body: '{"v":1}',
  },
  prometheus: {
    kind: prometheusSource,
    options: (url) => ({ url }),
    reads: { up: 'up', value: { series: 'q' } },
    body: '# TYPE q gauge\nq 1\n',
  },
  promql: {
    kind: promqlSource,
    options: (url) => ({ url }),
    reads: { up: 'up', value: { query: 'q' } },
    body: `{"status":"success","data":{"resultType":"scalar","result":[${now / 1_000},"1"]}}`,
  },
  evm: {
    kind: evmSource,
    options: (url) => ({ rpc: url, chain: 8453 }),
    reads: { up: 'up', block: 'block' },
    body: JSON.stringify([
      { jsonrpc: '2.0', id: 0, result: '0x2105' },
      { jsonrpc: '2.0', id: 1, result: block },
    ]),
  },
} as const satisfies Readonly<Record<string, HttpCase>>;
