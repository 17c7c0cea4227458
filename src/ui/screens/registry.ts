// The screens that need nothing but the snapshot: a new one is one file and one line here.

import { createElement, type ReactNode } from 'react';
import { helpKeys } from '../format/key-words.ts';
import type { ScreenName, ScreenProps, ScrollMax } from '../view.ts';
import { DoScreen, doScrollMax } from './do.tsx';
import type { EntryBounds } from '../entry-moves.ts';
import { gateBounds, GateScreen } from './gate.tsx';
import { HelpScreen, helpScrollMax } from './help.tsx';
import { metricScrollMax, MetricScreen } from './metric.tsx';
import { SourcesScreen, sourcesScrollMax } from './sources.tsx';
import { timelineBounds, TimelineScreen } from './timeline.tsx';

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
