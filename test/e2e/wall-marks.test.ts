// Ticking on the built program's wall: on the disk at once, there again after a restart, and in the checklist given back.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { ensureBuilt, executable } from '../support/built.ts';
import { spawnOnPty, type PtyProgram } from '../support/pty.ts';
import { runToEnd } from '../support/running-program.ts';

beforeAll(ensureBuilt, 60_000);

const profile = `profile: shop/staging
title: Shop
launch: { at: 2020-01-01T00:00:00Z, version: v1 }
sources:
  api: { kind: http, url: "http://127.0.0.1:9/", every: 5s, timeout: 1s }
metrics:
  up: { title: Shop answers, from: api, read: up, target: "== true" }
phases:
  - at: T-1h
    title: Before
    items: [{ text: Backup taken by hand, ref: shop-1 }]
  - at: T-0
    title: Launch
    items:
      - { text: The shop answers, when: up == true, ref: shop-2 }
      - { text: DNS switched, ref: shop-3 }
gate:
  required: [{ text: On-call assigned, ref: shop-4 }]
`;

interface Shop {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A folder with the profile, and a state, a configuration and a home of its own in which nobody has a name. */
async function shop(): Promise<Shop> {
  const cwd = await mkdtemp(join(tmpdir(), 'launchwall-marks-'));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  await mkdir(join(cwd, 'profiles/shop'), { recursive: true });
  await writeFile(join(cwd, 'profiles/shop/staging.yaml'), profile);
  const env = {
    XDG_STATE_HOME: join(cwd, 'state'),
    XDG_CONFIG_HOME: join(cwd, 'config'),
    HOME: cwd,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
  };
  return { cwd, env };
}

function watch({ cwd, env }: Shop): PtyProgram {
  const args = [executable, 'watch', 'shop/staging'];
  const program = spawnOnPty(process.execPath, args, { columns: 140, rows: 36, cwd, env });
  onTestFinished(program.dispose);
  return program;
}

test(
  'a tick and a signature on the wall are kept, under the name that was asked for once',
  { timeout: 120_000 },
  async () => {
    const place = await shop();
    const first = watch(place);
    await first.waitFor(/t timeline/);
    first.press('t');
    await first.waitFor(/▸ ✖ fail +The shop answers|▸ ◌ unknown +The shop answers/);
    first.press('j');
    await first.waitFor(/▸ ○ to do +DNS switched/);
    first.press(' ');
    await first.waitFor(/Who are you\?/);
    first.press('Ana Lyst\r');
    await first.waitFor(/✓ done +DNS switched +Ana Lyst \d\d:\d\d:\d\d/);
    first.press('v');
    await first.waitFor(/▸ ○ to do +1 On-call assigned/);
    first.press(' ');
    await first.waitFor(/Sign “On-call assigned” in your name/);
    first.press('rota of December\r');
    await first.waitFor(/✓ done +On-call assigned[\s\S]*signed by Ana Lyst at .*: rota of/);
    first.press('q');
    expect(await first.exited()).toBe(0);

    const again = watch(place);
    await again.waitFor(/t timeline/);
    again.press('t');
    await again.waitFor(/✓ done +DNS switched +Ana Lyst/);
    again.press('jux');
    await again.waitFor(/Skip “DNS switched”: why\?/);
    again.press('no DNS here\r');
    await again.waitFor(/– skipped +DNS switched +Ana Lyst/);
    again.press('q');
    expect(await again.exited()).toBe(0);

    const { stdout, code } = await runToEnd(['checklist', 'shop/staging', '--no-poll'], place);
    expect(code).toBe(0);
    expect(stdout).toMatch(/- \[-\] .*DNS switched.*\n?.*no DNS here/);
    expect(stdout).toContain('rota of December');
  },
);
