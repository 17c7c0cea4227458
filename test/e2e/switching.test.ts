// Watching on a terminal: switching profiles with the picker, reloads, a profile that breaks, and what is let go of.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ensureBuilt, executable } from '../support/built.ts';
import { httpServer, type TestServer } from '../support/http-servers.ts';
import { spawnOnPty, type PtyProgram } from '../support/pty.ts';
import { until } from '../support/services.ts';

beforeAll(ensureBuilt, 60_000);

const escape = '\u001B';

interface Place {
  readonly folder: string;
  readonly write: (name: string, url: string, change?: (text: string) => string) => void;
}

function place(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-switch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    write: (name, url, change = (text) => text) => {
      const file = join(folder, 'profiles', `${name}.yaml`);
      mkdirSync(dirname(file), { recursive: true });
      const text = `profile: ${name}
title: ${name.split('/')[0]} shop
sources:
  api: { kind: http, url: "${url}", every: 2s, timeout: 1s }
metrics:
  answers: { title: Answers of ${name}, from: api, read: up, target: == true }
  status:  { title: Status of ${name}, from: api, read: status, target: "< 300", alert: "> 499" }
`;
      writeFileSync(file, change(text));
    },
  };
}

async function server(): Promise<TestServer> {
  const started = await httpServer((_, response) => response.end('{"status":"ok"}'));
  onTestFinished(started.close);
  return started;
}

function start(args: readonly string[], folder: string, env: Readonly<Record<string, string>>): PtyProgram {
  const program = spawnOnPty(process.execPath, [executable, ...args], {
    columns: 120,
    rows: 36,
    cwd: folder,
    env: { XDG_CONFIG_HOME: folder, ...env },
  });
  onTestFinished(program.dispose);
  return program;
}

/** Opens the picker, narrows it to one profile, and takes it. */
async function pick(program: PtyProgram, name: string): Promise<void> {
  program.press('p');
  await program.waitFor(/Watch another profile/);
  program.press(name);
  await program.waitFor(new RegExp(`▸ ${name}`));
  program.press('\r');
}

describe('watching on a terminal', () => {
  test('switches from one profile to another and back, and lets go of the connections of the old one', async () => {
    const { folder, write } = place();
    const [one, two] = [await server(), await server()];
    write('one/production', one.url);
    write('two/staging', '${TWO_URL}');
    write('three/production', '${THREE_URL}');
    const program = start(['watch', 'one/production'], folder, { TWO_URL: two.url });
    await program.waitFor(/● 2 green/);
    expect(one.open()).toBeGreaterThan(0);
    await pick(program, 'two/staging');
    await program.waitFor(/now watching two\/staging/);
    await program.waitFor(/STAGING[\s\S]*● 2 green/);
    await until(() => one.open() === 0, 'the old connections are closed');
    expect(two.open()).toBeGreaterThan(0);

    await pick(program, 'three/production');
    const why = await program.waitFor(/✖ three\/production cannot be watched: .*THREE_URL/);
    expect(why).toContain('Watch another profile');
    program.press(escape);
    await program.waitFor(/STAGING[\s\S]*Answers of two/);

    await pick(program, 'one/production');
    await program.waitFor(/PRODUCTION[\s\S]*● 2 green/);
    await until(() => two.open() === 0, 'the connections of the second one are closed');
    program.press('q');
    expect(await program.exited()).toBe(0);
    expect(program.screen()).toMatch(/● GREEN .*one shop/);
  }, 120_000);

  test('goes from the drill to a live profile and back', async () => {
    const { folder, write } = place();
    const live = await server();
    write('one/production', live.url);
    const program = start(['drill', '--speed', '20', '--seed', '1'], folder, {});
    await program.waitFor(/drill ×20[\s\S]*● [1-9]\d* green/);
    expect(program.screen()).toContain('f faults');
    await pick(program, 'one/production');
    await program.waitFor(/now watching one\/production/);
    await program.waitFor(/^(?!.*drill ×20)[\s\S]*● 2 green/);
    program.press('o');
    await program.waitFor(/the one source answers/);
    expect(program.screen()).not.toContain('f faults');
    program.press(escape);
    await program.waitFor(/Answers of one/);
    await pick(program, 'sge/drill');
    await program.waitFor(/drill ×20[\s\S]*● [1-9]\d* green/);
    await until(() => live.open() === 0, 'the connections of the live profile are closed');
    program.press('q');
    expect(await program.exited()).toBe(0);
  }, 120_000);

  test('a changed profile is taken over, a broken one is told and the running one stays', async () => {
    const { folder, write } = place();
    const { url } = await server();
    write('one/production', url);
    const program = start(['watch', 'one/production'], folder, {});
    await program.waitFor(/● 2 green/);
    write('one/production', url, (text) => text.replace('> 499', '> 599'));
    await program.waitFor(/the profile was reloaded: status alert > 499 → > 599/);
    write('one/production', url, (text) => text.replace('target: "< 300"', 'target: "< 300 ETHH"'));
    await program.waitFor(
      /error .*the changed profile is broken, the running one stays: profiles\/one\/production.yaml:7:\d+\s[\s\S]*ETHH/,
    );
    expect(program.screen()).toContain('● 2 green');
    write('one/production', url);
    await program.waitFor(/the profile was reloaded: status alert > 599 → > 499/);
  }, 60_000);
});
