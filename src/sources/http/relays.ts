// What one host answers and another one is told: a value that a step keeps goes where a later step asks.

import { hostOfUrl, isThisMachine } from '../hosts.ts';
import type { Relay } from '../source.ts';
import { placeholdersIn } from './step-names.ts';

interface Step {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly keep: Readonly<Record<string, unknown>>;
}

/** Each once, in the order of the steps; what stays with the host that gave it, or on this machine, is none. */
export function relaysOf(steps: readonly Step[]): readonly Relay[] {
  const keptFrom = new Map<string, string>();
  const relays = new Map<string, Relay>();
  for (const { url, headers, body = '', keep } of steps) {
    const names = [url, ...Object.values(headers), body].flatMap(placeholdersIn);
    // A kept Location leads nowhere but to where it came from.
    const host = hostOfUrl(url) ?? keptFrom.get(placeholdersIn(url)[0] ?? '') ?? '';
    for (const name of names) {
      const from = keptFrom.get(name);
      if (from === undefined || from === host || isThisMachine(host)) continue;
      relays.set(`${from} ${host}`, { from, to: host });
    }
    for (const name of Object.keys(keep)) keptFrom.set(name, host);
  }
  return [...relays.values()];
}
