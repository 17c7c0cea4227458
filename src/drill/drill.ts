// Starts a drill: the embedded services of a scenario, its story, and the faults that can be switched by hand.

import type { Cancel, Clock, Instant } from '../domain/clock.ts';
import { createFaultBoard, type Fault, type FaultBoard } from './faults.ts';
import { readScenario } from './scenario.ts';
import type { Scenario, Service } from './scenario-schema.ts';
import { startCloudWatchServer } from './servers/cloudwatch.ts';
import { startEvmServer } from './servers/evm.ts';
import { startHttpServer } from './servers/http.ts';
import type { DrillServer } from './servers/listener.ts';
import { startRedisServer } from './servers/redis.ts';
import { createWorld, type Surroundings, type World } from './world.ts';

export interface DrillOptions {
  /** The scenario, or a name that ships, or a path. */
  readonly scenario: Scenario | string;
  /** Null: the scenario's own. */
  readonly seed: number | null;
  /** The launch's clock; its scale is the drill's speed. The drill begins at its `now()`. */
  readonly clock: Clock;
  /** The folder `profiles` that ships. */
  readonly shippedDir: string;
}

export interface StoryLine {
  readonly at: Instant;
  readonly text: string;
}

export interface Drill {
  readonly title: string;
  /** The variables that the profile needs, pointing to the loopback services. */
  readonly env: Readonly<Record<string, string>>;
  /** The profile to watch it with: a name, or an absolute path. */
  readonly profile: string;
  readonly t0: Instant;
  readonly endsAt: Instant;
  readonly faults: readonly Fault[];
  /** Each line as it happens; the lines so far at once. @returns the way to unsubscribe. */
  onStory(listener: (line: StoryLine) => void): () => void;
  /** Lets go of sockets and timers; safe to call twice. */
  close(): Promise<void>;
}

/** @throws LaunchwallError `profile` when the scenario is wrong, `internal` when no port can be had. */
export async function startDrill(options: DrillOptions): Promise<Drill> {
  const { clock, shippedDir } = options;
  const scenario =
    typeof options.scenario === 'string'
      ? await readScenario(options.scenario, shippedDir)
      : options.scenario;
  const start = clock.now();
  const t0 = start + scenario.t0;
  const world = createWorld(scenario, t0, options.seed ?? scenario.seed);
  const servers = new Map<string, DrillServer>();
  const timers = new Set<Cancel>();
  const refuseAsTold = (): void => {
    for (const [id, server] of servers) void server.refuse(board.modeOf(id) === 'refuse');
  };
  const board = createFaultBoard(scenario, world, clock, refuseAsTold);
  try {
    for (const [id, service] of Object.entries(scenario.services))
      servers.set(id, await startService(service, surroundings(id, world, board, clock, timers)));
  } catch (error) {
    await closeAll(servers);
    throw error;
  }
  const story = tellStory(scenario, t0, clock, refuseAsTold);
  return {
    title: scenario.title,
    env: environment(scenario, servers),
    profile: scenario.profile,
    t0,
    endsAt: start + scenario.duration,
    faults: board.faults,
    onStory: story.subscribe,
    async close() {
      story.stop();
      for (const cancel of timers) cancel();
      timers.clear();
      await closeAll(servers);
    },
  };
}

function startService(service: Service, around: Surroundings): Promise<DrillServer> {
  switch (service.kind) {
    case 'http':
      return startHttpServer(service, around);
    case 'redis':
      return startRedisServer(service, around);
    case 'evm':
      return startEvmServer(service, around);
    case 'cloudwatch':
      return startCloudWatchServer(service, around);
  }
}

function surroundings(
  id: string,
  world: World,
  board: FaultBoard,
  clock: Clock,
  timers: Set<Cancel>,
): Surroundings {
  return {
    world,
    now: () => clock.now(),
    fault: () => board.modeOf(id),
    afterReal: (delay, run) => {
      // The clock counts launch time; an answer's delay is real.
      const cancel = clock.after(delay * clock.scale, () => {
        timers.delete(cancel);
        run();
      });
      timers.add(cancel);
    },
  };
}

function environment(
  scenario: Scenario,
  servers: ReadonlyMap<string, DrillServer>,
): Readonly<Record<string, string>> {
  const urls = Object.entries(scenario.services).map(([id, { env }]) => [env, servers.get(id)?.url ?? '']);
  return { ...scenario.env, ...Object.fromEntries(urls) };
}

async function closeAll(servers: ReadonlyMap<string, DrillServer>): Promise<void> {
  await Promise.all(Array.from(servers.values(), (server) => server.close()));
}

/** Runs through the events, each at its moment. */
function tellStory(
  scenario: Scenario,
  t0: Instant,
  clock: Clock,
  happened: () => void,
): { subscribe: Drill['onStory']; stop: () => void } {
  const told: StoryLine[] = [];
  const listeners = new Set<(line: StoryLine) => void>();
  let next = 0;
  let cancel: Cancel = () => {};
  const goOn = (): void => {
    const now = clock.now();
    let any = false;
    for (;;) {
      const event = scenario.events[next];
      if (event === undefined) break;
      if (t0 + event.at > now) {
        cancel = clock.after(t0 + event.at - now, goOn);
        break;
      }
      next += 1;
      any = true;
      if (event.say === undefined) continue;
      const line = { at: t0 + event.at, text: event.say };
      told.push(line);
      for (const listener of listeners) listener(line);
    }
    if (any) happened();
  };
  goOn();
  return {
    subscribe(listener) {
      for (const line of told) listener(line);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: () => cancel(),
  };
}
