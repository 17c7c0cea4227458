// The screens that need nothing but the snapshot: a new one is one file and one line here.

import { createElement, type ReactNode } from 'react';
import { helpKeys } from '../format/key-words.ts';
import type { ScreenName, ScreenProps, ScrollMax } from '../view.ts';
import { DoScreen, doScrollMax } from './do.tsx';
import { GateScreen, gateScrollMax } from './gate.tsx';
import { HelpScreen, helpScrollMax } from './help.tsx';
import { metricScrollMax, MetricScreen } from './metric.tsx';
import { SourcesScreen, sourcesScrollMax } from './sources.tsx';

export interface ScreenEntry {
  readonly Screen: (props: ScreenProps) => ReactNode;
  readonly scrollMax: ScrollMax;
}

const screens: Partial<Readonly<Record<ScreenName, ScreenEntry>>> = {
  metric: { Screen: MetricScreen, scrollMax: metricScrollMax },
  do: { Screen: DoScreen, scrollMax: doScrollMax },
  gate: { Screen: GateScreen, scrollMax: gateScrollMax },
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
