// The interface of a source: a place readings come from. A new kind is one folder and one line in `registry.ts`.

import type { z } from 'zod';
import type { Clock, Instant, Milliseconds } from '../domain/clock.ts';
import type { Gap } from '../domain/gap.ts';
import type { Sample } from '../domain/sample.ts';
import { asTold } from './told-address.ts';

/** A live source: it polls when asked to, and never on its own. */
export interface Source {
  /**
   * Looks once at everything that this source's metrics read. It answers with readings or with why there are none, and
   * rejects only for a bug of ours. It must settle soon after `signal` aborts, whatever the other end does.
   */
  poll(signal: AbortSignal): Promise<PollResult>;
  /** Left out by a kind whose looks each stand for themselves. */
  readonly memory?: SourceMemory;
  /** Lets go of sockets and timers; safe to call twice, and while a poll is under way. */
  close(): Promise<void>;
}

/** What a source that holds something between its looks tells of that, so that a restart goes on with it. */
export interface SourceMemory {
  /**
   * As text of the kind's own, without a word that a far end has sent. What leaves out much to be short knows less, and nothing that
   * is not so.
   * @param charsMax most characters.
   * @returns null while there is nothing to remember, or no room for it.
   */
  text(charsMax: number): string | null;
  /** Another number than before: a look has failed since, and what was told before would claim too much. */
  readonly doubts: number;
}

export interface PollResult {
  /** One or more samples a metric. A metric of the source without one here, and without `gap`, gets the gap `empty`. */
  readonly samples: readonly MetricSample[];
  /** Why the whole look failed. It applies to each metric that has no sample in this answer. */
  readonly gap: Gap | null;
  /** Real milliseconds that the other end took, measured at the socket; null when it was not reached. */
  readonly latencyMs: number | null;
  /** What an on-call should know of the source itself: `rpc 2 of 2 answers`, `$0.29 an hour`. Plain text. */
  readonly note: string | null;
  /** What of the source's set-up somebody should mend although it answers: a role that may write. Plain text; left out for none. */
  readonly warning?: string;
  /** The other end asks to be left alone this long (`Retry-After`, throttling), in launch milliseconds. */
  readonly retryAfter: Milliseconds | null;
}

export interface MetricSample {
  readonly metric: string;
  readonly sample: Sample;
}

/** A source as a profile sets it up: options and reads are validated by its kind's schemas, and kept as they were written. */
export interface SourceSetup {
  readonly id: string;
  readonly kind: string;
  readonly options: unknown;
  readonly reads: readonly MetricRead<unknown>[];
  /** Options and reads, by metric, with secrets as `${NAME}`: what tells one set-up from another. Left out, they hold none. */
  readonly known?: { readonly options: unknown; readonly reads: Readonly<Record<string, unknown>> };
  readonly every: Milliseconds;
  readonly timeout: Milliseconds;
  /** Consecutive runs are told from its looks: one that could not be made is tried again soon. */
  readonly runs?: boolean;
  /** The hosts on other machines at which it looks; none when it is left out. */
  readonly hosts?: readonly string[];
}

/**
 * What a kind that runs commands is given of this program. Nobody else is handed it, and without it no command is run.
 */
export interface CommandHost {
  /** This program's environment, of which a command gets only what it needs. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of the profile's own file, absolute: what its paths are relative to. */
  readonly folder: string;
  /** Why no command may be run now; null while the person trusts the profile as it is. */
  refusal(): Promise<Gap | null>;
  /** Has `end` called, should the program end on the spot; the function that is returned takes that back. */
  onAbruptEnd(end: () => void): () => void;
}

/** A command as a profile has it, for people: before they trust it. */
export interface CommandFacts {
  readonly line: string;
  /** As written: relative to the profile's folder, unless it is absolute. */
  readonly cwd: string;
  /** What the profile sets in the command's environment, as written, and names that are passed on from ours. */
  readonly sets: readonly { readonly name: string; readonly value: string }[];
  readonly passes: readonly string[];
}

