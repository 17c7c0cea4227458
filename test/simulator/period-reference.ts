// M of N over aligned periods, as the guide of CloudWatch and docs/rules-research.md §2.1 and §8.5 tell it: what each period's point and the holes
// around it say, from the log alone. It speaks only where every point came before its period was due.
import type { Logbook } from './logbook.ts';
import type { Held, MetricScript } from './script.ts';

type Truth = boolean | null;
type Treatment = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

interface Period {
  readonly end: number;
  readonly point: boolean;
  readonly raw: Truth;
  readonly matured: Truth;
  /** What it says in the row of verdicts, however old the newest point is. */
  readonly verdict: Truth;
  /** Until when it is known. */
  readonly known: number | null;
}

/** What the look at an instant may have said beside points. */
export interface Around {
  /** The newest look said that there is nothing, at this instant; null when it said anything else. */
  readonly emptyAt: number | null;
  readonly watchedSince: number;
}

export interface PeriodLeaf {
  readonly metric: MetricScript;
  readonly log: Logbook;
  readonly held: Extract<Held, { type: 'samples' }>;
  /** The truth that speaks against the launch. */
  readonly bad: boolean;
  /** What the point of this period says; null where there is none. */
  point(end: number): Truth;
}

export class PeriodReference {
  readonly #leaf: PeriodLeaf;
  readonly #period: number;
  readonly #delay: number;
  readonly #judged: Period[] = [];
  /** A value that is over tells nothing. */
  #ends = false;

  constructor(leaf: PeriodLeaf) {
    this.#leaf = leaf;
    this.#period = leaf.metric.aligned?.period ?? 1;
    this.#delay = leaf.metric.aligned?.delay ?? 0;
  }

  /** A look said that there is none: unless holes count as something now, nothing more can be told. */
  end(at: number, around: Around): void {
    if (!this.#counts(at, around)) this.#ends = true;
  }

  #counts(at: number, around: Around): boolean {
    const { missing } = this.#leaf.metric;
    return missing === 'bad' || (missing === 'good' && this.#isEmpty(at, around));
  }

  /** Ends of periods that are to be judged at `now` and have not been, oldest first. */
  due(now: number, around: Around): readonly number[] {
    const newest = this.#leaf.log.newest(now);
    const { missing, staleAfter } = this.#leaf.metric;
    const settled = Math.floor((now - this.#delay) / this.#period) * this.#period;
    const isTold = missing === 'good' ? this.#isEmpty(now, around) : now - around.watchedSince >= staleAfter;
    if (!newest && (missing === 'unknown' || !isTold)) return [];
    const last = newest ? Math.max(settled, newest.at) : settled;
    const first = (this.#judged.at(-1)?.end ?? last - this.#period) + this.#period;
    const count = Math.max(0, (last - first) / this.#period + 1);
    return Array.from({ length: count }, (_, index) => first + index * this.#period);
  }

  /** True when the period has something to say: a point, or a hole that counts as something. */
  judge(end: number, around: Around): boolean {
    const { held, metric, bad } = this.#leaf;
    const length = held.of + Math.max(2, Math.floor(held.of / 3));
    const points = Array.from({ length }, (_, back) => this.#leaf.point(end - back * this.#period)).reverse();
    const [own] = points.slice(-1);
    const before = this.#judged.at(-1)?.verdict ?? null;
    const covered = this.#isCovered(end, around);
    const treatment = metric.missing === 'good' && !covered ? 'missing' : treatmentOf(metric.missing, bad);
    const told = cell(points, held.needed, held.of, treatment);
    // What only leaves the range has not been spoken against: a hole ends no red, and begins nothing.
    const slides = own === null && treatment === 'missing' && this.#judged.length > 0 && before !== false;
    const stays = slides && bad && before === true;
    const lost = slides && !bad && told === false;
    const verdict = stays ? true : told === 'keep' ? before : lost || told === 'premature' ? null : told;
    const newest = points.findLast((point) => point !== null) ?? verdict;
    const raw = lost ? null : verdict === true ? true : newest;
    // A reading that its function can say nothing of is no point.
    const last = own === null ? (this.#judged.findLast((period) => period.point)?.end ?? null) : end;
    const known = covered ? end : last;
    this.#ends = !this.#counts(end + this.#delay, around) && this.#leaf.log.isOver(Infinity);
    const isOld = known === null || (last === end ? end : end + this.#delay) - known >= metric.staleAfter;
    this.#judged.push({
      end,
      point: own !== null,
      raw: isOld ? null : raw,
      matured: isOld ? null : verdict,
      verdict,
      known,
    });
    return known === end;
  }

  truth(kind: 'raw' | 'matured', at: number): Truth {
    const newest = this.#judged.at(-1);
    if (!newest || newest.known === null) return null;
    const { missing, staleAfter } = this.#leaf.metric;
    if (missing !== 'keep' && this.#ends && this.#leaf.log.isOver(at)) return null;
    return missing !== 'keep' && at - newest.known >= staleAfter ? null : newest[kind];
  }

  /** A hole counts as what the profile says; as good only where the source has said that there is nothing, or has gone on. */
  #isCovered(end: number, around: Around): boolean {
    const { missing } = this.#leaf.metric;
    if (missing !== 'good') return missing !== 'unknown';
    const due = end + this.#delay;
    const isSaid = (around.emptyAt ?? -1) >= end && this.#isEmpty(due, around);
    return isSaid || (this.#leaf.log.newest(due)?.at ?? -1) >= end;
  }

  #isEmpty(at: number, { emptyAt }: Around): boolean {
    return emptyAt !== null && at - emptyAt < this.#leaf.metric.staleAfter;
  }
}

function treatmentOf(missing: MetricScript['missing'], bad: boolean): Treatment {
  if (missing === 'unknown') return 'missing';
  if (missing === 'keep') return 'ignore';
  return (missing === 'bad') === bad ? 'breaching' : 'notBreaching';
}

type Cell = Truth | 'keep' | 'premature';

const nothingThere: Readonly<Record<Treatment, Cell>> = {
  missing: null,
  ignore: 'keep',
  breaching: true,
  notBreaching: false,
};

/** One cell of the guide's tables: X breaches, 0 does not, - is missing; the oldest first. */
function cell(points: readonly Truth[], m: number, n: number, treatment: Treatment): Cell {
  const row = points.map((point) => (point === null ? '-' : point ? 'X' : '0')).join('');
  const real = row.replaceAll('-', '');
  const crosses = (of: string): number => of.split('X').length - 1;
  if (real === '') return nothingThere[treatment];
  if (real.length >= n) return crosses(real.slice(-n)) >= m;
  const filled = {
    missing: real,
    ignore: real,
    breaching: real.padEnd(n, 'X'),
    notBreaching: real.padEnd(n, '0'),
  };
  if (crosses(filled[treatment]) >= m) return true;
  if (treatment === 'breaching' || treatment === 'notBreaching' || real.includes('0')) return false;
  // Nothing but breaches, and too few of them: before its time when the oldest is at least M periods old.
  if (treatment === 'ignore') return 'keep';
  return row.length - row.indexOf('X') >= m ? 'premature' : null;
}
