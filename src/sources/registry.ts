// The only list of source kinds. A new one is its folder and one line here.

import { cloudwatchSource } from './cloudwatch/kind.ts';
import { dnsSource } from './dns/kind.ts';
import { evmSource } from './evm/kind.ts';
import { execSource } from './exec/kind.ts';
import { httpSource } from './http/kind.ts';
import { ledgerSource } from './ledger/kind.ts';
import { prometheusSource } from './prometheus/kind.ts';
import { promqlSource } from './promql/kind.ts';
import { redisSource } from './redis/kind.ts';
import { tlsSource } from './tls/kind.ts';
import { sqlSource } from './sql/kind.ts';
import type { SourceKind } from './source.ts';

const kinds: readonly SourceKind[] = [
  httpSource,
  ledgerSource,
  redisSource,
  evmSource,
  cloudwatchSource,
  prometheusSource,
  promqlSource,
  tlsSource,
  dnsSource,
  sqlSource,
  execSource,
];

export const sourceKinds: ReadonlyMap<string, SourceKind> = new Map(kinds.map((kind) => [kind.kind, kind]));