/** What a source is made from. `reads` is validated: one entry a metric. */
export interface SourceInput<Options, Read> {
  readonly id: string;
  readonly options: Options;
  readonly reads: readonly MetricRead<Read>[];
  readonly every: Milliseconds;
  readonly timeout: Milliseconds;
  readonly clock: Clock;
  readonly host?: CommandHost;
  /** What a source that was set up like this one told last (`SourceMemory`). Nobody says that it can be read. */
  readonly memory?: string;
}

export interface MetricRead<Read> {
  readonly metric: string;
  readonly read: Read;
  /** The metric takes exact values only. */
  readonly exact: boolean;
}

/** A gap sample for each of these metrics. */
export function gapsFor(metrics: Iterable<string>, at: Instant, gap: Gap): MetricSample[] {
  return Array.from(metrics, (metric) => ({ metric, sample: { at, gap } }));
}

/** A poll that failed as a whole. */
export function failedPoll(gap: Gap, latencyMs: number | null = null): PollResult {
  return { samples: [], gap, latencyMs, note: null, retryAfter: null };
}

/** A read that asks its source for what that, as the profile sets it up, cannot give: where in the read, and in words. */
export interface Misread {
  readonly path: readonly string[];
  readonly message: string;
}

/** What a kind of source declares about itself; its client is loaded only when a profile uses it. */
/** Two hosts: an answer of the first is told to the second. */
export interface Relay {
  readonly from: string;
  readonly to: string;
}

export interface SourceDefinition<Options extends z.ZodObject, Read extends z.ZodType> {
  readonly kind: string;
  /** The kind's own options, strict, without what all sources share (`kind`, `every`, `timeout`, `needs`, `missing`). */
  readonly options: Options;
  /** What a metric's `read` may be. */
  readonly read: Read;
  readonly defaults: { readonly every: Milliseconds; readonly timeout: Milliseconds };
  /** Where it looks, for people; never with credentials. In texts, variables still stand as `${NAME}`. */
  place(told: z.output<Options>): string;
  /** The hosts on other machines at which it looks; a kind that looks at none leaves it out. */
  hosts?(options: z.output<Options>): readonly string[];
  /** What it tells one host of another one's answers; a kind that carries nothing on leaves it out. */
  relays?(options: z.output<Options>): readonly Relay[];
  /** The unit that values of this read have, or null when the service does not say. */
  naturalUnit(read: z.output<Read>): string | null;
  /** What a reading is, where the read alone says so; left out, `up` is a truth, and what has a unit or is never negative a number. */
  valueKind?(read: z.output<Read>): ReadingKind | null;
  /** Lengths, counts, latencies, ages, sizes, shares: what was not seen of them can only add. Left out, nothing is known. */
  neverNegative?(read: z.output<Read>): boolean;
  /** The window that the client computes each reading over; left out, a reading is of its instant. */
  window?(read: z.output<Read>): Milliseconds | null;
  /** The time that the far end's answer speaks of, as the read says; left out, nothing is said. */
  covers?(read: z.output<Read>): Milliseconds | null;
  /** How far back the far end looks for its answer, in its own language; left out, nothing is known. */
  lookBack?(read: z.output<Read>): Milliseconds;
  /**
   * How far apart samples of this read are expected, and how much older than now the newest is by nature
   * (CloudWatch: the period, and the settling time). Null: the source's own interval, and none.
   */
  rhythm(
    options: z.output<Options>,
    read: z.output<Read>,
  ): { readonly interval: Milliseconds; readonly delay: Milliseconds } | null;
  /** What of the read the source's own options rule out; a kind without such options leaves it out. */
  misread?(options: z.output<Options>, read: z.output<Read>): Misread | null;
  /** A kind that runs commands says which, of options whose variables may still stand there as `${NAME}`. */
  command?(options: unknown): CommandFacts | null;
  load(): Promise<{ createSource(input: SourceInput<z.output<Options>, z.output<Read>>): Source }>;
}

