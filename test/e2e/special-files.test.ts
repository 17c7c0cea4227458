// Pipes, devices, sockets and folders where a file is wanted: each is told with a sentence, and nothing waits for them.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { redisSource } from '../../src/sources/redis/kind.ts';
import { sqlSource } from '../../src/sources/sql/kind.ts';
import { tlsSource } from '../../src/sources/tls/kind.ts';
import type { SourceKind } from '../../src/sources/source.ts';
import { ensureBuilt, executable } from '../support/built.ts';
import { makeSource } from '../support/poll.ts';
import { spawnOnPty } from '../support/pty.ts';

beforeAll(ensureBuilt, 60_000);

const profile = `profile: good
title: Good
sources: { api: { kind: http, url: "http://127.0.0.1:9/" } }
metrics: { up: { title: Up, from: api, read: up, target: == true } }
`;

/** A folder whose `profiles` has one profile, and one of each kind that is none. */
async function folderOfKinds(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-kinds-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const profiles = join(folder, 'profiles');
  mkdirSync(profiles);
  writeFileSync(join(profiles, 'good.yaml'), profile);
  writeFileSync(join(profiles, 'heir.yaml'), 'extends: ./pipe.yaml\n');
  execFileSync('mkfifo', [join(profiles, 'pipe.yaml'), join(profiles, 'pipe.test.yaml')]);
  symlinkSync('/dev/zero', join(profiles, 'device.yaml'));
  mkdirSync(join(profiles, 'folder.yaml'));
  const server = createServer().listen(join(profiles, 'socket.yaml'));
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return folder;
}

function run(folder: string, args: readonly string[]): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [executable, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { HOME: folder, PATH: process.env['PATH'] ?? '' },
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  return { status, text: stdout + stderr };
}

test('every command ends, and says what it has found instead of a file', async () => {
  const folder = await folderOfKinds();
  const kinds = [
    ['pipe', 'this is a pipe, not a file'],
    ['device', 'this is a device, not a file'],
    ['socket', 'this is a socket, not a file'],
  ] as const;
  const linted = run(folder, ['lint', 'profiles']);
  const listed = run(folder, ['profiles']);
  expect([linted.status, listed.status]).toEqual([1, 0]);
  for (const [name, sentence] of kinds) {
    expect(linted.text).toMatch(new RegExp(`${name}\\.yaml:1:1: error: .*${sentence}`));
    expect(listed.text).toContain(sentence);
    const checked = run(folder, ['check', `profiles/${name}.yaml`]);
    expect([checked.status, checked.text]).toEqual([65, expect.stringContaining(sentence)]);
    const drilled = run(folder, ['drill', `./profiles/${name}.yaml`]);
    expect([drilled.status, drilled.text]).toEqual([65, expect.stringContaining(sentence)]);
  }
  expect(linted.text).toMatch(/heir\.yaml:1:\d+: error: .*this is a pipe/);
  for (const [command, status] of [
    ['test', 65],
    ['lint', 1],
  ] as const)
    expect(run(folder, [command, 'profiles/pipe.test.yaml'])).toEqual({
      status,
      text: expect.stringContaining('this is a pipe, not a file'),
    });
  expect(run(folder, ['check', 'profiles/folder.yaml']).text).toContain('is a folder');
}, 60_000);

test('the picker shows them, and q ends the program', async () => {
  const folder = await folderOfKinds();
  const program = spawnOnPty(process.execPath, [executable, 'watch', 'good'], {
    columns: 120,
    rows: 36,
    cwd: folder,
    env: { XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder },
  });
  onTestFinished(program.dispose);
  await program.waitFor(/Good/);
  program.press('p');
  await program.waitFor(/pipe .*this is a pipe/);
  program.press('\u001B');
  await program.waitFor(/^(?![\s\S]*Watch another profile)/);
  program.press('q');
  expect(await program.exited()).toBe(0);
}, 60_000);

test.each<readonly [SourceKind, (file: string) => Record<string, unknown>, string]>([
  [sqlSource, (file) => ({ url: `postgres://a:b@127.0.0.1:9/d?sslmode=require&sslkey=${file}` }), 'sslkey'],
  [sqlSource, (file) => ({ url: `postgres://a:b@127.0.0.1:9/d?sslmode=require&sslcert=${file}` }), 'sslcert'],
  [sqlSource, (file) => ({ url: 'postgres://a:b@127.0.0.1:9/d', tls: { ca: file } }), 'ca'],
  [redisSource, (file) => ({ url: 'rediss://127.0.0.1:9', tls: { ca: file } }), 'tls.ca'],
  [tlsSource, (file) => ({ url: 'tls://127.0.0.1:9', ca: file }), 'ca'],
])(
  '$kind reads no key and no authority out of what is no file, or has no end: %#',
  async (kind, options, what) => {
    const folder = await folderOfKinds();
    writeFileSync(join(folder, 'large'), Buffer.alloc(4 * 1024 * 1024 + 1));
    const read = kind === tlsSource ? 'valid' : kind === redisSource ? 'memory' : 'up';
    for (const [name, sentence] of [
      ['profiles/pipe.yaml', 'is no file'],
      ['profiles/device.yaml', 'is no file'],
      ['profiles/socket.yaml', 'is no file'],
      ['profiles', 'is no file'],
      ['large', 'is larger than 4 MiB'],
    ] as const) {
      const made = await makeSource(kind, { options: options(join(folder, name)), reads: { read } });
      onTestFinished(() => made.source.close());
      const { gap } = await made.poll();
      expect(gap?.message).toContain(what);
      expect(gap?.message).toContain(sentence);
    }
  },
);
