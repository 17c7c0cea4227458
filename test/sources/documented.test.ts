// What the pages on the sources show can be written as it stands there.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { parseDuration } from '../../src/domain/duration.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { sourceKinds } from '../../src/sources/registry.ts';
import { temporaryFolder, told } from '../profile/support/folder.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema & { readonly default?: unknown }>>;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

function schemaOf(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
}

/** Every key and every word of a choice, wherever in the schema. */
function wordsOf(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(wordsOf);
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, enum: choice = [], const: only } = schema as Schema;
  return [
    ...Object.keys(properties ?? {}),
    ...[...choice, only].filter((word) => typeof word === 'string'),
    ...Object.entries(schema).flatMap(([key, part]) =>
      (key === 'properties' ? Object.values(part as object) : [part]).flatMap(wordsOf),
    ),
  ];
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** What an environment variable for a URL stands for. */
const urls: Readonly<Record<string, string>> = { evm: 'https://host', sql: 'postgres://user@host/database' };

const commonOptions = new Set(['kind', 'every', 'timeout', 'needs', 'missing']);

it('has a page for each kind, and each page in the list', () => {
  const list = readFileSync(new URL('../../docs/sources.md', import.meta.url), 'utf8');
  for (const kind of sourceKinds.keys()) expect(list).toContain(`](sources-${kind}.md) |`);
});

describe.each([...sourceKinds])('docs/sources-%s.md', (name, kind) => {
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

  it('shows a profile that loads as it stands', async () => {
    const folder = await temporaryFolder();
    const env = Object.fromEntries(
      Array.from(block.matchAll(/\$\{(\w+)\}/g), ([, variable = '']) => [
        variable,
        variable.endsWith('PASSWORD') ? 'secret' : (urls[name] ?? 'redis://host'),
      ]),
    );
    const result = await loadProfile(await folder.write('p.yaml', block), {
      ...folder.options(env),
      kinds: sourceKinds,
    });
    expect(result.ok ? [] : told(result)).toEqual([]);
  });

  it('names every option', () => {
    for (const option of Object.keys(kind.options.shape)) expect(page).toContain(`| \`${option}\` |`);
  });

  it('names every word that an option or a read may have in it', () => {
    const words = [...wordsOf(schemaOf(kind.options)), ...wordsOf(schemaOf(kind.read))];
    expect(words.length).toBeGreaterThan(2);
    expect(words.filter((word) => !new RegExp(`(?<![\\w-])${escaped(word)}(?![\\w-])`).test(page))).toEqual(
      [],
    );
  });

  it('gives the defaults that the schema has', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('|'));
    for (const [option, { default: value }] of Object.entries(schemaOf(kind.options).properties ?? {}))
      if (typeof value === 'string' || typeof value === 'boolean')
        expect(rows.find((row) => row.startsWith(`| \`${option}\` |`))).toContain(`| \`${String(value)}\` |`);
    const told =
      /`every` is (\d+) (s|min) and `timeout` (\d+) (s|min) unless the profile says otherwise/.exec(page) ??
      [];
    const [, every = '', everyUnit = '', timeout = '', timeoutUnit = ''] = told;
    const spans = [every + everyUnit, timeout + timeoutUnit].map((span) =>
      parseDuration(span.replace('min', 'm')),
    );
    expect(spans).toEqual([kind.defaults.every, kind.defaults.timeout]);
  });

  it('says which rights it needs, and what it is when it cannot read', () => {
    expect(page).toMatch(/^#+ .*(?:rights|privilege|credentials)/im);
    expect(page).toMatch(/^#+ .*(?:gaps|cannot read)/im);
  });
});
