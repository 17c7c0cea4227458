// A folder with a profile over a server of the test's own, for tests that run the built program.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { executable } from '../support/built.ts';
import { httpServer } from '../support/http-servers.ts';
import { spawnOnPty, type PtyOptions, type PtyProgram } from '../support/pty.ts';

interface WatchedApi {
  /** The working folder; the profile in it is called `launch.yaml`. */
  readonly folder: string;
  readonly profile: string;
  /** What the endpoint answers from now on. */
  answer: { status: number; body: string };
  /** How often it was asked. */
  requests: number;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** One endpoint and its profile: `up`, and a depth that is green below 100 and red above 500. */
export async function watchedApi(): Promise<WatchedApi> {
  const folder = temporaryFolder();
  const state = {
    folder,
    profile: join(folder, 'launch.yaml'),
    answer: { status: 200, body: '{"depth":3}' },
    requests: 0,
  };
  const server = await httpServer((_request, response) => {
    response.writeHead(state.answer.status, { 'content-type': 'application/json' });
    state.requests++;
    response.end(state.answer.body);
  });
  onTestFinished(() => server.close());
  writeFileSync(state.profile, profileOver(server.url));
  return state;
}

export function profileOver(url: string): string {
  return `profile: shop/test
title: Shop
sources:
  api: { kind: http, url: "${url}/stats", every: 300ms, timeout: 2s }
metrics:
  up:    { title: API, from: api, read: up, target: "== true", alert: "== false for 2 samples" }
  depth: { title: Depth, from: api, read: { json: /depth }, target: "< 100", alert: "> 500" }
`;
}

/** The program on a terminal of its own; it ends with the test. */
export function onTerminal(
  args: readonly string[],
  options: PtyOptions & { readonly cwd: string },
): PtyProgram {
  const env = { XDG_CONFIG_HOME: options.cwd, XDG_STATE_HOME: options.cwd, ...options.env };
  const program = spawnOnPty(process.execPath, [executable, ...args], { ...options, env });
  onTestFinished(program.dispose);
  return program;
}
