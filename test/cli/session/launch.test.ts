// A session takes part in its launch: real profiles, real engines, a real file between them.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  watchRequest,
  launchRequest,
  type LaunchArguments,
} from '../../../src/cli/options/launch-options.ts';
import { markControls } from '../../../src/cli/wall/mark-controls.ts';
import { openPreferences } from '../../../src/cli/kept/preferences.ts';
import { Session } from '../../../src/cli/session/session.ts';
import { systemClock } from '../../../src/engine/clocks.ts';
import type { Context } from '../../../src/cli/context.ts';
import type { CriterionState, ItemState } from '../../../src/rules/board.ts';
import { testContext } from '../../support/context.ts';
import { httpServer } from '../../support/http-servers.ts';
import { until } from '../../support/services.ts';
import { temporaryFolder } from '../support.ts';

interface Shop {
  readonly context: Context;
  readonly profile: string;
  /** What the endpoint says of its depth. */
  depth: number;
  /** It answers with an error. */
  fails: boolean;
}

/** One endpoint; an automatic and a manual item around T-0, an automatic and a manual criterion. */
async function shop(launch = ''): Promise<Shop> {
  const folder = temporaryFolder();
  const state = {
    context: testContext({
      cwd: folder,
      env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
      configDir: join(folder, 'config'),
      stateDir: join(folder, 'state'),
    }),
    profile: join(folder, 'shop.yaml'),
    depth: 3,
    fails: false,
  };
  const server = await httpServer((_request, response) => {
    response.writeHead(state.fails ? 500 : 200);
    response.end(`{"depth":${state.depth}}`);
  });
  onTestFinished(() => server.close());
  writeFileSync(
    state.profile,
    `profile: shop/production
${launch}
sources:
  api: { kind: http, url: "${server.url}/stats", every: 200ms, timeout: 2s }
metrics:
  depth: { title: Depth, from: api, read: { json: /depth }, target: "< 100", alert: "> 500", hold: 1s }
incidents:
  deep: { class: P1, respond: 15m, title: Too deep, when: depth > 500 }
phases:
  - at: T-0
    items:
      - { id: low, text: Depth is low, when: depth < 100 }
      - { id: backup, text: Backup taken, ref: s-1 }
gate:
  required:
    - { id: calm, text: Depth is low, when: depth < 100 }
    - { id: lead, text: The lead says go, ref: s-2 }
`,
  );
  return state;
}

async function watched({ profile, context }: Shop, options: LaunchArguments = {}): Promise<Session> {
  const session = await Session.open(watchRequest(profile, systemClock(), options), context);
  onTestFinished(() => session.close());
  await session.watch(context);
  return session;
}

function item(session: Session, id: string): ItemState | undefined {
  return session.snapshot.board.phases.flatMap(({ items }) => items).find((one) => one.id === id);
}

function criterion(session: Session, id: string): CriterionState | undefined {
  return session.snapshot.board.gate.criteria.find((one) => one.id === id);
}

function controlsOf(session: Session, { context }: Shop) {
  const clock = systemClock();
  return markControls(
    () => ({ now: () => clock.now(), mark: (mark) => session.mark(mark) }),
    context,
    openPreferences(context),
  );
}

const byAna = { by: 'ana', note: '' };

