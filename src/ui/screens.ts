// The screens that need nothing but the snapshot: a new one is one file and one line here.

import { createElement, type ReactNode } from 'react';
import { helpKeys } from './views/help/lines.ts';
import type { ScreenName, ScreenProps, ScrollMax } from './keys/view.ts';
import { DoScreen, doScrollMax } from './views/do-now/screen.tsx';
import type { EntryBounds } from './keys/moves.ts';
import { gateBounds, GateScreen } from './views/launch/gate.tsx';
import { HelpScreen, helpScrollMax } from './views/help/screen.tsx';
import { metricScrollMax, MetricScreen } from './views/metric/screen.tsx';
import { SourcesScreen, sourcesScrollMax } from './views/sources/screen.tsx';
import { timelineBounds, TimelineScreen } from './views/launch/timeline.tsx';

export interface ScreenEntry {
  readonly Screen: (props: ScreenProps) => ReactNode;
  readonly scrollMax: ScrollMax;
  /** What can be picked out on it. */
  readonly entries?: (props: ScreenProps) => EntryBounds;
}

const screens: Partial<Readonly<Record<ScreenName, ScreenEntry>>> = {
  metric: { Screen: MetricScreen, scrollMax: metricScrollMax },
  do: { Screen: DoScreen, scrollMax: doScrollMax },
  // Their lists follow what is picked out.
  timeline: { Screen: TimelineScreen, scrollMax: () => 0, entries: timelineBounds },
  gate: { Screen: GateScreen, scrollMax: () => 0, entries: gateBounds },
  sources: { Screen: SourcesScreen, scrollMax: sourcesScrollMax },
  help: {
    Screen: (props) => createElement(HelpScreen, { ...props, keys: helpKeys }),
    scrollMax: (props) => helpScrollMax({ ...props, keys: helpKeys }),
  },
};

export function screenOf(name: ScreenName): ScreenEntry | null {
  return screens[name] ?? null;
}

export function scrollMaxOf(props: ScreenProps): number {
  return screens[props.view.screen]?.scrollMax(props) ?? 0;
}

export function entriesOf(props: ScreenProps): EntryBounds | null {
  return screens[props.view.screen]?.entries?.(props) ?? null;
}
