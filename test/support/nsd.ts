// Starts a real authoritative DNS server (NSD) on a free port of 127.0.0.1 with the zones of a test, and stops it.

import { spawn } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freePort } from './loopback.ts';
import { describeWith, executable, firstExecutable, until } from './services.ts';

const nsdPath = executable('nsd') ?? firstExecutable(['/usr/sbin/nsd', '/usr/local/sbin/nsd']);

/** A group of tests that needs a real DNS server. */
export function describeWithNsd(name: string, tests: () => void): void {
  describeWith(name, nsdPath, 'no nsd here: apt-get install nsd', tests);
}

export interface Nsd {
  /** `127.0.0.1:PORT` */
  readonly server: string;
  readonly stop: () => Promise<void>;
}

/**
 * A server of its own for the running test.
 * @param zones the records of each zone, without its SOA; null is a zone whose file is missing, which NSD answers by SERVFAIL.
 */
export async function startNsd(zones: Readonly<Record<string, string | null>>): Promise<Nsd> {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-nsd-'));
  const port = await freePort();
  const soa = '@ IN SOA ns1 host 1 3600 600 86400 60\n';
  const head = (zone: string): string =>
    `$ORIGIN ${zone}.\n$TTL 300\n${soa}@ IN NS ns1\nns1 IN A 127.0.0.1\n`;
  for (const [zone, records] of Object.entries({ ...zones, 'ready.test': '' }))
    if (records !== null) writeFileSync(join(folder, `${zone}.zone`), `${head(zone)}${records}`);
  const blocks = Object.keys({ ...zones, 'ready.test': '' }).map(
    (zone) => `zone:\n  name: ${zone}\n  zonefile: ${zone}.zone\n`,
  );
  const settings = [
    `ip-address: 127.0.0.1@${port}`,
    'username: ""',
    'chroot: ""',
    'pidfile: ""',
    'xfrdfile: ""',
    'database: ""',
    'server-count: 1',
    'rrl-ratelimit: 0',
    `logfile: "${folder}/log"`,
    `zonesdir: "${folder}"`,
    `xfrdir: "${folder}"`,
    `zonelistfile: "${folder}/zones"`,
  ].map((line) => `  ${line}\n`);
  const config = `server:\n${settings.join('')}remote-control:\n  control-enable: no\n${blocks.join('')}`;
  writeFileSync(join(folder, 'nsd.conf'), config);
  const stop = startGroup(nsdPath ?? 'nsd', ['-d', '-c', join(folder, 'nsd.conf')]);
  onTestFinished(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const server = `127.0.0.1:${port}`;
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([server]);
  await until(() => resolver.resolve4('ns1.ready.test').catch(() => null), 'nsd to answer');
  return { server, stop };
}

/** NSD is several processes, which would outlive their first one: the whole group ends, and only this group. */
function startGroup(path: string, args: string[]): () => Promise<void> {
  const child = spawn(path, args, { stdio: 'ignore', detached: true });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = (): void => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', kill);
  return async () => {
    kill();
    await ended;
    process.off('exit', kill);
  };
}