describe('what is said in one program', () => {
  it('a signature counts for the text that it was given for', async () => {
    const place = await shop();
    const first = await watched(place);
    await first.mark({ kind: 'sign', subject: 'lead', ...byAna });
    expect(criterion(first, 'lead')?.status).toBe('done');
    const text = readFileSync(place.profile, 'utf8');
    writeFileSync(place.profile, text.replace('The lead says go,', 'The lead says go for both regions,'));
    await until(() => criterion(first, 'lead')?.status === 'todo', 'the changed text');
    expect(criterion(first, 'lead')?.evidence).toMatch(
      /^signed by ana at .*, for another text: it has to be/,
    );
    expect(criterion(await watched(place), 'lead')?.status).toBe('todo');
    writeFileSync(place.profile, text);
    await until(() => criterion(first, 'lead')?.status === 'done', 'the text that was signed');
  });

  it('counts in the order of the keys, however long the first takes', async () => {
    const { context } = await shop();
    const said: string[] = [];
    let isFirst = true;
    const controls = markControls(
      () => ({
        now: () => 0,
        mark: async ({ kind }) => {
          const wait = isFirst ? 50 : 0;
          isFirst = false;
          await new Promise((resolve) => setTimeout(resolve, wait));
          said.push(kind);
        },
      }),
      context,
      openPreferences(context),
    );
    await controls.setName('Ana');
    await Promise.all([controls.untick('backup'), controls.skip('backup', 'not here')]);
    expect(said).toEqual(['untick', 'skip']);
  });

  it('is said in the order of the keys while a name is being found', async () => {
    const { context } = await shop();
    const preferences = openPreferences(context);
    preferences.set({ name: 'Ana' });
    const order: number[] = [];
    const controls = markControls(
      () => ({ now: () => 0, mark: async () => undefined }),
      context,
      preferences,
    );
    // The second one asks a moment later, when what was loaded for the first is at hand.
    const first = controls.name().then(() => order.push(1));
    await Promise.resolve();
    await Promise.all([first, controls.name().then(() => order.push(2))]);
    expect(order).toEqual([1, 2]);
    expect(controls.name()).toBe(controls.name());
  });

  it('is seen by another one, and found again by the next', async () => {
    const place = await shop();
    const [first, second] = [await watched(place), await watched(place)];
    await first.mark({ kind: 'tick', subject: 'backup', ...byAna, note: 'in s3' });
    expect(item(first, 'backup')).toMatchObject({ status: 'done', by: 'ana', evidence: 'in s3' });
    await until(() => item(second, 'backup')?.status === 'done', 'the tick of the other program');
    await second.mark({ kind: 'sign', subject: 'lead', by: 'bo', note: '' });
    await until(() => first.snapshot.board.gate.verdict === 'go', 'the signature of the other program');
    await Promise.all([first.close(), second.close()]);

    const third = await watched(place);
    expect(item(third, 'backup')).toMatchObject({ status: 'done', by: 'ana' });
    expect(criterion(third, 'lead')).toMatchObject({ status: 'done', by: 'bo' });
  });

  it('T-0 set by hand and what passed then are found again; a restart with the same --t0 says nothing new', async () => {
    const place = await shop();
    const first = await watched(place, { t0: '2030-12-01T15:00:00Z' });
    expect(first.snapshot.board.launch.t0).toBe('2030-12-01T15:00:00.000Z');
    const marks = controlsOf(first, place);
    await marks.setName('ana');
    await marks.setT0Now();
    const { t0 } = first.snapshot.board.launch;
    expect(t0).not.toBe('2030-12-01T15:00:00.000Z');
    await until(() => item(first, 'low')?.at ?? null, 'the latch');
    const { at } = item(first, 'low') ?? {};
    await first.close();

    place.depth = 200;
    const second = await watched(place, { t0: '2030-12-01T15:00:00Z' });
    expect(second.snapshot.board.launch.t0).toBe(t0);
    await until(() => item(second, 'low')?.live === 'fail', 'the dip');
    expect(item(second, 'low')).toMatchObject({ status: 'pass', at });
    expect(item(second, 'low')?.evidence).toMatch(/^Depth 3 < 100 at .*; now Depth 200, not < 100: fails$/);
    expect(criterion(second, 'calm')?.status).toBe('fail');
  });

  it('an alert and an incident that hold go on where they stood, and only fresh evidence ends them', async () => {
    const place = await shop();
    place.depth = 600;
    const first = await watched(place);
    await until(() => first.snapshot.board.incidents[0]?.state === 'open', 'the incident');
    const { since, respondBy } = first.snapshot.board.incidents[0] ?? {};
    await first.close();

    place.fails = true;
    const second = await watched(place);
    const unread = second.snapshot.board;
    expect(unread.incidents[0]).toMatchObject({ state: 'open', since, respondBy });
    expect(unread.metrics[0]).toMatchObject({ status: 'unknown', was: 'red' });
    place.fails = false;
    place.depth = 3;
    await until(() => second.snapshot.board.verdict === 'green', 'green');
    await until(() => second.snapshot.board.incidents.length === 0, 'the end of the incident');
  });

  it('of one launch is not said of another', async () => {
    const place = await shop('launch: { version: v1 }');
    const first = await watched(place);
    await first.mark({ kind: 'tick', subject: 'backup', ...byAna });
    const other = await watched(place, { launch: 'v2' });
    expect(item(other, 'backup')?.status).toBe('todo');
  });
});

