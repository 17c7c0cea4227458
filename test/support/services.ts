// Starts the real services that tests speak to, each on a free port of 127.0.0.1, and stops them by their pid.
// Where a service is not installed its tests are skipped by name, or fail when LAUNCHWALL_REQUIRE_SERVICES is 1.

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from './loopback.ts';
import { patienceMs } from './patience.ts';

const run = promisify(execFile);

/** Where `.ci/run` puts what npm brings and package.json does not name. */
const cacheFolder = join(homedir(), '.cache', 'launchwall-test');

const redisServerPath = executable('redis-server');
const prometheusPath = executable('prometheus');
const alertmanagerPath = executable('prometheus-alertmanager');
const anvilPath = firstExecutable([
  join(cacheFolder, 'node_modules', '@foundry-rs', 'anvil-linux-amd64', 'bin', 'anvil'),
]);

/** A group of tests that needs a real redis-server. */
export function describeWithRedis(name: string, tests: () => void): void {
  describeWith(name, redisServerPath, 'no redis-server here: apt-get install redis-server', tests);
}

/** A group of tests that needs a real anvil. */
export function describeWithAnvil(name: string, tests: () => void): void {
  describeWith(name, anvilPath, `no anvil in ${cacheFolder}: .ci/run fetches it`, tests);
}

/** A group of tests that needs a real Prometheus and a real Alertmanager. */
export function describeWithPrometheus(name: string, tests: () => void): void {
  const path = prometheusPath !== null && alertmanagerPath !== null ? prometheusPath : null;
  const missing = 'no Prometheus here: apt-get install prometheus prometheus-alertmanager';
  describeWith(name, path, missing, tests);
}

/* oxlint-disable vitest/no-conditional-tests, vitest/valid-describe-callback, vitest/no-disabled-tests, vitest/valid-title -- it makes groups of tests and is none itself */
export function describeWith(name: string, path: string | null, missing: string, tests: () => void): void {
  if (path === null && process.env['LAUNCHWALL_REQUIRE_SERVICES'] === '1')
    describe(name, () => {
      it('has the real service that it needs', () => {
        expect.fail(missing);
      });
    });
  else describe.skipIf(path === null)(path === null ? `${name} — skipped: ${missing}` : name, tests);
}
/* oxlint-enable -- back to the rules */

/** Waits until `condition` gives something, asking again every few milliseconds. */
export async function until<T>(
  condition: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  what: string,
  timeoutMs = patienceMs(),
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const found = await condition();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`waited ${timeoutMs}ms in vain for ${what}`);
    await new Promise<void>((resolve) => setTimeout(resolve, 5));
  }
}

export interface RedisServer {
  readonly port: number;
  /** `redis://127.0.0.1:PORT` */
  readonly url: string;
  /** Runs redis-cli with these arguments and gives what it prints. */
  cli(...args: string[]): Promise<string>;
  /** SIGSTOP hangs it, SIGCONT lets it go on. */
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
  /** Starts it again, empty, on the same port. */
  start(): Promise<void>;
}

/**
 * A redis-server of its own for the running test; it ends with the test.
 * @param args further arguments: `['--requirepass', 'secret']`.
 * @param cliArgs what redis-cli needs to reach it: `['-a', 'secret']`.
 */
export async function startRedis(args: string[] = [], cliArgs: string[] = []): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-redis-'));
  const port = await freePort();
  const base = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const port_ = args.includes('--tls-port') ? [] : ['--port', String(port)];
  const filled = args.map((arg) => (arg === 'PORT' ? String(port) : arg));
  let child: ChildProcess | null = null;
  const cli = async (...command: string[]): Promise<string> => {
    const { stdout } = await run(
      'redis-cli',
      ['-p', String(port), '--no-auth-warning', ...cliArgs, ...command],
      {
        timeout: 5_000,
      },
    );
    return stdout.trim();
  };
  const server: RedisServer = {
    port,
    url: `redis://127.0.0.1:${port}`,
    cli,
    signal: (signal) => child?.kill(signal),
    async stop() {
      await end(child);
      child = null;
    },
    async start() {
      child = begin(redisServerPath ?? 'redis-server', [...port_, ...base, ...filled]);
      await until(
        async () => /PONG|NOAUTH|LOADING|CLUSTERDOWN/.test(await cli('ping').catch(() => '')),
        'redis-server to answer',
      );
    },
  };
  onTestFinished(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await server.start();
  return server;
}

