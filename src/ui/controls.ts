// What the wall can ask of the program around it. The wall itself knows no engine, no file and no network.

import type { Instant } from '../domain/clock.ts';
import type { Store } from '../engine/store.ts';
import type { WallSnapshot } from '../engine/snapshot.ts';

/** The terminal is given back while the program is stopped (Ctrl-Z, SIGTSTP), and taken again when it goes on. */
export interface JobControl {
  /**
   * Calls back when the program is asked to stop; and when it goes on after it was stopped unasked (SIGSTOP), the terminal
   * having been somebody else's meanwhile. Until the returned function is called.
   */
  listen(listener: (event: 'stop' | 'continued') => void): () => void;
  /** Stops the program and what was started with it. Resolves when it goes on, or at once where nothing can be stopped. */
  stop(): Promise<void>;
  /** Asks for the terminal's size again: of a change while the program was stopped only the shell was told. */
  refreshSize(): void;
}

export interface WallControls {
  /** The launch that is watched now. Another profile replaces the value. */
  readonly session: Store<WallSession>;
  /** The profiles that can be switched to; `found` is told of those that are known so far. */
  profiles(found?: (choices: readonly ProfileChoice[]) => void): Promise<readonly ProfileChoice[]>;
  /** Lets go of the running launch and watches this one; rejects with a LaunchwallError when it does not load, and the old one goes on. */
  switchTo(name: string): Promise<void>;
  /** Writes a snapshot report; the path of the Markdown file. */
  snapshot(): Promise<string>;
  /** Stops and resumes polling; a paused wall grows stale and says so. */
  setPaused(paused: boolean): void;
  /** Puts text into the person's clipboard through the terminal (OSC 52). */
  copy(text: string): void;
  /** Ends the program. */
  quit(): void;
  /** Null where programs cannot be stopped: Windows, a test. */
  readonly jobs: JobControl | null;
  /** Faults that a drill can inject by hand; none while a live launch is watched. */
  faults(): readonly Fault[];
  /** What a person says of the launch that is watched now. */
  readonly marks: MarkControls;
}

/**
 * Each request resolves when what was said is kept, and on the board; and rejects with one sentence that says why it cannot be
 * said or kept. Ids are those of the board. In a drill it is forgotten with the drill.
 */
export interface MarkControls {
  /** Who is sitting here; null: nobody knows, and every other request rejects until `setName` was called. */
  name(): Promise<string | null>;
  /** Remembered for the next time. */
  setName(name: string): Promise<void>;
  /** A manual item is done. */
  tick(item: string, note: string): Promise<void>;
  /** Another note on an item that is ticked or skipped; who did that, and when, stays. */
  note(item: string, note: string): Promise<void>;
  /** A manual item is left out; the reason must say something. */
  skip(item: string, reason: string): Promise<void>;
  /** Takes a tick or a skip back. */
  untick(item: string): Promise<void>;
  /** A manual criterion of the gate is met: the name stands for it. */
  sign(criterion: string, note: string): Promise<void>;
  unsign(criterion: string): Promise<void>;
  /** "I know, I am on it": shown, not counted in any judgement. `until` null: until it recovers or gets worse. */
  ack(metric: string, note: string, until: Instant | null): Promise<void>;
  unack(metric: string): Promise<void>;
  /** Not counted until then. */
  mute(metric: string, note: string, until: Instant): Promise<void>;
  unmute(metric: string): Promise<void>;
  /** T-0 is now. */
  setT0Now(): Promise<void>;
}

export interface WallSession {
  readonly name: string;
  /** `drill ×20`; null for a live watch. */
  readonly mode: string | null;
  /** Null until the first board is there: the skeleton is shown. */
  readonly wall: Store<WallSnapshot | null>;
}

export interface ProfileChoice {
  readonly name: string;
  readonly title: string;
  readonly environment: string;
  /** Why it cannot be watched (a missing variable), or null. */
  readonly problem: string | null;
}

export interface Fault {
  readonly id: string;
  readonly title: string;
  readonly active: () => boolean;
  toggle(): void;
}