describe('a command that only looks', () => {
  it('sees marks that come while it waits, writes nothing, and has a T-0 of its own', async () => {
    const place = await shop();
    const request = launchRequest(place.profile, systemClock(), 'read', { t0: '2026-01-01T00:00:00Z' });
    const looking = await Session.open(request, place.context);
    onTestFinished(() => looking.close());
    const launch = await looking.join();
    await looking.engine.start();
    expect(launch).toMatchObject({ problem: null, keepers: [] });
    const wall = await watched(place);
    await wall.mark({ kind: 'sign', subject: 'lead', ...byAna });
    await until(() => criterion(looking, 'lead')?.status === 'done', 'the signature');
    expect(looking.snapshot.board.launch.t0).toBe('2026-01-01T00:00:00.000Z');
    expect(wall.snapshot.board.launch.t0).toBeNull();
  });
});

describe('where nothing can be kept', () => {
  it('the wall goes on, says so, and refuses what a person says', async () => {
    const place = await shop('launch: { at: 2026-01-01T00:00:00Z }');
    writeFileSync(join(place.context.cwd, 'state'), 'a file where the folder should be');
    const session = await watched(place);
    await until(() => session.snapshot.board.verdict === 'green', 'a board');
    const opening = () => session.snapshot.notices.filter(({ text }) => text.includes('cannot be opened'));
    expect(opening().map(({ text }) => text)).toEqual([
      expect.stringMatching(/cannot be opened: .*; nothing can be ticked or signed until it can/),
    ]);
    const marking = session.mark({ kind: 'tick', subject: 'backup', ...byAna });
    await expect(marking).rejects.toThrow(/cannot be opened/);
    expect(item(session, 'backup')?.status).toBe('todo');
    // What the program sees for itself it still shows, and says once why it keeps it to itself.
    const at = await until(() => item(session, 'low')?.at ?? null, 'the latch');
    expect(opening()).toHaveLength(1);

    // Once the file opens, that is in it, and the person is not refused any more.
    rmSync(join(place.context.cwd, 'state'));
    await session.mark({ kind: 'tick', subject: 'backup', ...byAna });
    expect(session.snapshot.notices[0]?.text).toMatch(/can be used now: what passed meanwhile is in it$/);
    await session.close();
    place.depth = 900;
    const next = await watched(place);
    expect(item(next, 'backup')).toMatchObject({ status: 'done', by: 'ana' });
    expect(item(next, 'low')).toMatchObject({ status: 'pass', at });
  });

  it('the file is tried again by itself, and --t0 is written into it then', async () => {
    const place = await shop();
    const blocked = join(place.context.cwd, 'state');
    writeFileSync(blocked, 'a file where the folder should be');
    const session = await watched(place, { t0: '2026-01-01T00:00:00Z', launch: 'v1' });
    expect(session.snapshot.board.launch.t0).toBe('2026-01-01T00:00:00.000Z');
    const at = await until(() => item(session, 'low')?.at ?? null, 'the latch');
    rmSync(blocked);
    await until(
      () => session.snapshot.notices.some(({ text }) => text.includes('can be used now')),
      'the file',
    );
    const other = await watched(place, { launch: 'v1' });
    expect(other.snapshot.board.launch.t0).toBe('2026-01-01T00:00:00.000Z');
    expect(item(other, 'low')).toMatchObject({ status: 'pass', at });
  });

  it('a damaged file is named and left as it is', async () => {
    const place = await shop('launch: { version: v1 }');
    const folder = join(place.context.stateDir, 'launches', 'shop', 'production');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'v1.sqlite'), 'broken '.repeat(1_000));
    const session = await watched(place);
    const said = session.mark({ kind: 'tick', subject: 'backup', ...byAna });
    await expect(said).rejects.toThrow(
      /v1\.sqlite cannot be opened: it is no file of Launchwall’s \(SQLite 26\)/,
    );
  });
});

