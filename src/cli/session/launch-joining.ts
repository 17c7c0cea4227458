// Keeps at a launch's file that cannot be opened: meanwhile the program remembers what it sees by itself, and once the file opens
// that is written into it.

import type { Cancel, Clock, Milliseconds } from '../../domain/clock.ts';
import type { Notice } from '../../engine/snapshot.ts';
import type { JoinedLaunch } from './launch.ts';

const firstWait: Milliseconds = 1_000;
const longestWait: Milliseconds = 30_000;

interface JoiningSetup {
  readonly clock: Clock;
  /** @param name the launch that was found at the first attempt; null at that. Never throws for what is wrong with the file. */
  join(name: string | null): Promise<JoinedLaunch>;
  attach(launch: JoinedLaunch): void;
  notice(level: Notice['level'], text: string): void;
}

export class LaunchJoining {
  readonly #setup: JoiningSetup;
  #first: Promise<JoinedLaunch> | null = null;
  #joined: JoinedLaunch | null = null;
  #again: Promise<void> | null = null;
  #timer: Cancel | null = null;
  #wait = firstWait;
  #told: string | null = null;
  #closed = false;

  constructor(setup: JoiningSetup) {
    this.#setup = setup;
  }

  /** The launch as it is joined now, with or without its file; null before it was asked for. */
  get joined(): JoinedLaunch | null {
    return this.#joined;
  }

  /** The first attempt; later ones go on by themselves. */
  join(): Promise<JoinedLaunch> {
    this.#first ??= this.#setup.join(null).then((launch) => this.#take(launch));
    return this.#first;
  }

  /** Before a person says something: they should not have to wait for the next attempt. */
  async tryNow(): Promise<void> {
    await this.join();
    await this.#retry();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.();
    await this.#again;
    if (this.#first) (await this.#first).close();
    this.#joined?.close();
  }

  #take(launch: JoinedLaunch): JoinedLaunch {
    const isFirst = this.#joined === null;
    const { problem } = launch;
    if (isFirst || problem === null) {
      this.#joined = launch;
      this.#setup.attach(launch);
    }
    if (problem !== null) {
      if (problem !== this.#told)
        this.#setup.notice(
          'error',
          `${problem}; nothing can be ticked or signed until it can, which is tried again`,
        );
      this.#told = problem;
      this.#later();
    } else if (!isFirst)
      this.#setup.notice(
        'info',
        `the launch's file ${launch.path} can be used now: what passed meanwhile is in it`,
      );
    return launch;
  }

  #later(): void {
    if (this.#closed) return;
    const wait = this.#wait;
    this.#wait = Math.min(longestWait, wait * 2);
    this.#timer?.();
    this.#timer = this.#setup.clock.after(wait, () => void this.#retry());
  }

  /** One attempt at a time; none while there is a file. */
  #retry(): Promise<void> {
    const { joined } = this;
    if (joined === null || joined.problem === null || this.#closed) return Promise.resolve();
    this.#again ??= this.#rejoin(joined.name);
    return this.#again;
  }

  async #rejoin(name: string): Promise<void> {
    const launch = await this.#setup.join(name);
    this.#again = null;
    if (this.#closed) launch.close();
    else this.#take(launch);
  }
}
