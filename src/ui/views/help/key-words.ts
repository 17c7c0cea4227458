// The key table as the help screen reads it: which keys, what they do, and under which heading.

import type { KeyBinding } from '../../keys/binding.ts';
import { keyTable } from '../../keys/table.ts';
import { screenNames, type ScreenName } from '../../keys/view.ts';
import type { HelpKey } from './lines.ts';

const everywhere = 'everywhere';

const screenWords: Readonly<Record<ScreenName, string>> = {
  wall: 'the wall',
  metric: 'a metric',
  help: 'help',
  profiles: 'profiles',
  sources: 'sources',
  do: 'do now',
  timeline: 'the timeline',
  gate: 'the gate',
  faults: 'faults',
};

/** Those that work on most screens first, then those of single screens. */
export const helpKeys: readonly HelpKey[] = keyTable
  .map((binding) => ({ keys: binding.key, title: binding.title, screen: screensOf(binding) }))
  .sort((a, b) => Number(b.screen === everywhere) - Number(a.screen === everywhere));

function screensOf({ screens }: KeyBinding): string {
  // All but the wall itself: Esc, which goes back to it.
  if (screens.length >= screenNames.length - 1) return everywhere;
  return screens.map((screen) => screenWords[screen]).join(', ');
}
