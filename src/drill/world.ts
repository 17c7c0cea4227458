// The world that the drill's services serve: pure functions of the scenario, T-0, the seed and an instant.

import { amountToNumber } from '../domain/amount.ts';
import type { Instant } from '../domain/clock.ts';
import { assert } from '../domain/errors.ts';
import type { FaultMode, Scenario } from './scenario-schema.ts';
import { curveOf, scaledText, type Curve } from './track.ts';

export interface World {
  readonly t0: Instant;
  /** Decimal text with the track's digits: `0.460000`. */
  text(track: string, at: Instant): string;
  number(track: string, at: Instant): number;
  /** The value times 10^decimals, cut toward zero: wei for 18. */
  scaled(track: string, at: Instant, decimals: number): bigint;
  /** What the script last said of this fault: whether it is on, and since when. */
  scripted(fault: string, at: Instant): ScriptedFault;
}

interface ScriptedFault {
  readonly active: boolean;
  readonly since: Instant;
}

/** @param seed reproduces every draw of the noise. */
export function createWorld(scenario: Scenario, t0: Instant, seed: number): World {
  const curves = new Map<string, { curve: Curve; digits: number }>();
  for (const [name, track] of Object.entries(scenario.tracks))
    curves.set(name, { curve: curveOf(name, track, seed), digits: track.digits });
  const look = (track: string, at: Instant): { scaled: bigint; digits: number } => {
    const found = curves.get(track);
    assert(found, `the scenario has no track ${track}`);
    return { scaled: found.curve(at - t0), digits: found.digits };
  };
  return {
    t0,
    text(track, at) {
      const { scaled, digits } = look(track, at);
      return scaledText(scaled, digits);
    },
    number(track, at) {
      const { scaled, digits } = look(track, at);
      return amountToNumber({ numerator: scaled, denominator: 10n ** BigInt(digits) });
    },
    scaled(track, at, decimals) {
      const { scaled, digits } = look(track, at);
      return decimals >= digits
        ? scaled * 10n ** BigInt(decimals - digits)
        : scaled / 10n ** BigInt(digits - decimals);
    },
    scripted(fault, at) {
      let state: ScriptedFault = { active: false, since: Number.NEGATIVE_INFINITY };
      for (const event of scenario.events) {
        if (t0 + event.at > at) break;
        if (event.on.includes(fault)) state = { active: true, since: t0 + event.at };
        else if (event.off.includes(fault)) state = { active: false, since: t0 + event.at };
      }
      return state;
    },
  };
}

/** What a server of the drill needs to know of the rest. */
export interface Surroundings {
  readonly world: World;
  /** The launch's time. */
  readonly now: () => Instant;
  /** How this service fails at the moment; null when it works. */
  readonly fault: () => FaultMode | null;
  /** Runs `run` after this many REAL milliseconds. */
  readonly afterReal: (delay: number, run: () => void) => void;
}