/** PEM files of a certificate for this host, which is its own authority; they go with the running test. */
export async function makeCertificate(
  host: string,
): Promise<{ readonly cert: string; readonly key: string; readonly folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const kind = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2';
  const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  await run('openssl', ['req', ...kind.split(' '), ...names, '-keyout', key, '-out', cert]);
  return { cert, key, folder };
}

export interface Anvil {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Sends one JSON-RPC request and gives its result. */
  rpc(method: string, ...params: unknown[]): Promise<unknown>;
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

/** An anvil of its own for the running test; chain 31337 unless `args` say otherwise. */
export async function startAnvil(args: string[] = []): Promise<Anvil> {
  const child = begin(anvilPath ?? 'anvil', [
    '--port',
    '0',
    '--host',
    '127.0.0.1',
    '--accounts',
    '1',
    ...args,
  ]);
  let output = '';
  child.stdout?.on('data', (data: Buffer) => {
    output += data.toString();
  });
  onTestFinished(() => end(child));
  const port = await until(() => /Listening on 127\.0\.0\.1:(\d+)/.exec(output)?.[1], 'anvil to listen');
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    async rpc(method, ...params) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      });
      const body = (await response.json()) as { result?: unknown; error?: { message: string } };
      if (body.error) throw new Error(body.error.message);
      return body.result;
    },
    signal: (signal) => child.kill(signal),
    stop: () => end(child),
  };
}

export interface HttpService {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

/**
 * A Prometheus of its own; it looks and evaluates every second.
 * @param files name and content of each file of its folder; `prometheus.yml` must be among them.
 * @param atEnd takes what ends it: with the running test, unless a whole file uses it.
 */
export async function startPrometheus(
  files: Readonly<Record<string, string>>,
  atEnd: (end: () => Promise<void>) => void = onTestFinished,
): Promise<HttpService> {
  return startHttpService(prometheusPath ?? 'prometheus', files, atEnd, (folder, port) => [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    // What fires before Alertmanager is found is told again at once.
    '--rules.alert.resend-delay=1s',
    '--log.level=error',
  ]);
}

/** An Alertmanager of its own, alone and without receivers. */
export async function startAlertmanager(
  atEnd: (end: () => Promise<void>) => void = onTestFinished,
): Promise<HttpService> {
  const config = 'route: { receiver: none, group_wait: 0s }\nreceivers: [{ name: none }]\n';
  return startHttpService(
    alertmanagerPath ?? 'prometheus-alertmanager',
    { 'am.yml': config },
    atEnd,
    (folder, port) => [
      `--config.file=${join(folder, 'am.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      '--log.level=error',
    ],
  );
}

async function startHttpService(
  path: string,
  files: Readonly<Record<string, string>>,
  atEnd: (end: () => Promise<void>) => void,
  argumentsFor: (folder: string, port: number) => string[],
): Promise<HttpService> {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-service-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const port = await freePort();
  const child = begin(path, argumentsFor(folder, port));
  const stop = (): Promise<void> => end(child);
  atEnd(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/-/ready`).catch(() => null))?.ok, `${path} to be ready`);
  return { url, port, signal: (signal) => child.kill(signal), stop };
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** @param as the user to run it as; without it, whoever runs the tests. */
export function begin(
  path: string,
  args: string[],
  as: { readonly uid?: number; readonly gid?: number } = {},
): ChildProcess {
  const child = spawn(path, args, { ...as, stdio: ['ignore', 'pipe', 'ignore'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  // An unread pipe would stop the child once it is full.
  child.stdout?.resume();
  return child;
}

/** Ends exactly this process; one that was stopped by SIGSTOP too. */
export async function end(child: ChildProcess | null): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  await ended;
}

export function executable(name: string): string | null {
  return firstExecutable((process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)));
}

export function firstExecutable(paths: readonly string[]): string | null {
  for (const path of paths) {
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not this one.
    }
  }
  return null;
}
