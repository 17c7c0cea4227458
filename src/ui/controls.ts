// What the wall can ask of the program around it. The wall itself knows no engine, no file and no network.

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
  /** The profiles that can be switched to. */
  profiles(): Promise<readonly ProfileChoice[]>;
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
}

export interface WallSession {
  readonly name: string;
  /** `drill ×20`, `replay`; null for a live watch. */
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
