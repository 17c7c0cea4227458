// The only list of source kinds. A new one is its folder and one line here.

import { cloudwatchSource } from './cloudwatch/schema.ts';
import { dnsSource } from './dns/schema.ts';
import { evmSource } from './evm/schema.ts';
import { execSource } from './exec/schema.ts';
import { httpSource } from './http/schema.ts';
import { ledgerSource } from './ledger/schema.ts';
import { prometheusSource } from './prometheus/schema.ts';
import { promqlSource } from './promql/schema.ts';
import { redisSource } from './redis/schema.ts';
import { tlsSource } from './tls/schema.ts';
import { sqlSource } from './sql/schema.ts';
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
