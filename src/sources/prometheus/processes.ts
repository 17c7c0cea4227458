// The processes that a page comes from, and which of them a series lives in: the one whose labels the series has, too. Of a page's own
// process there are none; a federated page tells of many, each with its `instance` and `job`.

import type { Instant } from '../../domain/clock.ts';
import { labelValue, type LabelPairs, type PageSample } from './page/dialect.ts';
import { floatOf } from './page/numbers.ts';
import { seriesKey } from './series-key.ts';

/** The page's own word for when its process began. */
export const processStart = 'process_start_time_seconds';

/** So many different sets of labels of processes are looked through. */
const shapesMax = 8;

/** Processes whose series have the same labels, by these labels' values. */
interface Shape {
  readonly labels: readonly string[];
  /** Null where it is said of several. */
  readonly begunAt: Map<string, Instant | null>;
}

export class Processes {
  readonly #shapes: readonly Shape[];

  constructor(processes: readonly PageSample[]) {
    const shapes = shapesOf(processes);
    this.#shapes = shapes.length > shapesMax ? [] : shapes;
  }

  /** When the one process began all of whose labels this series has; null where there is none, or several. */
  begunAt(labels: LabelPairs): Instant | null {
    const found = this.#shapes.flatMap((shape) => {
      const begunAt = shape.begunAt.get(keyOf(shape.labels, labels));
      return begunAt === undefined ? [] : [begunAt];
    });
    return found.length === 1 ? (found[0] ?? null) : null;
  }
}

function shapesOf(processes: readonly PageSample[]): readonly Shape[] {
  const shapes = new Map<string, Shape>();
  for (const sample of processes) {
    const labels = sample.labels.filter((_, index) => index % 2 === 0 && sample.labels[index + 1] !== '');
    const name = labels.toSorted().join('\n');
    const shape = shapes.get(name) ?? { labels, begunAt: new Map<string, Instant | null>() };
    shapes.set(name, shape);
    const key = keyOf(labels, sample.labels);
    shape.begunAt.set(key, shape.begunAt.has(key) ? null : instantOf(sample));
  }
  return [...shapes.values()];
}

/** What a series has of these labels. */
function keyOf(names: readonly string[], labels: LabelPairs): string {
  return seriesKey(
    names.flatMap((name) => [name, labelValue(labels, name) ?? '']),
    null,
  );
}

/** The instant that a sample tells in seconds since 1970; null for what is none. */
export function instantOf({ value }: PageSample): Instant | null {
  const seconds = floatOf(value);
  return Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1_000) : null;
}