describe('the wall’s marks', () => {
  it('need a name, which is remembered', async () => {
    const place = await shop();
    const session = await watched(place);
    const marks = controlsOf(session, place);
    expect(await marks.name()).toBeNull();
    await expect(marks.tick('backup', '')).rejects.toThrow('say who you are first');
    await marks.setName(' Ana \u001B[31m Lyst ');
    await marks.tick('backup', '');
    expect(item(session, 'backup')?.by).toBe('Ana [31m Lyst');
    expect(await controlsOf(session, place).name()).toBe('Ana [31m Lyst');
  });

  it('take back, acknowledge and mute; and say why they cannot', async () => {
    const place = await shop();
    place.depth = 600;
    const session = await watched(place);
    const marks = controlsOf(session, place);
    await marks.setName('ana');
    await until(() => session.snapshot.board.verdict === 'red', 'red');
    const depth = () => session.snapshot.board.metrics.find(({ id }) => id === 'depth');
    await marks.ack('depth', 'on it', null);
    expect(depth()?.ack).toMatchObject({ by: 'ana', note: 'on it' });
    await marks.unack('depth');
    expect(depth()?.ack).toBeNull();
    await marks.mute('depth', 'maintenance', Date.now() + 60_000);
    expect(depth()?.detail).toBe('muted');
    await marks.unmute('depth');
    expect(depth()?.detail).not.toBe('muted');
    await marks.skip('backup', 'none here');
    expect(item(session, 'backup')).toMatchObject({ status: 'skipped', evidence: 'none here' });
    await marks.untick('backup');
    await marks.sign('lead', '');
    await marks.unsign('lead');
    expect([item(session, 'backup')?.status, criterion(session, 'lead')?.status]).toEqual(['todo', 'todo']);
    await expect(marks.skip('backup', '')).rejects.toThrow('a skipped item needs a reason');
    await expect(marks.sign('calm', '')).rejects.toThrow(/is judged by its condition/);
  });
});

describe('a profile that names another launch while it is watched', () => {
  it.each([
    ['a version', 'launch: { version: v1 }', 'launch: { version: v2 }', 'v2', 'v1', 'v1'],
    [
      'a day',
      'launch: { at: 2026-01-01T00:00:00Z }',
      'launch: { at: 2026-01-02T00:00:00Z }',
      '2026-01-02',
      '2026-01-01',
      null,
    ],
  ])(
    '%s: the watch says so and stays in its launch',
    async (_what, old, changed, other, running, version) => {
      const place = await shop(old);
      const session = await watched(place);
      await session.mark({ kind: 'sign', subject: 'lead', ...byAna });
      writeFileSync(
        place.profile,
        readFileSync(place.profile, 'utf8').replace(old, changed).replace('< 100"', '< 90"'),
      );
      await until(
        () => session.snapshot.notices.some(({ text }) => text.includes('was reloaded')),
        'the reload',
      );
      expect(session.snapshot.notices.map(({ text }) => text)).toContainEqual(
        `the profile names another launch now, ${other}: this watch stays in ${running}, with what was ticked and signed there, ` +
          `until it is started again; elsewhere --launch ${running} says the same`,
      );
      expect(session.snapshot.board.launch.version).toBe(version);
      expect(criterion(session, 'lead')?.status).toBe('done');
      // The other launch begins with nothing signed.
      const next = await watched(place);
      expect(criterion(next, 'lead')?.status).toBe('todo');
    },
  );

  it('a T-0 that moves within the launch is no other launch', async () => {
    const place = await shop('launch: { version: v1, at: 2026-01-01T00:00:00Z }');
    const session = await watched(place);
    writeFileSync(place.profile, readFileSync(place.profile, 'utf8').replace('2026-01-01', '2026-01-02'));
    await until(
      () => session.snapshot.notices.some(({ text }) => text.includes('was reloaded')),
      'the reload',
    );
    expect(session.snapshot.notices.filter(({ text }) => text.includes('another launch'))).toEqual([]);
    expect(session.snapshot.board.launch.t0).toBe('2026-01-02T00:00:00.000Z');
  });
});
