// What the engine's thread and the polling thread say to each other. All of it is plain data: it is copied on the way.

import type { Instant } from '../domain/clock.ts';
import type { Look } from './look.ts';
import type { Remembered } from './poller.ts';
import type { SourceState } from '../rules/board.ts';
import type { MetricSample, SourceSetup } from '../sources/source.ts';

/** What the polling thread is begun with. */
export interface PollThreadData {
  /** The launch instant at which the process's own monotonic clock stood at zero: both threads have the same time. */
  readonly origin: Instant;
}

/** What the engine asks. Each `turn` is answered when it is done. */
export type Ask =
  | {
      readonly type: 'open';
      readonly turn: number;
      readonly sources: readonly SourceSetup[];
      readonly memories: ReadonlyMap<string, string>;
      /** All that must be taken out of messages from now on. */
      readonly secrets: readonly string[];
    }
  | { readonly type: 'start'; readonly ids: readonly string[] }
  | { readonly type: 'pause'; readonly paused: boolean }
  | { readonly type: 'askAgain'; readonly ids: readonly string[] }
  | { readonly type: 'lookSoon' }
  | { readonly type: 'pollOnce'; readonly turn: number }
  | {
      readonly type: 'remember';
      readonly turn: number;
      readonly ids: readonly string[];
      readonly charsMax: number;
    }
  | { readonly type: 'close'; readonly turn: number; readonly ids: readonly string[] }
  | { readonly type: 'stop'; readonly turn: number };

/** What the polling thread tells. */
export type Told =
  | {
      readonly type: 'news';
      readonly samples: readonly MetricSample[];
      /** The sources that they came from, and what their newest look came to. */
      readonly states: readonly {
        readonly state: SourceState;
        readonly look: Look | null;
        readonly doubts: number | null;
      }[];
    }
  /** Comes before its turn is done. */
  | { readonly type: 'remembered'; readonly memories: ReadonlyMap<string, Remembered> }
  /** What no source is to blame for has none. */
  | { readonly type: 'fault'; readonly source: string | null; readonly message: string }
  | { readonly type: 'done'; readonly turn: number };
