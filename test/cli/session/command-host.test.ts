// Who may run a command: a source of the profile as it is loaded now, while that is trusted.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CommandHosts } from '../../../src/cli/session/command-host.ts';
import { revoke, trust } from '../../../src/cli/kept/trust.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import type { Profile } from '../../../src/profile/profile.ts';
import { testContext } from '../../support/context.ts';
import { temporaryFolder } from '../support.ts';

async function place() {
  const folder = temporaryFolder();
  const context = testContext({ cwd: folder, configDir: join(folder, 'config'), shippedDir: folder });
  const path = join(folder, 'p.yaml');
  const load = async (command: string): Promise<Profile> => {
    writeFileSync(
      path,
      `sources: { a: { kind: exec, command: ["${command}"] } }\nmetrics: { ok: { from: a, read: ok } }\n`,
    );
    const loaded = await loadProfile(path, { ...context, env: {} });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
    return loaded.profile;
  };
  return { folder, path, context, load };
}

function sourceOf({ sources: [source] }: Profile) {
  if (!source) throw new Error('a profile without a source');
  return source;
}

test('an old source of a profile that is trusted now does not run what it used to', async () => {
  const { context, folder, path, load } = await place();
  let profile = await load('old');
  const old = sourceOf(profile);
  const hosts = new CommandHosts({ name: 'p.yaml', profile: () => profile, env: {} }, context);
  const host = hosts.hostFor(old);
  expect(host.folder).toBe(folder);
  expect((await host.refusal())?.message).toContain(
    'is not trusted to run commands: launchwall trust p.yaml',
  );
  expect((await host.refusal())?.remedy).toEqual({
    text: 'Read its commands, then trust them.',
    run: 'launchwall trust p.yaml',
  });
  const odd = new CommandHosts({ name: "it's; rm", profile: () => profile, env: {} }, context);
  expect((await odd.hostFor(old).refusal())?.remedy?.run).toBe(String.raw`launchwall trust 'it'\''s; rm'`);
  await trust(profile, 0, context);
  expect(await host.refusal()).toBeNull();

  profile = await load('new');
  expect((await host.refusal())?.message).toContain('has changed since it was trusted');
  expect((await host.refusal())?.remedy?.run).toBe('launchwall trust p.yaml');
  await trust(profile, 0, context);
  expect((await host.refusal())?.reason).toBe('not_trusted');
  expect(await hosts.hostFor(sourceOf(profile)).refusal()).toBeNull();
  await revoke(path, context);
  expect((await hosts.hostFor(sourceOf(profile)).refusal())?.reason).toBe('not_trusted');
});

test('the end of the program is listened for once, and only while something runs', async () => {
  const { context, load } = await place();
  const profile = await load('x');
  const hosts = new CommandHosts({ name: 'p', profile: () => profile, env: {} }, context);
  const before = process.listenerCount('exit');
  const endings = Array.from({ length: 20 }, () =>
    hosts.hostFor(sourceOf(profile)).onAbruptEnd(() => undefined),
  );
  expect(process.listenerCount('exit')).toBe(before + 1);
  for (const takeBack of endings) takeBack();
  expect(process.listenerCount('exit')).toBe(before);
});
