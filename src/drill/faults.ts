// The drill's faults: what the script switches and what a person switches by hand, whichever came last.

import type { Clock, Instant } from '../domain/clock.ts';
import type { FaultMode, Scenario } from './scenario-schema.ts';
import type { World } from './world.ts';

/** A fault as the wall lists it (the same shape as in `src/ui/controls.ts`, which a drill may not import). */
export interface Fault {
  readonly id: string;
  readonly title: string;
  readonly active: () => boolean;
  toggle(): void;
}

export interface FaultBoard {
  readonly faults: readonly Fault[];
  /** How this service fails now: the first of its faults, in the order of the file, that is on. */
  modeOf(service: string): FaultMode | null;
}

/** @param changed called after each switch by hand. */
export function createFaultBoard(
  scenario: Scenario,
  world: World,
  clock: Clock,
  changed: () => void,
): FaultBoard {
  const byHand = new Map<string, { active: boolean; at: Instant }>();
  const active = (id: string): boolean => {
    const scripted = world.scripted(id, clock.now());
    const hand = byHand.get(id);
    return hand !== undefined && hand.at >= scripted.since ? hand.active : scripted.active;
  };
  return {
    faults: Object.entries(scenario.faults).map(([id, { title }]) => ({
      id,
      title,
      active: () => active(id),
      toggle() {
        byHand.set(id, { active: !active(id), at: clock.now() });
        changed();
      },
    })),
    modeOf(service) {
      for (const [id, fault] of Object.entries(scenario.faults))
        if (fault.service === service && active(id)) return fault.mode;
      return null;
    },
  };
}
