// The marks of a launch while it is watched: what people say goes to the log first and counts once it is there; what the
// program says itself counts at once, and is put into the log as soon as that is possible.

import type { Clock, Instant, Milliseconds } from '../domain/clock.ts';
import { formerNames, underItsName, type FormerNames } from '../rules/launch/former-names.ts';
import { marksOf, noMarks, type Entry, type Marks } from '../rules/launch/marks.ts';
import type { Plan } from '../rules/plan.ts';
import { Troubles } from './troubles.ts';

/** Where entries are kept: a launch's file, or memory. */
export interface MarkLog {
  /** What has come since the last look, by whomever; the first look gives everything. @throws LaunchwallError */
  poll(): readonly Entry[];
  /** Returns when all of it is kept. @throws LaunchwallError when nothing of it is. */
  append(entries: readonly Entry[]): void;
  /** Why nothing can be kept, where that is known from the start and has been said. */
  readonly problem?: string;
}

/** A log that ends with the program: a drill's, or a check's. */
export function memoryLog(first: readonly Entry[] = []): MarkLog {
  let fresh: readonly Entry[] = first;
  return {
    poll: () => {
      const entries = fresh;
      fresh = [];
      return entries;
    },
    append: (entries) => {
      fresh = [...fresh, ...entries];
    },
  };
}

/** Between two attempts to keep what could not be kept. */
const retryEvery: Milliseconds = 5_000;
/** Most entries of the program's own that wait to be kept. */
const unkeptMax = 1_000;

export class MarkBook {
  readonly #clock: Clock;
  readonly #troubles: Troubles;
  #log: MarkLog = memoryLog();
  #names: FormerNames = new Map();
  /** All that has been said, as it was said. */
  #entries: readonly Entry[] = [];
  #marks: Marks = noMarks;
  #unkept: readonly Entry[] = [];
  #retryAt: Instant = Number.NEGATIVE_INFINITY;

  /** @param trouble is told once when the log fails. */
  constructor(clock: Clock, trouble: (sentence: string) => void, plan: Plan | null = null) {
    this.#clock = clock;
    if (plan !== null) this.#names = formerNames(plan);
    this.#troubles = new Troubles(trouble);
  }

  get marks(): Marks {
    return this.#marks;
  }

  /** Goes on with this log, from its first entry; what the program has said meanwhile is put into it. */
  attach(log: MarkLog): void {
    this.#log = log;
    if (log.problem !== undefined) this.#troubles.told('append', log.problem);
    this.#entries = [];
    this.#marks = noMarks;
    this.#retryAt = Number.NEGATIVE_INFINITY;
    this.look();
    this.#take(this.#unkept);
  }

  /** What was said of an item while it had another id counts for it. */
  follow(plan: Plan): void {
    const entries = this.#entries;
    this.#names = formerNames(plan);
    this.#entries = [];
    this.#marks = noMarks;
    this.#take(entries);
  }

  /** Takes in what has been said since the last look. */
  look(): void {
    if (this.#unkept.length > 0 && this.#clock.now() >= this.#retryAt) this.#keepUnkept();
    this.#troubles.try('poll', () => {
      this.#take(this.#log.poll());
    });
  }

  /** What a person says. @throws LaunchwallError when it cannot be kept: then it does not count. */
  say(entry: Entry): void {
    this.#log.append([entry]);
    this.look();
  }

  /** What the program says of the launch. */
  keep(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    this.#take(entries);
    this.#unkept = [...this.#unkept, ...entries].slice(-unkeptMax);
    if (this.#clock.now() >= this.#retryAt) this.#keepUnkept();
  }

  #take(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    this.#entries = [...this.#entries, ...entries];
    const named = entries.map((entry) => underItsName(entry, this.#names));
    this.#marks = marksOf(named, this.#marks);
  }

  #keepUnkept(): void {
    const kept = this.#troubles.try('append', () => this.#log.append(this.#unkept));
    if (kept) this.#unkept = [];
    this.#retryAt = kept ? Number.NEGATIVE_INFINITY : this.#clock.now() + retryEvery;
  }
}
