// What the pages on the sources show can be written as it stands there.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cloudwatchSource } from '../../src/sources/cloudwatch/schema.ts';
import { dnsSource } from '../../src/sources/dns/schema.ts';
import { evmSource } from '../../src/sources/evm/schema.ts';
import { httpSource } from '../../src/sources/http/schema.ts';
import { execSource } from '../../src/sources/exec/schema.ts';
import { ledgerSource } from '../../src/sources/ledger/schema.ts';
import { prometheusSource } from '../../src/sources/prometheus/schema.ts';
import { promqlSource } from '../../src/sources/promql/schema.ts';
import { redisSource } from '../../src/sources/redis/schema.ts';
import { tlsSource } from '../../src/sources/tls/schema.ts';
import { sqlSource } from '../../src/sources/sql/schema.ts';
import type { SourceKind } from '../../src/sources/source.ts';

/** What an environment variable for a URL stands for. */
const urls: Readonly<Record<string, string>> = { evm: 'https://host', sql: 'postgres://user@host/database' };

const commonOptions = new Set(['kind', 'every', 'timeout', 'needs', 'missing']);

describe.each<[string, SourceKind]>([
  ['redis', redisSource],
  ['evm', evmSource],
  ['cloudwatch', cloudwatchSource],
  ['prometheus', prometheusSource],
  ['promql', promqlSource],
  ['http', httpSource],
  ['tls', tlsSource],
  ['dns', dnsSource],
  ['sql', sqlSource],
  ['ledger', ledgerSource],
  ['exec', execSource],
])('docs/sources-%s.md', (name, kind) => {
  const page = readFileSync(new URL(`../../docs/sources-${name}.md`, import.meta.url), 'utf8');
  const block = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';
  const { sources, metrics } = parse(block.replace(/\$\{\w*URL\}/g, urls[name] ?? 'redis://host')) as {
    sources: Record<string, Record<string, unknown>>;
    metrics: Record<string, { read: unknown }>;
  };

  it('shows sources that validate', () => {
    for (const source of Object.values(sources)) {
      const own = Object.fromEntries(Object.entries(source).filter(([option]) => !commonOptions.has(option)));
      expect(kind.options.parse(own)).toBeTypeOf('object');
    }
  });

  it('shows reads that validate', () => {
    for (const { read } of Object.values(metrics)) expect(kind.read.safeParse(read).error).toBeUndefined();
  });

  it('names every option', () => {
    for (const option of Object.keys(kind.options.shape)) expect(page).toContain(`| \`${option}\` |`);
  });
});
