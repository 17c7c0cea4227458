// A folder of a stranger: profiles with hostile text in each of their texts, in the names of files and folders, in the
// environment, and far ends that answer with it.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { root } from './built.ts';
import { hostileEnds } from './hostile-ends.ts';
import { textInEachPlace } from './hostile-schema.ts';

import { hostileName, hostileScalar, hostileText } from './hostile-text.ts';

export interface HostileWorld {
  /** The working folder, which is also where settings and launches are kept; its name is hostile. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The profile that loads and is watched. Its file's name is hostile. */
export const profileFile = `profiles/rich ${hostileName}.yaml`;
export const testFile = `rules ${hostileName}.test.yaml`;
export const brokenTestFile = `broken ${hostileName}.test.yaml`;
export const scenarioFile = `scenario ${hostileName}.yaml`;
export const brokenScenarioFile = `broken scenario ${hostileName}.yaml`;
/** The characters stand in it as they are, and it is no YAML. */
export const rawFile = `profiles/raw ${hostileName}.yaml`;
/** Holds a profile for each place of the schema in which a text may stand. */
export const eachPlaceFolder = `each ${hostileName}`;

/** It ends with the running test. */
export async function hostileWorld(): Promise<HostileWorld> {
  const base = mkdtempSync(join(tmpdir(), 'launchwall-hostile-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const folder = join(base, hostileName);
  for (const part of ['profiles', eachPlaceFolder]) mkdirSync(join(folder, part), { recursive: true });
  const write = (file: string, text: string): void =>
    writeFileSync(join(folder, file), text, { mode: 0o755 });
  const ends = await hostileEnds(folder, text);
  write(profileFile, JSON.stringify(richProfile(ends)));
  write('say.sh', `#!/bin/sh\ncat said.txt\ncat said.txt >&2\nexit "$1"\n`);
  write('said.txt', hostileText);
  write(testFile, JSON.stringify(ruleTest(`./${profileFile}`)));
  write(brokenTestFile, JSON.stringify({ ...ruleTest(`./${profileFile}`), [hostileScalar]: hostileScalar }));
  write(scenarioFile, JSON.stringify(scenario()));
  write(brokenScenarioFile, JSON.stringify({ ...scenario(), [hostileScalar]: 1, t0: hostileScalar }));
  eachPlace().forEach((profile, index) => write(`${eachPlaceFolder}/${index}.yaml`, JSON.stringify(profile)));
  write(rawFile, `title: "${hostileText}\n  - [${hostileText}`);
  return {
    folder,
    env: { XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder, HOSTILE: hostileText, HOME: folder },
  };
}

const text = (what: string): string => `${what} ${hostileScalar}`;

/** Every text that may be anything is hostile; everything is red, open and due, so that it is shown. */
function richProfile({ sources, metrics }: { readonly sources: object; readonly metrics: object }): object {
  const step = (ref: string): object => ({
    text: text('step'),
    // One that a terminal would obey does not load.
    run: 'echo run',
    ref: [text(ref)],
  });
  const item = (id: string, rest: object = {}): object => ({
    id,
    text: text('item'),
    ref: text(`ref of ${id}`),
    ...rest,
  });
  return {
    profile: 'hostile/test',
    title: text('title'),
    environment: text('environment'),
    vars: { word: text('word') },
    launch: { at: '2026-11-01T15:00:00Z', version: text('version') },
    sources: {
      ...sources,
      says: {
        kind: 'exec',
        command: ['./say.sh', '0', hostileText],
        cwd: '..',
        env: { SAID: hostileText },
        every: '1s',
      },
      fails: { kind: 'exec', command: ['./say.sh', '3', hostileText], cwd: '..', every: '1s' },
      none: { kind: 'exec', command: [`./none ${hostileText}`], cwd: '..', every: '1s' },
      away: { kind: 'exec', command: ['./say.sh'], cwd: `none ${hostileText}`, every: '1s' },
    },
    metrics: {
      depth: {
        title: text('depth'),
        group: text('group'),
        from: 'api',
        read: { json: '/depth' },
        target: '< 100',
        alert: '> 500',
        ref: text('ref 3'),
      },
      said: {
        title: text('said'),
        group: text('group'),
        from: 'api',
        read: { json: '/text' },
        target: '== "fine"',
        ref: [text('ref 4')],
      },
      ...metrics,
      line: { title: text('line'), from: 'says', read: { line: '(.*)' }, target: '== "fine"' },
      exit: { title: text('exit'), from: 'fails', read: { line: '(.*)' }, target: '== "fine"' },
      none: { title: text('none'), from: 'none', read: 'ok', target: '== true' },
      away: { title: text('away'), from: 'away', read: 'ok', target: '== true' },
    },
    hints: {
      'scale-up': {
        kind: 'scale-up',
        title: text('hint'),
        when: 'depth > 500',
        do: [step('first'), text('do')],
        ref: text('ref 5'),
      },
    },
    incidents: {
      'too-deep': {
        class: 'P0',
        title: text('incident'),
        when: 'depth > 500',
        do: [step('second')],
        respond: text('respond'),
        tell: text('tell'),
        ref: text('ref 6'),
      },
      'by-hand': { class: 'P1', title: text('by hand'), do: text('do') },
    },
    classes: { P1: { respond: text('respond'), tell: text('tell') } },
    phases: [
      {
        at: 'T-1h',
        id: text('phase'),
        title: text('phase'),
        items: [item('one'), item('two', { when: 'depth > 500' }), item('three', { manual: text('manual') })],
      },
      { title: text('later'), items: [item('four')] },
    ],
    gate: {
      required: [
        item('go', { when: 'depth < 100' }),
        item('fine', { when: 'said == "fine"' }),
        item('signed', { manual: text('manual') }),
      ],
      recommended: [item('nice', { when: 'queue < 10' })],
    },
  };
}

function ruleTest(profile: string): object {
  return {
    profile,
    tests: [
      {
        name: text('name'),
        series: { depth: '900x20', said: '"bad"x20' },
        expect: [
          { at: '1m', metrics: { depth: 'green', said: 'red' }, hints: [], incidents: [], gate: 'go' },
        ],
      },
    ],
  };
}

/** A second long. */
function scenario(): object {
  return {
    title: text('drill'),
    profile: `./${profileFile}`,
    t0: '10s',
    duration: '20s',
    speed: 20,
    tracks: {},
    services: {},
    events: [{ at: 'T-5s', say: text('story') }],
  };
}

/** A source of each kind, so that what is wrong in a `read` is said by the kind's own schema. */
const oneOfEachKind: Readonly<Record<string, object>> = {
  cloudwatch: { region: 'us-east-1' },
  dns: { name: 'example.com', type: 'A' },
  evm: { rpc: 'http://127.0.0.1:1', chain: 1 },
  exec: { command: ['true'] },
  http: { url: 'http://127.0.0.1:1' },
  ledger: { url: 'http://127.0.0.1:1' },
  prometheus: { url: 'http://127.0.0.1:1' },
  promql: { url: 'http://127.0.0.1:1' },
  redis: { url: 'redis://127.0.0.1:1' },
  sql: { url: 'postgres://a@127.0.0.1:1/b' },
  tls: { url: 'tls://127.0.0.1:1' },
};

function eachPlace(): readonly object[] {
  const schema: unknown = JSON.parse(readFileSync(join(root, 'schema/profile.schema.json'), 'utf8'));
  if (typeof schema !== 'object' || schema === null) throw new Error('the schema is no object');
  return textInEachPlace(schema, hostileScalar).map(({ path, value }) => {
    const part = Object(value);
    if (!path.startsWith('metrics.*.read'))
      return {
        metrics: { m: { from: 's', read: 'up' } },
        sources: { s: { kind: 'http', ...oneOfEachKind['http'] } },
        ...part,
      };
    const { read } = part.metrics.one;
    return {
      sources: Object.fromEntries(
        Object.entries(oneOfEachKind).map(([kind, options]) => [kind, { kind, ...options }]),
      ),
      metrics: Object.fromEntries(Object.keys(oneOfEachKind).map((kind) => [kind, { from: kind, read }])),
    };
  });
}
