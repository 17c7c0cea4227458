// What a measurement is: its figures with their budgets (PERFORMANCE: "Budgets"), and one round of it.

/**
 * B is what bare Node's start takes, measured right beside the thing itself: the machine drifts by a third within minutes.
 * A figure of CPU is held against the CPU of that start.
 */
export type Unit =
  | 'B'
  | 'B a second'
  | 'bytes'
  | 'kB an update'
  | '×'
  | '× bare Node'
  | '× ideal'
  | '× JSON.parse'
  | '× N=100'
  | '× N/100'
  | 'samples'
  | '%';

export interface Figure {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  /** Most it may be; or least, where `atLeast` says so. */
  readonly budget: number;
  readonly atLeast?: boolean;
  /** Exact figures have no spread to be forgiven. */
  readonly exact?: boolean;
}

export interface Measurement {
  readonly name: string;
  readonly figures: readonly Figure[];
  /** Why it cannot be measured: what it reads lies outside the repository. Null when it can. Called once, before the rounds. */
  prepare(): Promise<string | null>;
  /** One round: a value for each figure's id, in its unit. `bare` measures B, in milliseconds. */
  sample(bare: () => Promise<number>): Promise<Readonly<Record<string, number>>>;
  /** Lets go of what `prepare` made. */
  dispose(): Promise<void>;
}

/** How often B what follows takes, in milliseconds. */
export async function inB(bare: () => Promise<number>, run: () => Promise<number>): Promise<number> {
  const unit = await bare();
  return (await run()) / unit;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
