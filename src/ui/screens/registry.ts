// The screens that need nothing but the snapshot: a new one is one file and one line here.

import type { ReactNode } from 'react';
import type { ScreenName, ScreenProps, ScrollMax } from '../view.ts';
import { metricScrollMax, MetricScreen } from './metric.tsx';

export interface ScreenEntry {
  readonly Screen: (props: ScreenProps) => ReactNode;
  readonly scrollMax: ScrollMax;
}

const screens: Partial<Readonly<Record<ScreenName, ScreenEntry>>> = {
  metric: { Screen: MetricScreen, scrollMax: metricScrollMax },
};

export function screenOf(name: ScreenName): ScreenEntry | null {
  return screens[name] ?? null;
}

export function scrollMaxOf(props: ScreenProps): number {
  return screens[props.view.screen]?.scrollMax(props) ?? 0;
}
