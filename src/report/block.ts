// The parts a report is made of, without a format.

import type { StepState } from '../rules/board.ts';

export type Block =
  | { readonly type: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly type: 'line'; readonly text: string; readonly strong?: boolean }
  | { readonly type: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] }
  | {
      readonly type: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly type: 'steps'; readonly steps: readonly StepState[] };
