// Many appointments on one timer: a heap of instants, run in slots of 10 ms so that near ones share a wake-up.

import type { Cancel, Clock, Instant, Milliseconds } from '../domain/clock.ts';

/** Appointments this near to each other, in real milliseconds, are kept together. */
const slot: Milliseconds = 10;

interface Appointment {
  readonly at: Instant;
  readonly run: () => void;
  cancelled: boolean;
}

export class Agenda {
  readonly #clock: Clock;
  readonly #heap: Appointment[] = [];
  #timer: Cancel | null = null;
  #armedFor: Instant = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs `run` once at the launch instant `at`, or up to a slot later; at once when it has passed. */
  at(at: Instant, run: () => void): Cancel {
    const appointment: Appointment = { at, run, cancelled: false };
    this.#push(appointment);
    this.#arm();
    return () => {
      appointment.cancelled = true;
    };
  }

  /** Drops every appointment. */
  clear(): void {
    this.#timer?.();
    this.#timer = null;
    this.#armedFor = Number.POSITIVE_INFINITY;
    this.#heap.length = 0;
  }

  #arm(): void {
    const next = this.#heap[0];
    if (!next || next.at >= this.#armedFor) return;
    this.#timer?.();
    this.#armedFor = next.at;
    const delay = Math.max(slot * this.#clock.scale, next.at - this.#clock.now());
    this.#timer = this.#clock.after(delay, () => this.#wake());
  }

  #wake(): void {
    this.#timer = null;
    this.#armedFor = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    for (let next = this.#heap[0]; next && next.at <= now; next = this.#heap[0]) {
      this.#pop();
      if (!next.cancelled) next.run();
    }
    this.#arm();
  }

  #push(appointment: Appointment): void {
    const heap = this.#heap;
    let index = heap.push(appointment) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (!above || above.at <= appointment.at) break;
      heap[index] = above;
      heap[parent] = appointment;
      index = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      const least = right && left && right.at < left.at ? right : left;
      if (!least || least.at >= last.at) break;
      const child = least === left ? 2 * index + 1 : 2 * index + 2;
      heap[index] = least;
      index = child;
    }
    heap[index] = last;
  }
}
