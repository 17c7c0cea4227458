// Who polls the sources for the engine: in this thread, or in one of its own.

import type { SourceState } from '../rules/board.ts';
import type { Look } from './look.ts';
import type { SourceHealth } from '../rules/evaluate/input.ts';
import type { MetricSample, Source, SourceSetup } from '../sources/source.ts';

/** What polling tells. */
export interface PollerEvents {
  /** Polls of these sources have ended: their samples, one or more for each of their metrics. */
  samples(samples: readonly MetricSample[], sources: readonly string[]): void;
  /** A source has thrown: a bug of ours, which must not end the watch. */
  fault(source: string, error: unknown): void;
  /** Something is wrong with the polling itself: a sentence. */
  trouble(sentence: string): void;
  redact(text: string): string;
}

/** A source that has been opened. */
export interface PolledSource extends SourceHealth {
  /** As the board shows it. */
  readonly state: SourceState;
  /** The newest look that has ended. */
  readonly look: Look | null;
  /** Each look runs something, or is a run that is counted: none is made only to be sure. */
  readonly isRun: boolean;
  /** A poll is under way, or ought to be. */
  readonly isDue: boolean;
  /** `SourceMemory.doubts`; null for one that holds nothing between its looks. */
  readonly doubts: number | null;
}

/** @param memory what a source that was set up like this one told last; null where there is none. */
export type OpenSource = (source: SourceSetup, memory: string | null) => Promise<Source>;

/** What a source told of what it holds between its looks. Plain data. */
export interface Remembered {
  /** Null where there is nothing. */
  readonly text: string | null;
  /** `SourceMemory.doubts` as of then. */
  readonly doubts: number;
}

export interface Poller {
  /**
   * Opens these; one that cannot be opened answers each poll with why. Nothing is polled yet.
   * @param memories what those that were set up like them told last, by source.
   */
  open(sources: readonly SourceSetup[], memories?: ReadonlyMap<string, string>): Promise<void>;
  /** Begins to poll these, each on its own grid. */
  start(ids: readonly string[]): void;
  setPaused(paused: boolean): void;
  /** Asks these once more, all together, as soon as each may be asked; what runs something is not run for it. */
  askAgain(ids: readonly string[]): void;
  /** Our own way out is back: asks everything within two seconds, but for what must not be asked before its time. */
  lookSoon(): void;
  /** Polls everything that is open once; ends when the last poll has ended and its samples have been told. */
  pollOnce(): Promise<void>;
  /**
   * What these hold between their looks; those that hold nothing, or cannot be asked, are left out.
   * @param charsMax most characters of each.
   */
  memories(ids: readonly string[], charsMax: number): Promise<ReadonlyMap<string, Remembered>>;
  /** Lets go of these; what still arrives from them is ignored. */
  close(ids: readonly string[]): Promise<void>;
  /** Lets go of everything, and opens nothing any more. */
  stop(): Promise<void>;
  /** Null for one that is not open. */
  source(id: string): PolledSource | null;
}
