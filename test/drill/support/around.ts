// What a server under test stands in: a small scenario, a time that stands still until it is moved, a fault to choose.

import { parseScenario } from '../../../src/drill/scenario.ts';
import type { FaultMode, Scenario, Service } from '../../../src/drill/scenario-schema.ts';
import { createWorld, type Surroundings } from '../../../src/drill/world.ts';

export const t0 = Date.UTC(2026, 11, 1, 15);

export interface Stage {
  readonly scenario: Scenario;
  readonly around: Surroundings;
  at: number;
  fault: FaultMode | null;
  /** Delays that answers asked for. */
  readonly delays: number[];
}

/** @param rest the scenario's `tracks` and `services`, in YAML. */
export function stage(rest: string): Stage {
  const scenario = parseScenario(`title: test\nprofile: test\nt0: 10m\nduration: 1h\n${rest}`, 'test.yaml');
  const world = createWorld(scenario, t0, scenario.seed);
  const delays: number[] = [];
  const self: Stage = {
    scenario,
    at: t0,
    fault: null,
    delays,
    around: {
      world,
      now: () => self.at,
      fault: () => self.fault,
      afterReal(delay, run) {
        delays.push(delay);
        setImmediate(run);
      },
    },
  };
  return self;
}

export function serviceOf<Kind extends Service['kind']>(
  { scenario }: Stage,
  id: string,
  kind: Kind,
): Extract<Service, { kind: Kind }> {
  const service = scenario.services[id];
  if (service?.kind !== kind) throw new Error(`no ${kind} service ${id}`);
  return service as Extract<Service, { kind: Kind }>;
}

/** Waits until this no longer throws or is no longer false; a test's own time limit ends it. */
export async function eventually(check: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setImmediate(resolve));
}
