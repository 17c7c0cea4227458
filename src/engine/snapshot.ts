// What the engine publishes: the board and the little history that a view draws beside it.

import type { Instant } from '../domain/clock.ts';
import type { Status } from '../domain/status.ts';
import type { Approach } from '../domain/approach.ts';
import type { Board, Transition } from '../rules/board.ts';
import type { Plan } from '../rules/plan.ts';

/** Most transitions that are kept for the screen; older ones are counted in `transitionsDropped`. */
export const transitionsMax = 500;

/** One point of a metric's history, as it is drawn. */
export interface Point {
  readonly at: Instant;
  /** A number, or a word; null where there was a gap, and only there. */
  readonly value: number | string | null;
  /** The value as text, or the gap's message. */
  readonly text: string;
}

/** A span of time: its end belongs to it, its beginning does not. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** What was seen of a metric in one of the equal parts of a span. */
export interface Bucket {
  /** The worst status in it; null before the watch began. */
  readonly status: Status | null;
  /** The least and the greatest number in it, or the one that held throughout; null where there was none, or it is unknown. */
  readonly low: number | null;
  readonly high: number | null;
}

/** A message to the person: a reload, a broken profile file, a dropped sample. */
export interface Notice {
  readonly at: Instant;
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
}

/** Everything a view may draw from, replaced as a whole at each publication. */
export interface WallSnapshot {
  readonly plan: Plan;
  readonly board: Board;
  /** Newest first. */
  readonly transitions: readonly Transition[];
  readonly transitionsDropped: number;
  /** Newest first. */
  readonly notices: readonly Notice[];
  readonly paused: boolean;
  /** A metric's history, oldest first: at most `count` points, the newest last; as of this publication or later. */
  points(metric: string, count: number): readonly Point[];
  /** How a metric stood in so many equal parts of a span, oldest first. */
  history(metric: string, span: Span, cells: number): readonly Bucket[];
  /** The way to a metric’s limits; null where there is no distance. */
  approach(metric: string): Approach | null;
  /** The hints and incidents that look at this metric. */
  related(metric: string): readonly RelatedRule[];
  /** The numbers at which the metric's target and alert change their verdict, in its unit: the chart's lines. */
  thresholds(metric: string): readonly Threshold[];
}

export interface RelatedRule {
  readonly id: string;
  /** `P0`, `rollback`, `scale-up`. */
  readonly label: string;
  readonly title: string;
  /** The condition as written. */
  readonly when: string;
}

export interface Threshold {
  readonly kind: 'target' | 'alert';
  readonly value: number;
  /** As written: `< 100`. */
  readonly text: string;
}
