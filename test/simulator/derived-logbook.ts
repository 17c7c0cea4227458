// The log of a calculated metric: a value of the instant of its oldest input, whenever one of them has one and all are fresh.
import { Logbook, type Entry } from './logbook.ts';
import type { MetricScript, Script } from './script.ts';

export class DerivedLogbook extends Logbook {
  readonly #inputs: readonly {
    readonly log: Logbook;
    readonly staleAfter: number;
    readonly weight: bigint;
  }[];

  /** When it could not be told, the last one open while it cannot. */
  readonly #holes: { readonly from: number; to: number }[] = [];

  constructor(metric: MetricScript, script: Script, logs: readonly Logbook[]) {
    super(metric);
    const { of = [], weights = [] } = metric.derived ?? {};
    this.#inputs = of.flatMap((index, place) => {
      const log = logs[index];
      const staleAfter = script.metrics[index]?.staleAfter ?? 0;
      return log ? [{ log, staleAfter, weight: BigInt(weights[place] ?? 0) }] : [];
    });
  }

  /** One of its inputs has a value of this instant. Null where that says nothing new. */
  follow(news: number): Entry | null {
    const later = Math.max(news, ...this.#inputs.map(({ log }) => log.newest(Infinity)?.at ?? 0));
    const isTold = this.#inputs.every(({ log, staleAfter }) => log.isFresh(news, staleAfter));
    // Told by an earlier instant than the others begin with: what is known now counts.
    if (!isTold && later > news) this.inOrder = false;
    const at = isTold ? news : later;
    if (this.#inputs.some(({ log }) => !log.inOrder)) this.inOrder = false;
    const wasUntold = this.#isUntold;
    this.expire(at);
    if (this.#isUntold) return null;
    const newest = this.#inputs.flatMap(({ log }) => log.newest(at) ?? []);
    const oldest = Math.min(...newest.map((entry) => entry.at));
    const sum = this.#inputs.reduce(
      (total, { weight }, place) => total + weight * (newest[place]?.truth ?? 0n),
      0n,
    );
    const hole = this.#holes.at(-1);
    // What it says now, it says of that instant.
    if (hole && wasUntold) hole.to = Math.max(hole.from, oldest);
    const whole = this.#inputs.reduce((total, { weight }) => total + weight, 0n);
    const entry: Entry = {
      at: oldest,
      taken: oldest,
      truth: sum,
      value: [sum, whole],
      part: null,
      begunAt: null,
      run: null,
    };
    const known = this.entries.find((other) => other.at === oldest);
    if (known?.truth === sum && !wasUntold) return null;
    if (known || (this.entries.at(-1)?.at ?? -Infinity) > oldest) this.inOrder = false;
    this.entries = [...this.entries.filter((other) => other !== known), entry].sort(
      (left, right) => left.at - right.at,
    );
    return entry;
  }

  /** It cannot be told from when one of its inputs cannot, until all can again. True when that is new, and it had a value. */
  expire(now: number): boolean {
    const was = this.#isUntold;
    const isUntold = !this.#inputs.every(({ log, staleAfter }) => log.isFresh(now, staleAfter));
    const hole = this.#holes.at(-1);
    if (isUntold && !was) this.#holes.push({ from: now, to: Infinity });
    if (!isUntold && was && hole) hole.to = now;
    return isUntold && !was && this.newest(now) !== null;
  }

  get #isUntold(): boolean {
    return this.#holes.at(-1)?.to === Infinity;
  }

  /** It is not there while something that it is calculated from is not. */
  override isGone(now: number, staleAfter: number): boolean {
    return this.#inputs.some(({ log }) => log.isGone(now, staleAfter));
  }

  override isFresh(now: number, staleAfter: number): boolean {
    return super.isFresh(now, staleAfter) && !this.#holes.some(({ from, to }) => from <= now && now < to);
  }
}
