// One page taken apart: of its series those that somebody reads, by name.

import type { Answer } from '../../domain/answer.ts';
import type { Instant } from '../../domain/clock.ts';
import { gap } from '../../domain/gap.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { plainText } from '../../domain/text.ts';
import { isOpenMetrics, type Dialect, type PageListener, type PageSample } from './page/dialect.ts';
import { Families } from './families.ts';
import type { PageResult } from './page/parse.ts';
import { pageReading } from './page/read.ts';
import { Processes, processStart } from './processes.ts';

/** Most series that one page may have (docs/rules-research.md §6.1). */
const seriesMax = 50_000;
/** Most names that a message looks through for the nearest one. */
const namesMax = 2_000;

/** Lines that are read without a pause: a few milliseconds, so that a large page does not stop the wall. */
const linesAtOnce = 2_000;

/** What the answer says of the page that it brought. */
export interface PageFacts {
  /** The clock of where it comes from is far from ours. */
  readonly clockIsOff: boolean;
  /** It is told where the page ends. */
  readonly endTold: boolean;
  /** By our clock, however old the page is by then. */
  readonly arrivedAt: Instant;
}

/** @param names of the series that are kept. */
export async function takeApart(
  text: string,
  dialect: Dialect,
  names: ReadonlySet<string>,
  { clockIsOff, endTold, arrivedAt }: PageFacts,
): Promise<Answer<Scrape>> {
  // The last line of 0.0.4 must end with a line feed, and one of OpenMetrics with its `# EOF`: of half a page the whole lines count.
  const isOpen = dialect === 'text' && !endTold;
  const lines = isOpen ? text.slice(0, text.lastIndexOf('\n') + 1) : text;
  if (lines === '' && text !== '')
    return {
      gap: gap(
        'partial_data',
        'the page ends within its first line, and neither a length nor a chunk tells that this is all',
      ),
    };
  const kept = new Map<string, PageSample[]>();
  const seen = new Set<string>();
  const families = new Families(names, dialect);
  let ofOthers = false;
  let last = '';
  const listener: PageListener = {
    wants: (name) => names.has(name),
    metadata(kind, name, type) {
      if (kind !== 'UNIT') families.known(name, kind === 'TYPE' ? type : null);
      return null;
    },
    sample(sample) {
      const { name } = sample;
      if (seen.size < namesMax) seen.add(name);
      if (name !== last) ofOthers ||= isOfExporter(name);
      last = name;
      families.seen(name);
      if (!names.has(name)) return null;
      const same = kept.get(name);
      if (same) same.push(sample);
      else kept.set(name, [sample]);
      return null;
    },
  };
  const reading = pageReading(lines, dialect, listener, { samplesMax: seriesMax });
  let result: PageResult | null = reading.step(linesAtOnce);
  while (result === null) {
    await turn();
    result = reading.step(linesAtOnce);
  }
  if (result.ok) {
    const timestampMs = isOpenMetrics(dialect) ? 1_000 : 1;
    return {
      value: new Scrape(
        {
          series: kept,
          names: seen,
          families,
          timestampMs,
          ofOthers,
          clockIsOff,
          isWhole: endTold || isOpenMetrics(dialect),
          arrivedAt,
        },
        result.tolerated,
      ),
    };
  }
  const { line, problem, tooMany } = result;
  return { gap: gap(tooMany ? 'too_large' : 'parse', plainText(`line ${line}: ${problem}`)) };
}

/** A name that only such pages have whose counters live in other processes than the one that serves them. */
function isOfExporter(name: string): boolean {
  return /exporter_|^(?:pushgateway|cadvisor|kube_state_metrics)_/.test(name);
}

/** Lets keys, other polls and the wall have their turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

interface Contents {
  readonly series: ReadonlyMap<string, readonly PageSample[]>;
  readonly names: ReadonlySet<string>;
  readonly families: Families;
  readonly timestampMs: number;
  /** Its counters live in other processes than the one that serves it. */
  readonly ofOthers: boolean;
  readonly clockIsOff: boolean;
  /** Nothing can have come after what is here. */
  readonly isWhole: boolean;
  readonly arrivedAt: Instant;
}

export class Scrape {
  /** Places that were not as the format wants them. */
  readonly tolerated: number;
  /** Those that its counters live in, as far as nothing that may be missing tells otherwise. */
  readonly processes: Processes;
  /** What it says of instants cannot be held against our clock. */
  readonly clockIsOff: boolean;
  /** What is not on it is not there. */
  readonly isWhole: boolean;
  readonly arrivedAt: Instant;
  readonly #series: ReadonlyMap<string, readonly PageSample[]>;
  readonly #names: ReadonlySet<string>;
  readonly #families: Families;
  readonly #timestampMs: number;

  constructor(contents: Contents, tolerated: number) {
    this.#series = contents.series;
    this.#names = contents.names;
    this.#families = contents.families;
    this.#timestampMs = contents.timestampMs;
    const isSilent = contents.ofOthers || contents.clockIsOff || !contents.isWhole;
    this.processes = new Processes(isSilent ? [] : this.named(processStart));
    this.clockIsOff = contents.clockIsOff;
    this.isWhole = contents.isWhole;
    this.arrivedAt = contents.arrivedAt;
    this.tolerated = tolerated;
  }

  named(name: string): readonly PageSample[] {
    return this.#series.get(name) ?? [];
  }

  /** The page knows exactly this name, and has no series of its family: there is none. */
  hasNone(name: string): boolean {
    return this.#families.hasNone(name);
  }

  /** ` (did you mean …)` for a name that is not on the page: one of its family, or the nearest. */
  nearest(name: string): string {
    const own = this.#families.standing(name);
    return own === null ? didYouMean(name, [...this.#names]) : ` (did you mean "${own}"?)`;
  }

  /** @returns the sample's own instant, or that of the page. */
  at(sample: PageSample, pageAt: Instant): Instant {
    return sample.timestamp === null ? pageAt : Math.round(Number(sample.timestamp) * this.#timestampMs);
  }
}