/** A source kind with its types closed over, as the registry and the profile see it. */
export interface SourceKind {
  readonly kind: string;
  readonly options: z.ZodObject;
  readonly read: z.ZodType;
  readonly defaults: { readonly every: Milliseconds; readonly timeout: Milliseconds };
  /** @param told the same options, with their texts as they may be shown. */
  place(options: unknown, told?: unknown): string;
  hosts(options: unknown): readonly string[];
  relays(options: unknown): readonly Relay[];
  naturalUnit(read: unknown): string | null;
  /** `any` where only a reading can show it. */
  valueKind(read: unknown): ReadingKind | 'any';
  neverNegative(read: unknown): boolean;
  window(read: unknown): Milliseconds | null;
  covers(read: unknown): Milliseconds | null;
  /** 0 where nothing is known. */
  lookBack(read: unknown): Milliseconds;
  rhythm(
    options: unknown,
    read: unknown,
  ): { readonly interval: Milliseconds; readonly delay: Milliseconds } | null;
  /** Its samples come as its service has them, and not as it is polled. */
  readonly isRhythmic: boolean;
  /** Null also while options or read do not validate: that is told by the schemas. */
  misread(options: unknown, read: unknown): Misread | null;
  /** What it would run; null for a kind that runs nothing. */
  command(options: unknown): CommandFacts | null;
  create(input: SourceInput<unknown, unknown>): Promise<Source>;
}

type ReadingKind = 'numeric' | 'boolean' | 'text';

function valueKindOf<Options extends z.ZodObject, Read extends z.ZodType>(
  definition: SourceDefinition<Options, Read>,
  read: z.output<Read>,
): ReadingKind | 'any' {
  if (read === 'up') return 'boolean';
  const isNumber = definition.naturalUnit(read) !== null || definition.neverNegative?.(read) === true;
  return definition.valueKind?.(read) ?? (isNumber ? 'numeric' : 'any');
}

/** Closes over a definition's types: whatever comes in is parsed by the kind's own schemas again. */
export function defineSource<Options extends z.ZodObject, Read extends z.ZodType>(
  definition: SourceDefinition<Options, Read>,
): SourceKind {
  const { kind, options, read, defaults } = definition;
  return {
    kind,
    options,
    read,
    defaults,
    place: (raw, told = raw) => definition.place(asTold(options.parse(raw), raw, told)),
    hosts: (raw) => definition.hosts?.(options.parse(raw)) ?? [],
    relays: (raw) => definition.relays?.(options.parse(raw)) ?? [],
    naturalUnit: (raw) => definition.naturalUnit(read.parse(raw)),
    window: (raw) => definition.window?.(read.parse(raw)) ?? null,
    covers: (raw) => definition.covers?.(read.parse(raw)) ?? null,
    valueKind: (raw) => valueKindOf(definition, read.parse(raw)),
    lookBack: (raw) => definition.lookBack?.(read.parse(raw)) ?? 0,
    neverNegative: (raw) => definition.neverNegative?.(read.parse(raw)) ?? false,
    // What looks at nothing says the same of all.
    isRhythmic: definition.rhythm.length > 0,
    rhythm: (rawOptions, rawRead) => definition.rhythm(options.parse(rawOptions), read.parse(rawRead)),
    misread(rawOptions, rawRead) {
      const [own, asked] = [options.safeParse(rawOptions), read.safeParse(rawRead)];
      return own.success && asked.success ? (definition.misread?.(own.data, asked.data) ?? null) : null;
    },
    command: (raw) => definition.command?.(raw) ?? null,
    async create(input) {
      const client = await definition.load();
      return client.createSource({
        ...input,
        options: options.parse(input.options),
        reads: input.reads.map((entry) => ({ ...entry, read: read.parse(entry.read) })),
      });
    },
  };
}
